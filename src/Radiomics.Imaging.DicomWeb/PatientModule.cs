using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.DicomWeb;

/// <summary>
/// Objects that Radiomics.Imaging writes name no patient. An archive files by patient and study: such an object is given those of its
/// study, as the
/// archive has them, while it is sent; the file itself stays as it is.
/// </summary>
internal static class PatientModule
{
    private const string Placeholder = "GENERATED";

    // Patient and study (PS3.3 sections C.7.1.1 and C.7.2.1), as far as a search gives them (PS3.18 section 10.6.3.3).
    private static readonly (DicomTag Tag, string Vr)[] Filled =
    [
        (new(0x0008, 0x0020), "DA"),
        (new(0x0008, 0x0030), "TM"),
        (new(0x0008, 0x0050), "SH"),
        (new(0x0008, 0x0090), "PN"),
        (new(0x0010, 0x0010), "PN"),
        (new(0x0010, 0x0020), "LO"),
        (new(0x0010, 0x0021), "LO"),
        (new(0x0010, 0x0030), "DA"),
        (new(0x0010, 0x0040), "CS"),
        (new(0x0020, 0x0010), "SH"),
    ];

    // "Patient identity removed", and how.
    private static readonly DicomTag[] Dropped = [new(0x0012, 0x0062), new(0x0012, 0x0063)];

    /// <summary>Whether an object is one of those.</summary>
    public static bool IsMissing(DicomFile file) =>
        file.Text(new DicomTag(0x0008, 0x0070)) == "Radiomics.Imaging"
        && file.Text(new DicomTag(0x0010, 0x0020)) == Placeholder
        && file.Text(new DicomTag(0x0010, 0x0010)) == Placeholder;

    /// <summary>The file with the patient and study that a search gave in place of the placeholder.</summary>
    /// <param name="file">A file in explicit little endian whose top elements have a length, as Radiomics.Imaging writes it.</param>
    /// <param name="study">The study as the archive describes it.</param>
    public static byte[] Fill(ReadOnlySpan<byte> file, JsonElement study)
    {
        var head = 132 + 12 + (int)BinaryPrimitives.ReadUInt32LittleEndian(file[140..]);
        var elements = Elements(file, head);
        foreach (var (tag, vr) in Filled)
        {
            var text = string.Join('\\', DicomJson.Texts(study, Invariant($"{tag.Group:X4}{tag.Element:X4}")));
            // What the archive does not know of an identifier stays absent; of the rest, empty as it was.
            if (text.Length > 0 || elements.ContainsKey(Key(tag)))
                elements[Key(tag)] = Encode(tag, vr, text);
        }
        foreach (var tag in Dropped)
            elements.Remove(Key(tag));
        var filled = new MemoryStream(file.Length + 1024);
        filled.Write(file[..head]);
        foreach (var bytes in elements.Values)
            filled.Write(bytes);
        return filled.ToArray();
    }

    private static SortedDictionary<uint, byte[]> Elements(ReadOnlySpan<byte> file, int start)
    {
        var elements = new SortedDictionary<uint, byte[]>();
        while (start < file.Length)
        {
            var (group, element) = (BinaryPrimitives.ReadUInt16LittleEndian(file[start..]), BinaryPrimitives.ReadUInt16LittleEndian(
                file[(start + 2)..]));
            var isLong = Encoding.ASCII.GetString(file.Slice(start + 4, 2)) is "OB" or "OW" or "OF" or "OD" or "SQ" or "UN" or "UT" or "UC"
                or "UR" or "OL" or "OV" or "SV" or "UV";
            var length = isLong
                ? 12L + BinaryPrimitives.ReadUInt32LittleEndian(file[(start + 8)..])
                : 8L + BinaryPrimitives.ReadUInt16LittleEndian(file[(start + 6)..]);
            elements[Key(new DicomTag(group, element))] = file.Slice(start, checked((int)length)).ToArray();
            start += (int)length;
        }
        return elements;
    }

    private static byte[] Encode(DicomTag tag, string vr, string text)
    {
        var value = Encoding.UTF8.GetBytes(text); // as the files say (ISO_IR 192)
        var bytes = new byte[8 + value.Length + value.Length % 2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), tag.Element);
        Encoding.ASCII.GetBytes(vr, bytes.AsSpan(4));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), checked((ushort)(bytes.Length - 8)));
        bytes.AsSpan(8).Fill((byte)' ');
        value.CopyTo(bytes, 8);
        return bytes;
    }

    private static uint Key(DicomTag tag) => (uint)tag.Group << 16 | tag.Element;
}
