using System.Buffers.Binary;

namespace Radiomics.Imaging.Dicom;

/// <summary>The frames of encapsulated pixel data (PS3.5 section A.4): items with fragments, the first of them a table of offsets that may
/// be empty or wrong.</summary>
internal sealed class EncapsulatedFrames(string source, long start)
{
    private readonly Lock _gate = new();
    private List<(long Offset, uint Length)>[]? _frames;

    /// <summary>The compressed bytes of a frame.</summary>
    /// <param name="open">Opens the file.</param>
    /// <param name="frame">Which frame, from 0.</param>
    /// <param name="count">How many frames the header says there are.</param>
    public byte[] Read(Func<Stream> open, int frame, int count)
    {
        using var stream = open();
        lock (_gate)
            _frames ??= Find(stream, count);
        var fragments = _frames[frame];
        var data = new byte[fragments.Sum(f => f.Length)];
        var at = 0;
        foreach (var (offset, length) in fragments)
        {
            stream.Position = offset;
            stream.ReadExactly(data.AsSpan(at, (int)length));
            at += (int)length;
        }
        return data;
    }

    private List<(long Offset, uint Length)>[] Find(Stream stream, int count)
    {
        var (fragments, table) = Fragments(stream);
        if (count == 1)
            return [fragments];
        if (Offsets(fragments, table, count) is { } byTable)
            return byTable;
        if (fragments.Count == count)
            return [.. fragments.Select(f => new List<(long, uint)> { f })];
        // No table, and frames in several fragments: a frame starts where a codestream does.
        var frames = new List<List<(long, uint)>>();
        var head = new byte[2];
        foreach (var fragment in fragments)
        {
            stream.Position = fragment.Offset;
            var read = stream.ReadAtLeast(head, 2, throwOnEndOfStream: false);
            if (frames.Count == 0 || read == 2 && head is [0xFF, 0xD8] or [0xFF, 0x4F])
                frames.Add([]);
            frames[^1].Add(fragment);
        }
        return frames.Count == count
            ? [.. frames]
            : throw new ImageFormatException(
                source,
                Invariant($"it has {count} frames in {fragments.Count} fragments, and its table of offsets does not say which ")
                    + "are whose. The file "
                    + $"is damaged."
            );
    }

    // The fragments of each frame by the table; null where it is empty or does not fit the fragments.
    private static List<(long Offset, uint Length)>[]? Offsets(List<(long Offset, uint Length)> fragments, uint[] table, int count)
    {
        if (table.Length != count || fragments.Count == 0 || table[0] != 0)
            return null;
        // Offsets count from the first fragment's item, whose header of 8 bytes stands before it.
        var first = fragments[0].Offset - 8;
        var frames = new List<(long, uint)>[count];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            if (at >= fragments.Count || fragments[at].Offset - 8 - first != table[i])
                return null;
            frames[i] = [];
            while (at < fragments.Count && (i + 1 == count || fragments[at].Offset - 8 - first < table[i + 1]))
                frames[i].Add(fragments[at++]);
            if (frames[i].Count == 0)
                return null;
        }
        return frames;
    }

    private (List<(long Offset, uint Length)> Fragments, uint[] Table) Fragments(Stream stream)
    {
        var fragments = new List<(long, uint)>();
        uint[]? table = null;
        var head = new byte[8];
        stream.Position = start;
        while (stream.ReadAtLeast(head, 8, throwOnEndOfStream: false) == 8)
        {
            var (group, element, length) = (
                BinaryPrimitives.ReadUInt16LittleEndian(head),
                BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(2)),
                BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4))
            );
            var tag = new DicomTag(group, element);
            if (tag == Tags.SequenceEnd)
                break;
            if (tag != Tags.Item)
                throw new ImageFormatException(source, $"its pixel data hold {tag} where a fragment was expected. The file is damaged.");
            if (length > stream.Length - stream.Position)
                throw new ImageFormatException(
                    source,
                    $"a fragment of {length} bytes reaches past the end of the file. Get a complete copy of it."
                );
            if (table is null)
            {
                var bytes = new byte[length];
                stream.ReadExactly(bytes);
                table = new uint[length / 4];
                for (var i = 0; i < table.Length; i++)
                    table[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i));
                continue;
            }
            fragments.Add((stream.Position, length));
            stream.Position += length;
        }
        return fragments.Count > 0
            ? (fragments, table ?? [])
            : throw new ImageFormatException(source, "its pixel data have no fragment. The file is damaged.");
    }
}
