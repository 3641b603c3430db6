namespace Radiomics.Cli.Commands;

/// <summary>The folder that a file of results goes into.</summary>
internal static class OutputFolder
{
    /// <summary>Refuses a file whose folder is not there: before the work, not after it.</summary>
    /// <param name="file">The file; <see langword="null"/> where none is asked for.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static void Check(string? file)
    {
        if (file is not null && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{file}: the folder {folder} does not exist. Create it first.");
    }
}
