using System.Globalization;
using System.Runtime.CompilerServices;

namespace Radiomics.Imaging.Filters;

/// <summary>The checks that all filters share.</summary>
internal static class FilterArguments
{
    public static void Check(Volume image, Mask mask, Region region, int maxDegreeOfParallelism)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        if (!image.Geometry.Region.Contains(region))
            throw new ArgumentException($"The region {region} reaches past the image's grid of {image.Size}.", nameof(region));
        if (mask.Geometry.Size != image.Size)
            throw new ArgumentException(
                $"The mask lies on a grid of {mask.Geometry.Size}, the image on one of {image.Size}.",
                nameof(mask)
            );
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDegreeOfParallelism, 1);
    }

    public static int AtLeast(int least, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                string.Create(CultureInfo.InvariantCulture, $"'{name}' is {value}; it must be at least {least}.")
            );

    public static int InRange(int least, int most, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(name, value, Invariant($"'{name}' is {value}; it must be from {least} to {most}."));

    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                string.Create(CultureInfo.InvariantCulture, $"'{name}' is {value}; it must be positive and finite.")
            );

    /// <summary>An axis in array order, as PyRadiomics counts it: 0 is z, 2 is x.</summary>
    public static int Axis(int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and <= 2
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                string.Create(CultureInfo.InvariantCulture, $"'{name}' is {value}; it must be 0 (z), 1 (y) or 2 (x).")
            );

    /// <summary>Runs work items, in order on one thread or on several.</summary>
    public static void Run(int count, Action<int> work, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        if (maxDegreeOfParallelism > 1 && count > 1)
        {
            Parallel.For(
                0,
                count,
                new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken },
                work
            );
            return;
        }
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            work(i);
        }
    }
}
