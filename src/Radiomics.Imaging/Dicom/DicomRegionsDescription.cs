namespace Radiomics.Imaging.Dicom;

/// <summary>What a structure set or segmentation object holds, without anything that could identify a patient.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Modality"><c>RTSTRUCT</c> or <c>SEG</c>.</param>
/// <param name="ReferencedSeriesUids">The image series that it belongs to.</param>
/// <param name="Regions">Its structures or segments.</param>
/// <param name="Problem">Why it cannot be read, wholly or in part; <see langword="null"/> where nothing is wrong.</param>
public sealed record DicomRegionsDescription(
    string Path,
    string Modality,
    IReadOnlyList<string> ReferencedSeriesUids,
    IReadOnlyList<DicomRegionDescription> Regions,
    string? Problem
)
{
    internal static DicomRegionsDescription Of(IDicomObject file)
    {
        try
        {
            if (RtStructureSet.IsStructureSet(file))
            {
                var set = RtStructureSet.FromObject(file);
                return new(
                    file.Source,
                    "RTSTRUCT",
                    set.ReferencedSeriesUids,
                    [.. set.Structures.Select(s => new DicomRegionDescription(s.Number, s.Name, s.Contours.Count, s.Problem))],
                    set.Warnings.Count > 0 ? string.Join(" ", set.Warnings) : null
                );
            }
            var segmentation = DicomSegmentation.FromObject(file);
            return new(
                file.Source,
                "SEG",
                segmentation.ReferencedSeriesUids,
                [.. segmentation.Segments.Select(s => new DicomRegionDescription(s.Number, s.Label, null))],
                null
            );
        }
        catch (RadiomicsException e)
        {
            return new(file.Source, RtStructureSet.IsStructureSet(file) ? "RTSTRUCT" : "SEG", [], [], e.Message);
        }
    }
}
