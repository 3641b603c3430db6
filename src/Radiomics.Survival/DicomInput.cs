using Plain;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;

namespace Radiomics;

/// <summary>Reads the DICOM half of a case.</summary>
internal static class DicomInput
{
    private static readonly DicomTag Modality = new(0x0008, 0x0060);

    public static DicomSeries ReadSeries(string path, CaseOptions options) =>
        DicomSeries.Read(path, Reading(options));

    public static IEnumerable<DicomSeries> ReadVolumes(string path, CaseOptions options) => DicomSeries.ReadVolumes(path, Reading(options));

    private static DicomSeriesOptions Reading(CaseOptions options) => new()
    {
        SeriesInstanceUid = options.SeriesUid,
        MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
        Volume = options.Volume,
        Uneven = options.Uneven,
        PetValues = options.PetValues,
        StoredValues = options.StoredValues,
        Compatibility = options.Compatibility,
    };

    public static IReadOnlyList<CaseRegion> ReadRegions(string path, CaseImage image, CaseOptions options, List<string> warnings)
    {
        const string Ignored = "Whether the contours' frame of reference and series are the image's was not looked at, as asked for.";
        if (options.IgnoreFrameOfReference && !warnings.Contains(Ignored))
            warnings.Add(Ignored);
        var file = Directory.Exists(path) ? Find(path, warnings) : DicomFile.Open(path);
        return ModalityOf(file) == "SEG"
            ? ReadSegments(DicomSegmentation.FromObject(file), path, image, options)
            : ReadStructures(RtStructureSet.FromObject(file), path, image, options, warnings);
    }

    // The one RTSTRUCT or SEG of a folder, which may be that of the image. A damaged file beside it does not hide it; it is called by its
    // number, for its name may be a patient's.
    private static DicomFile Find(string folder, List<string> warnings)
    {
        string[] paths = [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)];
        var (found, damaged) = (new List<DicomFile>(), new List<(int Number, ImageFormatException Error)>());
        for (var i = 0; i < paths.Length; i++)
        {
            try
            {
                if (DicomFile.TryOpen(paths[i]) is { } file && ModalityOf(file) is ("RTSTRUCT" or "SEG"))
                    found.Add(file);
            }
            catch (ImageFormatException e) when (e.InnerException is not (IOException or UnauthorizedAccessException))
            {
                damaged.Add((i + 1, e));
            }
        }
        if (found.Count == 0 && damaged.Count > 0)
            throw damaged[0].Error;
        var notes = damaged.Take(20).Select(d =>
            Invariant($"File {d.Number} of {paths.Length} in the folder of the contours, in the order of their names, is a damaged DICOM ")
                + $"file and is passed over: {d.Error.Problem}"
        );
        warnings.AddRange(notes.Except(warnings).ToList());
        return found.Count switch
        {
            1 => found[0],
            0 => throw new ImageFormatException(folder, "there is no RTSTRUCT or SEG in the folder. Give the file with the contours."),
            _ => throw new ImageFormatException(
                folder,
                "there are several sets of contours in the folder; give the file of one.",
                [.. found.Select(f => $"{Path.GetFileName(f.Source)}: {ModalityOf(f)}")]
            ),
        };
    }

    private static string? ModalityOf(DicomFile file) => file.GetString(Modality)?.Trim();

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

    private static List<CaseRegion> ReadSegments(DicomSegmentation set, string path, CaseImage image, CaseOptions options)
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
                        ? set.ToMask(s, series)
                        : set.ToMask(s, image.Volume.Geometry)
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
