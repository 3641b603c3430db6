using System.Globalization;

namespace Radiomics.Imaging;

/// <summary>Makes the voxels of a label map whole, or says why they are not.</summary>
internal static class LabelMap
{
    // A label that a file stored scaled, in single precision, comes back this close to it.
    private const double Near = 1e-3;

    /// <summary>The map itself where all its voxels are whole numbers, or its fractions are to be cut off; else a rounded copy.</summary>
    /// <param name="labels">The map.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <param name="source">Its file, for the message.</param>
    /// <exception cref="ImageFormatException">A voxel is not within 1e-3 of a whole number of 32 bits.</exception>
    public static Volume Of(Volume labels, Compatibility compatibility, string source)
    {
        if (compatibility == Compatibility.PyRadiomics || !labels.HasFractions)
            return labels;
        var size = labels.Size;
        var whole = new int[size.Count];
        var row = new double[size.X];
        for (int z = 0, at = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                labels.CopyTo(new Region(new VoxelIndex(0, y, z), new GridSize(size.X, 1, 1)), row);
                for (var x = 0; x < row.Length; x++, at++)
                {
                    var near = Math.Round(row[x]);
                    // Not-a-number marks nothing: image programs write it round a mask.
                    if (double.IsNaN(row[x]))
                        continue;
                    if (!(Math.Abs(row[x] - near) <= Near) || Math.Abs(near) > int.MaxValue)
                        throw Fraction(source, labels, x, y, z);
                    whole[at] = (int)near;
                }
            }
        }
        return Volume.Create(labels.Geometry, whole);
    }

    private static ImageFormatException Fraction(string source, Volume labels, int x, int y, int z)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        var row = new double[labels.Size.X];
        for (var k = 0; k < labels.Size.Z; k++)
        {
            for (var j = 0; j < labels.Size.Y; j++)
            {
                labels.CopyTo(new Region(new VoxelIndex(0, j, k), new GridSize(row.Length, 1, 1)), row);
                foreach (var value in row)
                    (low, high) = (Math.Min(low, double.IsNaN(value) ? low : value), Math.Max(high, double.IsNaN(value) ? high : value));
            }
        }
        return new ImageFormatException(
            source,
            string.Create(
                CultureInfo.InvariantCulture,
                $"its voxels are not labels: voxel ({x}, {y}, {z}) holds {labels[x, y, z]:G9}, and labels are whole numbers. Its values "
                    + $"lie from {low:G9} to {high:G9}. "
            ) + "If they are fractions or probabilities, take the voxels from a threshold on (Mask.FromThreshold)."
        );
    }
}
