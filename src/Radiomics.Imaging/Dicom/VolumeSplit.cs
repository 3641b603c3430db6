using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>One volume of a series.</summary>
/// <param name="Name">What sets it apart from the others, such as <c>temporal position 2</c>; empty where it is the only one.</param>
/// <param name="Slices">Its slices.</param>
internal sealed record VolumePart(string Name, List<Slice> Slices);

/// <summary>Takes the volumes of a series apart: time points, echoes, b-values, gates, stacks, repeated acquisitions.</summary>
internal static class VolumeSplit
{
    private const double SamePlace = 1e-3;

    // In the order in which they are asked; those that may also differ from slice to slice of one volume (times) count only where there are
    // no more values than volumes.
    private static readonly (string Name, bool MayVary, Func<Slice, string?> Get)[] Attributes =
    [
        ("temporal position", false, s => s.Text(Tags.FrameContent, Tags.TemporalPositionIndex) ?? s.Text(null, Tags.TemporalPosition)),
        ("b-value", false, BValue),
        (
            "gradient direction",
            false,
            s => s.Text(Tags.MrDiffusion, Tags.GradientDirections, Tags.GradientOrientation) ?? s.Text(null, Tags.GradientOrientation)
        ),
        ("echo time", false, s => s.Text(Tags.MrEcho, Tags.EffectiveEchoTime) ?? s.Text(null, Tags.EchoTime)),
        ("echo number", false, s => s.Text(null, Tags.EchoNumbers)),
        ("inversion time", false, s => s.Text(null, Tags.InversionTime)),
        ("flip angle", false, s => s.Text(null, Tags.FlipAngle)),
        ("trigger time", true, s => s.Text(Tags.CardiacSynchronization, Tags.CardiacTriggerDelay) ?? s.Text(null, Tags.TriggerTime)),
        ("frame reference time", true, s => s.Text(null, Tags.FrameReferenceTime)),
        ("acquisition number", false, s => s.Text(Tags.FrameContent, Tags.FrameAcquisitionNumber) ?? s.Text(null, Tags.AcquisitionNumber)),
        (
            "image type",
            false,
            s => s.Text(Tags.MrFrameType, Tags.FrameType) ?? s.Text(Tags.CtFrameType, Tags.FrameType) ?? s.Text(null, Tags.ImageType)
        ),
        (
            "acquisition time",
            true,
            s =>
                s.Text(Tags.FrameContent, Tags.FrameAcquisitionDateTime)
                ?? s.Text(null, Tags.AcquisitionDateTime)
                ?? s.Text(null, Tags.AcquisitionTime)
        ),
        ("content time", true, s => s.Text(null, Tags.ContentTime)),
    ];

    /// <summary>The volumes, in the order of what sets them apart.</summary>
    public static List<VolumePart> Of(IReadOnlyList<Slice> slices)
    {
        var parts = new List<VolumePart>();
        foreach (var stack in Apart(slices, s => s.Text(Tags.FrameContent, Tags.StackId) ?? "", "stack"))
        {
            var alike = Alike(stack.Slices);
            foreach (var group in alike)
            {
                var name =
                    alike.Count == 1
                        ? stack.Name
                        : Join(
                            stack.Name,
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{group[0].Format.Columns} x {group[0].Format.Rows} pixels of {group[0].Spacing.X:0.####} x "
                                    + $"{group[0].Spacing.Y:0.####} mm, normal ({group[0].Normal.X:0.##}, {group[0].Normal.Y:0.##}, "
                                        + $"{group[0].Normal.Z:0.##})"
                            )
                        );
                Divide(name, group, parts);
            }
        }
        return parts.Count == 1 ? [parts[0] with { Name = "" }] : parts;
    }

