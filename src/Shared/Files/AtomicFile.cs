namespace Files;

/// <summary>
/// A file that appears under its name only when it is whole: written under a random name in the same folder, to the disk, then renamed.
/// Whatever ends
/// the work before that leaves what was there; of two that write one file at a time, the later is there, whole.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly string _path;
    private readonly string _target;
    private readonly string _temporary;
    private readonly NamedStream _stream;
    private bool _finished;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its name. Where a link stands, the file that it leads to is meant; a file that is there keeps its access
    /// rights.</param>
    /// <exception cref="IOException">The folder is not there or takes no file, or a folder, device, pipe or socket has the
    /// name.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public AtomicFile(string path)
    {
        var file = LinkedFile.Target(Path.GetFullPath(path));
        (_path, _target) = (path, file.FullName);
        if (Directory.Exists(_target))
            throw new IOException($"{path} is a folder; the name of a file is needed.");
        if (file is { Exists: true, Length: 0 } && !PlainFile.IsRegular(_target))
            throw new IOException($"{path} is a device, a pipe or a socket; the name of a file is needed.");
        RequireFolder(path, _target);
        // Short, so that a name of the greatest length has room for it.
        _temporary = Path.Combine(Path.GetDirectoryName(_target) ?? _target, $".{Guid.NewGuid():N}.tmp");
        _stream = new NamedStream(path, _temporary);
        if (file.Exists)
            _stream.TakeRightsOf(_target);
    }

    /// <summary>Where the content goes.</summary>
    public Stream Stream => _stream;

    /// <summary>Refuses a file whose folder is not there: before work that would be lost at its end.</summary>
    /// <param name="path">Its name; <see langword="null"/> where none is asked for.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static void RequireFolder(string? path)
    {
        if (path is not null)
            RequireFolder(path, LinkedFile.Target(Path.GetFullPath(path)).FullName);
    }

    private static void RequireFolder(string path, string target)
    {
        if (Path.GetDirectoryName(target) is { Length: > 0 } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{path}: the folder {folder} does not exist. Create it first.");
    }

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new AtomicFile(path);
        write(file.Stream);
        file.Finish();
    }

    /// <summary>Writes a text, in UTF-8 without a byte order mark, whole or not at all.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="text">The content.</param>
    public static void WriteText(string path, string text) => Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write(text);
    });

    /// <summary>Removes what killed runs left unfinished in a folder. What somebody is writing is locked and stays.</summary>
    /// <param name="folder">A folder that is the caller's.</param>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.GetFiles(folder, ".*.tmp"))
        {
            if (!Guid.TryParseExact(Path.GetFileName(path)[1..^".tmp".Length], "N", out _))
                continue;
            try
            {
                new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is being written, or not ours.
            }
        }
    }

    /// <summary>Closes the file and gives it its name; a file that had it is replaced.</summary>
    public void Finish()
    {
        _stream.FlushToDisk();
        _stream.Dispose();
        NamedStream.Named(_path, _temporary, () => File.Move(_temporary, _target, overwrite: true));
        _finished = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_finished)
            return;
        try
        {
            _stream.Dispose();
        }
        finally
        {
            File.Delete(_temporary);
        }
    }
}
