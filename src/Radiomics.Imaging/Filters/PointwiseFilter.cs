namespace Radiomics.Imaging.Filters;

/// <summary>What the point-wise filters share: each voxel's new value depends on it and on the image's largest absolute value.</summary>
public abstract record PointwiseFilter : IImageFilter
{
    private protected PointwiseFilter()
    {
    }

    private protected abstract string Name { get; }

    /// <inheritdoc/>
    public IEnumerable<FilteredImage> Apply(
        Volume image,
        Mask mask,
        Region region,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default
    )
    {
        FilterArguments.Check(image, mask, region, maxDegreeOfParallelism);
        var values = LargeArray.Uninitialised<double>(checked((int)region.Count));
        image.CopyTo(region, values);
        Transform(values, AbsoluteMaximum.Of(image));
        return [new FilteredImage(Name, new VoxelBlock(region, values))];
    }

    /// <summary>Changes the voxels of the region, given the largest absolute value of the image.</summary>
    private protected abstract void Transform(Span<double> values, double maximum);
}
