using System.Buffers.Binary;

namespace Radiomics.Imaging.Dicom;

/// <summary>Reads a stream forward through a small buffer. What a length field asks for is never allocated before the bytes are known to be
/// there.</summary>
internal sealed class DicomByteReader(Stream stream, string source)
{
    private const int Chunk = 1 << 20;
    private readonly byte[] _buffer = new byte[8192];
    private long _start = stream.CanSeek ? stream.Position : 0;
    private int _at;
    private int _end;

    /// <summary>Whether multi-byte numbers have their most significant byte first.</summary>
    public bool BigEndian { get; set; }

    /// <summary>The file, for messages.</summary>
    public string Source => source;

    /// <summary>The offset in the stream of the next byte.</summary>
    public long Position => _start + _at;

    /// <summary>Where the stream ends; <see cref="long.MaxValue"/> where only reading to it can tell (a deflated one).</summary>
    public long Length { get; } = stream.CanSeek ? stream.Length : long.MaxValue;

    /// <summary>Whether all bytes have been read.</summary>
    public bool AtEnd => Fill(1) < 1;

    /// <summary>The next bytes without moving on; fewer than asked for at the end.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        var have = Math.Min(count, Fill(count));
        return _buffer.AsSpan(_at, have);
    }

    public ushort ReadUInt16()
    {
        var bytes = Take(2);
        return BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint ReadUInt32()
    {
        var bytes = Take(4);
        return BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public DicomTag ReadTag() => new(ReadUInt16(), ReadUInt16());

    public byte[] ReadBytes(uint count)
    {
        Require(count);
        if (count == 0)
            return [];
        var bytes = new byte[(int)Math.Min(count, Length == long.MaxValue ? Chunk : (uint)Array.MaxLength)];
        for (uint done = 0; ;)
        {
            done += (uint)ReadInto(bytes.AsSpan((int)done));
            if (done == count)
                return bytes;
            if (done < bytes.Length)
                throw Truncated();
            Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
        }
    }

    public void Skip(long count)
    {
        Require(count);
        var buffered = (int)Math.Min(count, _end - _at);
        _at += buffered;
        count -= buffered;
        if (count == 0)
            return;
        if (stream.CanSeek)
        {
            _start = stream.Seek(count, SeekOrigin.Current);
            (_at, _end) = (0, 0);
            return;
        }
        while (count > 0)
        {
            var here = Math.Min(count, Math.Min(_buffer.Length, Fill(1)));
            if (here == 0)
                throw Truncated();
            _at += (int)here;
            count -= here;
        }
    }

    /// <summary>Fails unless the stream is known, or may turn out, to hold this many more bytes.</summary>
    public void Require(long count)
    {
        if (count > Length - Position || count > Array.MaxLength && Length == long.MaxValue)
            throw Truncated();
    }

    public ImageFormatException Damaged(string problem, Exception? cause = null) =>
        new(source, Invariant($"damaged DICOM data at byte {Position}: {problem}"), cause);

    private ImageFormatException Truncated() => Damaged("a length reaches past the end of the file. Get a complete copy of the file.");

    private int ReadInto(Span<byte> destination)
    {
        var done = Math.Min(destination.Length, _end - _at);
        _buffer.AsSpan(_at, done).CopyTo(destination);
        _at += done;
        if (done == destination.Length)
            return done;
        var more = ReadStream(destination[done..]);
        _start += _end + more;
        (_at, _end) = (0, 0);
        return done + more;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (Fill(count) < count)
            throw Truncated();
        var bytes = _buffer.AsSpan(_at, count);
        _at += count;
        return bytes;
    }

    private int Fill(int count)
    {
        var have = _end - _at;
        if (have >= count)
            return have;
        _buffer.AsSpan(_at, have).CopyTo(_buffer);
        _start += _at;
        _at = 0;
        _end = have + ReadStream(_buffer.AsSpan(have), count - have);
        return _end;
    }

    private int ReadStream(Span<byte> destination, int atLeast = int.MaxValue)
    {
        try
        {
            return stream.ReadAtLeast(destination, Math.Min(atLeast, destination.Length), throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new ImageFormatException(source, "the deflated DICOM data are damaged. Get a complete copy of the file.", e);
        }
    }
}
