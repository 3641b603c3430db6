namespace Radiomics.Imaging.Dicom;

/// <summary>Parses data sets (PS3.5 section 7) up to the pixel data, whose place it notes. Nesting, lengths and counts are bounded by the
/// file's own size.</summary>
internal sealed class DicomParser(DicomByteReader reader)
{
    private const uint Undefined = 0xFFFFFFFF;
    private const int MaxDepth = 32;
    private const int MaxBulk = 1 << 16;

    // A plain file cannot describe more than it has bytes for; a deflated one of some megabytes could fill any memory.
    private const long MaxInflated = 1L << 29;
    private const int ItemCost = 200;
    private const int ElementCost = 100;
    private long _held;

    /// <summary>Where the top-level pixel data are, once they are reached.</summary>
    public (DicomTag Tag, Vr Vr, long Offset, uint Length)? Pixels { get; private set; }

    /// <summary>Reads the file meta information (PS3.10 section 7.1): group 2, always explicit little endian.</summary>
    public DicomDataset ReadMeta()
    {
        var meta = new DicomDataset(reader.Source, false, null, 0);
        while (reader.Peek(2) is [2, 0])
            ReadElement(meta, reader.Length, !LooksExplicit(), null, 0);
        return meta;
    }

    /// <summary>Reads the data set to its pixel data or end.</summary>
    public DicomDataset ReadDataset(bool isImplicit)
    {
        var dataset = new DicomDataset(reader.Source, reader.BigEndian, null, 0);
        try
        {
            while (!reader.AtEnd && Pixels is null)
            {
                // Some writers pad the end of the file with zeros.
                if (reader.Peek(8) is { Length: < 8 } or [0, 0, 0, 0, 0, 0, 0, 0])
                    break;
                ReadElement(dataset, reader.Length, isImplicit, dataset.CharacterSet, 0);
            }
        }
        catch (ImageFormatException e)
        {
            // Whoever reads a folder must know whether it is a slice of the series that is damaged.
            e.SeriesInstanceUid = DicomFolder.Uid(dataset.Text(Tags.SeriesInstanceUid));
            throw;
        }
        return dataset;
    }

    /// <summary>Reads the items of a sequence.</summary>
    /// <param name="end">Where it ends; <see cref="long.MaxValue"/> where a delimiter says so.</param>
    /// <param name="isImplicit">Whether the items are implicit.</param>
    /// <param name="characterSet">That of the data set around it.</param>
    /// <param name="depth">How deep the sequence is nested.</param>
    public List<DicomDataset> ReadItems(long end, bool isImplicit, string? characterSet, int depth)
    {
        if (depth > MaxDepth)
            throw reader.Damaged($"sequences are nested more than {MaxDepth} deep.");
        var items = new List<DicomDataset>();
        while (reader.Position < end)
        {
            var tag = reader.ReadTag();
            var length = reader.ReadUInt32();
            if (tag == Tags.SequenceEnd)
                break;
            if (tag == Tags.ItemEnd)
                continue;
            if (tag != Tags.Item)
                throw reader.Damaged($"a sequence holds {tag} where an item was expected.");
            Hold(ItemCost);
            items.Add(ReadItem(length, end, isImplicit, characterSet, depth));
        }
        return items;
    }

    /// <summary>Whether the next element shows its representation: two capital letters after the tag.</summary>
    public bool LooksExplicit() => reader.Peek(6) is { Length: 6 } head && VrFacts.LooksLikeVr(head[4], head[5]);

    private DicomDataset ReadItem(uint length, long parentEnd, bool isImplicit, string? characterSet, int depth)
    {
        var end = length == Undefined ? parentEnd : reader.Position + length;
        if (end > parentEnd)
            throw reader.Damaged("an item reaches past its sequence.");
        var item = new DicomDataset(reader.Source, reader.BigEndian, characterSet, depth);
        while (reader.Position < end)
        {
            if (IsNext(Tags.ItemEnd))
            {
                reader.Skip(8);
                break;
            }
            // A sequence's end inside an item of undefined length: its own delimiter was left out.
            if (IsNext(Tags.SequenceEnd))
                break;
            ReadElement(item, end, isImplicit, item.CharacterSet, depth);
        }
        return item;
    }

    private void Hold(long cost)
    {
        if (reader.Length == long.MaxValue && (_held += cost) > MaxInflated)
            throw new ImageFormatException(
                reader.Source,
                Invariant($"its deflated header takes more than {MaxInflated >> 20} MB once it is inflated, which no image's does. Export ")
                    + "the file again, not deflated."
            );
    }

    private bool IsNext(DicomTag tag)
    {
        var head = reader.Peek(4);
        return head.Length == 4 && (reader.BigEndian
            ? head[0] == tag.Group >> 8 && head[1] == (byte)tag.Group && head[2] == tag.Element >> 8 && head[3] == (byte)tag.Element
            : head[1] == tag.Group >> 8 && head[0] == (byte)tag.Group && head[3] == tag.Element >> 8 && head[2] == (byte)tag.Element);
    }

    private void ReadElement(DicomDataset dataset, long end, bool isImplicit, string? characterSet, int depth)
    {
        var tag = reader.ReadTag();
        var (vr, length) = isImplicit ? (Tags.VrOf(tag), reader.ReadUInt32()) : ReadVr(tag);
        if (Tags.IsPixels(tag) && depth == 0)
        {
            Pixels = (tag, vr, reader.Position, length);
            return;
        }
        if (length != Undefined && length > end - reader.Position)
            throw reader.Damaged(
                $"element {tag} reaches past the end of {(depth == 0 ? "the file. Get a complete copy of it." : "its item.")}"
            );

        var known = Tags.VrOf(tag);
        if (vr == Vr.SQ || vr == Vr.UN && (known == Vr.SQ || length == Undefined) || length == Undefined && !vr.IsBulk())
        {
            // What stands as UN is implicit inside, whatever the file is.
            var inner = isImplicit || vr == Vr.UN;
            dataset.Add(tag, ReadItems(length == Undefined ? end : reader.Position + length, inner, characterSet, depth + 1));
        }
        else if (length == Undefined)
        {
            SkipFragments(tag);
        }
        else if (vr.IsBulk() || length > MaxBulk && known == Vr.UN && tag.Group % 2 == 1)
        {
            reader.Skip(length);
        }
        else
        {
            Hold(ElementCost + (long)length);
            dataset.Add(tag, vr, reader.ReadBytes(length));
        }
    }

    private (Vr Vr, uint Length) ReadVr(DicomTag tag)
    {
        var head = reader.Peek(2);
        if (head.Length < 2 || !VrFacts.LooksLikeVr(head[0], head[1]))
            return (Tags.VrOf(tag), reader.ReadUInt32()); // no representation there: an implicit element among explicit ones
        var vr = (Vr)((head[0] << 8) | head[1]);
        reader.Skip(2);
        if (vr.HasShortLength())
            return (vr, reader.ReadUInt16());
        reader.Skip(2);
        return (vr, reader.ReadUInt32());
    }

    private void SkipFragments(DicomTag tag)
    {
        while (true)
        {
            var item = reader.ReadTag();
            var length = reader.ReadUInt32();
            if (item == Tags.SequenceEnd)
                return;
            if (item != Tags.Item || length == Undefined)
                throw reader.Damaged($"element {tag} holds {item} where a fragment was expected.");
            reader.Skip(length);
        }
    }
}