    private static void Divide(string name, List<Slice> slices, List<VolumePart> parts)
    {
        var places = Places(slices);
        var most = places.Max(p => p.Count);
        if (most > 1)
        {
            foreach (var (what, mayVary, get) in Attributes)
            {
                var groups = Apart(slices, s => get(s) ?? "", what);
                if (groups.Count < 2 || mayVary && groups.Count > most || groups.Max(g => Places(g.Slices).Max(p => p.Count)) >= most)
                    continue;
                foreach (var group in groups)
                    Divide(Join(name, group.Name), group.Slices, parts);
                return;
            }
            // Nothing tells them apart but their order: the first at each place, the second, ...
            if (
                places.TrueForAll(p => p.Count == most)
                && places.Count > 1
                && places.TrueForAll(p => p.Select(s => s.Text(null, Tags.SopInstanceUid)).Distinct().Count() == most)
            )
            {
                var ordered = places.ConvertAll(p =>
                    p.OrderBy(s => Number(s, Tags.TriggerTime))
                        .ThenBy(s => Number(s, Tags.AcquisitionTime))
                        .ThenBy(s => Number(s, Tags.InstanceNumber))
                        .ToList()
                );
                for (var i = 0; i < most; i++)
                    parts.Add(new VolumePart(Join(name, Invariant($"repetition {i + 1}")), ordered.ConvertAll(p => p[i])));
                return;
            }
        }
        parts.Add(new VolumePart(name, slices));
    }

    private static List<VolumePart> Apart(IReadOnlyList<Slice> slices, Func<Slice, string> get, string what)
    {
        var groups = slices.GroupBy(get).ToList();
        if (groups.Count == 1)
            return [new VolumePart("", [.. slices])];
        var numeric = groups.TrueForAll(g =>
            double.TryParse(g.Key.Split('\\')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        );
        var ordered = numeric
            ? groups
                .OrderBy(g => double.Parse(g.Key.Split('\\')[0], NumberStyles.Float, CultureInfo.InvariantCulture))
                .ThenBy(g => g.Key, StringComparer.Ordinal)
            : groups.OrderBy(g => g.Key, StringComparer.Ordinal);
        return [.. ordered.Select(g => new VolumePart($"{what} {(g.Key.Length == 0 ? "(none)" : g.Key.Replace('\\', '/'))}", [.. g]))];
    }

    private static List<List<Slice>> Alike(IReadOnlyList<Slice> slices)
    {
        var groups = new List<List<Slice>>();
        foreach (var slice in slices)
        {
            if (groups.Find(g => SliceStack.IsAlike(g[0], slice)) is { } group)
                group.Add(slice);
            else
                groups.Add([slice]);
        }
        return groups;
    }

    // The slices at each place along the normal.
    private static List<List<Slice>> Places(List<Slice> slices)
    {
        var normal = slices[0].Normal;
        var places = new List<List<Slice>>();
        var last = double.NaN;
        foreach (var slice in slices.OrderBy(s => s.Position.Dot(normal)))
        {
            var at = slice.Position.Dot(normal);
            if (at - last < SamePlace)
                places[^1].Add(slice);
            else
                places.Add([slice]);
            last = at;
        }
        return places;
    }

    // The standard's element, or the makers' own: Siemens, GE (whose value hides in the thousands of millions), Philips.
    private static string? BValue(Slice slice) =>
        slice.Text(Tags.MrDiffusion, Tags.DiffusionBValue)
        ?? slice.Text(null, Tags.DiffusionBValue)
        ?? slice.Text(null, Tags.SiemensBValue)
        ?? slice.Text(null, Tags.PhilipsBValue)
        ?? (slice.Numbers(null, Tags.GeBValue) is [var ge, ..] ? (ge % 1e9).ToString(CultureInfo.InvariantCulture) : null);

    private static double Number(Slice slice, DicomTag tag) => slice.Numbers(null, tag) is [var value, ..] ? value : 0;

    private static string Join(string a, string b) => a.Length == 0 ? b : b.Length == 0 ? a : $"{a}, {b}";
}
