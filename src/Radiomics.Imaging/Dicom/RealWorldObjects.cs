using Plain;

namespace Radiomics.Imaging.Dicom;

/// <summary>
/// Real World Value Mapping objects (PS3.3 section A.46): they lie beside a series and say what the stored values of its images mean, as an
/// SUV plug-in writes them.
/// </summary>
internal sealed class RealWorldObjects
{
    private static readonly DicomTag ReferencedMaps = new(0x0040, 0x9094);
    private static readonly DicomTag ReferencedImages = new(0x0008, 0x1140);
    private static readonly DicomTag ReferencedFrames = new(0x0008, 0x1160);

    // For each image the maps, and the frames that they are for; all where none are named.
    private readonly Dictionary<string, List<(double[] Frames, IReadOnlyList<IDicomDataset> Maps)>> _maps = new(StringComparer.Ordinal);

    public static RealWorldObjects None { get; } = new();

    public static RealWorldObjects Of(IEnumerable<IDicomObject> objects)
    {
        var found = new RealWorldObjects();
        foreach (var one in objects.Where(o => DicomFolder.Modality(o) == "RWV").SelectMany(o => o.Items(ReferencedMaps)))
        {
            if (one.Items(RealWorldMap.Sequence) is not { Count: > 0 } maps)
                continue;
            foreach (var image in one.Items(ReferencedImages))
            {
                if (DicomFolder.Uid(image.Text(Tags.ReferencedSopInstanceUid)) is not { Length: > 0 } uid)
                    continue;
                if (!found._maps.TryGetValue(uid, out var known))
                    found._maps.Add(uid, known = []);
                known.Add((image.Numbers(ReferencedFrames), maps));
            }
        }
        return found;
    }

    /// <summary>The slices with the maps that are theirs.</summary>
    public Slice[] Hand(Slice[] slices) =>
        _maps.Count == 0 ? slices : Array.ConvertAll(slices, s => s with { MapsBeside = For(s) });

    /// <summary>Says that there are maps that were not asked for.</summary>
    public static IEnumerable<string> Warnings(IReadOnlyList<Slice> slices)
    {
        var mapped = slices.Where(s => s.Map is null && s.MapsBeside.Count > 0).ToList();
        if (mapped.Count == 0)
            return [];
        var units = mapped.SelectMany(s => s.MapsBeside).Select(RealWorldMap.UnitOf).Distinct().ToList();
        return
        [
            Invariant($"A Real World Value Mapping object beside the series says what the stored values of {mapped.Count} slices mean (in ")
                + $"{PlainWords.List(units)}); it was not applied. {nameof(DicomSeriesOptions)}.{nameof(DicomSeriesOptions.StoredValues)} "
                + $"= {nameof(StoredValues)}.{nameof(StoredValues.RealWorld)} applies it.",
        ];
    }

    private IReadOnlyList<IDicomDataset> For(Slice slice) =>
        _maps.TryGetValue(DicomFolder.Uid(slice.Object.Text(Tags.SopInstanceUid)), out var known)
            ? [.. known.Where(k => k.Frames.Length == 0 || k.Frames.Contains(slice.Frame + 1)).SelectMany(k => k.Maps)]
            : [];
}
