namespace Files;

/// <summary>
/// A folder of a random name in another, in which files are made before they get their places. A file of its name beside it is locked while
/// somebody works in it, so that one which a killed run left is known and goes.
/// </summary>
internal sealed class AsideFolder : IDisposable
{
    private const string Ending = ".d";
    private readonly FileStream _lock;

    /// <summary>Makes the folder, and removes what killed runs left in the other.</summary>
    /// <param name="folder">A folder that is there.</param>
    /// <exception cref="IOException">It takes no file; the message names it.</exception>
    public AsideFolder(string folder)
    {
        RemoveLeftovers(folder);
        var name = System.IO.Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        // The lock comes first and goes last: a folder without one is nobody's.
        try
        {
            _lock = new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The folder '{folder}' takes no file from you. Choose another.", e);
        }
        Path = name + Ending;
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Removes files and folders that killed runs left unfinished in a folder. What somebody is working in stays.</summary>
    /// <param name="folder">A folder that is the caller's.</param>
    public static void RemoveLeftovers(string folder)
    {
        AtomicFile.RemoveLeftovers(folder);
        foreach (var path in Directory.GetDirectories(folder, ".*.tmp" + Ending))
        {
            var name = path[..^Ending.Length];
            if (!Guid.TryParseExact(System.IO.Path.GetFileName(name)[1..^".tmp".Length], "N", out _) || File.Exists(name))
                continue;
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is not ours.
            }
        }
    }

    /// <summary>Gives the folder its place; one that is there goes.</summary>
    /// <param name="target">Its path, in the same folder.</param>
    public void MoveTo(string target)
    {
        if (Directory.Exists(target))
        {
            // Aside first, for removing many files takes a while, in which there would be half a folder.
            using var former = new AsideFolder(System.IO.Path.GetDirectoryName(Path)!);
            Directory.Move(target, System.IO.Path.Combine(former.Path, "former"));
            Directory.Move(Path, target);
            return;
        }
        Directory.Move(Path, target);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(Path))
                Directory.Delete(Path, recursive: true);
        }
        finally
        {
            _lock.Dispose();
        }
    }
}
