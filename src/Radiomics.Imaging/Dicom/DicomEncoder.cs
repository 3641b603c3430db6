using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Files;
using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Dicom;

/// <summary>Writes Part 10 files in explicit little endian. Elements may be added in any order, and are written in that of their tags;
/// sequences are nested encoders.</summary>
internal sealed class DicomEncoder
{
    private readonly List<(DicomTag Tag, byte[] Bytes)> _elements = [];

    public DicomEncoder Text(DicomTag tag, Vr vr, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var padding = vr == Vr.UI ? (byte)0 : (byte)' ';
        return Element(tag, vr, bytes.Length % 2 == 0 ? bytes : [.. bytes, padding]);
    }

    public DicomEncoder Number(DicomTag tag, ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return Element(tag, Vr.US, bytes);
    }

    public DicomEncoder Decimals(DicomTag tag, params ReadOnlySpan<double> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
            text.Append(text.Length == 0 ? "" : "\\").Append(Decimal(value));
        return Text(tag, Vr.DS, text.ToString());
    }

    public DicomEncoder Items(DicomTag tag, params IEnumerable<DicomEncoder> items)
    {
        var body = new MemoryStream();
        Span<byte> head = stackalloc byte[8];
        foreach (var item in items)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(head, Tags.Item.Group);
            BinaryPrimitives.WriteUInt16LittleEndian(head[2..], Tags.Item.Element);
            BinaryPrimitives.WriteUInt32LittleEndian(head[4..], item.Length);
            body.Write(head);
            item.WriteTo(body);
        }
        return Element(tag, Vr.SQ, body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    public DicomEncoder Element(DicomTag tag, Vr vr, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(head, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], tag.Element);
        if (vr.HasShortLength() && value.Length > ushort.MaxValue)
            vr = Vr.UN; // a contour of thousands of points: the standard's way round a 16-bit length (PS3.5 section 6.2.2)
        BinaryPrimitives.WriteUInt16BigEndian(head[4..], (ushort)vr);
        if (vr.HasShortLength())
        {
            BinaryPrimitives.WriteUInt16LittleEndian(head[6..], (ushort)value.Length);
            head = head[..8];
        }
        else
        {
            head[6..8].Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(head[8..], (uint)value.Length);
        }
        var bytes = new byte[head.Length + value.Length];
        head.CopyTo(bytes);
        value.CopyTo(bytes.AsSpan(head.Length));
        _elements.Add((tag, bytes));
        return this;
    }

    private uint Length => (uint)_elements.Sum(e => (long)e.Bytes.Length);

    private void WriteTo(Stream stream)
    {
        foreach (var (_, bytes) in _elements.OrderBy(e => (e.Tag.Group, e.Tag.Element)))
            stream.Write(bytes);
    }

    /// <summary>Writes the file: preamble, meta information (PS3.10 section 7.1), data set.</summary>
    public void Save(string path, string sopClass, string sopInstance)
    {
        var meta = new DicomEncoder()
            .Element(new DicomTag(2, 1), Vr.OB, [0, 1])
            .Text(Tags.MediaStorageSopClassUid, Vr.UI, sopClass)
            .Text(new DicomTag(2, 3), Vr.UI, sopInstance)
            .Text(Tags.TransferSyntaxUid, Vr.UI, TransferSyntax.ExplicitLittle)
            .Text(new DicomTag(2, 0x12), Vr.UI, ImplementationUid)
            .Text(new DicomTag(2, 0x13), Vr.SH, "RADIOMICS");
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, meta.Length);
        using var whole = new AtomicFile(path);
        var file = whole.Stream;
        file.Write(new byte[128]);
        file.Write("DICM"u8);
        meta.Element(new DicomTag(2, 0), Vr.UL, length).WriteTo(file);
        WriteTo(file);
        whole.Finish();
    }

    private static string ImplementationUid { get; } = DicomUid.FromText("Radiomics.Imaging");

    /// <summary>A number in the 16 characters of a decimal string, as exactly as they allow.</summary>
    public static string Decimal(double value)
    {
        for (var digits = 17; digits > 0; digits--)
        {
            var text = value.ToString(Invariant($"G{digits}"), CultureInfo.InvariantCulture);
            if (text.Length <= 16)
                return text == "-0" ? "0" : text;
        }
        throw new ArgumentException(Invariant($"{value} cannot be written as a decimal string."), nameof(value));
    }
}
