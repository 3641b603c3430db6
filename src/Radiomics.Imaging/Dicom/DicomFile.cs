using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Radiomics.Imaging.Dicom.Codecs;
using Radiomics.Imaging.Formats;

namespace Radiomics.Imaging.Dicom;

/// <summary>
/// A DICOM file, with (PS3.10) or without preamble and file meta information, in implicit or explicit little endian,
/// explicit big endian or deflated. Opening reads the elements before the pixel data only and leaves the file closed.
/// </summary>
public sealed class DicomFile : IDicomObject
{
    private readonly Func<Stream> _open;
    private readonly DicomDataset _dataset;
    private readonly long _dataStart;
    private readonly (DicomTag Tag, Vr Vr, long Offset, uint Length)? _pixels;
    private readonly Dicom.EncapsulatedFrames? _frames;
    private byte[]? _inflated;

    private DicomFile(string source, Func<Stream> open, bool mustBeDicom)
    {
        (Source, _open) = (source, open);
        using var stream = open() ?? throw new ArgumentException($"{source}: no stream was given to read it from.", nameof(open));
        var reader = new DicomByteReader(stream, source);
        HasPreamble = reader.Peek(132) is { Length: 132 } head && head[128..].SequenceEqual("DICM"u8);
        if (HasPreamble)
            reader.Skip(132);
        var isDicom = HasPreamble || Sniff(reader);
        if (!isDicom)
        {
            if (mustBeDicom)
                throw new ImageFormatException(
                    source,
                    "this is not a DICOM file (it has neither the DICM mark nor a data set at its start), nor an image that is known by "
                        + "its content: NIfTI-1 or -2, NRRD or MetaImage, PNG, BMP or TIFF."
                );
            (_dataset, IsDicom, TransferSyntaxUid) = (new DicomDataset(source, false, null, 0), false, "");
            return;
        }

        var parser = new DicomParser(reader);
        var uid = parser.ReadMeta().GetString(Tags.TransferSyntaxUid) ?? "";
        if (uid == TransferSyntax.Deflated)
        {
            _dataStart = reader.Position;
            stream.Position = _dataStart;
            reader = new DicomByteReader(new DeflateStream(stream, CompressionMode.Decompress), source);
            parser = new DicomParser(reader);
        }
        // Where the data set contradicts its declaration, or nothing is declared, its first element shows what it is.
        reader.BigEndian = uid == TransferSyntax.ExplicitBig || uid.Length == 0 && reader.Peek(2) is [0, not 0];
        var isImplicit = !parser.LooksExplicit();
        TransferSyntaxUid = uid.Length > 0 ? uid
            : reader.BigEndian ? TransferSyntax.ExplicitBig
            : isImplicit ? TransferSyntax.ImplicitLittle
            : TransferSyntax.ExplicitLittle;
        _dataset = parser.ReadDataset(isImplicit);
        _pixels = parser.Pixels;
        // What a length field promises is believed only as far as the file can hold it; deflate packs at most 1032 to 1.
        if (_pixels is { Length: not uint.MaxValue } pixels)
            PixelDataLength = Math.Min(
                pixels.Length,
                uid == TransferSyntax.Deflated ? 1032 * stream.Length : stream.Length - pixels.Offset
            );
        else if (Codecs.FrameCodec.Knows(TransferSyntaxUid))
            (PixelDataLength, _frames) = (PlainLength(), new Dicom.EncapsulatedFrames(source, _pixels?.Offset ?? 0));
        IsDicom = true;
    }

    /// <summary>How it is written; nothing of what it holds.</summary>
    public override string ToString() => IsDicom ? $"DICOM file, {TransferSyntax.NameOf(TransferSyntaxUid)}" : "no DICOM file";

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    public string TransferSyntaxUid { get; }

    /// <inheritdoc/>
    public long PixelDataLength { get; }

    /// <summary>Whether the file starts with the preamble and the mark that PS3.10 asks for.</summary>
    internal bool HasPreamble { get; }

    internal bool IsDicom { get; }

