namespace Radiomics.Imaging.Filters;

/// <summary>The image as it is: PyRadiomics' <c>Original</c>. Gives one image, <c>original</c>.</summary>
public sealed record OriginalFilter : IImageFilter
{
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
        return [new FilteredImage("original", new VoxelBlock(image, region))];
    }
}
