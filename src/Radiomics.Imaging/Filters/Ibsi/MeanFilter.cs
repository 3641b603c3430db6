using System.Globalization;

namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>The mean of a square or cube of voxels (IBSI 2 manual, mean filter).</summary>
public sealed record MeanFilter : ConvolutionalFilter
{
    /// <summary>Creates the filter.</summary>
    /// <param name="width">The width of the cube, in voxels; odd and positive.</param>
    /// <param name="dimensions">3, or 2 for slice by slice.</param>
    /// <exception cref="ArgumentException">An argument is not allowed; the message names it, its value and what is.</exception>
    public MeanFilter(int width, int dimensions = 3)
    {
        Width =
            width >= 1 && width % 2 == 1
                ? width
                : throw new ArgumentOutOfRangeException(
                    nameof(width),
                    width,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"'width' is {width}; it must be odd and at least 1, for the cube has a middle voxel."
                    )
                );
        Dimensions = TwoOrThree(dimensions, nameof(dimensions));
    }

    /// <summary>The width of the cube, in voxels.</summary>
    public int Width { get; }

    /// <summary>3, or 2 for slice by slice.</summary>
    public int Dimensions { get; }

    internal override string Name => Invariant($"mean-{Dimensions}D-width-{Width}");

    /// <summary>The mean along each axis.</summary>
    internal static LineKernel?[] Kernels(int width, int dimensions)
    {
        var line = new LineKernel([.. Enumerable.Repeat(1d / width, width)]);
        return [line, line, dimensions == 3 ? line : null];
    }

    internal override double[] Compute(Volume image, Region region, int maxDegreeOfParallelism, CancellationToken cancellationToken) =>
        SeparableResponse.Compute(image, region, [Kernels(Width, Dimensions)], Boundary, maxDegreeOfParallelism, cancellationToken);
}
