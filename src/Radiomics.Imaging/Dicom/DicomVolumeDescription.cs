namespace Radiomics.Imaging.Dicom;

/// <summary>One volume of an image series.</summary>
/// <param name="Name">What sets it apart from the others, such as <c>temporal position 2</c>; empty where it is the only one.</param>
/// <param name="Slices">The number of its slices.</param>
/// <param name="Geometry">Its grid; <see langword="null"/> where it cannot be read.</param>
/// <param name="PixelType">The voxels' type once they are read; <see langword="null"/> where it cannot be read.</param>
/// <param name="Problem">Why it cannot be read; <see langword="null"/> where it can.</param>
/// <param name="Warnings">What a reader should know of it, such as slices that are taken as even.</param>
public sealed record DicomVolumeDescription(
    string Name, int Slices, ImageGeometry? Geometry, PixelType? PixelType, string? Problem, IReadOnlyList<string> Warnings)
{
    internal static DicomVolumeDescription Of(string path, VolumePart part)
    {
        try
        {
            var layout = SliceStack.Build(path, part.Slices, DicomSeriesOptions.Default);
            return new(part.Name, part.Slices.Count, layout.Geometry, PixelConverter.TypeFor(layout.Slices), null, layout.Warnings);
        }
        catch (RadiomicsException e)
        {
            return new(part.Name, part.Slices.Count, null, null, e.Message, []);
        }
    }
}
