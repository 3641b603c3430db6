using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>Puts the slices of a series in order along their normal and finds what keeps them from being one even, unsheared grid.</summary>
internal static class SliceStack
{
    private const double AxisTolerance = 1e-3;
    private const int Named = 3;

    /// <summary>The slices in the order of their position along the normal, and their grid.</summary>
    /// <param name="source">The folder, for messages.</param>
    /// <param name="slices">At least one.</param>
    /// <param name="tolerance">How far a slice may lie from its place, as a share of the distance of slices.</param>
    public static (Slice[] Slices, ImageGeometry Geometry) Build(string source, IReadOnlyList<Slice> slices, double tolerance)
    {
        CheckAlike(source, slices);
        var first = slices[0];
        var normal = first.Normal;
        // Equal positions keep a fixed order, so that the message about them does not depend on the file system.
        var sorted = slices.OrderBy(s => s.Position.Dot(normal)).ThenBy(s => s.Name, StringComparer.Ordinal).ToArray();
        var (count, origin) = (sorted.Length, sorted[0].Position);
        var size = new GridSize(first.Format.Columns, first.Format.Rows, count);
        if (size.Count > Array.MaxLength)
            throw new ImageFormatException(source, $"the series has {size} voxels; at most {Array.MaxLength} fit into a volume.");
        if (count == 1)
            return (sorted, Geometry(first.Thickness > 0 ? first.Thickness : 1));

        CheckDuplicates(source, sorted, normal);
        CheckSpacing(source, sorted, normal, tolerance);
        CheckShear(source, sorted, normal);
        // As ITK's series reader: the distance of the outermost slices over the number of gaps.
        return (sorted, Geometry((sorted[^1].Position - origin).Length / (count - 1)));

        ImageGeometry Geometry(double z) =>
            new(size, new Vector3D(first.Spacing.X, first.Spacing.Y, z), origin, new Direction(sorted[0].Row, sorted[0].Column, sorted[0].Normal));
    }

    private static void CheckAlike(string source, IReadOnlyList<Slice> slices)
    {
        Check("size", "pixels", s => (s.Format.Columns, s.Format.Rows), (a, b) => a == b, v => $"{v.Columns} x {v.Rows}");
        Check("pixel spacing", "mm", s => s.Spacing,
            (a, b) => Math.Abs(a.X - b.X) <= 1e-4 * a.X && Math.Abs(a.Y - b.Y) <= 1e-4 * a.Y, v => $"{Text(v.X)} x {Text(v.Y)}");
        Check("orientation", "", s => (s.Row, s.Column),
            (a, b) => (a.Row - b.Row).Length <= AxisTolerance && (a.Column - b.Column).Length <= AxisTolerance, v => $"{Text(v.Row)} / {Text(v.Column)}");

        void Check<T>(string what, string unit, Func<Slice, T> get, Func<T, T, bool> same, Func<T, string> text)
        {
            // The odd ones out are those that differ from the most frequent value.
            var groups = new List<(T Value, List<Slice> Slices)>();
            foreach (var slice in slices)
            {
                var value = get(slice);
                var at = groups.FindIndex(g => same(g.Value, value));
                if (at < 0)
                    groups.Add((value, [slice]));
                else
                    groups[at].Slices.Add(slice);
            }
            if (groups.Count == 1)
                return;
            groups.Sort((a, b) => b.Slices.Count.CompareTo(a.Slices.Count));
            var (common, odd) = (groups[0], groups[1]);
            throw new ImageFormatException(source,
                $"the slices of the series differ in {what}: {common.Slices.Count} have {text(common.Value)} {unit}, but {odd.Slices.Count} {(odd.Slices.Count == 1 ? "has" : "have")} {text(odd.Value)} {unit}: "
                + $"{List(odd.Slices.Select(s => s.Name))}. Remove those that do not belong to the volume (such as a localizer).");
        }
    }

    private static void CheckDuplicates(string source, Slice[] sorted, Vector3D normal)
    {
        var pairs = new List<(Slice A, Slice B)>();
        for (var i = 1; i < sorted.Length; i++)
        {
            if ((sorted[i].Position - sorted[i - 1].Position).Dot(normal) < 1e-3)
                pairs.Add((sorted[i - 1], sorted[i]));
        }
        if (pairs.Count == 0)
            return;
        var (a, b) = pairs[0];
        var copies = a.Object.GetString(Tags.SopInstanceUid) is { } uid && uid == b.Object.GetString(Tags.SopInstanceUid) && a.FrameCount == 1;
        var differing = new[]
        {
            (Tags.AcquisitionNumber, "acquisition number"), (Tags.TemporalPosition, "temporal position"), (Tags.EchoTime, "echo time"),
            (Tags.DiffusionBValue, "diffusion b-value"), (Tags.AcquisitionTime, "acquisition time"), (Tags.ImageType, "image type"),
        }.Where(t => a.Object.GetString(t.Item1) != b.Object.GetString(t.Item1)).Select(t => t.Item2).ToList();
        var way = copies ? "They are copies of one image: remove one of each."
            : differing.Count > 0 ? $"They differ in {string.Join(" and ", differing)}: the series holds several volumes; give the files of one of them."
            : "Remove one of each, or give the files of one volume.";
        throw new ImageFormatException(source,
            $"the series has {pairs.Count} duplicate slice(s), two at the same position: {List(pairs.Select(p => $"{p.A.Name} and {p.B.Name} (both at {Text(p.A.Position.Dot(normal))} mm)"))}. {way}");
    }

