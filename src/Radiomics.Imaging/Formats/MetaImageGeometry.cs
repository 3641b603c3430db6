namespace Radiomics.Imaging.Formats;

/// <summary>Where a MetaImage lies. The rows of its matrix are the directions of its axes, in LPS.</summary>
internal static class MetaImageGeometry
{
    /// <summary>The geometry, and how many volumes follow one another.</summary>
    public static (ImageGeometry Geometry, int Volumes) Read(string path, Dictionary<string, string> fields, int dimensions)
    {
        var words = TextHeader.Words(fields.GetValueOrDefault("DimSize") ?? "");
        if (words.Length != dimensions)
            throw new ImageFormatException(path, Invariant($"its field 'DimSize' has {words.Length} numbers; NDims is {dimensions}."));
        int[] size = [1, 1, 1];
        long volumes = 1;
        for (var i = 0; i < dimensions; i++)
        {
            var length = (int)TextHeader.Integer(path, "DimSize", words[i], 1, int.MaxValue);
            if (i < 3)
                size[i] = length;
            else
                volumes = Math.Min(int.MaxValue, volumes * length);
        }

        double[] spacing = [1, 1, 1], origin = [0, 0, 0];
        Take(path, fields, dimensions, spacing, "ElementSpacing", "ElementSize");
        Take(path, fields, dimensions, origin, "Offset", "Position", "Origin");
        Vector3D[] axes = [Direction.Identity.X, Direction.Identity.Y, Direction.Identity.Z];
        if (Find(fields, "TransformMatrix", "Rotation", "Orientation") is var (name, text))
        {
            var matrix = TextHeader.Numbers(path, name, text);
            if (matrix.Length != dimensions * dimensions)
                throw new ImageFormatException(
                    path,
                    Invariant($"its field '{name}' has {matrix.Length} numbers; {dimensions} dimensions take {dimensions * dimensions}.")
                );
            for (var axis = 0; axis < Math.Min(3, dimensions); axis++)
            {
                axes[axis] = new Vector3D(
                    matrix[axis * dimensions],
                    dimensions > 1 ? matrix[axis * dimensions + 1] : 0,
                    dimensions > 2 ? matrix[axis * dimensions + 2] : 0);
            }
        }
        var geometry = AxisFrame.Create(path, new(size[0], size[1], size[2]),
            new(spacing[0], spacing[1], spacing[2]), new(origin[0], origin[1], origin[2]), axes[0], axes[1], axes[2]);
        return (geometry, (int)volumes);
    }

    private static (string Name, string Text)? Find(Dictionary<string, string> fields, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (fields.TryGetValue(name, out var text))
                return (name, text);
        }
        return null;
    }

    private static void Take(
        string path,
        Dictionary<string, string> fields,
        int dimensions,
        double[] into,
        params ReadOnlySpan<string> names
    )
    {
        if (Find(fields, names) is not var (name, text))
            return;
        var numbers = TextHeader.Numbers(path, name, text);
        if (numbers.Length != dimensions)
            throw new ImageFormatException(path, Invariant($"its field '{name}' has {numbers.Length} numbers; NDims is {dimensions}."));
        for (var i = 0; i < Math.Min(3, dimensions); i++)
            into[i] = numbers[i];
    }
}
