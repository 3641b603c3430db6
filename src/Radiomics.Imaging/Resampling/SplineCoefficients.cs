using Radiomics.Imaging.Filters;

namespace Radiomics.Imaging.Resampling;

/// <summary>
/// The prefilter that turns voxels into B-spline coefficients, with mirrored ends: a causal and an anticausal recursion for each pole
/// (M. Unser, "Splines: a perfect fit", 1999, doi:10.1109/79.799930, box 2). For a part of an image the recursions start so far outside
/// it that what they miss is below the last bit.
/// </summary>
/// <param name="poles">The poles.</param>
/// <param name="tolerance">What the start of the causal recursion may leave out at the image's end, relative; 0 for nothing.</param>
internal sealed class SplineCoefficients(double[] poles, double tolerance)
{
    private readonly int _halo = poles.Length == 0 ? 0 : (int)Math.Ceiling(Math.Log(1e-19) / Math.Log(poles.Max(Math.Abs))) + 4;

    /// <summary>The coefficients over a box of an image.</summary>
    public double[] Compute(Volume image, Region box, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        var read = box.Expand(_halo, _halo, _halo).Intersect(image.Geometry.Region);
        int columns = box.Size.X,
            rows = read.Size.Y,
            planes = read.Size.Z;
        var values = LargeArray.Uninitialised<double>(checked(columns * rows * planes));
        SplineLines Lines(int axis) => new(
            poles, tolerance, read.Size[axis], read.Start[axis] == 0, read.End[axis] == image.Size[axis], image.Size[axis]);
        SplineLines alongX = Lines(0), alongY = Lines(1), alongZ = Lines(2);

        // Along x and y plane by plane, along z row by row.
        FilterArguments.Run(
            planes,
            z =>
            {
                AlongX(alongX, image, read, z, values, box.Start.X - read.Start.X, columns);
                alongY.Run(values, z * rows * columns, columns, columns);
            },
            maxDegreeOfParallelism,
            cancellationToken
        );
        FilterArguments.Run(
            rows,
            y => alongZ.Run(values, y * columns, rows * columns, columns),
            maxDegreeOfParallelism,
            cancellationToken
        );

        if (read.Size.Y == box.Size.Y && read.Size.Z == box.Size.Z)
            return values;
        var cropped = LargeArray.Uninitialised<double>((int)box.Count);
        for (var z = 0; z < box.Size.Z; z++)
        {
            var from = ((z + box.Start.Z - read.Start.Z) * rows + box.Start.Y - read.Start.Y) * columns;
            values.AsSpan(from, box.Size.Y * columns).CopyTo(cropped.AsSpan(z * box.Size.Y * columns));
        }
        return cropped;
    }

    // Rows are turned, so that they stand side by side, and back.
    private static unsafe void AlongX(SplineLines lines, Volume image, Region read, int z, double[] values, int first, int columns)
    {
        const int Width = 8;
        int length = read.Size.X, rows = read.Size.Y;
        double[] block = new double[length * Width], turned = new double[length * Width];
        fixed (double* side = block, panel = turned, target = values)
        {
            for (var y = 0; y < rows; y += Width)
            {
                var count = Math.Min(Width, rows - y);
                image.CopyTo(
                    new Region(new VoxelIndex(read.Start.X, read.Start.Y + y, read.Start.Z + z), new GridSize(length, count, 1)), block);
                LinePanel.Gather(side, length, length, count, panel, Width);
                lines.Run(turned, 0, Width, Width);
                LinePanel.Scatter(panel + first * Width, Width, columns, count, target + (z * rows + y) * columns, columns);
            }
        }
    }
}