    private static void CheckSpacing(string source, Slice[] sorted, Vector3D normal, double tolerance)
    {
        var at = Array.ConvertAll(sorted, s => s.Position.Dot(normal));
        var gaps = new double[at.Length - 1];
        for (var i = 0; i < gaps.Length; i++)
            gaps[i] = at[i + 1] - at[i];
        var ordered = gaps.Order().ToArray();
        var usual = ordered[(ordered.Length - 1) / 2];
        var allowed = Math.Max(tolerance * usual, 0.01);
        var mean = (at[^1] - at[0]) / gaps.Length;
        var (missing, uneven) = (new List<string>(), new List<string>());
        var lost = 0;
        for (var i = 0; i < gaps.Length; i++)
        {
            var times = Math.Round(gaps[i] / usual);
            if (Math.Abs(gaps[i] - usual) <= allowed)
                continue;
            var where = $"{Text(gaps[i])} mm between {sorted[i].Name} (at {Text(at[i])} mm) and {sorted[i + 1].Name} (at {Text(at[i + 1])} mm)";
            if (times >= 2 && Math.Abs(gaps[i] - times * usual) <= allowed * times)
            {
                lost += (int)Math.Min(times - 1, int.MaxValue / 4);
                missing.Add(where);
            }
            else
            {
                uneven.Add(where);
            }
        }
        if (missing.Count > 0 && uneven.Count == 0)
            throw new ImageFormatException(source, $"{lost} slice(s) are missing from the series, whose slices are {Text(usual)} mm apart: {List(missing)}. Get the missing files.");
        if (uneven.Count == 0)
        {
            // Small steps that add up: each gap passes, but the grid drifts away from the slices.
            for (var i = 0; i < at.Length; i++)
            {
                var off = at[i] - at[0] - i * mean;
                if (Math.Abs(off) > Math.Max(allowed, 0.1 * usual))
                    uneven.Add($"{sorted[i].Name} lies {Text(off)} mm off its place");
            }
        }
        if (uneven.Count > 0)
        {
            throw new ImageFormatException(source,
                $"the slices of the series are unevenly spaced (usually {Text(usual)} mm, within {Text(allowed)} mm): {List([.. uneven, .. missing])}. Resample the series to even spacing, or allow more by {nameof(DicomSeriesOptions.SpacingTolerance)}.");
        }
    }

    private static void CheckShear(string source, Slice[] sorted, Vector3D normal)
    {
        var whole = sorted[^1].Position - sorted[0].Position;
        var along = whole.Dot(normal);
        var step = whole * (1.0 / (sorted.Length - 1));
        var allowed = 0.1 * Math.Min(sorted[0].Spacing.X, sorted[0].Spacing.Y);
        var shear = (whole - normal * along).Length;
        for (var i = 1; i < sorted.Length; i++)
        {
            var off = sorted[i].Position - (sorted[0].Position + step * i);
            var across = (off - normal * off.Dot(normal)).Length;
            if (across > allowed)
                throw new ImageFormatException(source, $"the slices of the series are not stacked on each other: {sorted[i].Name} is shifted by {Text(across)} mm within its plane. Remove it if it does not belong to the volume.");
        }
        if (shear > allowed)
        {
            var angle = Math.Atan2(shear, along) * 180 / Math.PI;
            throw new ImageFormatException(source,
                $"the series has a gantry tilt of {Text(angle)} degrees: each slice is shifted by {Text(shear / (sorted.Length - 1))} mm within its plane against the one before ({sorted[0].Name} to {sorted[^1].Name}), "
                + "so that the voxels do not form a rectangular grid. Resample it to one first, for example with 'dcm2niix' or 3D Slicer's 'Acquisition geometry regularization'.");
        }
    }

    private static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        var shown = string.Join("; ", all.Take(Named));
        return all.Count > Named ? $"{shown}; and {all.Count - Named} more" : shown;
    }

    private static string Text(double value) => Math.Round(value, 4).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Text(Vector3D v) => $"({Text(v.X)}, {Text(v.Y)}, {Text(v.Z)})";
}
