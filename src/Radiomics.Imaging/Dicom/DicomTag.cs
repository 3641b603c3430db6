namespace Radiomics.Imaging.Dicom;

/// <summary>The number of a DICOM data element (PS3.5 section 7.1): a group and an element in it.</summary>
/// <param name="Group">The group; even for the standard's own elements, odd for private ones.</param>
/// <param name="Element">The element in the group.</param>
public readonly record struct DicomTag(ushort Group, ushort Element)
{
    /// <summary>The tag as the standard prints it, such as <c>(0028,0010)</c>.</summary>
    public override string ToString() => $"({Group:X4},{Element:X4})";
}
