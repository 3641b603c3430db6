namespace Files;

/// <summary>A file that is written under another name for the time being: what goes wrong is told of the name that was asked for.</summary>
/// <param name="asked">The name that was asked for, as it was.</param>
/// <param name="path">The name for the time being.</param>
internal sealed class NamedStream(string asked, string path) : Stream
{
    private readonly FileStream _file =
        Named(asked, path, () => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16));

    /// <inheritdoc/>
    public override bool CanRead => _file.CanRead;

    /// <inheritdoc/>
    public override bool CanSeek => _file.CanSeek;

    /// <inheritdoc/>
    public override bool CanWrite => _file.CanWrite;

    /// <inheritdoc/>
    public override long Length => _file.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _file.Position;
        set => _file.Position = value;
    }

    /// <summary>Work on a file of one name, told of another where it fails.</summary>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static T Named<T>(string asked, string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"{asked} may not be written: its folder takes no file from you. Choose another.", e);
        }
        catch (IOException e)
        {
            var reason = e is FileNotFoundException
                ? "its folder takes no file. Choose another."
                : e.Message.Replace($" : '{path}'", "", StringComparison.Ordinal).Replace(path, asked, StringComparison.Ordinal)
                    .TrimEnd('.') + ".";
            throw new IOException($"{asked} cannot be written: {reason}", e);
        }
    }

    /// <inheritdoc cref="Named{T}"/>
    public static void Named(string asked, string path, Action work) => Named(asked, path, () =>
    {
        work();
        return true;
    });

    /// <summary>Gives the file the access rights of another.</summary>
    public void TakeRightsOf(string other)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_file.SafeFileHandle, File.GetUnixFileMode(other));
    }

    /// <summary>Writes what is buffered to the disk, and waits for it.</summary>
    public void FlushToDisk() => Run(() => _file.Flush(flushToDisk: true));

    /// <inheritdoc/>
    public override void Flush() => Run(_file.Flush);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => _file.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    /// <inheritdoc/>
    public override void SetLength(long value) => Run(() => _file.SetLength(value));

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Run(() => _file.Write(buffer, offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _file.Write(buffer);
        }
        catch (IOException e)
        {
            Run(() => throw e);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Run(_file.Dispose);
        base.Dispose(disposing);
    }

    private void Run(Action work) => Named(asked, path, work);
}
