using System.Collections.Concurrent;

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
        var kept = new ConcurrentBag<ScatteredTaps>();
        return VolumeRows.Create(grid, image.PixelType, (y, z, row) =>
        {
            if (!kept.TryTake(out var taps))
                taps = new ScatteredTaps(row.Length, kernel);
            taps.Fill(map, 0, y, z, image.Size, box);
            sampler.Scattered(taps, row);
            kept.Add(taps);
        }, maxDegreeOfParallelism, cancellationToken);
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
