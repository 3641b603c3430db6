using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Dicom;

/// <summary>The pixel data of a DICOM file: plain, with their bytes turned round, deflated with the rest of the data set, or in compressed
/// frames.</summary>
internal sealed class DicomPixels
{
    private readonly IDicomObject _file;
    private readonly Func<Stream> _open;
    private readonly (DicomTag Tag, Vr Vr, long Offset, uint Length)? _place;
    private readonly long _dataStart;
    private readonly EncapsulatedFrames? _frames;
    private readonly Lazy<long> _length;
    private readonly Lock _gate = new();
    private byte[]? _inflated;

    /// <summary>Keeps where the pixels are; reads nothing.</summary>
    /// <param name="file">The file's elements.</param>
    /// <param name="open">Opens the file.</param>
    /// <param name="place">Where they begin, in the data set once it is inflated; <see langword="null"/> where there are none.</param>
    /// <param name="dataStart">Where a deflated data set begins in the file.</param>
    /// <param name="fileLength">The bytes of the file.</param>
    public DicomPixels(
        IDicomObject file,
        Func<Stream> open,
        (DicomTag Tag, Vr Vr, long Offset, uint Length)? place,
        long dataStart,
        long fileLength)
    {
        (_file, _open, _place, _dataStart) = (file, open, place, dataStart);
        var isCompressed = place is not { Length: not uint.MaxValue } && FrameCodec.Knows(file.TransferSyntaxUid);
        if (isCompressed && place is { } start)
            _frames = new EncapsulatedFrames(file.Source, start.Offset);
        // What a length field promises is believed only as far as the file can hold it; deflate packs at most 1032 to 1.
        _length = new Lazy<long>(() =>
            isCompressed ? PlainLength()
            : place is not { Length: not uint.MaxValue } pixels ? 0
            : Math.Min(pixels.Length, IsDeflated ? 1032 * fileLength : fileLength - pixels.Offset));
    }

    /// <summary>Which of the elements of pixel data there is; <see langword="null"/> where there is none.</summary>
    public DicomTag? Tag => _place?.Tag;

    /// <summary>The bytes that the pixels take once they are plain.</summary>
    public long Length => _length.Value;

    private string Source => _file.Source;

    private string TransferSyntaxUid => _file.TransferSyntaxUid;

    private bool IsDeflated => TransferSyntaxUid == TransferSyntax.Deflated;