    /// <summary>Opens a file and reads its elements up to the pixel data.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImageFormatException">The file is not there, not DICOM, or damaged.</exception>
    public static DicomFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Guard(path, () => new DicomFile(path, () => OpenRead(path), mustBeDicom: true));
    }

    /// <inheritdoc/>
    public bool Contains(DicomTag tag) => Tags.IsPixels(tag) ? _pixels?.Tag == tag : _dataset.Contains(tag);

    /// <inheritdoc/>
    public string? GetString(DicomTag tag) => _dataset.GetString(tag);

    /// <inheritdoc/>
    public double[] GetNumbers(DicomTag tag) => _dataset.GetNumbers(tag);

    /// <inheritdoc/>
    public IReadOnlyList<IDicomDataset> GetItems(DicomTag tag) => _dataset.GetItems(tag);

    /// <inheritdoc/>
    public void ReadPixelData(long offset, Span<byte> destination)
    {
        if (!TransferSyntax.IsRead(TransferSyntaxUid))
            throw TransferSyntax.Refuse(Source, TransferSyntaxUid);
        if (_pixels is not { } pixels)
            throw new ImageFormatException(Source, "the object has no pixel data.");
        if (_frames is not null && pixels.Length == uint.MaxValue)
        {
            ReadCompressed(offset, destination);
            return;
        }
        if (_frames is not null)
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
        if (offset < 0 || offset + destination.Length > PixelDataLength)
            throw new ImageFormatException(
                Source,
                Invariant(
                    $"its pixel data have {PixelDataLength} bytes; its header asks for at least {offset + destination.Length}. The file is "
                )
                    + $"damaged."
            );
        try
        {
            if (TransferSyntaxUid == TransferSyntax.Deflated)
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

    /// <summary>Opens a file that may be anything.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The object; <see langword="null"/> where the file is not DICOM.</returns>
    /// <exception cref="ImageFormatException">It is DICOM, but damaged, or it cannot be read.</exception>
    public static DicomFile? TryOpen(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DicomFile? file = null;
        try
        {
            // What is empty is no file of a series; nor is a pipe or socket that happens to stand in its folder.
            file = Guard(path, () => RegularFile.IsEmpty(path) ? null : new DicomFile(path, () => OpenRead(path), mustBeDicom: false));
        }
        catch (ImageFormatException) when (!HasMark(path))
        {
            // Without the mark, that the start looked like a data set was a coincidence.
        }
        return file is { IsDicom: true } ? file : null;
    }

    /// <summary>Opens an object in memory, or in any other place that can be opened again.</summary>
    /// <param name="source">What messages call it.</param>
    /// <param name="open">Opens a stream at its start that can be positioned; it is closed after each use, and opened again for the pixels,
    /// perhaps by several threads at a time.</param>
    /// <exception cref="ImageFormatException">It is not DICOM, or is damaged.</exception>
    public static DicomFile Open(string source, Func<Stream> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentNullException.ThrowIfNull(open);
        return Guard(source, () => new DicomFile(source, open, mustBeDicom: true));
    }

    /// <summary>Opens a structure set or segmentation object: a file, or the one such object of a folder, which may be that of the
    /// image.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="warnings">What is damaged or empty beside it and was passed over; usually empty.</param>
    /// <exception cref="ImageFormatException">The file is not DICOM or damaged; the folder holds no such object, or several; there is none
    /// beside a damaged file, which may be the one.</exception>
    public static DicomFile OpenRegions(string path, out IReadOnlyList<string> warnings)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        warnings = [];
        if (!Directory.Exists(path))
            return Open(path);
        var opened = DicomFolder.Open(path, recursive: false, 1, CancellationToken.None);
        var found = opened.Files.FindAll(f => RtStructureSet.IsStructureSet(f) || DicomSegmentation.IsSegmentation(f));
        if (found.Count == 0)
            opened.RefuseDamaged();
        warnings = [.. opened.Warnings(null)];
        return found.Count switch
        {
            1 => found[0],
            0 => throw new ImageFormatException(path, "there is no RTSTRUCT or SEG in the folder. Give the file with the contours."),
            _ => throw new ImageFormatException(
                path,
                "there are several sets of contours in the folder; give the file of one.",
                [.. found.Select(f => $"{Path.GetFileName(f.Source)}: {DicomFolder.Modality(f)}")]
            ),
        };
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            var problem = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : "the file cannot be read.";
            throw new ImageFormatException(path, problem, e);
        }
    }

    private static FileStream OpenRead(string path) => RegularFile.OpenRead(path, bufferSize: 0);

    private static bool HasMark(string path)
    {
        using var file = OpenRead(path);
        var head = new byte[132];
        return file.ReadAtLeast(head, 132, throwOnEndOfStream: false) == 132 && head.AsSpan(128).SequenceEqual("DICM"u8);
    }

    // A data set without preamble starts with its meta group or an element of group 8; nothing else does by chance.
    private static bool Sniff(DicomByteReader reader)
    {
        var head = reader.Peek(8);
        if (head.Length < 8)
            return false;
        var isExplicit = VrFacts.LooksLikeVr(head[4], head[5]);
        if (head[0] is 2 or 8 && head[1] == 0)
            return isExplicit || BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) < Math.Min(reader.Length, 1 << 16);
        return head[0] == 0 && head[1] is 2 or 8 && isExplicit;
    }

    // The bytes that the pixels take once they are plain, as far as the header says.
    private long PlainLength()
    {
        try
        {
            var format = PixelHeader.Read(this);
            return ((long)format.Columns * format.Rows * format.BitsAllocated * SliceReader.FrameCount(this) + 7) / 8;
        }
        catch (ImageFormatException)
        {
            return 0; // whoever builds an image of it says what is wrong
        }
    }

    private void ReadCompressed(long offset, Span<byte> destination)
    {
        var format = PixelHeader.Read(this);
        if (offset < 0 || offset + destination.Length > PixelDataLength)
            throw new ImageFormatException(
                Source,
                Invariant($"its pixels take {PixelDataLength} bytes; at least {offset + destination.Length} were asked for.")
            );
        var frames = SliceReader.FrameCount(this);
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

    private void ReadCompressed(Codecs.PixelFormat format, int frames, long offset, Span<byte> destination)
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
    private void ReadCompressedBits(Codecs.PixelFormat format, int frames, long offset, Span<byte> destination)
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

    private void DecodeFrame(Codecs.PixelFormat format, int frame, int frames, Span<byte> destination)
    {
        var data = _frames!.Read(_open, frame, frames);
        try
        {
            Codecs.FrameCodec.Decode(TransferSyntaxUid, data, format, destination);
        }
        catch (Codecs.CodecException e)
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
        lock (_dataset)
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
        _ => GetNumbers(Tags.BitsAllocated) is [32, ..] ? 4 : 2,
    };

    private static void Swap<T>(Span<byte> bytes, SpanAction<T> reverse)
        where T : unmanaged
    {
        var words = MemoryMarshal.Cast<byte, T>(bytes);
        reverse(words, words);
    }

    private delegate void SpanAction<T>(ReadOnlySpan<T> from, Span<T> to);
}
