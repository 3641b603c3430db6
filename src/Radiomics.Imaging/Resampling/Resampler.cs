namespace Radiomics.Imaging.Resampling;

/// <summary>Puts images and masks on other grids, as ITK's resampler does and PyRadiomics uses it.</summary>
public static class Resampler
{
    /// <summary>
    /// Resamples image and mask to a spacing, as PyRadiomics' <c>resampleImage</c>: onto one grid that is aligned to the corner of the
    /// mask's
    /// first voxel and covers the region and a margin.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region. Its grid sets the axes; it may differ from the image's.</param>
    /// <param name="spacing"><c>resampledPixelSpacing</c>, in mm: 0 along an axis keeps the mask's spacing, and so does a region of one
    /// voxel along it.</param>
    /// <param name="interpolator"><c>interpolator</c>: for the image; the mask takes the nearest voxel.</param>
    /// <param name="padDistance"><c>padDistance</c>: the margin around the region, in new voxels; not negative. It ends at the mask's
    /// border.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// Both on the new grid, the image in its own pixel type: integers are cut off at the decimal point (not rounded) and at the type's
    /// range. What lies
    /// outside the image is 0. Where the spacing is already as asked for, image and mask are only cropped.
    /// The cost is that of the region and a halo.
    /// </returns>
    /// <exception cref="ArgumentException">A spacing is negative or not finite, the margin is negative or there is no such
    /// interpolator.</exception>
    /// <exception cref="EmptyRoiException">The region is empty.</exception>
    /// <exception cref="GeometryMismatchException">The region reaches past the image.</exception>
    public static (Volume Image, Mask Mask) Resample(
        Volume image,
        Mask mask,
        Vector3D spacing,
        Interpolator interpolator = Interpolator.BSpline,
        int padDistance = 5,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        Filters.FilterArguments.AtLeast(0, padDistance);
        var kernel = new InterpolationKernel(interpolator);
        var target = ResamplingGrid.Around(image.Geometry, mask, spacing, padDistance);
        if (target is null)
            return Cropper.ToRegion(image, mask.Geometry == image.Geometry ? mask : Resample(mask, image.Geometry), padDistance);
        return (Resample(image, target, kernel, maxDegreeOfParallelism, cancellationToken), Resample(mask, target));
    }

    /// <summary>Resamples an image onto a grid.</summary>
    /// <param name="image">The image.</param>
    /// <param name="grid">The grid; its axes may point elsewhere than the image's.</param>
    /// <param name="interpolator">How values between voxels are found.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The image on the grid, in its own pixel type: integers are cut off at the decimal point and at the type's range; 0 outside
    /// the image.</returns>
    /// <exception cref="ArgumentException">There is no such interpolator.</exception>
    public static Volume Resample(
        Volume image,
        ImageGeometry grid,
        Interpolator interpolator = Interpolator.BSpline,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(grid);
        return Resample(image, grid, new InterpolationKernel(interpolator), maxDegreeOfParallelism, cancellationToken);
    }

    /// <summary>Resamples a mask onto a grid: each voxel takes the mask's nearest; what lies outside the mask's grid is outside the
    /// region.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="grid">The grid.</param>
    public static Mask Resample(Mask mask, ImageGeometry grid)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(grid);
        var map = new GridMap(grid, mask.Geometry);
        if (!map.Straight)
            return MaskResampling.Nearest(mask, grid);
        var size = grid.Size;
        var inside = new byte[checked((int)size.Count)];
        var taps = Axes(map, mask.Geometry.Size, new InterpolationKernel(Interpolator.NearestNeighbor));
        for (int z = 0, at = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++, at += size.X)
            {
                if (taps[1].Covered[y] && taps[2].Covered[z])
                    Row(mask, taps[0], taps[1].Indices[y], taps[2].Indices[z], inside.AsSpan(at, size.X));
            }
        }
        return Mask.Create(grid, grid.Region, inside);
    }

    // The voxels of one of the mask's rows that stand nearest to those of a row of the grid.
    private static void Row(Mask mask, AxisTaps x, int y, int z, Span<byte> row)
    {
        var box = mask.BoundingBox;
        if (y < box.Start.Y || y >= box.End.Y || z < box.Start.Z || z >= box.End.Z)
            return;
        var from = mask.Inside.Span.Slice(((z - box.Start.Z) * box.Size.Y + y - box.Start.Y) * box.Size.X, box.Size.X);
        for (var i = 0; i < row.Length; i++)
        {
            var index = x.Indices[i] - box.Start.X;
            if (x.Covered[i] && (uint)index < (uint)from.Length)
                row[i] = from[index];
        }
    }

    private static Volume Resample(
        Volume image,
        ImageGeometry grid,
        InterpolationKernel kernel,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken
    )
    {
        var map = new GridMap(grid, image.Geometry);
        if (!map.Straight)
            return ObliqueResampling.Run(image, grid, map, kernel, maxDegreeOfParallelism, cancellationToken);
        var taps = Axes(map, image.Size, kernel);
        var (x, y, z) = (taps[0].Bounds, taps[1].Bounds, taps[2].Bounds);
        var box = Region.FromBounds(new VoxelIndex(x.Start, y.Start, z.Start), new VoxelIndex(x.End, y.End, z.End));
        if (box.IsEmpty)
            return VolumeRows.Create(grid, image.PixelType, (_, _, row) => row.Clear(), maxDegreeOfParallelism, cancellationToken);
        var values = Values(image, box, kernel, maxDegreeOfParallelism, cancellationToken);
        for (var axis = 0; axis < 3; axis++)
            taps[axis].Rebase(box.Start[axis]);
        var sampler = new Sampler(values, box.Size, kernel);
        return VolumeRows.Create(
            grid,
            image.PixelType,
            (y, z, row) => sampler.Row(taps[0], taps[1], y, taps[2], z, row),
            maxDegreeOfParallelism,
            cancellationToken
        );
    }

    /// <summary>What the kernel weighs, over a box: voxels or spline coefficients. ITK starts the prefilter's recursion to a relative
    /// 1e-10.</summary>
    internal static double[] Values(
        Volume image,
        Region box,
        InterpolationKernel kernel,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken
    )
    {
        if (kernel.Prefilter)
            return new SplineCoefficients(BSpline.Poles(kernel.Order), 1e-10).Compute(
                image,
                box,
                maxDegreeOfParallelism,
                cancellationToken
            );
        var values = LargeArray.Uninitialised<double>(checked((int)box.Count));
        image.CopyTo(box, values);
        return values;
    }

    private static AxisTaps[] Axes(GridMap map, GridSize size, InterpolationKernel kernel) =>
        [.. Enumerable.Range(0, 3).Select(axis => AxisTaps.Of(map.Along(axis), size[axis], kernel))];
}
