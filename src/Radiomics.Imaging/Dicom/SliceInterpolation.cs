namespace Radiomics.Imaging.Dicom;

/// <summary>Interpolates slices linearly onto an even, rectangular grid.</summary>
internal static class SliceInterpolation
{
    /// <summary>The voxels of the grid.</summary>
    /// <param name="layout">The grid and its plan.</param>
    /// <param name="read">Reads one of the series' slices.</param>
    /// <param name="threads">How many slices are worked on at a time.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static double[] Fill(SliceLayout layout, Func<int, double[]> read, int threads, CancellationToken cancellationToken)
    {
        var (size, plan) = (layout.Geometry.Size, layout.Plan!);
        var (width, height) = (layout.Slices[0].Format.Columns, layout.Slices[0].Format.Rows);
        var planes = new double[layout.Slices.Length][];
        DicomFolder.For(planes.Length, threads, i => planes[i] = read(i), cancellationToken);
        // What a sheared slice leaves empty is as dark as anything in the series (air, in a CT).
        var outside = plan.Shifts.All(s => s == default) ? 0 : planes.Min(p => p.Min());
        var area = size.X * size.Y;
        var voxels = new double[size.Count];
        DicomFolder.For(size.Z, threads, z =>
        {
            var lower = Math.Min((int)plan.Places[z], planes.Length - 1);
            var share = plan.Places[z] - lower;
            var target = voxels.AsSpan(z * area, area);
            Add(planes[lower], width, height, plan.Shifts[lower], 1 - share, target, size.X, outside);
            if (share > 0)
                Add(planes[lower + 1], width, height, plan.Shifts[lower + 1], share, target, size.X, outside);
        }, cancellationToken);
        return voxels;
    }

    private static void Add(
        double[] plane,
        int width,
        int height,
        (double X, double Y) shift,
        double weight,
        Span<double> target,
        int columns,
        double outside
    )
    {
        var rows = target.Length / columns;
        for (var y = 0; y < rows; y++)
        {
            var fromY = y - shift.Y;
            var y0 = (int)Math.Floor(fromY);
            var fy = fromY - y0;
            for (var x = 0; x < columns; x++)
            {
                var fromX = x - shift.X;
                var x0 = (int)Math.Floor(fromX);
                var fx = fromX - x0;
                var value = At(x0, y0) * (1 - fx) * (1 - fy);
                if (fx > 0)
                    value += At(x0 + 1, y0) * fx * (1 - fy);
                if (fy > 0)
                    value += At(x0, y0 + 1) * (1 - fx) * fy;
                if (fx > 0 && fy > 0)
                    value += At(x0 + 1, y0 + 1) * fx * fy;
                target[y * columns + x] += weight * value;
            }
        }

        double At(int x, int y) => (uint)x < (uint)width && (uint)y < (uint)height ? plane[y * width + x] : outside;
    }
}
