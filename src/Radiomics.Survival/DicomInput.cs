using Plain;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;

namespace Radiomics;

/// <summary>Reads the DICOM half of a case.</summary>
internal static class DicomInput
{
    public static DicomSeries ReadSeries(string path, CaseOptions options) =>
        DicomSeries.Read(path, Reading(options));

    public static IEnumerable<DicomSeries> ReadVolumes(string path, CaseOptions options) => DicomSeries.ReadVolumes(path, Reading(options));

    private static DicomSeriesOptions Reading(CaseOptions options) => new()
    {
        SeriesInstanceUid = options.SeriesUid,
        MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
        Volume = options.Volume,
        ResampleUneven = options.ResampleUneven,
        PetValues = options.PetValues,
        StoredValues = options.StoredValues,
        Compatibility = options.Compatibility,
    };

    public static IReadOnlyList<CaseRegion> ReadRegions(string path, CaseImage image, CaseOptions options, List<string> warnings)
    {
        const string Ignored = "Whether the contours' frame of reference and series are the image's was not looked at, as asked for.";
        if (options.IgnoreFrameOfReference && !warnings.Contains(Ignored))
            warnings.Add(Ignored);
        var file = DicomFile.OpenRegions(path, out var beside);
        warnings.AddRange(beside.Except(warnings).ToList());
        return DicomSegmentation.IsSegmentation(file)
            ? ReadSegments(DicomSegmentation.FromObject(file), path, image, options, warnings)
            : ReadStructures(RtStructureSet.FromObject(file), path, image, options, warnings);
    }

    /// <summary>The series on which contours are drawn, as they say; none where they say nothing or cannot be read.</summary>
    public static IReadOnlyList<string> SeriesOf(string path)
    {
        try
        {
            if (!CaseImage.IsDicom(path))
                return [];
            var file = DicomFile.OpenRegions(path, out _);
            var series = DicomSegmentation.IsSegmentation(file)
                ? DicomSegmentation.FromObject(file).ReferencedSeriesUids
                : RtStructureSet.FromObject(file).ReferencedSeriesUids;
            return [.. series.Where(s => s.Length > 0)];
        }
        catch (Exception e) when (e is RadiomicsException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static List<CaseRegion> ReadStructures(
        RtStructureSet set,
        string path,
        CaseImage image,
        CaseOptions options,
        List<string> warnings
    )
    {
        warnings.AddRange(set.Warnings.Except(warnings).ToList());
        var names = set.Structures.Select(s => s.Name).ToList();
        var chosen = options.Labels.Count > 0 ? options.Labels.Select(set.Find)
            : options.Rois.Count > 0 ? options.Rois.SelectMany(roi => Choose(roi, names, path)).Select(set.Find)
            : options.All ? set.Structures.Where(s => s.Problem is null && s.Contours.Count > 0)
            : set.Structures.Count == 1 ? set.Structures
            : throw NoneNamed(path, set.Structures.Select(s => s.ToString()));
        return [.. chosen.Distinct().Select(s => new CaseRegion(s.Name, image.Drawn is { } series && !options.IgnoreFrameOfReference
            ? set.ToMask(s, series, warnings, options.PlaneFilling)
            : set.ToMask(s, image.Volume.Geometry, warnings, options.PlaneFilling)))];
    }

    private static List<CaseRegion> ReadSegments(
        DicomSegmentation set,
        string path,
        CaseImage image,
        CaseOptions options,
        List<string> warnings
    )
    {
        var names = set.Segments.Select(s => s.Label).ToList();
        var chosen = options.Labels.Count > 0 ? options.Labels.Select(label => set.Find(Invariant($"{label}")))
            : options.Rois.Count > 0 ? options.Rois.SelectMany(roi => Choose(roi, names, path)).Select(set.Find)
            : options.All || set.Segments.Count == 1 ? set.Segments
            : throw NoneNamed(path, set.Segments.Select(s => s.ToString()));
        return
        [
            .. chosen
                .Distinct()
                .Select(s => new CaseRegion(
                    s.Label,
                    image.Drawn is { } series && !options.IgnoreFrameOfReference
                        ? set.ToMask(s, series, warnings)
                        : set.ToMask(s, image.Volume.Geometry, warnings)
                )),
        ];
    }

    // A text that fits no name may be a number, or is not found: the set says which.
    private static IEnumerable<string> Choose(string roi, IReadOnlyList<string> names, string path) =>
        new RoiPattern(roi).Choose(names, path) is { Count: > 0 } found ? found : [roi];

    internal static AmbiguousRoiException NoneNamed(string path, IEnumerable<string> regions) =>
        new(
            path,
            $"it holds several regions ({PlainWords.List(regions)}); say which, by name (CaseOptions.Rois) or number "
                + $"(CaseOptions.Labels)."
        );
}
