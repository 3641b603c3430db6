namespace Radiomics.Imaging;

/// <summary>A walk over the voxels of a region, x fastest.</summary>
internal static class RegionVoxels
{
    /// <summary>The first voxel of a region that is as asked, and its value.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region, on a grid of the image's size.</param>
    /// <param name="asked">Whether a value is looked for.</param>
    /// <returns><see langword="null"/> where there is none.</returns>
    public static (VoxelIndex Place, double Value)? First(Volume image, Mask mask, Func<double, bool> asked)
    {
        var (box, at) = (mask.BoundingBox, 0);
        var row = new double[box.Size.X];
        for (var z = box.Start.Z; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++, at += row.Length)
            {
                image.CopyTo(new Region(new VoxelIndex(box.Start.X, y, z), new GridSize(row.Length, 1, 1)), row);
                for (var x = 0; x < row.Length; x++)
                {
                    if (mask.Inside.Span[at + x] != 0 && asked(row[x]))
                        return (new VoxelIndex(box.Start.X + x, y, z), row[x]);
                }
            }
        }
        return null;
    }
}
