namespace Radiomics.Imaging.Formats;

/// <summary>Where the bytes of an image are: in a file, or in memory, where a stream brought them, under a name for messages.</summary>
internal sealed class ImageSource
{
    private readonly ReadOnlyMemory<byte>? _bytes;

    public ImageSource(string path) => Path = path;

    private ImageSource(string name, ReadOnlyMemory<byte> bytes) => (Path, _bytes) = (name, bytes);

    /// <summary>The file, or the name.</summary>
    public string Path { get; }

    /// <summary>Whether it is a file, beside which others may lie.</summary>
    public bool IsFile => _bytes is null;

    /// <summary>How many bytes it has; <see langword="null"/> where there is no such file.</summary>
    public long? Length => _bytes is { } bytes ? bytes.Length
        : Files.LinkedFile.Target(Path) is { Exists: true } file ? file.Length : null;

    /// <summary>What a stream still holds. The stream stays open.</summary>
    /// <exception cref="ImageFormatException">It is longer than an array, or cannot be read.</exception>
    public static ImageSource Of(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var bytes = Room(stream, name);
        try
        {
            stream.CopyTo(bytes);
        }
        catch (IOException e)
        {
            throw Unread(name, e);
        }
        return Of(bytes, name);
    }

    /// <summary>What a stream still holds, without holding a thread while it waits. The stream stays open.</summary>
    /// <exception cref="ImageFormatException">It is longer than an array, or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<ImageSource> OfAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var bytes = Room(stream, name);
        try
        {
            await stream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw Unread(name, e);
        }
        return Of(bytes, name);
    }

    /// <summary>Opens it for reading; it can seek.</summary>
    /// <param name="bufferSize">The buffer of a file.</param>
    /// <param name="options">How a file is read.</param>
    /// <param name="header">The header that names this file, for messages; <see langword="null"/> where it is the header.</param>
    /// <exception cref="ImageFormatException">It is empty, or a pipe, a socket or a device.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Stream OpenRead(int bufferSize = 1 << 12, FileOptions options = FileOptions.None, string? header = null)
    {
        if (_bytes is not { } bytes)
            return RegularFile.OpenRead(Path, bufferSize, options, header);
        if (bytes.Length == 0)
            throw new ImageFormatException(Path, "it is empty.");
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array);
        return new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
    }

    /// <summary>All bytes, which are not to be changed.</summary>
    public byte[] ReadAll()
    {
        if (_bytes is not { } bytes)
            return File.ReadAllBytes(Path);
        return System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var all) && all.Count == all.Array!.Length
            ? all.Array
            : bytes.ToArray();
    }

    /// <summary>The file that a header names.</summary>
    /// <exception cref="ImageFormatException">The name cannot be that of a file, or the header is no file.</exception>
    public ImageSource Named(string name) => IsFile ? new ImageSource(DataFiles.Resolve(Path, name)) : throw Alone();

    /// <summary>That a stream has no file beside it.</summary>
    public ImageFormatException Alone() => new(
        Path, "its voxels are in a file of their own, which a stream does not have beside it. Give the header's path, or a format that is "
            + "one file (.nii, .nrrd, .mha).");

    private static MemoryStream Room(Stream stream, string name)
    {
        var length = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 0;
        return length <= Array.MaxLength ? new MemoryStream((int)length) : throw TooLong(name);
    }

    private static ImageSource Of(MemoryStream bytes, string name) => new(name, bytes.GetBuffer().AsMemory(0, (int)bytes.Length));

    private static ImageFormatException Unread(string name, IOException e) => new(name, $"its stream cannot be read: {e.Message}", e);

    private static ImageFormatException TooLong(string name) => new(
        name, Invariant($"a stream may hold {Array.MaxLength} bytes at most. Read it as a file."));
}
