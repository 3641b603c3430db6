using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Survival;

/// <summary>Reads the DICOM half of a case.</summary>
internal static class DicomInput
{
    public static DicomSeries ReadSeries(string path, CaseOptions options) =>
        DicomSeries.Read(path, new DicomSeriesOptions { SeriesInstanceUid = options.SeriesUid, MaxDegreeOfParallelism = Environment.ProcessorCount });

    public static IReadOnlyList<CaseRegion> ReadRegions(string path, Volume image, DicomSeries? series, CaseOptions options, List<string> warnings) =>
        !Directory.Exists(path) && DicomFile.Open(path) is var file && file.GetString(new DicomTag(0x0008, 0x0060))?.Trim() == "SEG"
            ? ReadSegments(DicomSegmentation.FromObject(file), path, image, series, options)
            : ReadStructures(RtStructureSet.Read(path), path, image, series, options, warnings);

    private static List<CaseRegion> ReadStructures(
        RtStructureSet set, string path, Volume image, DicomSeries? series, CaseOptions options, List<string> warnings)
    {
        var chosen = options.Labels.Count > 0 ? options.Labels.Select(set.Find)
            : options.Rois.Count > 0 ? options.Rois.SelectMany(roi => IsPattern(roi) && !set.Structures.Any(s => s.Name == roi) ? set.FindAll(roi) : [set.Find(roi)])
            : set.Structures.Count == 1 ? set.Structures
            : throw NoneNamed(path, set.Structures.Select(s => s.ToString()));
        return [.. chosen.Distinct().Select(s => new CaseRegion(s.Name, series is null ? set.ToMask(s, image.Geometry, warnings) : set.ToMask(s, series, warnings)))];
    }

    private static List<CaseRegion> ReadSegments(DicomSegmentation set, string path, Volume image, DicomSeries? series, CaseOptions options)
    {
        var chosen = options.Labels.Count > 0 ? options.Labels.Select(label => set.Find($"{label}"))
            : options.Rois.Count > 0 ? options.Rois.SelectMany(roi => NamePattern.Match(path, roi, [.. set.Segments.Select(s => s.Label)])).Select(set.Find)
            : set.Segments.Count == 1 ? set.Segments
            : throw NoneNamed(path, set.Segments.Select(s => s.ToString()));
        return [.. chosen.Distinct().Select(s => new CaseRegion(s.Label, series is null ? set.ToMask(s, image.Geometry) : set.ToMask(s, series)))];
    }

    internal static ArgumentException NoneNamed(string path, IEnumerable<string> regions) =>
        new($"{path}: it holds several regions ({string.Join(", ", regions)}); say which, by name (--roi) or number (--label).");

    private static bool IsPattern(string roi) => roi.AsSpan().ContainsAny('*', '?') || (roi.Length > 2 && roi[0] == '/' && roi[^1] == '/');
}
