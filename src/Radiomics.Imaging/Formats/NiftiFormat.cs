using System.Buffers.Binary;
using System.IO.Compression;

namespace Radiomics.Imaging.Formats;

/// <summary>
/// The header of NIfTI-1 (348 bytes, https://nifti.nimh.nih.gov/nifti-1) and NIfTI-2 (540 bytes, https://nifti.nimh.nih.gov/nifti-2).
/// </summary>
internal static class NiftiFormat
{
    public const int Size1 = 348, Size2 = 540;

    /// <summary>Whether a file starts as a NIfTI (or Analyze 7.5) header does, in either byte order.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start) => start.Length >= 4 &&
        (BinaryPrimitives.ReadInt32LittleEndian(start) is Size1 or Size2 || BinaryPrimitives.ReadInt32BigEndian(start) is Size1 or Size2);

    /// <summary>The header file of a pair, given either file.</summary>
    public static string HeaderPath(string path)
    {
        foreach (var (data, header) in new[] { (".img.gz", ".hdr.gz"), (".img", ".hdr") })
        {
            if (!path.EndsWith(data, StringComparison.OrdinalIgnoreCase))
                continue;
            var stem = path[..^data.Length];
            return new[] { stem + header, stem + ".hdr", stem + ".hdr.gz", stem + ".HDR" }.FirstOrDefault(File.Exists)
                ?? throw new ImageFormatException(path, "its header file (.hdr) is not beside it. Keep the pair in one folder.");
        }
        return path;
    }

    /// <summary>Reads a header.</summary>
    /// <param name="source">The file; of a pair, its header.</param>
    /// <param name="bytes">The (decompressed) first bytes of the file.</param>
    /// <param name="compressed">Whether the file is compressed by gzip.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <exception cref="ImageFormatException">The header is damaged or describes what is not supported.</exception>
    public static ImageHeader Read(ImageSource source, ReadOnlySpan<byte> bytes, bool compressed, Compatibility compatibility)
    {
        var path = source.Path;
        var big = BinaryPrimitives.ReadInt32BigEndian(bytes) is Size1 or Size2;
        var fields = new NiftiFields(bytes, big);
        if (bytes.Length < fields.HeaderSize)
            throw new ImageFormatException(path, Invariant(
                $"its NIfTI header is cut off after {bytes.Length} of {fields.HeaderSize} bytes."
            ));
        var single = fields.Magic is "n+1" or "n+2";
        if (!single && fields.Magic is not ("ni1" or "ni2"))
        {
            throw new ImageFormatException(path, "it has an Analyze 7.5 header, or a damaged NIfTI header: the magic word is missing. " +
                "Analyze files do not say where the image lies in the patient; convert it to NIfTI from its source.");
        }
        if (fields.Magic[2] != (fields.IsVersion2 ? '2' : '1'))
            throw new ImageFormatException(
                path,
                Invariant($"its NIfTI header has the magic word '{fields.Magic}' but {fields.HeaderSize} bytes; the header is damaged.")
            );

        var (size, channels) = Dimensions(path, fields);
        var (slope, intercept) = Scale(path, fields, compatibility);
        var offset = fields.DataOffset;
        if (!(offset >= 0) || offset != Math.Floor(offset) || offset > long.MaxValue / 4)
            throw new ImageFormatException(path, Invariant($"its data offset is {offset} bytes; the header is damaged."));
        var start = (long)offset;
        if (single && start < fields.HeaderSize)
            start = fields.HeaderSize + 4; // as written by programs that leave it 0
        var data = single ? source : source.IsFile ? new ImageSource(DataPath(path)) : throw source.Alone();
        return new ImageHeader
        {
            Path = path,
            Format = fields.IsVersion2 ? ImageFormat.Nifti2 : ImageFormat.Nifti1,
            StoredType = Type(path, fields),
            Geometry = NiftiOrientation.Read(path, fields, size),
            Channels = channels,
            ChannelKind = "volume",
            BigEndian = big,
            Slope = slope,
            Intercept = intercept,
            Encoding = (single ? compressed : IsGzip(path, data)) ? DataEncoding.Deflate : DataEncoding.Raw,
            Parts = [(single ? compressed : IsGzip(path, data)) ? new DataPart(data, 0, ByteSkip: start) : new DataPart(data, start)],
        };
    }

