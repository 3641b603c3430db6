using System.Buffers.Binary;
using System.Text;

namespace Radiomics.Imaging.Formats;

/// <summary>The fields of a NIfTI header, of either version and byte order.</summary>
internal readonly ref struct NiftiFields
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _big;

    public NiftiFields(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        _bytes = bytes;
        _big = bigEndian;
        IsVersion2 = Int32(0) == NiftiFormat.Size2;
    }

    public bool IsVersion2 { get; }

    public int HeaderSize => IsVersion2 ? NiftiFormat.Size2 : NiftiFormat.Size1;

    public string Magic =>
        Encoding.Latin1.GetString(_bytes.Slice(IsVersion2 ? 4 : 344, 4)).TrimEnd('\0') is { Length: >= 3 } word ? word[..3] : "";

    public int DataType => Int16(IsVersion2 ? 12 : 70);

    public int Intent => IsVersion2 ? Int32(504) : Int16(68);

    public double DataOffset => IsVersion2 ? Int64(168) : Single(108);

    public double Slope => IsVersion2 ? Double(176) : Single(112);

    public double Intercept => IsVersion2 ? Double(184) : Single(116);

    public int Units => IsVersion2 ? Int32(500) : _bytes[123];

    public int QformCode => IsVersion2 ? Int32(344) : Int16(252);

    public int SformCode => IsVersion2 ? Int32(348) : Int16(254);

    public long Dimension(int i) => IsVersion2 ? Int64(16 + 8 * i) : Int16(40 + 2 * i);

    public double PixelDimension(int i) => IsVersion2 ? Double(104 + 8 * i) : Single(76 + 4 * i);

    /// <summary>b, c, d of the quaternion, then the x, y, z offset.</summary>
    public double Quaternion(int i) => IsVersion2 ? Double(352 + 8 * i) : Single(256 + 4 * i);

    public double Sform(int row, int column) => IsVersion2 ? Double(400 + 32 * row + 8 * column) : Single(280 + 16 * row + 4 * column);

    private short Int16(int at) =>
        _big ? BinaryPrimitives.ReadInt16BigEndian(_bytes[at..]) : BinaryPrimitives.ReadInt16LittleEndian(_bytes[at..]);

    private int Int32(int at) =>
        _big ? BinaryPrimitives.ReadInt32BigEndian(_bytes[at..]) : BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]);

    private long Int64(int at) =>
        _big ? BinaryPrimitives.ReadInt64BigEndian(_bytes[at..]) : BinaryPrimitives.ReadInt64LittleEndian(_bytes[at..]);

    private float Single(int at) => BitConverter.Int32BitsToSingle(Int32(at));

    private double Double(int at) => BitConverter.Int64BitsToDouble(Int64(at));
}
