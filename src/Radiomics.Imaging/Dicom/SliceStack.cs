using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>Puts the slices of a series in order along their normal and finds what keeps them from being one even, unsheared
/// grid.</summary>
internal static class SliceStack
{
    private const double AxisTolerance = 1e-3;
    private const int Named = 3;

    // A gap may differ from the usual one by this share, or these mm, without a word.
    private const double Silent = 0.02;
    private const double SilentMillimetres = 0.01;

    // Positions rounded to a tenth of a millimetre are this far off; for slices so close that a tenth of their distance is less.
    private const double Rounded = 0.051;

    /// <summary>The slices in the order of their position along the normal, and their grid.</summary>
    /// <param name="source">The folder, for messages.</param>
    /// <param name="slices">At least one.</param>
    /// <param name="options">How far a slice may lie from its place, and what becomes of a series that is not even.</param>
    public static SliceLayout Build(string source, IReadOnlyList<Slice> slices, DicomSeriesOptions options)
    {
        CheckAlike(source, slices);
        var first = slices[0];
        var normal = first.Normal;
        // Equal positions keep a fixed order, so that the message about them does not depend on the file system.
        var sorted = slices.OrderBy(s => s.Position.Dot(normal)).ThenBy(s => s.Name, StringComparer.Ordinal).ToArray();
        var (count, origin) = (sorted.Length, sorted[0].Position);
        var size = new GridSize(first.Format.Columns, first.Format.Rows, count);
        if (size.Count > Array.MaxLength)
            throw new ImageFormatException(source, Invariant(
                $"the series has {size} voxels; at most {Array.MaxLength} fit into a volume."
            ));
        if (count == 1)
            return new SliceLayout(sorted, Geometry(size, origin, Alone(first, options.Compatibility)), null, []);

        CheckDuplicates(source, sorted, normal);
        var warnings = new List<string>();
        var uneven = Spacing(source, sorted, normal, options.SpacingTolerance, warnings);
        var tilt = Shear(source, sorted, normal);
        if (uneven is null && tilt is null)
        {
            // As ITK's series reader: the distance of the outermost slices over the number of gaps.
            return new SliceLayout(sorted, Geometry(size, origin, (sorted[^1].Position - origin).Length / (count - 1)), null, warnings);
        }
        if (!options.ResampleUneven)
            throw new ImageFormatException(
                source,
                $"{uneven ?? tilt} Or have it interpolated onto an even grid "
                    + $"({nameof(DicomSeriesOptions)}.{nameof(DicomSeriesOptions.ResampleUneven)})."
            );
        return Even(sorted, normal, uneven, tilt, warnings);

        ImageGeometry Geometry(GridSize grid, Vector3D start, double z) =>
            new(
                grid,
                new Vector3D(first.Spacing.X, first.Spacing.Y, z),
                start,
                new Direction(sorted[0].Row, sorted[0].Column, sorted[0].Normal)
            );
    }

    // How far the next slice would lie from one that is alone.
    private static double Alone(Slice slice, Compatibility compatibility)
    {
        if (compatibility != Compatibility.PyRadiomics)
            return slice.Thickness > 0 ? slice.Thickness : 1;
        var between = slice.Numbers(Tags.PixelMeasures, Tags.SpacingBetweenSlices) is { Length: > 0 } inGroup
            ? inGroup
            : slice.Numbers(null, Tags.SpacingBetweenSlices);
        return between is [> 0 and var z, ..] ? z : 1;
    }

    /// <summary>Whether two slices have the same size, spacing and orientation.</summary>
    public static bool IsAlike(Slice a, Slice b) =>
        a.Format.Columns == b.Format.Columns
        && a.Format.Rows == b.Format.Rows
        && SameSpacing(a.Spacing, b.Spacing)
        && SameAxes((a.Row, a.Column), (b.Row, b.Column));

    private static bool SameSpacing((double X, double Y) a, (double X, double Y) b) =>
        Math.Abs(a.X - b.X) <= 1e-4 * a.X && Math.Abs(a.Y - b.Y) <= 1e-4 * a.Y;

    private static bool SameAxes((Vector3D Row, Vector3D Column) a, (Vector3D Row, Vector3D Column) b) =>
        (a.Row - b.Row).Length <= AxisTolerance && (a.Column - b.Column).Length <= AxisTolerance;

