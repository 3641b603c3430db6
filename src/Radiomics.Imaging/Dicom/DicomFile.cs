using System.Buffers.Binary;
using System.IO.Compression;
using Radiomics.Imaging.Dicom.Codecs;
using Radiomics.Imaging.Formats;

namespace Radiomics.Imaging.Dicom;

/// <summary>
/// A DICOM file, with (PS3.10) or without preamble and file meta information, in implicit or explicit little endian,
/// explicit big endian or deflated. Opening reads the elements before the pixel data only and leaves the file closed.
/// </summary>
public sealed class DicomFile : IDicomObject
{
    private readonly DicomDataset _dataset;
    private readonly DicomPixels? _pixels;

    private DicomFile(string source, Func<Stream> open, bool mustBeDicom)
    {
        Source = source;
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
                        + "its content: NIfTI-1 or -2, NRRD or MetaImage, PNG, BMP, TIFF or JPEG."
                );
            (_dataset, IsDicom, TransferSyntaxUid) = (new DicomDataset(source, false, null, 0), false, "");
            return;
        }

        var (parser, dataStart) = (new DicomParser(reader), 0L);
        var uid = parser.ReadMeta().Text(Tags.TransferSyntaxUid) ?? "";
        if (uid == TransferSyntax.Deflated)
        {
            dataStart = reader.Position;
            stream.Position = dataStart;
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
        _pixels = new DicomPixels(this, open, parser.Pixels, dataStart, stream.Length);
        IsDicom = true;
    }

    /// <summary>How it is written; nothing of what it holds.</summary>
    public override string ToString() => IsDicom ? $"DICOM file, {TransferSyntax.NameOf(TransferSyntaxUid)}" : "no DICOM file";

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    public string TransferSyntaxUid { get; }

    /// <inheritdoc/>
    public long PixelDataLength => _pixels?.Length ?? 0;

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
    public string? Text(DicomTag tag) => _dataset.Text(tag);

    /// <inheritdoc/>
    public double[] Numbers(DicomTag tag) => _dataset.Numbers(tag);

    /// <inheritdoc/>
    public IReadOnlyList<IDicomDataset> Items(DicomTag tag) => _dataset.Items(tag);

    /// <inheritdoc/>
    public void ReadPixelData(long offset, Span<byte> destination) => _pixels!.Read(offset, destination); // who gets a file, gets a DICOM

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
    /// image; of its sub-folders too where it holds neither contours nor images itself.</summary>
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
        var opened = DicomFolder.Search(path, f => DicomFolder.HasRegions(f) || DicomFolder.IsImage(f), 1, CancellationToken.None);
        var found = opened.Files.FindAll(DicomFolder.HasRegions);
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
                [.. found.Select(f => $"{Path.GetRelativePath(path, f.Source)}: {DicomFolder.Modality(f)}")]
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
}