    /// <summary>Reads bytes of the plain pixels.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="ImageFormatException">There are no such bytes, or they cannot be read or decompressed.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        if (!TransferSyntax.IsRead(TransferSyntaxUid))
            throw TransferSyntax.Refuse(Source, TransferSyntaxUid);
        if (_place is not { } pixels)
            throw new ImageFormatException(Source, "the object has no pixel data.");
        if (_frames is not null && pixels.Length == uint.MaxValue)
        {
            ReadCompressed(offset, destination);
            return;
        }
        // As GDCM: what was decompressed and kept the name of its old encoding is plain where its length fits.
        if (FrameCodec.Knows(TransferSyntaxUid) && pixels.Length != uint.MaxValue && pixels.Length - PlainLength() is not (0 or 1))
            throw new ImageFormatException(
                Source,
                $"its pixel data are not in fragments although its transfer syntax is {TransferSyntax.NameOf(TransferSyntaxUid)}. Export "
                    + $"the file again."
            );
        if (pixels.Length == uint.MaxValue)
            throw new ImageFormatException(
                Source,
                $"its pixel data are in fragments although its transfer syntax, {TransferSyntax.NameOf(TransferSyntaxUid)}, is an "
                    + $"uncompressed one. Export the file again."
            );
        if (offset < 0 || offset + destination.Length > Length)
            throw new ImageFormatException(
                Source,
                Invariant(
                    $"its pixel data have {Length} bytes; its header asks for at least {offset + destination.Length}. The file is "
                )
                    + $"damaged."
            );
        try
        {
            if (IsDeflated)
                Inflate(pixels.Offset, pixels.Length, offset, destination);
            else if (TransferSyntaxUid == TransferSyntax.ExplicitBig && WordSize(pixels.Vr) is > 1 and var size)
                ReadSwapped(pixels.Offset, pixels.Length, offset, size, destination);
            else
                ReadPlain(pixels.Offset + offset, destination);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ImageFormatException(
                Source,
                $"its pixel data cannot be read to their end ({pixels.Length} bytes). Get a complete copy of the file.",
                e
            );
        }
    }

    // The bytes that the pixels take once they are plain, as far as the header says.
    private long PlainLength()
    {
        try
        {
            var format = PixelHeader.Read(_file);
            return ((long)format.Columns * format.Rows * format.BitsAllocated * SliceReader.FrameCount(_file) + 7) / 8;
        }
        catch (ImageFormatException)
        {
            return 0; // whoever builds an image of it says what is wrong
        }
    }

    private void ReadCompressed(long offset, Span<byte> destination)
    {
        var format = PixelHeader.Read(_file);
        if (offset < 0 || offset + destination.Length > Length)
            throw new ImageFormatException(
                Source,
                Invariant($"its pixels take {Length} bytes; at least {offset + destination.Length} were asked for.")
            );
        var frames = SliceReader.FrameCount(_file);
        try
        {
            if (format.BitsAllocated == 1)
                ReadCompressedBits(format, frames, offset, destination);
            else
                ReadCompressed(format, frames, offset, destination);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ImageFormatException(Source, "its pixel data cannot be read to their end. Get a complete copy of the file.", e);
        }
    }

    private void ReadCompressed(PixelFormat format, int frames, long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var (frame, start) = ((int)(offset / format.FrameBytes), (int)(offset % format.FrameBytes));
            var length = (int)Math.Min(destination.Length, format.FrameBytes - start);
            if (start == 0 && length == format.FrameBytes)
            {
                DecodeFrame(format, frame, frames, destination[..length]);
            }
            else
            {
                var whole = new byte[format.FrameBytes];
                DecodeFrame(format, frame, frames, whole);
                whole.AsSpan(start, length).CopyTo(destination);
            }
            offset += length;
            destination = destination[length..];
        }
    }

    // Each compressed frame begins a byte; plain frames follow each other bit by bit.
    private void ReadCompressedBits(PixelFormat format, int frames, long offset, Span<byte> destination)
    {
        var (pixels, whole, held) = ((long)format.Columns * format.Rows, new byte[format.FrameBytes], -1);
        destination.Clear();
        for (var bit = 0L; bit < 8L * destination.Length && 8 * offset + bit < pixels * frames; bit++)
        {
            var (frame, at) = ((int)((8 * offset + bit) / pixels), (8 * offset + bit) % pixels);
            if (frame != held)
                DecodeFrame(format, held = frame, frames, whole);
            destination[(int)(bit >> 3)] |= (byte)((whole[at >> 3] >> (int)(at & 7) & 1) << (int)(bit & 7));
        }
    }

    private void DecodeFrame(PixelFormat format, int frame, int frames, Span<byte> destination)
    {
        var data = _frames!.Read(_open, frame, frames);
        try
        {
            FrameCodec.Decode(TransferSyntaxUid, data, format, destination);
        }
        catch (CodecException e)
        {
            throw new ImageFormatException(
                Source,
                Invariant($"frame {frame + 1} cannot be decompressed ({TransferSyntax.NameOf(TransferSyntaxUid)}): {e.Message}. Get a ")
                    + "complete copy of the file.",
                e
            );
        }
    }

    private void ReadPlain(long position, Span<byte> destination)
    {
        using var stream = _open();
        stream.Position = position;
        stream.ReadExactly(destination);
    }

    private void Inflate(long start, uint length, long offset, Span<byte> destination)
    {
        lock (_gate)
        {
            if (_inflated is null)
            {
                using var stream = _open();
                stream.Position = _dataStart;
                var reader = new DicomByteReader(new DeflateStream(stream, CompressionMode.Decompress), Source);
                reader.Skip(start);
                if (destination.Length == length)
                {
                    reader.ReadBytes(length).CopyTo(destination);
                    return;
                }
                _inflated = reader.ReadBytes(length);
            }
            _inflated.AsSpan((int)offset, destination.Length).CopyTo(destination);
        }
    }

    // Whole words are read and turned round, also where a frame of single bits starts or ends within one.
    private void ReadSwapped(long start, uint length, long offset, int size, Span<byte> destination)
    {
        var first = offset / size * size;
        var last = Math.Min((offset + destination.Length + size - 1) / size * size, length);
        var words = first == offset && last == offset + destination.Length ? destination : new byte[last - first];
        ReadPlain(start + first, words);
        if (size == 2)
            Swap<ushort>(words, BinaryPrimitives.ReverseEndianness);
        else if (size == 4)
            Swap<uint>(words, BinaryPrimitives.ReverseEndianness);
        else
            Swap<ulong>(words, BinaryPrimitives.ReverseEndianness);
        words.Slice((int)(offset - first), destination.Length).CopyTo(destination);
    }

    private int WordSize(Vr vr) => vr switch
    {
        Vr.OB => 1,
        Vr.OF => 4,
        Vr.OD => 8,
        _ => _file.Numbers(Tags.BitsAllocated) is [32, ..] ? 4 : 2,
    };

    private static void Swap<T>(Span<byte> bytes, SpanAction<T> reverse)
        where T : unmanaged
    {
        var words = MemoryMarshal.Cast<byte, T>(bytes);
        reverse(words, words);
    }

    private delegate void SpanAction<T>(ReadOnlySpan<T> from, Span<T> to);
}
