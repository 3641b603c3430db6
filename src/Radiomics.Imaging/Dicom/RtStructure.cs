namespace Radiomics.Imaging.Dicom;

/// <summary>A structure (ROI) of a structure set.</summary>
/// <param name="Number">Its ROI number, unique in the set.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="FrameOfReferenceUid">The frame of reference that its contours are in; empty where that is not said.</param>
/// <param name="Contours">Its closed contours.</param>
/// <param name="IgnoredContours">How many items are not closed planar contours (points, open lines) and enclose no voxel.</param>
public sealed record RtStructure(int Number, string Name, string FrameOfReferenceUid, IReadOnlyList<Contour> Contours, int IgnoredContours)
{
    /// <summary>The number and the name.</summary>
    public override string ToString() => $"{Number} '{Name}'";
}
