namespace Radiomics;

/// <summary>The objects of one case, copied to this machine while it is worked on.</summary>
internal sealed class RemoteFiles(IObjectStore? store) : IDisposable
{
    private readonly Dictionary<Uri, string> _paths = [];
    private string? _folder;

    /// <summary>Where the copy of an object is; <see langword="null"/> where there is none.</summary>
    public string? PathOf(Uri address) => _paths.GetValueOrDefault(address);

    /// <summary>Copies an object, once.</summary>
    /// <exception cref="ObjectStoreException">It cannot be read.</exception>
    public string Fetch(Uri address, CancellationToken cancellationToken)
    {
        if (_paths.TryGetValue(address, out var known))
            return known;
        var from = ObjectAddress.StoreOf(address, store);
        _folder ??= Directory.CreateTempSubdirectory("radiomics-").FullName;
        // The name's ending says the format; one folder each, for two objects may have one name.
        var folder = Directory.CreateDirectory(Path.Combine(_folder, Invariant($"{_paths.Count}"))).FullName;
        var path = Path.Combine(folder, ObjectAddress.NameOf(address));
        _paths[address] = path;
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
            from.Copy(address, file, cancellationToken);
        }
        catch (IOException e)
        {
            _paths.Remove(address);
            throw new ObjectStoreException($"the object cannot be read: {e.Message}");
        }
        return path;
    }

    public void Dispose()
    {
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
