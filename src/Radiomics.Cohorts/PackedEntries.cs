using System.Collections;
using System.IO.Compression;
using System.Text;
using Radiomics.Imaging.Dicom;

namespace Radiomics;

/// <summary>
/// The cases of a large manifest, packed by some hundreds and made again when they are asked for: paths below each other are alike, so that
/// of a million cases with paths of a hundred letters some 30 MB stay in place of a gigabyte. To be gone through in order, mostly.
/// </summary>
internal sealed class PackedEntries : IReadOnlyList<CohortEntry>
{
    private const int RowsAChunk = 256;
    private readonly List<byte[]> _chunks = [];
    private readonly List<CohortEntry> _last = new(RowsAChunk);
    // What a thread has unpacked last, and of which manifest: a key, so that nothing keeps that alive.
    [ThreadStatic]
    private static (object Key, int Chunk, CohortEntry[] Entries)? _recent;
    private readonly object _key = new();

    public int Count => (_chunks.Count * RowsAChunk) + _last.Count;

    public CohortEntry this[int index] => index / RowsAChunk is var chunk && chunk == _chunks.Count
        ? _last[index % RowsAChunk]
        : Unpacked(chunk)[index % RowsAChunk];

    public void Add(CohortEntry entry)
    {
        _last.Add(entry);
        if (_last.Count < RowsAChunk)
            return;
        _chunks.Add(Pack(_last));
        _last.Clear();
    }

    public IEnumerator<CohortEntry> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private CohortEntry[] Unpacked(int chunk)
    {
        if (_recent is { } recent && recent.Key == _key && recent.Chunk == chunk)
            return recent.Entries;
        var entries = Unpack(_chunks[chunk]);
        _recent = (_key, chunk, entries);
        return entries;
    }

    private static byte[] Pack(List<CohortEntry> entries)
    {
        // Written whole and then packed: a packer that is given a few bytes at a time takes many times as long.
        using var plain = new MemoryStream();
        using (var writer = new BinaryWriter(plain, Encoding.UTF8, leaveOpen: true))
        {
            foreach (var e in entries)
            {
                writer.Write(e.Id);
                writer.Write7BitEncodedInt(e.Row);
                writer.Write(e.Image);
                // An empty text is no path: it stands for the image's.
                writer.Write(e.Mask == e.Image ? "" : e.Mask);
                Write(writer, e.Roi);
                Write(writer, e.Label);
                Write(writer, e.SecondMask);
                Write(writer, e.SecondRoi);
                Write(writer, e.SecondLabel);
                Write(writer, e.SeriesUid);
                writer.Write7BitEncodedInt((int)e.PetValues);
                writer.Write7BitEncodedInt(e.Other.Count);
                foreach (var (name, cell) in e.Other)
                {
                    writer.Write(name);
                    writer.Write(cell);
                }
            }
        }
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(plain.GetBuffer(), 0, (int)plain.Length);
        return packed.ToArray();
    }

    private static CohortEntry[] Unpack(byte[] packed)
    {
        using var plain = new MemoryStream();
        using (var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress))
            deflate.CopyTo(plain);
        plain.Position = 0;
        using var reader = new BinaryReader(plain);
        var entries = new CohortEntry[RowsAChunk];
        for (var i = 0; i < entries.Length; i++)
        {
            var (id, row, image, mask) = (reader.ReadString(), reader.Read7BitEncodedInt(), reader.ReadString(), reader.ReadString());
            entries[i] = new CohortEntry
            {
                Id = id,
                Row = row,
                Image = image,
                Mask = mask.Length == 0 ? image : mask,
                Roi = Text(reader),
                Label = Number(reader),
                SecondMask = Text(reader),
                SecondRoi = Text(reader),
                SecondLabel = Number(reader),
                SeriesUid = Text(reader),
                PetValues = (PetValues)reader.Read7BitEncodedInt(),
                Other = Others(reader),
            };
        }
        return entries;
    }

    private static Dictionary<string, string> Others(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        if (count == 0)
            return CohortEntry.NoOthers;
        var others = new Dictionary<string, string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            others.Add(reader.ReadString(), reader.ReadString());
        return others;
    }

    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    private static void Write(BinaryWriter writer, int? number)
    {
        writer.Write(number is not null);
        if (number is { } value)
            writer.Write(value);
    }

    private static string? Text(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static int? Number(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadInt32() : null;
}
