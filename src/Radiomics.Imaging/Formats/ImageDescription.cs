namespace Radiomics.Imaging.Formats;

/// <summary>What an image file is, from its header, and which regions it marks. It holds nothing about a patient.</summary>
/// <param name="Format">The format.</param>
/// <param name="PixelType">The scalar type that its voxels are read as.</param>
/// <param name="Geometry">Where its grid lies.</param>
/// <param name="Channels">How many values a voxel has: 1 for an image, the layers of a segmentation, the volumes of a series.</param>
/// <param name="Segments">
/// The regions of a segmentation (3D Slicer's segments with their names) or of a label map (every value but 0, named by itself);
/// empty for an image: one with colours, fractions, negative values or more than 255 different values.
/// </param>
public sealed record ImageDescription(
    ImageFormat Format,
    PixelType PixelType,
    ImageGeometry Geometry,
    int Channels,
    IReadOnlyList<Segment> Segments)
{
    /// <summary>Format, type of voxels and grid, and how many segments there are.</summary>
    public override string ToString() =>
        Invariant($"{Format}, {PixelType}{(Channels > 1 ? Invariant($" x {Channels}") : "")}, {Geometry}, {Segments.Count} segments");
}