    // An even, rectangular grid over slices that are not: the usual distance from the first slice on, slices shifted back along their rows
    // and columns.
    private static SliceLayout Even(Slice[] sorted, Vector3D normal, string? uneven, string? tilt, List<string> warnings)
    {
        var first = sorted[0];
        var at = Array.ConvertAll(sorted, s => (s.Position - first.Position).Dot(normal));
        var step = PlaneStack.Usual([.. at.Skip(1).Select((v, i) => v - at[i])]);
        if (uneven is null)
            step = at[^1] / (at.Length - 1);
        var count = uneven is null ? sorted.Length : (int)Math.Floor(at[^1] / step + 1e-3) + 1;
        var places = new double[count];
        for (int z = 0, i = 0; z < count; z++)
        {
            var place = Math.Min(z * step, at[^1]);
            while (i + 1 < at.Length - 1 && at[i + 1] <= place)
                i++;
            var share = uneven is null ? z - i : (place - at[i]) / (at[i + 1] - at[i]);
            // A slice within rounding of the grid stays as it is.
            places[z] = i + (share < 1e-3 ? 0 : share > 1 - 1e-3 ? 1 : share);
        }
        var (low, high) = ((X: 0.0, Y: 0.0), (X: 0.0, Y: 0.0));
        var shifts = new (double X, double Y)[sorted.Length];
        if (tilt is not null)
        {
            for (var i = 0; i < sorted.Length; i++)
            {
                var off = sorted[i].Position - first.Position;
                shifts[i] = (off.Dot(first.Row) / first.Spacing.X, off.Dot(first.Column) / first.Spacing.Y);
                low = (Math.Min(low.X, Math.Floor(shifts[i].X)), Math.Min(low.Y, Math.Floor(shifts[i].Y)));
                high = (Math.Max(high.X, Math.Ceiling(shifts[i].X)), Math.Max(high.Y, Math.Ceiling(shifts[i].Y)));
            }
            for (var i = 0; i < shifts.Length; i++)
                shifts[i] = (shifts[i].X - low.X, shifts[i].Y - low.Y);
            warnings.Add($"{tilt.Split(" Resample it")[0]} It is sheared back onto a rectangular grid, linearly.");
        }
        if (uneven is not null)
            warnings.Add(
                $"{uneven.Split(" Resample the")[0].Split(" Get the")[0]} It is interpolated linearly onto slices {Text(step)} mm apart."
            );
        var origin = first.Position + first.Row * (low.X * first.Spacing.X) + first.Column * (low.Y * first.Spacing.Y);
        var size = new GridSize(first.Format.Columns + (int)(high.X - low.X), first.Format.Rows + (int)(high.Y - low.Y), count);
        var geometry = new ImageGeometry(
            size,
            new Vector3D(first.Spacing.X, first.Spacing.Y, step),
            origin,
            new Direction(first.Row, first.Column, first.Normal)
        );
        return new SliceLayout(sorted, geometry, new SlicePlan(places, shifts), warnings);
    }

