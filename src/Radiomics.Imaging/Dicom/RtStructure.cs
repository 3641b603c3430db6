namespace Radiomics.Imaging.Dicom;

/// <summary>A structure (ROI) of a structure set.</summary>
/// <param name="Number">Its ROI number, unique in the set.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="FrameOfReferenceUid">The frame of reference that its contours are in; empty where that is not said.</param>
/// <param name="Contours">Its closed contours.</param>
/// <param name="IgnoredContours">How many items are not closed planar contours (points, open lines) and enclose no voxel.</param>
public sealed record RtStructure(int Number, string Name, string FrameOfReferenceUid, IReadOnlyList<Contour> Contours, int IgnoredContours)
{
    /// <summary>What is wrong with it in the file, so that no mask can be made of it; <see langword="null"/> where nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>What a reader of its mask should know, such as contours of a type that is not the standard's.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The number and the name.</summary>
    public override string ToString() => Invariant($"{Number} '{Name}'");
}
