namespace Radiomics.Imaging.Formats;

/// <summary>A file that appears under its name only when it is whole: it is written under another name beside it and moved into place.</summary>
internal sealed class NewFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private bool _finished;

    public NewFile(string path)
    {
        _path = path;
        _temporary = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        Stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
    }

    /// <summary>Where the content goes.</summary>
    public FileStream Stream { get; }

    /// <summary>Closes the file and gives it its name; a file that had it is replaced.</summary>
    public void Finish()
    {
        Stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
        _finished = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        if (!_finished)
            File.Delete(_temporary);
    }
}
