using Radiomics.Imaging.Filters.Ibsi;

namespace Radiomics.Imaging.Perturbations;

/// <summary>An image's noise: how strong it is, and more of it.</summary>
public static class ImageNoise
{
    private const int Edge = 3; // the reach of coif1

    /// <summary>
    /// The standard deviation of the noise by S. G. Chang, B. Yu and M. Vetterli (2000, doi:10.1109/83.862633): the median of the absolute
    /// values of the
    /// slices' high-pass sub-band (coif1), divided by 0.6745, the median of the absolute value of a standard normal variable.
    /// </summary>
    /// <param name="image">The image; all of it counts, so large areas without noise (air cut off at one value) make the estimate small, or
    /// 0.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>In the image's unit; 0 where more than half of the image is smooth.</returns>
    public static double Estimate(Volume image, int maxDegreeOfParallelism = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        var filter = new SeparableWaveletFilter("coif1", "HH");

        // What the edge's mirror image reaches says too little of the noise: it is left out where there is enough besides.
        var size = image.Size;
        var (x, y) = (size.X >= 4 * Edge ? Edge : 0, size.Y >= 4 * Edge ? Edge : 0);
        var inner = new GridSize(size.X - 2 * x, size.Y - 2 * y, 1);
        var responses = new float[inner.Count * size.Z];
        Filters.FilterArguments.Run(size.Z, z =>
        {
            var slice = new Region(new VoxelIndex(x, y, z), inner);
            var values = filter.Compute(image, slice, 1, cancellationToken);
            var target = responses.AsSpan(z * values.Length, values.Length);
            for (var i = 0; i < values.Length; i++)
                target[i] = (float)Math.Abs(values[i]);
        }, maxDegreeOfParallelism, cancellationToken);
        return Median(responses) / 0.6745;
    }

    /// <summary>Adds normal noise to an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="standardDeviation">The noise's standard deviation, in the image's unit; not negative.</param>
    /// <param name="seed">What the noise is drawn from: equal seeds give equal noise.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The noisy image, of 64-bit floats.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public static Volume Add(Volume image, double standardDeviation, ulong seed, int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!(standardDeviation >= 0) || double.IsInfinity(standardDeviation))
            throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation,
                "A standard deviation is not negative, and finite.");
        var numbers = new SeededNumbers(seed);
        var values = image.Read(image.Geometry.Region).Values.ToArray();
        var slice = image.Size.X * image.Size.Y;
        Filters.FilterArguments.Run(image.Size.Z, z =>
        {
            for (var i = z * slice; i < (z + 1) * slice; i++)
                values[i] += standardDeviation * numbers.Normal((ulong)i);
        }, maxDegreeOfParallelism, cancellationToken);
        return Volume.Create(image.Geometry, values);
    }

    private static double Median(float[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + (double)values[middle]) / 2;
    }
}
