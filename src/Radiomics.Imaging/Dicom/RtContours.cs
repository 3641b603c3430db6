namespace Radiomics.Imaging.Dicom;

/// <summary>Reads the contours of one structure (PS3.3 section C.8.8.6), so that what is wrong with it stays its own matter.</summary>
internal static class RtContours
{
    // Nothing in a patient lies ten metres away.
    private const double MostMillimetres = 1e4;

    // Where the ends of an open line meet, in mm, it encloses something.
    private const double Closes = 0.01;

    /// <summary>The items with contours, by the number of their structure.</summary>
    public static Dictionary<int, List<IDicomDataset>> ByNumber(IDicomObject file, List<string> warnings)
    {
        var (found, unnamed) = (new Dictionary<int, List<IDicomDataset>>(), false);
        foreach (var item in file.Items(Tags.RoiContour))
        {
            if (NumberOf(item, Tags.ReferencedRoiNumber) is not { } number)
            {
                unnamed = true;
                continue;
            }
            if (!found.TryGetValue(number, out var items))
                found.Add(number, items = []);
            items.Add(item);
        }
        if (unnamed)
            warnings.Add(
                $"{file.Source}: there are contours that do not say which structure is theirs (no Referenced ROI Number "
                    + $"{Tags.ReferencedRoiNumber}); they are passed over."
            );
        return found;
    }

    /// <summary>A whole number; <see langword="null"/> where it is missing or is none.</summary>
    public static int? NumberOf(IDicomDataset item, DicomTag tag)
    {
        try
        {
            return item.Numbers(tag) is [var value, ..] && value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
                ? (int)value
                : null;
        }
        catch (ImageFormatException)
        {
            return null;
        }
    }

    /// <summary>Reads a structure.</summary>
    public static RtStructure Read(int number, string name, string frame, List<IDicomDataset> items)
    {
        if (items.Count > 1)
            return new RtStructure(number, name, frame, [], 0) { Problem = $"its contours are described {items.Count} times" };
        var (closed, ignored, miscounted, notes) = (new List<Contour>(), 0, 0, new List<string>());
        string? problem = null;
        try
        {
            var odd = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var one in items is [var item] ? item.Items(Tags.Contours) : [])
            {
                if (Points(one, out problem) is not { } points)
                    break;
                // A list that was cut off between two corners shows by this alone.
                if (NumberOf(one, Tags.NumberOfContourPoints) is { } said && said != points.Length)
                    miscounted++;
                if (points.Length == 0)
                    continue;
                var type = DicomFolder.Code(one.Text(Tags.ContourGeometricType));
                var closes = points.Length > 3 && (points[0] - points[^1]).Length <= Closes;
                if (points.Length < 3 || type is "POINT" || type is "OPEN_PLANAR" or "OPEN_NONPLANAR" && !closes)
                {
                    ignored++;
                    continue;
                }
                if (type is not ("CLOSED_PLANAR" or "CLOSEDPLANAR_XOR"))
                {
                    var shown = type.Length == 0 ? "no or an unknown type" : $"the type {type}";
                    odd[shown] = odd.GetValueOrDefault(shown) + 1;
                }
                var image = one.Items(Tags.ContourImage) is [var reference, ..]
                    ? DicomFolder.Uid(reference.Text(Tags.ReferencedSopInstanceUid))
                    : "";
                closed.Add(new Contour(points, image.Length > 0 ? image : null) { IsXor = type == "CLOSEDPLANAR_XOR" });
            }
            notes.AddRange(odd.Select(o => Invariant(
                $"{o.Value} contours have {o.Key}, which is not CLOSED_PLANAR; they are taken as closed."
            )));
            if (miscounted > 0)
                notes.Add(Invariant(
                    $"{miscounted} contours hold more or fewer corners than they say (Number of Contour Points "
                ) + $"{Tags.NumberOfContourPoints}); those that are there are taken. Look whether the region is whole.");
        }
        catch (ImageFormatException e)
        {
            problem = e.Message.StartsWith(e.Path, StringComparison.Ordinal)
                ? e.Message[e.Path.Length..].TrimStart(':', ' ').TrimEnd('.')
                : e.Message.TrimEnd('.');
        }
        return problem is null
            ? new RtStructure(number, name, frame, closed, ignored) { Notes = notes }
            : new RtStructure(number, name, frame, [], 0) { Problem = problem };
    }

    private static Vector3D[]? Points(IDicomDataset contour, out string? problem)
    {
        problem = null;
        var data = contour.Numbers(Tags.ContourData);
        if (data.Length % 3 != 0)
        {
            problem = $"a contour has {data.Length} coordinates, which are not triples";
            return null;
        }
        var points = new Vector3D[data.Length / 3];
        for (var i = 0; i < points.Length; i++)
            points[i] = new Vector3D(data[3 * i], data[3 * i + 1], data[3 * i + 2]);
        if (Array.FindIndex(data, v => Math.Abs(v) > MostMillimetres) is >= 0 and var far)
        {
            problem = FormattableString.Invariant(
                $"a contour has a corner with the coordinate {data[far]:G6} mm, further away than any patient reaches"
            );
            return null;
        }
        return points;
    }
}
