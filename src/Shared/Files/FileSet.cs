using System.Text;

namespace Files;

/// <summary>
/// Files that belong together: written aside first, all of them, and given their names when the last is whole. What ends the work before
/// that leaves
/// what was there. Of a kill between two names the list of sums tells, which goes first and comes back last: <c>sha256sum -c</c> holds only
/// where all
/// files are of one run.
/// </summary>
internal sealed class FileSet : IDisposable
{
    private readonly string _folder;
    private readonly AsideFolder _aside;
    private readonly string _sums;
    private readonly bool _made;
    private readonly List<string> _names = [];
    private readonly List<string> _removed = [];

    /// <summary>Begins a set.</summary>
    /// <param name="folder">Where it goes; made where it is not there.</param>
    /// <param name="sums">The name of the list of sums.</param>
    public FileSet(string folder, string sums)
    {
        _folder = Path.GetFullPath(folder);
        _sums = sums;
        _made = !Directory.Exists(_folder);
        NewFolder.Make(_folder);
        _aside = new AsideFolder(_folder);
    }

    /// <summary>Writes a file aside.</summary>
    /// <param name="name">Its name in the folder, with <c>/</c> between folders.</param>
    /// <param name="write">Writes the content.</param>
    public void Write(string name, Action<Stream> write)
    {
        var path = Path.Combine(_aside.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = new NamedStream(Path.Combine(_folder, name), path))
        {
            write(stream);
            stream.FlushToDisk();
        }
        _names.Add(name);
    }

    /// <summary>Writes a text aside, in UTF-8 without a byte order mark.</summary>
    public void WriteText(string name, string text) => Write(name, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>A file of an earlier set that this one has not, and that would be taken for its own.</summary>
    public void Remove(string name) => _removed.Add(name);

    /// <summary>Gives the files their names.</summary>
    /// <returns>Their paths, in the order in which they were written.</returns>
    public IReadOnlyList<string> Finish()
    {
        var lines = new StringBuilder();
        foreach (var name in _names.Order(StringComparer.Ordinal))
        {
            lines.Append(FileHash.Of(Path.Combine(_aside.Path, name))).Append("  ").Append(name).Append('\n');
        }
        File.Delete(Path.Combine(_folder, _sums));
        // A folder that is not there has nothing of an earlier set; File.Delete would complain of it.
        foreach (var path in _removed.Select(name => Path.Combine(_folder, name)).Where(File.Exists))
            File.Delete(path);
        var written = new List<string>();
        foreach (var name in _names)
        {
            var path = Path.Combine(_folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(Path.Combine(_aside.Path, name), LinkedFile.Target(path).FullName, overwrite: true);
            written.Add(path);
        }
        AtomicFile.WriteText(Path.Combine(_folder, _sums), lines.ToString());
        return written;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _aside.Dispose();
        if (_made && Directory.Exists(_folder) && !Directory.EnumerateFileSystemEntries(_folder).Any())
            Directory.Delete(_folder);
    }
}