    /// <summary>The first bytes of a file, decompressed where it is compressed by gzip.</summary>
    public static byte[] Start(ImageSource source, int count, out bool compressed)
    {
        using var file = source.OpenRead();
        var two = new byte[2];
        compressed = file.ReadAtLeast(two, 2, false) == 2 && two is [0x1f, 0x8b];
        file.Position = 0;
        using Stream stream = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        var bytes = new byte[count];
        return bytes[..stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
    }

    private static (double Slope, double Intercept) Scale(string path, NiftiFields fields, Compatibility compatibility)
    {
        var isScaled = fields.Slope != 0 && double.IsFinite(fields.Slope);
        if (compatibility == Compatibility.PyRadiomics)
        {
            // ITK takes 1 for a slope, and 0 for an intercept, that is none, and scales nothing by a slope of no more than this.
            return isScaled && Math.Abs(fields.Slope) <= 2.220446049250313e-16
                ? (1, 0)
                : (isScaled ? fields.Slope : 1, double.IsFinite(fields.Intercept) ? fields.Intercept : 0);
        }
        // A slope of 0 or not-a-number says that nothing is scaled, the intercept neither (https://nifti.nimh.nih.gov/nifti-1: scl_slope).
        if (!isScaled)
            return (1, 0);
        // nibabel refuses it too; ITK adds 0 without a word.
        if (!double.IsFinite(fields.Intercept))
            throw new ImageFormatException(
                path,
                Invariant($"its values are stored x {fields.Slope} + {fields.Intercept} (scl_slope, scl_inter), which is no number. Write ")
                    + "the right intercept into the header, or a slope of 0 if nothing is scaled. PyRadiomics' reader takes 0 for it "
                    + "(Compatibility.PyRadiomics does)."
            );
        return (fields.Slope, fields.Intercept);
    }

    private static bool IsGzip(string header, ImageSource data)
    {
        using var file = data.OpenRead(header: header);
        return file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
    }

    private static string DataPath(string header)
    {
        var stem = header.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? header[..^3] : header;
        stem = Path.ChangeExtension(stem, null);
        return new[] { stem + ".img", stem + ".img.gz", stem + ".IMG" }.FirstOrDefault(File.Exists)
            ?? throw new ImageFormatException(header, "its data file (.img) is not beside it. Keep the pair in one folder.");
    }

    private static (GridSize Size, int Channels) Dimensions(string path, NiftiFields fields)
    {
        var count = fields.Dimension(0);
        if (count is < 1 or > 7)
            throw new ImageFormatException(
                path,
                Invariant($"its NIfTI header announces {count} dimensions; 1 to 7 are possible. The header is damaged.")
            );
        var dimensions = new long[8];
        long channels = 1;
        for (var i = 1; i <= 7; i++)
        {
            dimensions[i] = i <= count ? fields.Dimension(i) : 1;
            if (i > 1 && dimensions[i] <= 0)
                dimensions[i] = 1; // as the format's own library mends it
            if (dimensions[i] is < 1 or > int.MaxValue)
                throw new ImageFormatException(path, Invariant($"its dimension {i} is {dimensions[i]}; the header is damaged."));
            if (i > 3)
                channels = Math.Min(int.MaxValue, channels * dimensions[i]);
        }
        var intent = fields.Intent;
        if (dimensions[5] > 1)
        {
            var what = intent switch
            {
                1004 => "a matrix",
                1005 => "a symmetric matrix",
                1006 => "a displacement vector",
                1007 => "a vector",
                _ => Invariant($"{dimensions[5]} values"),
            };
            throw new ImageFormatException(
                path,
                $"each of its voxels is {what}; only images of one number a voxel are supported. Extract one component first."
            );
        }
        return (new GridSize((int)dimensions[1], (int)dimensions[2], (int)dimensions[3]), (int)channels);
    }

    private static PixelType Type(string path, NiftiFields fields) => fields.DataType switch
    {
        2 => PixelType.UInt8,
        4 => PixelType.Int16,
        8 => PixelType.Int32,
        16 => PixelType.Float32,
        64 => PixelType.Float64,
        256 => PixelType.Int8,
        512 => PixelType.UInt16,
        768 => PixelType.UInt32,
        1024 => PixelType.Int64,
        1280 => PixelType.UInt64,
        var other => throw new ImageFormatException(path, Invariant($"its voxels are {TypeName(other)} (NIfTI data type {other}); ") +
            "only integers of 8 to 64 bits and floating point of 32 and 64 bits are supported. Convert it first."),
    };

    private static string TypeName(int code) => code switch
    {
        1 => "single bits",
        32 => "complex numbers (complex64)",
        128 => "RGB colours (RGB24)",
        1536 => "floating point of 128 bits",
        1792 => "complex numbers (complex128)",
        2048 => "complex numbers (complex256)",
        2304 => "RGBA colours (RGBA32)",
        _ => "of an unknown type",
    };
}
