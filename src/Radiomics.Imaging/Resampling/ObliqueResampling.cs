namespace Radiomics.Imaging.Resampling;

/// <summary>Resampling between grids that are turned against the patient's axes: each voxel has taps of its own.</summary>
internal static class ObliqueResampling
{
    public static Volume Run(
        Volume image,
        ImageGeometry grid,
        GridMap map,
        InterpolationKernel kernel,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken
    )
    {
        var box = Needed(image.Size, grid.Size, map, kernel.Taps);
        if (box.IsEmpty)
            return VolumeRows.Create(grid, image.PixelType, (_, _, row) => row.Clear(), maxDegreeOfParallelism, cancellationToken);
        var sampler = new Sampler(Resampler.Values(image, box, kernel, maxDegreeOfParallelism, cancellationToken), box.Size, kernel);
        return VolumeRows.Create(grid, image.PixelType, (y, z, row) =>
        {
            double[][] places = [new double[row.Length], new double[row.Length], new double[row.Length]];
            map.Row(y, z, places[0], places[1], places[2]);
            var taps = new AxisTaps[3];
            for (var axis = 0; axis < 3; axis++)
            {
                taps[axis] = AxisTaps.Of(places[axis], image.Size[axis], kernel);
                taps[axis].Rebase(box.Start[axis]);
            }
            sampler.Scattered(taps[0], taps[1], taps[2], row);
        }, maxDegreeOfParallelism, cancellationToken);
    }

    /// <summary>The nearest voxels of a mask.</summary>
    public static void Run(Mask mask, GridSize size, GridMap map, Span<byte> inside)
    {
        var (own, box) = (mask.Geometry.Size, mask.BoundingBox);
        var source = mask.Inside.Span;
        double[] alongX = new double[size.X], alongY = new double[size.X], alongZ = new double[size.X];
        for (int z = 0, at = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                map.Row(y, z, alongX, alongY, alongZ);
                for (var i = 0; i < size.X; i++, at++)
                {
                    int nearX = Nearest(alongX[i], own.X, box.Start.X), nearY = Nearest(alongY[i], own.Y, box.Start.Y);
                    var nearZ = Nearest(alongZ[i], own.Z, box.Start.Z);
                    if ((uint)nearX < (uint)box.Size.X && (uint)nearY < (uint)box.Size.Y && (uint)nearZ < (uint)box.Size.Z)
                        inside[at] = source[(nearZ * box.Size.Y + nearY) * box.Size.X + nearX];
                }
            }
        }

        // Counted from the start of the box; what is outside the grid is outside the box.
        static int Nearest(double place, int size, int start) =>
            InterpolationKernel.Covers(place, size) ? (int)Math.Floor(place + 0.5) - start : -1;
    }

    // The part of the image that the output grid's corners enclose, and what kernels need around it.
    private static Region Needed(GridSize input, GridSize output, GridMap map, int taps)
    {
        double[] low = [double.MaxValue, double.MaxValue, double.MaxValue], high = [double.MinValue, double.MinValue, double.MinValue];
        for (var corner = 0; corner < 8; corner++)
        {
            var place = map.At((corner & 1) * (output.X - 1), (corner >> 1 & 1) * (output.Y - 1), (corner >> 2) * (output.Z - 1));
            for (var axis = 0; axis < 3; axis++)
            {
                low[axis] = Math.Min(low[axis], place[axis]);
                high[axis] = Math.Max(high[axis], place[axis]);
            }
        }
        int From(int axis) => (int)Math.Clamp(Math.Floor(low[axis]) - taps, 0, input[axis]);
        int To(int axis) => (int)Math.Clamp(Math.Ceiling(high[axis]) + taps + 1, 0, input[axis]);
        return Region.FromBounds(
            new VoxelIndex(From(0), From(1), From(2)),
            new VoxelIndex(Math.Max(From(0), To(0)), Math.Max(From(1), To(1)), Math.Max(From(2), To(2))));
    }
}
