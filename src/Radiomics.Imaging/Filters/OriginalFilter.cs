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
        return [new FilteredImage("original", image.PixelType == PixelType.Float32 ? Singles(image, region) : Doubles(image, region))];
    }

    // In the image's own type: half the memory, and the room of the next small images.
    private static VoxelBlock Singles(Volume image, Region region)
    {
        var voxels = image.AsMemory<float>().Span;
        var (values, size) = (VoxelBlock.Room<float>(region), image.Size);
        for (int z = region.Start.Z, at = 0; z < region.End.Z; z++)
        {
            for (var y = region.Start.Y; y < region.End.Y; y++, at += region.Size.X)
                voxels.Slice((z * size.Y + y) * size.X + region.Start.X, region.Size.X).CopyTo(values.AsSpan(at));
        }
        return VoxelBlock.InRoom(region, values);
    }

    private static VoxelBlock Doubles(Volume image, Region region)
    {
        var values = VoxelBlock.Room<double>(region);
        image.CopyTo(region, values);
        return VoxelBlock.InRoom(region, values);
    }
}
