namespace Radiomics.Imaging.Formats;

/// <summary>The axes of an NRRD: which span the image, which hold several values of a voxel, and where the image lies.</summary>
internal sealed class NrrdAxes
{
    private const int MostAxes = 16;

    private NrrdAxes(ImageGeometry geometry, int channels, bool channelsFirst, string channelKind) =>
        (Geometry, Channels, ChannelsFirst, ChannelKind) = (geometry, channels, channelsFirst, channelKind);

    public ImageGeometry Geometry { get; }

    public int Channels { get; }

    public bool ChannelsFirst { get; }

    public string ChannelKind { get; }

    public static NrrdAxes Read(string path, Dictionary<string, string> fields)
    {
        var count = (int)TextHeader.Integer(path, "dimension", Field(fields, "dimension") ?? "", 1, MostAxes);
        var words = TextHeader.Words(Field(fields, "sizes") ?? "");
        if (words.Length != count)
            throw new ImageFormatException(path, Invariant($"its field 'sizes' has {words.Length} numbers; the dimension is {count}."));
        var sizes = words.Select(w => (int)TextHeader.Integer(path, "sizes", w, 1, int.MaxValue)).ToArray();
        var kinds = PerAxis(path, fields, "kinds", count) ?? [.. Enumerable.Repeat("???", count)];
        var directions = Vectors(path, "space directions", Field(fields, "space directions"));
        if (directions is not null && directions.Count != count)
            throw new ImageFormatException(path, Invariant(
                $"its field 'space directions' has {directions.Count} entries; the dimension is {count}."
            ));

        // An axis spans the image unless its kind says otherwise or space has no direction for it.
        var domain = Enumerable
            .Range(0, count)
            .Where(i => IsDomain(kinds[i]) && (directions is null || directions[i] is not null))
            .ToList();
        while (domain.Count > 3 && sizes[domain[^1]] == 1)
            domain.RemoveAt(domain.Count - 1);
        var others = Enumerable.Range(0, count).Where(i => !domain.Contains(i) && sizes[i] > 1).ToList();
        if (domain.Count > 3)
        {
            others.AddRange(domain.Skip(3));
            domain.RemoveRange(3, domain.Count - 3);
        }
        if (domain.Count == 0)
            throw new ImageFormatException(path, "none of its axes spans an image.");
        var (channels, first, kind) = ChannelAxis(path, sizes, kinds, domain, others);
        return new NrrdAxes(Lay(path, fields, sizes, domain, directions), channels, first, kind);
    }

    private static (int Channels, bool First, string Kind) ChannelAxis(
        string path,
        int[] sizes,
        string[] kinds,
        List<int> domain,
        List<int> others
    )
    {
        if (others.Count == 0)
            return (1, false, "channel");
        if (others.Count > 1)
            throw new ImageFormatException(
                path,
                $"it has {others.Count} axes besides those of the image; one at most is supported. Extract a part first."
            );
        var axis = others[0];
        var kind = kinds[axis].ToUpperInvariant();
        if (kind is not ("LIST" or "VECTOR" or "???" or "NONE" or "DOMAIN" or "SPACE" or "TIME" or "SCALAR" or "STUB"))
            throw new ImageFormatException(
                path,
                Invariant(
                    $"each of its voxels is of the kind {TextHeader.Clip(kinds[axis])} ({sizes[axis]} values); only images of one number a "
                )
                    + $"voxel are supported. Extract one component first."
            );
        var first = axis < domain[0];
        if (!first && axis < domain[^1])
            throw new ImageFormatException(
                path,
                "its axis of several values a voxel lies between the axes of the image; it must be the first or the last."
            );
        return (sizes[axis], first, first ? "layer" : "volume");
    }

    private static ImageGeometry Lay(
        string path,
        Dictionary<string, string> fields,
        int[] sizes,
        List<int> domain,
        List<double[]?>? directions
    )
    {
        var size = new GridSize(sizes[domain[0]], domain.Count > 1 ? sizes[domain[1]] : 1, domain.Count > 2 ? sizes[domain[2]] : 1);
        double[] spacing = [1, 1, 1], origin = [0, 0, 0];
        Vector3D[] axes = [Direction.Identity.X, Direction.Identity.Y, Direction.Identity.Z];
        var signs = Signs(path, Field(fields, "space"));
        if (directions is not null)
        {
            for (var i = 0; i < domain.Count; i++)
            {
                var vector = Fit(path, directions[domain[i]]!, domain.Count);
                var length = vector.Length;
                var inverse = 1 / length;
                spacing[i] = length;
                axes[i] = new Vector3D(vector.X * inverse * signs[0], vector.Y * inverse * signs[1], vector.Z * inverse);
            }
        }
        else
        {
            ReadSpacings(path, fields, sizes, domain, spacing, origin);
        }
        if (Vectors(path, "space origin", Field(fields, "space origin")) is [{ } start])
        {
            var vector = Fit(path, start, domain.Count);
            origin = [vector.X * signs[0], vector.Y * signs[1], vector.Z];
        }
        return AxisFrame.Create(
            path,
            size,
            new(spacing[0], spacing[1], spacing[2]),
            new(origin[0], origin[1], origin[2]),
            axes[0],
            axes[1],
            axes[2]
        );
    }

