namespace Radiomics.Imaging.Filters;

/// <summary>
/// The length of the gradient: PyRadiomics' <c>Gradient</c>, ITK's gradient magnitude. Central differences; past its border the image goes
/// on with
/// its outermost voxels. Gives one image, <c>gradient</c>, in single precision as ITK's.
/// </summary>
/// <param name="UseSpacing"><c>gradientUseSpacing</c>: whether it is per mm; else per voxel.</param>
public sealed record GradientFilter(bool UseSpacing = true) : IImageFilter
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
        var result = VoxelBlock.Room<double>(region);
        var spacing = UseSpacing ? image.Geometry.Spacing : new Vector3D(1, 1, 1);
        double cx = 0.5 * (1 / spacing.X),
            cy = 0.5 * (1 / spacing.Y),
            cz = 0.5 * (1 / spacing.Z);
        var read = region.Expand(1, 1, 1).Intersect(image.Geometry.Region);
        FilterArguments.Run(
            region.Size.Z,
            z =>
            {
                int columns = read.Size.X,
                    atZ = region.Start.Z + z;
                int below = Math.Max(atZ - 1, 0),
                    above = Math.Min(atZ + 1, image.Size.Z - 1);
                var plane = new double[columns * read.Size.Y];
                double[] before = new double[plane.Length],
                    after = new double[plane.Length];
                Read(below, before);
                Read(atZ, plane);
                Read(above, after);
                for (var y = 0; y < region.Size.Y; y++)
                {
                    var atY = region.Start.Y + y;
                    int row = (atY - read.Start.Y) * columns;
                    int down = (Math.Max(atY - 1, 0) - read.Start.Y) * columns,
                        up = (Math.Min(atY + 1, image.Size.Y - 1) - read.Start.Y) * columns;
                    var output = result.AsSpan((z * region.Size.Y + y) * region.Size.X, region.Size.X);
                    for (var x = 0; x < output.Length; x++)
                    {
                        var at = region.Start.X + x - read.Start.X;
                        int left = Math.Max(at - 1, 0),
                            right = Math.Min(at + 1, columns - 1);
                        var gx = cx * plane[row + right] - cx * plane[row + left];
                        var gy = cy * plane[up + at] - cy * plane[down + at];
                        var gz = cz * after[row + at] - cz * before[row + at];
                        output[x] = (float)Math.Sqrt(gx * gx + gy * gy + gz * gz);
                    }
                }

                void Read(int slice, double[] target) =>
                    image.CopyTo(new Region(read.Start with { Z = slice }, read.Size with { Z = 1 }), target);
            },
            maxDegreeOfParallelism,
            cancellationToken
        );
        return [new FilteredImage("gradient", VoxelBlock.InRoom(region, result))];
    }
}
