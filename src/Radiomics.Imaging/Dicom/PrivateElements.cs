namespace Radiomics.Imaging.Dicom;

/// <summary>Elements of a maker's own. One counts only in a block that its maker has reserved (PS3.5 section 7.8.1): another's says
/// something
/// else.</summary>
internal static class PrivateElements
{
    /// <summary>Where a maker's element stands; <see langword="null"/> where the maker has reserved no block.</summary>
    public static DicomTag? Find(IDicomDataset data, ushort group, string creator, byte element)
    {
        for (ushort block = 0x10; block <= 0xFF; block++)
        {
            if (string.Equals(data.Text(new DicomTag(group, block))?.Trim(), creator, StringComparison.OrdinalIgnoreCase))
                return new DicomTag(group, (ushort)(block << 8 | element));
        }
        return null;
    }

    /// <summary>Its numbers; none where it is not there.</summary>
    public static double[] Numbers(IDicomDataset data, ushort group, string creator, byte element) =>
        Find(data, group, creator, element) is { } tag ? data.Numbers(tag) : [];
}
