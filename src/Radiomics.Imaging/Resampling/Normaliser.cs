using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
            TensorPrimitives.Subtract(row, mean, row);
            TensorPrimitives.Multiply(row, factor, row);
            if (double.IsFinite(limit))
                TensorPrimitives.Clamp(row, -limit, limit, row);
            TensorPrimitives.Multiply(row, scale, row);
        }, maxDegreeOfParallelism, cancellationToken);
    }

    // Compensated sums (W. M. Kahan, 1965) of the values and their squares, in eight lanes whatever the width of the machine's vectors.
    private static (double Mean, double Factor) Moments(Volume image, CancellationToken cancellationToken)
    {
        const int Lanes = 8;
        var size = image.Size;
        var plane = new double[(size.X * size.Y + Lanes - 1) / Lanes * Lanes];
        Compensated low = default, high = default, lowSquares = default, highSquares = default;
        for (var z = 0; z < size.Z; z++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            image.CopyTo(new Region(new VoxelIndex(0, 0, z), new GridSize(size.X, size.Y, 1)), plane);
            for (var i = 0; i < plane.Length; i += Lanes)
            {
                Vector256<double> a = Vector256.LoadUnsafe(ref plane[i]), b = Vector256.LoadUnsafe(ref plane[i + 4]);
                low.Add(a);
                high.Add(b);
                lowSquares.Add(a * a);
                highSquares.Add(b * b);
            }
        }
        var count = (double)size.Count;
        double sum = Compensated.Total(low, high), squares = Compensated.Total(lowSquares, highSquares);
        var mean = sum / count;
        var variance = (squares - sum * sum / count) / (count - 1);
        return (mean, 1 / Math.Sqrt(variance));
    }

    private struct Compensated
    {
        private Vector256<double> _sum;
        private Vector256<double> _lost;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector256<double> value)
        {
            var next = value - _lost;
            var total = _sum + next;
            _lost = total - _sum - next;
            _sum = total;
        }

        /// <summary>The lanes of both, in order, with what each lost.</summary>
        public static double Total(Compensated a, Compensated b)
        {
            double sum = 0, lost = 0;
            for (var lane = 0; lane < 8; lane++)
            {
                var part = lane < 4 ? a : b;
                foreach (var value in (ReadOnlySpan<double>)[part._sum[lane & 3], -part._lost[lane & 3]])
                {
                    var next = value - lost;
                    var total = sum + next;
                    lost = total - sum - next;
                    sum = total;
                }
            }
            return sum;
        }
    }
}
