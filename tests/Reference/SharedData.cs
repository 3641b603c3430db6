namespace Reference;

/// <summary>Finds the shared folder with real images and reference values beside the checkout, where there is one.</summary>
public static class SharedData
{
    /// <summary>Why a test that needs the folder is skipped.</summary>
    public const string Missing =
        "The shared folder with reference values is not beside this checkout (set RADIOMICS_SHARED to it, or put it at ../shared).";

    /// <summary>The root of this checkout.</summary>
    public static string Repository { get; } = FindRepository(); // Before Root, which needs it.

    /// <summary>The shared folder, or <see langword="null"/>.</summary>
    public static string? Root { get; } = Find();

    /// <summary>Whether there is a shared folder.</summary>
    public static bool Exists => Root is not null;

    /// <summary>A path in the shared folder.</summary>
    public static string PathOf(params string[] parts) =>
        Path.Combine([Root ?? throw new InvalidOperationException(Missing), .. parts]);

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("RADIOMICS_SHARED");
        var root = string.IsNullOrEmpty(named) ? Path.GetFullPath(Path.Combine(Repository, "..", "shared")) : named;
        return Directory.Exists(Path.Combine(root, "reference")) && Directory.Exists(Path.Combine(root, "data")) ? root : null;
    }

    private static string FindRepository()
    {
        // Not the compiler's path of this file: a deterministic build of CI maps source paths away.
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Radiomics.Survival.sln")))
                return folder;
        }
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Radiomics.Survival.sln.");
    }
}
