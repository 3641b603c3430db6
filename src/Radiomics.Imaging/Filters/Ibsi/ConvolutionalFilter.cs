using System.Globalization;

namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// A convolutional filter as the IBSI 2 manual defines it ("The Image Biomarker Standardization Initiative: Standardized Convolutional
/// Filters",
/// doi:10.1148/radiol.231319; manual: arXiv:2006.05470). Makes one image, in double precision, that does not depend on the mask.
/// </summary>
public abstract record ConvolutionalFilter : IImageFilter
{
    private protected ConvolutionalFilter()
    {
    }

    /// <summary>How the image is continued past its edge; mirrored unless said otherwise.</summary>
    public Boundary Boundary { get; init; } = Boundary.Mirror;

    /// <summary>
    /// The name of the image that it makes; it tells the filter's parameters, and the boundary unless it is mirrored, and holds no
    /// underscore.
    /// </summary>
    public string ImageName => Boundary.Condition switch
    {
        BoundaryCondition.Mirror => Name,
        BoundaryCondition.Constant => $"{Name}-constant-{Label(Boundary.Outside)}",
        var condition => $"{Name}-{condition.ToString().ToLowerInvariant()}",
    };

    /// <summary>The name without the boundary.</summary>
    internal abstract string Name { get; }

    /// <inheritdoc/>
    public IEnumerable<FilteredImage> Apply(Volume image, Mask mask, Region region, int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        FilterArguments.Check(image, mask, region, maxDegreeOfParallelism);
        return Run();

        IEnumerable<FilteredImage> Run()
        {
            yield return new FilteredImage(
                ImageName, new VoxelBlock(region, region.IsEmpty ? [] : Compute(image, region, maxDegreeOfParallelism, cancellationToken)));
        }
    }

    /// <summary>The response over a region that is not empty.</summary>
    internal abstract double[] Compute(Volume image, Region region, int maxDegreeOfParallelism, CancellationToken cancellationToken);

    /// <summary>A number in an image's name: a hyphen for the point, as in PyRadiomics' names.</summary>
    private protected static string Label(double value) => value.ToString("0.0#########", CultureInfo.InvariantCulture).Replace('.', '-');

    private protected static int TwoOrThree(int dimensions, string name) => dimensions is 2 or 3
        ? dimensions
        : throw new ArgumentOutOfRangeException(name, dimensions,
            string.Create(CultureInfo.InvariantCulture, $"'{name}' is {dimensions}; a filter has 2 dimensions (slice by slice) or 3."));

    /// <summary>Pools responses, in their order.</summary>
    private protected static double[] Pool(IEnumerable<double[]> responses, Pooling pooling)
    {
        double[]? pooled = null;
        var count = 0;
        foreach (var response in responses)
        {
            count++;
            if (pooled is null)
                pooled = response;
            else if (pooling == Pooling.Maximum)
                System.Numerics.Tensors.TensorPrimitives.Max(pooled, response, pooled);
            else
                System.Numerics.Tensors.TensorPrimitives.Add(pooled, response, pooled);
        }
        if (pooling == Pooling.Average && count > 1)
            System.Numerics.Tensors.TensorPrimitives.Divide(pooled, count, pooled);
        return pooled!;
    }
}
