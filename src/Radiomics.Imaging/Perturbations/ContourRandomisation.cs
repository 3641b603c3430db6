namespace Radiomics.Imaging.Perturbations;

/// <summary>
/// Random contours that follow the image, in the manner of A. Zwanenburg et al. (2019, doi:10.1038/s41598-018-36938-4): the region is
/// rebuilt of supervoxels, each
/// taken with the probability of the share of it that lies in the region; shares of at least 0.9 are always taken, shares below 0.2 never.
/// </summary>
internal sealed class ContourRandomisation
{
    private const double Margin = 25;
    private const double PieceVolume = 500;
    private const int PieceVoxels = 20;

    private readonly Mask _mask;
    private readonly Region _box;
    private readonly int[] _labels;
    private readonly double[] _shares;

    /// <summary>Divides the surroundings of a region into supervoxels, once for any number of contours.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region, on the image's grid.</param>
    /// <exception cref="EmptyRoiException">The region is empty.</exception>
    /// <exception cref="ArgumentException">Image and region lie on grids of different size.</exception>
    public ContourRandomisation(Volume image, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        if (image.Size != mask.Geometry.Size)
            throw new ArgumentException($"The mask lies on a grid of {mask.Geometry.Size}, the image on one of {image.Size}.",
                nameof(mask));
        if (mask.VoxelCount == 0)
            throw new EmptyRoiException("An empty region has no contour to randomise.");
        _mask = mask;
        var spacing = image.Geometry.Spacing;
        int Reach(int axis) => (int)Math.Ceiling(Margin / spacing[axis]);
        _box = mask.BoundingBox.Expand(Reach(0), Reach(1), Reach(2)).Intersect(image.Geometry.Region);
        var (low, high) = Range(image, mask);
        var voxel = spacing.X * spacing.Y * spacing.Z;
        (_labels, var count) = Supervoxels.Divide(
            image, _box, low - 0.1 * (high - low), high + 0.1 * (high - low), Math.Max(PieceVoxels * voxel, PieceVolume));
        _shares = Shares(count);
    }

    /// <summary>A random contour.</summary>
    /// <param name="seed">What it is drawn by: equal seeds give equal contours.</param>
    /// <returns>The region inside it, small gaps closed; at least one voxel.</returns>
    public Mask Draw(ulong seed)
    {
        var numbers = new SeededNumbers(seed);
        var taken = _shares.Select((share, i) => numbers.Uniform((ulong)i) < share).ToArray();
        return MaskSize.Close(Mask.Create(_mask.Geometry, _box, [.. _labels.Select(l => taken[l] ? (byte)1 : (byte)0)]));
    }

    private static (double Low, double High) Range(Volume image, Mask mask)
    {
        var values = image.Read(mask.BoundingBox).Values.Span;
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < values.Length; i++)
        {
            if (mask.Inside.Span[i] != 0)
                (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
        }
        return (low, high);
    }

    private double[] Shares(int count)
    {
        var (inside, all) = (new int[count], new int[count]);
        for (int z = _box.Start.Z, i = 0; z < _box.End.Z; z++)
        {
            for (var y = _box.Start.Y; y < _box.End.Y; y++)
            {
                for (var x = _box.Start.X; x < _box.End.X; x++, i++)
                {
                    all[_labels[i]]++;
                    if (_mask[x, y, z])
                        inside[_labels[i]]++;
                }
            }
        }
        double[] shares = [.. inside.Select((n, i) => n / (double)Math.Max(1, all[i]))];
        var largest = Array.IndexOf(shares, shares.Max()); // at least one is taken
        for (var i = 0; i < count; i++)
            shares[i] = i == largest || shares[i] >= 0.9 ? 1 : shares[i] < 0.2 ? 0 : shares[i];
        return shares;
    }
}
