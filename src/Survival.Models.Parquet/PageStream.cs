namespace Survival.Models;

/// <summary>
/// What the decoder reads of a file: of a column the pages that were looked at, each once. Where a page holds fewer values than it claims
/// the decoder goes on behind the column for the rest, takes what stands there for the header of a page, and reads an end for ever.
/// </summary>
/// <param name="file">The file; it stays open.</param>
internal sealed class PageStream(Stream file) : Stream
{
    private Queue<long>? _pages;
    private string _column = "";

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <summary>What may be read from here on: the pages of a column.</summary>
    public void Allow(string column, Queue<long> pages) => (_column, _pages) = (column, pages);

    // The decoder goes to the begin of a page by this, and within it by the position.
    public override long Seek(long offset, SeekOrigin origin)
    {
        if (_pages is not null && origin == SeekOrigin.Begin && !(_pages.TryDequeue(out var page) && page == offset))
            throw new InvalidDataException($"the pages of column '{_column}' hold fewer values than they claim.");
        return file.Seek(offset, origin);
    }

    public override int ReadByte() => file.ReadByte() is >= 0 and var value ? value : throw new EndOfStreamException("it breaks off.");

    public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => file.Read(buffer);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        file.ReadAsync(buffer, cancellationToken);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
