using System.Globalization;

namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// Laws' kernels (IBSI 2 manual, Laws kernels): level, edge, spot, wave and ripple along the axes, with or without rotational
/// invariance, and the energy image.
/// </summary>
public sealed record LawsFilter : ConvolutionalFilter
{
    private readonly LineKernel?[] _kernels;

    /// <summary>Creates the filter.</summary>
    /// <param name="kernels">The kernels along x, y and z, such as <c>L5E5S5</c>; two of them for slice by slice. Each is one of
    /// <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">A kernel is not known, or there are not two or three.</exception>
    public LawsFilter(string kernels)
    {
        ArgumentException.ThrowIfNullOrEmpty(kernels);
        if (kernels.Length is not (4 or 6))
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{kernels}' names {kernels.Length / 2.0:0.#} kernels; give two (slice by slice) or three, such as L5E5 or L5E5S5."
                ),
                nameof(kernels)
            );
        Kernels = kernels.ToUpperInvariant();
        _kernels = new LineKernel?[3];
        for (var axis = 0; axis < Dimensions; axis++)
            _kernels[axis] = new LineKernel(Coefficients(Kernels.Substring(2 * axis, 2)));
    }

    /// <summary>The names of the kernels.</summary>
    public static IReadOnlyList<string> Names { get; } = ["L3", "E3", "S3", "L5", "E5", "S5", "W5", "R5"];

    /// <summary>The kernels along x, y and z.</summary>
    public string Kernels { get; }

    /// <summary>3, or 2 for slice by slice.</summary>
    public int Dimensions => Kernels.Length / 2;

    /// <summary>Whether the responses under all rotations by right angles are pooled.</summary>
    public bool RotationInvariant { get; init; }

    /// <summary>How they are pooled.</summary>
    public Pooling Pooling { get; init; } = Pooling.Maximum;

    /// <summary>
    /// The energy image's Chebyshev distance, in voxels: the mean of the absolute response so far around each voxel; <see langword="null"/>
    /// for the response itself.
    /// </summary>
    public int? EnergyDistance { get; init; }

    internal override string Name =>
        $"laws-{Kernels}{(RotationInvariant ? Pooling == Pooling.Maximum ? "-max" : "-mean" : "")}"
        + $"{(EnergyDistance is { } d ? Invariant($"-energy-{d}") : "")}";

    /// <inheritdoc/>
    public bool Equals(LawsFilter? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kernels, RotationInvariant, Pooling, EnergyDistance, Boundary);

    internal override double[] Compute(Volume image, Region region, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        if (EnergyDistance is not { } distance)
            return Response(image, region, maxDegreeOfParallelism, cancellationToken);
        var mean = MeanFilter.Kernels(2 * FilterArguments.AtLeast(0, distance, nameof(EnergyDistance)) + 1, Dimensions);
        var halo = SeparableConvolution.Halo(region, mean);
        var needed = BoundaryBlock.Needed(halo, image.Size, Boundary);
        var response = Response(image, needed, maxDegreeOfParallelism, cancellationToken);
        System.Numerics.Tensors.TensorPrimitives.Abs(response, response);
        var boundary = Boundary with { Outside = Math.Abs(Boundary.Outside) };
        return SeparableConvolution.Apply(
            BoundaryBlock.Extend(response, needed, image.Size, halo, boundary),
            halo,
            mean,
            region,
            maxDegreeOfParallelism,
            cancellationToken
        );
    }

    private double[] Response(Volume image, Region region, int maxDegreeOfParallelism, CancellationToken cancellationToken) =>
        Pool(RightAngles.Distinct([_kernels], Dimensions, RotationInvariant).Select(way =>
            SeparableResponse.Compute(image, region, way, Boundary, maxDegreeOfParallelism, cancellationToken)), Pooling);

    private static double[] Coefficients(string name)
    {
        double[] whole = name switch
        {
            "L3" => [1, 2, 1],
            "E3" => [-1, 0, 1],
            "S3" => [-1, 2, -1],
            "L5" => [1, 4, 6, 4, 1],
            "E5" => [-1, -2, 0, 2, 1],
            "S5" => [-1, 0, 2, 0, -1],
            "W5" => [-1, 2, 0, -2, 1],
            "R5" => [1, -4, 6, -4, 1],
            _ => throw new ArgumentException($"There is no Laws kernel '{name}'. Allowed: {string.Join(", ", Names)}.", nameof(name)),
        };
        var norm = Math.Sqrt(whole.Sum(c => c * c));
        return [.. whole.Select(c => c / norm)];
    }
}
