using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Radiomics.Imaging.Dicom;

/// <summary>A parsed data set or item. Values are decoded when they are asked for.</summary>
internal sealed class DicomDataset(string source, bool bigEndian, string? characterSet, int depth) : IDicomDataset
{
    private readonly Dictionary<DicomTag, Element> _elements = [];

    public string? CharacterSet { get; private set; } = characterSet;

    public bool Contains(DicomTag tag) =>
        _elements.TryGetValue(tag, out var e) && (e.Bytes is { Length: > 0 } || e.Items is { Count: > 0 });

    public string? Text(DicomTag tag)
    {
        if (!_elements.TryGetValue(tag, out var element) || element.Bytes is not { Length: > 0 } bytes)
            return null;
        var text = CharacterSets.Decode(bytes, CharacterSet);
        return text.Length == 0 ? null : text;
    }

    public double[] Numbers(DicomTag tag)
    {
        if (!_elements.TryGetValue(tag, out var element) || element.Bytes is not { Length: > 0 } bytes)
            return element.Items is null ? [] : throw Wrong(tag, "numbers were expected, a sequence is there");
        var vr = element.Vr == Vr.UN ? Tags.VrOf(tag) : element.Vr;
        return vr switch
        {
            Vr.US or Vr.AT => Words(bytes, 2, b => Order(BinaryPrimitives.ReadUInt16LittleEndian(b))),
            Vr.SS => Words(bytes, 2, b => (short)Order(BinaryPrimitives.ReadUInt16LittleEndian(b))),
            Vr.UL => Words(bytes, 4, b => Order(BinaryPrimitives.ReadUInt32LittleEndian(b))),
            Vr.SL => Words(bytes, 4, b => (int)Order(BinaryPrimitives.ReadUInt32LittleEndian(b))),
            Vr.FL => Words(bytes, 4, b => BitConverter.UInt32BitsToSingle(Order(BinaryPrimitives.ReadUInt32LittleEndian(b)))),
            Vr.FD => Words(bytes, 8, b => BitConverter.UInt64BitsToDouble(Order(BinaryPrimitives.ReadUInt64LittleEndian(b)))),
            Vr.UV => Words(bytes, 8, b => Order(BinaryPrimitives.ReadUInt64LittleEndian(b))),
            Vr.SV => Words(bytes, 8, b => (long)Order(BinaryPrimitives.ReadUInt64LittleEndian(b))),
            _ => Decimals(tag, bytes),
        };
    }

    public IReadOnlyList<IDicomDataset> Items(DicomTag tag)
    {
        if (!_elements.TryGetValue(tag, out var element))
            return [];
        if (element.Items is { } items)
            return items;
        if (element.Bytes is not { Length: > 0 } bytes)
            return [];
        if (element.Vr != Vr.UN)
            throw Wrong(tag, "a sequence was expected");
        // A sequence that its writer did not know, kept as unknown: always implicit little endian (PS3.5 section 6.2.2).
        var parser = new DicomParser(new DicomByteReader(new MemoryStream(bytes, writable: false), source));
        return parser.ReadItems(bytes.Length, isImplicit: true, CharacterSet, depth + 1);
    }

    public void Add(DicomTag tag, Vr vr, byte[] bytes)
    {
        _elements.TryAdd(tag, new Element(vr, bytes, null));
        if (tag == Tags.SpecificCharacterSet)
            CharacterSet = Encoding.Latin1.GetString(bytes).Trim(' ', '\0');
    }

    public void Add(DicomTag tag, List<DicomDataset> items) => _elements.TryAdd(tag, new Element(Vr.SQ, null, items));

    private static double[] Words(byte[] bytes, int size, Func<ReadOnlySpan<byte>, double> read)
    {
        var numbers = new double[bytes.Length / size];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = read(bytes.AsSpan(i * size, size));
        return numbers;
    }

    private double[] Decimals(DicomTag tag, ReadOnlySpan<byte> bytes)
    {
        // Some writers end a list with a backslash: nothing follows it.
        bytes = bytes.Trim(" \0"u8).TrimEnd("\\ \0"u8);
        if (bytes.IsEmpty)
            return [];
        var numbers = new double[bytes.Count((byte)'\\') + 1];
        var n = 0;
        foreach (var part in bytes.Split((byte)'\\'))
        {
            if (
                !double.TryParse(bytes[part].Trim(" \0"u8), NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[n])
                || !double.IsFinite(numbers[n])
            )
                throw Wrong(tag, Invariant($"value {n + 1} is not a decimal number"));
            n++;
        }
        return numbers;
    }

    private ushort Order(ushort value) => bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private uint Order(uint value) => bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private ulong Order(ulong value) => bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private ImageFormatException Wrong(DicomTag tag, string problem) =>
        new(source, $"in DICOM element {tag} {problem}. The file is damaged or not conformant.");

    private readonly record struct Element(Vr Vr, byte[]? Bytes, List<DicomDataset>? Items);
}
