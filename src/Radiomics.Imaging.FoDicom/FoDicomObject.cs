using FellowOakDicom;
using FellowOakDicom.Imaging;
using FellowOakDicom.Imaging.Codec;
using Radiomics.Imaging.Dicom;
using DicomDataset = FellowOakDicom.DicomDataset;
using DicomFile = FellowOakDicom.DicomFile;

namespace Radiomics.Imaging.FoDicom;

/// <summary>
/// An object of fo-dicom 5, as <see cref="DicomSeries.FromObjects"/>, <see cref="RtStructureSet.FromObject"/> and
/// <see cref="DicomSegmentation.FromObject"/> take it. Nothing is copied: values are looked up when they are asked for. Compressed frames
/// are
/// decoded by fo-dicom's codec manager where it has a codec for them, such as those of fo-dicom.Codecs; else by Radiomics.Imaging's own.
/// </summary>
public sealed class FoDicomObject : IDicomObject
{
    private readonly DicomDataset _data;
    private readonly FoDicomDataset _elements;
    private readonly DicomTransferSyntax _syntax;
    private readonly Lazy<Imaging.Dicom.DicomFile> _own;
    private readonly Lock _gate = new();
    private int _held = -1;
    private byte[] _frame = [];
    private bool _noCodec;

    /// <summary>Takes a file.</summary>
    /// <param name="file">The file, opened by fo-dicom.</param>
    public FoDicomObject(DicomFile file)
        : this(Checked(file).Dataset, file.File?.Name ?? Uid(file.Dataset))
    {
    }

    /// <summary>Takes a data set, such as one that came by C-STORE.</summary>
    /// <param name="dataset">The data set; it must not change while it is used.</param>
    /// <param name="source">What messages call it; its SOP Instance UID where <see langword="null"/>.</param>
    public FoDicomObject(DicomDataset dataset, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        (_data, Source) = (dataset, source ?? Uid(dataset));
        _elements = new FoDicomDataset(dataset, Source);
        _syntax = dataset.InternalTransferSyntax;
        _own = new(Own);
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <summary>The UID of explicit little endian: pixels are given decoded.</summary>
    public string TransferSyntaxUid => DicomTransferSyntax.ExplicitVRLittleEndian.UID.UID;

    /// <inheritdoc/>
    public long PixelDataLength => Pixels switch
    {
        null => 0,
        DicomElement plain => plain.Buffer.Size,
        _ when IsSingleBits => _own.Value.PixelDataLength,
        _ => DicomPixelData.Create(_data) is var pixels ? (long)FrameBytes(pixels) * pixels.NumberOfFrames : 0,
    };

    private DicomItem? Pixels =>
        FoDicomDataset.Find(_data, new(0x7FE0, 0x0010))
        ?? FoDicomDataset.Find(_data, new(0x7FE0, 0x0008))
        ?? FoDicomDataset.Find(_data, new(0x7FE0, 0x0009));

    private bool IsSingleBits => _data.GetSingleValueOrDefault<ushort>(FellowOakDicom.DicomTag.BitsAllocated, 0) == 1;

    /// <inheritdoc/>
    public bool Contains(Imaging.Dicom.DicomTag tag) => _elements.Contains(tag);

    /// <inheritdoc/>
    public string? Text(Imaging.Dicom.DicomTag tag) => _elements.Text(tag);

    /// <inheritdoc/>
    public double[] Numbers(Imaging.Dicom.DicomTag tag) => _elements.Numbers(tag);

    /// <inheritdoc/>
    public IReadOnlyList<IDicomDataset> Items(Imaging.Dicom.DicomTag tag) => _elements.Items(tag);

    /// <inheritdoc/>
    public void ReadPixelData(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset + destination.Length > PixelDataLength)
            throw new ImageFormatException(
                Source,
                Invariant($"its pixel data have {PixelDataLength} bytes; its header asks for at least ")
                    + Invariant($"{offset + destination.Length}. The file is damaged.")
            );
        if (Pixels is DicomElement plain)
        {
            // fo-dicom gives words in the order of this machine, whatever the file's.
            var part = new byte[destination.Length];
            plain.Buffer.GetByteRange(offset, part.Length, part);
            part.CopyTo(destination);
            return;
        }
        lock (_gate)
        {
            if (IsSingleBits || _noCodec || !TryRead(offset, destination))
                _own.Value.ReadPixelData(offset, destination);
        }
    }

    // By fo-dicom's codecs; false where they do not decode it.
    private bool TryRead(long offset, Span<byte> destination)
    {
        var size = FrameBytes(DicomPixelData.Create(_data));
        while (destination.Length > 0)
        {
            var (frame, start) = ((int)(offset / size), (int)(offset % size));
            if (_held != frame)
            {
                if (Decode(frame, size) is not { } bytes)
                    return false;
                (_held, _frame) = (frame, bytes);
            }
            var length = Math.Min(destination.Length, size - start);
            _frame.AsSpan(start, length).CopyTo(destination);
            offset += length;
            destination = destination[length..];
            if (start + length == size)
                (_held, _frame) = (-1, []); // a frame is asked for once
        }
        return true;
    }

    private byte[]? Decode(int frame, int size)
    {
        try
        {
            var plain = new DicomTranscoder(_syntax, DicomTransferSyntax.ExplicitVRLittleEndian).DecodeFrame(_data, frame);
            if (plain.Size >= size)
                return plain.Data;
        }
        catch (Exception e) when (e is DicomCodecException or DicomImagingException or IndexOutOfRangeException or NotSupportedException)
        {
            // No codec, or one that fails: what is wrong is said by our own, if it does.
        }
        _noCodec = true;
        return null;
    }

    // The object as a file in memory, which Radiomics.Imaging reads itself.
    private Imaging.Dicom.DicomFile Own()
    {
        var stream = new MemoryStream();
        new DicomFile(_data).Save(stream);
        var bytes = stream.ToArray();
        return Imaging.Dicom.DicomFile.Open(Source, () => new MemoryStream(bytes, writable: false));
    }

    private static int FrameBytes(DicomPixelData pixels) =>
        pixels.Width * pixels.Height * (pixels.BitsAllocated / 8) * pixels.SamplesPerPixel;

    private static DicomFile Checked(DicomFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file;
    }

    private static string Uid(DicomDataset data) =>
        $"object {data.GetSingleValueOrDefault(FellowOakDicom.DicomTag.SOPInstanceUID, "of fo-dicom")}";
}