    // Without a space there are spacings, and the axes' minima, which are those of the voxels' edges unless they are said to be nodes.
    private static void ReadSpacings(
        string path,
        Dictionary<string, string> fields,
        int[] sizes,
        List<int> domain,
        double[] spacing,
        double[] origin
    )
    {
        double[]? Numbers(string name) => Field(fields, name) is { } text
            ? TextHeader.Numbers(path, name, text) is var numbers && numbers.Length == sizes.Length
                ? numbers
                : throw new ImageFormatException(path, $"its field '{name}' does not have one number an axis.")
            : null;
        var (given, minima, maxima) = (Numbers("spacings"), Numbers("axis mins"), Numbers("axis maxs"));
        var centers = PerAxis(path, fields, "centers", sizes.Length);
        var starts = new double[domain.Count];
        var complete = minima is not null;
        for (var i = 0; i < domain.Count; i++)
        {
            var axis = domain[i];
            if (given is not null && !double.IsNaN(given[axis]))
                spacing[i] = given[axis];
            if (!complete || double.IsNaN(minima![axis]))
            {
                complete = false;
                continue;
            }
            var node = centers is not null && centers[axis].Equals("node", StringComparison.OrdinalIgnoreCase);
            var step = given is not null && !double.IsNaN(given[axis])
                ? given[axis]
                : maxima is not null ? (maxima[axis] - minima[axis]) / Math.Max(1, node ? sizes[axis] - 1 : sizes[axis]) : double.NaN;
            complete &= !double.IsNaN(step);
            starts[i] = minima[axis] + (node ? 0 : step / 2);
        }
        if (complete)
            starts.CopyTo(origin, 0);
    }

    // From the space's own axes to left, posterior, superior; other spaces do not say how they lie in the patient and are taken as they
    // are.
    private static double[] Signs(string path, string? space)
    {
        if (space is null)
            return [1, 1];
        var name = space.ToUpperInvariant().Replace("-TIME", "", StringComparison.Ordinal);
        if (name.Length is 3 or 4 && name.EndsWith('T') && name[..^1] is "RAS" or "LAS" or "LPS")
            name = name[..^1];
        return name switch
        {
            "RAS" or "RIGHT-ANTERIOR-SUPERIOR" => [-1, -1],
            "LAS" or "LEFT-ANTERIOR-SUPERIOR" => [1, -1],
            "LPS" or "LEFT-POSTERIOR-SUPERIOR" => [1, 1],
            "SCANNER-XYZ" or "3D-RIGHT-HANDED" or "3D-LEFT-HANDED" => [1, 1],
            _ => throw new ImageFormatException(path, $"its space is '{TextHeader.Clip(space)}', which the NRRD format does not know."),
        };
    }

    private static bool IsDomain(string kind) => kind.ToUpperInvariant() is "DOMAIN" or "SPACE" or "TIME" or "???" or "NONE";

    private static Vector3D Fit(string path, double[] vector, int dimensions) =>
        vector.Length switch
        {
            3 => new(vector[0], vector[1], vector[2]),
            4 when vector[3] == 0 || double.IsNaN(vector[3]) => new(vector[0], vector[1], vector[2]),
            2 when dimensions <= 2 => new(vector[0], vector[1], 0),
            1 when dimensions == 1 => new(vector[0], 0, 0),
            _ => throw new ImageFormatException(
                path,
                Invariant($"its space has {vector.Length} dimensions and its image {dimensions}, which does not fit.")
            ),
        };

    private static List<double[]?>? Vectors(string path, string field, string? text)
    {
        if (text is null)
            return null;
        var vectors = new List<double[]?>();
        for (var rest = text.AsSpan().Trim(); !rest.IsEmpty; rest = rest.TrimStart())
        {
            if (rest[0] != '(')
            {
                if (!rest.StartsWith("none", StringComparison.OrdinalIgnoreCase))
                    throw new ImageFormatException(path, $"its field '{field}' is damaged: '{TextHeader.Clip(rest.ToString())}'.");
                vectors.Add(null);
                rest = rest[4..];
                continue;
            }
            var end = rest.IndexOf(')');
            if (end < 0)
                throw new ImageFormatException(path, $"its field '{field}' has a bracket that does not close.");
            vectors.Add(TextHeader.Numbers(path, field, rest[1..end].ToString().Replace(',', ' ')));
            rest = rest[(end + 1)..];
        }
        return vectors;
    }

    private static string[]? PerAxis(string path, Dictionary<string, string> fields, string name, int count)
    {
        if (Field(fields, name) is not { } text)
            return null;
        var words = TextHeader.Words(text);
        return words.Length == count
            ? words
            : throw new ImageFormatException(path, Invariant($"its field '{name}' has {words.Length} entries; the dimension is {count}."));
    }

    private static string? Field(Dictionary<string, string> fields, string name) => fields.GetValueOrDefault(name);
}
