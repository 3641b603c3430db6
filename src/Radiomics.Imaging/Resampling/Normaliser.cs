using System.Globalization;

namespace Radiomics.Imaging.Resampling;

/// <summary>Brings images to one scale of intensities.</summary>
public static class Normaliser
{
    /// <summary>Centres an image at its mean and divides by its standard deviation, as PyRadiomics' <c>normalizeImage</c>: f = s (x - m) /
    /// d over all voxels, d with n - 1.</summary>
    /// <param name="image">The image; a not-a-number voxel makes every voxel one.</param>
    /// <param name="scale"><c>normalizeScale</c>: s; finite.</param>
    /// <param name="removeOutliers"><c>removeOutliers</c>: (x - m) / d is held to this distance from 0 before it is scaled; positive, or
    /// <see langword="null"/> for no limit.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The image in double precision. A uniform image becomes 0 / 0, not-a-number, everywhere, as it does in ITK.</returns>
    /// <exception cref="ArgumentException">An argument is not allowed.</exception>
    public static Volume Normalise(
        Volume image,
        double scale = 1,
        double? removeOutliers = null,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!double.IsFinite(scale))
            throw new ArgumentOutOfRangeException(
                nameof(scale),
                scale,
                string.Create(CultureInfo.InvariantCulture, $"'{nameof(scale)}' is {scale}; it must be finite.")
            );
        var limit = removeOutliers is { } outliers
            ? Filters.FilterArguments.Positive(outliers, nameof(removeOutliers))
            : double.PositiveInfinity;
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDegreeOfParallelism, 1);
        var (mean, factor) = Moments(image, cancellationToken);
        return VolumeRows.Create(image.Geometry, PixelType.Float64, (y, z, row) =>
        {
            image.CopyTo(new Region(new VoxelIndex(0, y, z), new GridSize(row.Length, 1, 1)), row);
            foreach (ref var value in row)
            {
                value = (value - mean) * factor;
                value = (value > limit ? limit : value < -limit ? -limit : value) * scale;
            }
        }, maxDegreeOfParallelism, cancellationToken);
    }

    // Compensated sums (W. M. Kahan, 1965) of the values and their squares, plane by plane.
    private static (double Mean, double Factor) Moments(Volume image, CancellationToken cancellationToken)
    {
        var size = image.Size;
        var plane = new double[size.X * size.Y];
        double sum = 0, lost = 0, squares = 0, lostSquares = 0;
        for (var z = 0; z < size.Z; z++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            image.CopyTo(new Region(new VoxelIndex(0, 0, z), new GridSize(size.X, size.Y, 1)), plane);
            foreach (var value in plane)
            {
                Add(ref sum, ref lost, value);
                Add(ref squares, ref lostSquares, value * value);
            }
        }
        var count = (double)size.Count;
        var mean = sum / count;
        var variance = (squares - sum * sum / count) / (count - 1);
        return (mean, 1 / Math.Sqrt(variance));
    }

    private static void Add(ref double sum, ref double lost, double value)
    {
        var next = value - lost;
        var total = sum + next;
        lost = total - sum - next;
        sum = total;
    }
}