    /// <summary>Refuses slices that differ in size, spacing or orientation, naming the odd ones.</summary>
    public static void CheckAlike(string source, IReadOnlyList<Slice> slices)
    {
        Check("size", "pixels", s => (s.Format.Columns, s.Format.Rows), (a, b) => a == b, v => Invariant($"{v.Columns} x {v.Rows}"));
        Check("pixel spacing", "mm", s => s.Spacing,
            SameSpacing, v => $"{Text(v.X)} x {Text(v.Y)}");
        Check("orientation", "", s => (s.Row, s.Column),
            SameAxes, v => $"{Text(v.Row)} / {Text(v.Column)}");

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
                $"the slices of the series differ in {what}: {common.Slices.Count} have {text(common.Value)} {unit}, but "
                    + $"{odd.Slices.Count} {(odd.Slices.Count == 1 ? "has" : "have")} {text(odd.Value)} {unit}: "
                    + $"{List(odd.Slices.Select(s => s.Name))}. Remove those that do not belong to the volume (such as a localizer), or "
                        + $"choose one of the volumes ({nameof(DicomSeriesOptions)}.{nameof(DicomSeriesOptions.Volume)})."
            );
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
        var copies =
            a.Object.Text(Tags.SopInstanceUid) is { } uid && uid == b.Object.Text(Tags.SopInstanceUid) && a.FrameCount == 1;
        var differing = new[]
        {
            (Tags.AcquisitionNumber, "acquisition number"),
            (Tags.TemporalPosition, "temporal position"),
            (Tags.EchoTime, "echo time"),
            (Tags.DiffusionBValue, "diffusion b-value"),
            (Tags.AcquisitionTime, "acquisition time"),
            (Tags.ImageType, "image type"),
        }
            .Where(t => a.Object.Text(t.Item1) != b.Object.Text(t.Item1))
            .Select(t => t.Item2)
            .ToList();
        var way =
            copies ? "They are copies of one image: remove one of each."
            : differing.Count > 0
                ? $"They differ in {string.Join(" and ", differing)}: the series holds several volumes; give the files of one of them."
            : "Remove one of each, or give the files of one volume.";
        throw new ImageFormatException(
            source,
            $"the series has {pairs.Count} duplicate slice(s), two at the same position: "
                + $"{List(pairs.Select(p => $"{p.A.Name} and {p.B.Name} (both at {Text(p.A.Position.Dot(normal))} mm)"))}. {way}"
        );
    }

    // What is wrong with the distances of slices; null where they are even, with a warning where they are so within the tolerance only.
    private static string? Spacing(string source, Slice[] sorted, Vector3D normal, double tolerance, List<string> warnings)
    {
        var at = Array.ConvertAll(sorted, s => s.Position.Dot(normal));
        var gaps = new double[at.Length - 1];
        for (var i = 0; i < gaps.Length; i++)
            gaps[i] = at[i + 1] - at[i];
        var ordered = gaps.Order().ToArray();
        var usual = ordered[(ordered.Length - 1) / 2];
        var silent = Math.Max(Silent * usual, SilentMillimetres);
        var mean = (at[^1] - at[0]) / gaps.Length;
        var off = at.Select((v, i) => Math.Abs(v - at[0] - i * mean)).Max();
        var odd = Enumerable.Range(0, gaps.Length).Where(i => Math.Abs(gaps[i] - usual) > silent).ToList();
        if (off <= Math.Max(tolerance * mean, Math.Min(Rounded, mean / 4)))
        {
            if (odd.Count > 0)
            {
                warnings.Add(
                    $"{source}: the slices are {Text(mean)} mm apart on average, from {Text(ordered[0])} to {Text(ordered[^1])} mm, at "
                        + $"most {Text(off)} mm off their place (as by rounded positions); "
                        + "they are taken as even."
                );
            }
            return null;
        }
        var (missing, uneven) = (new List<string>(), new List<string>());
        var lost = 0;
        foreach (var i in odd)
        {
            var times = Math.Round(gaps[i] / usual);
            var where =
                $"{Text(gaps[i])} mm between {sorted[i].Name} (at {Text(at[i])} mm) and {sorted[i + 1].Name} (at {Text(at[i + 1])} mm)";
            if (times >= 2 && Math.Abs(gaps[i] - times * usual) <= silent * times)
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
            return Invariant(
                $"{lost} slice(s) are missing from the series, whose slices are {Text(usual)} mm apart: {List(missing)}. Get the "
            )
                + $"missing files.";
        if (odd.Count == 0)
        {
            // Small steps that add up: each gap passes, but the grid drifts away from the slices.
            for (var i = 0; i < at.Length; i++)
            {
                if (Math.Abs(at[i] - at[0] - i * mean) > tolerance * mean)
                    uneven.Add($"{sorted[i].Name} lies {Text(at[i] - at[0] - i * mean)} mm off its place");
            }
        }
        return $"the slices of the series are unevenly spaced (usually {Text(usual)} mm, up to {Text(off)} mm off their place where "
            + $"{Text(tolerance * mean)} are allowed): {List([.. uneven, .. missing])}. "
            + $"Resample the series to even spacing, or allow more by "
                + $"{nameof(DicomSeriesOptions)}.{nameof(DicomSeriesOptions.SpacingTolerance)}.";
    }

    // What is wrong with how the slices lie on each other; null where they are stacked straight.
    private static string? Shear(string source, Slice[] sorted, Vector3D normal)
    {
        var whole = sorted[^1].Position - sorted[0].Position;
        var along = whole.Dot(normal);
        var allowed = 0.1 * Math.Min(sorted[0].Spacing.X, sorted[0].Spacing.Y);
        var shear = (whole - normal * along).Length;
        for (var i = 1; i < sorted.Length; i++)
        {
            var off = sorted[i].Position - sorted[0].Position;
            off -= whole * (off.Dot(normal) / along);
            var across = (off - normal * off.Dot(normal)).Length;
            if (across > allowed)
                throw new ImageFormatException(
                    source,
                    $"the slices of the series are not stacked on each other: {sorted[i].Name} is shifted by {Text(across)} mm within "
                        + $"its plane. Remove it if it does not belong to the volume."
                );
        }
        if (shear <= allowed)
            return null;
        var angle = Math.Atan2(shear, along) * 180 / Math.PI;
        return $"the series has a gantry tilt of {Text(angle)} degrees: each slice is shifted by {Text(shear / (sorted.Length - 1))} mm "
            + $"within its plane against the one before ({sorted[0].Name} to {sorted[^1].Name}), "
            + "so that the voxels do not form a rectangular grid. Resample it to one first, for example with 'dcm2niix' or 3D Slicer's "
                + "'Acquisition geometry regularization'.";
    }

    private static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        var shown = string.Join("; ", all.Take(Named));
        return all.Count > Named ? Invariant($"{shown}; and {all.Count - Named} more") : shown;
    }

    private static string Text(double value) => Math.Round(value, 4).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Text(Vector3D v) => $"({Text(v.X)}, {Text(v.Y)}, {Text(v.Z)})";
}
