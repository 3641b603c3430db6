namespace Radiomics.Imaging.Masks;

/// <summary>
/// The exact squared Euclidean distance to the nearest voxel that is marked by 0, in one sweep of lower envelopes of parabolas an axis
/// (P. F. Felzenszwalb and D. P. Huttenlocher, Distance transforms of sampled functions, Theory of Computing 8, 2012).
/// </summary>
internal static class DistanceTransform
{
    /// <summary>Replaces 0 (marked) and infinity (not) by the squared distance in mm².</summary>
    /// <param name="values">A value for each voxel, x fastest.</param>
    /// <param name="size">The grid.</param>
    /// <param name="spacing">The distance of voxels, in mm.</param>
    public static void Squared(Span<double> values, GridSize size, Vector3D spacing)
    {
        var longest = Math.Max(size.X, Math.Max(size.Y, size.Z));
        var (line, result, bounds, apex) = (new double[longest], new double[longest], new double[longest + 1], new int[longest]);
        for (var axis = 0; axis < 3; axis++)
        {
            var length = size[axis];
            if (length == 1)
                continue;
            var stride = axis == 0 ? 1 : axis == 1 ? size.X : size.X * size.Y;
            var step = spacing[axis];
            for (var start = 0; start < values.Length; start++)
            {
                if (start / stride % length != 0)
                    continue;
                var any = false;
                for (var i = 0; i < length; i++)
                {
                    line[i] = values[start + i * stride];
                    any |= !double.IsPositiveInfinity(line[i]);
                }
                if (!any)
                    continue;
                Envelope(line.AsSpan(0, length), result, bounds, apex, step * step);
                for (var i = 0; i < length; i++)
                    values[start + i * stride] = result[i];
            }
        }
    }

    private static void Envelope(ReadOnlySpan<double> line, double[] result, double[] bounds, int[] apex, double unit)
    {
        var last = -1;
        for (var q = 0; q < line.Length; q++)
        {
            if (double.IsPositiveInfinity(line[q]))
                continue;
            var cross = double.NegativeInfinity;
            while (last >= 0)
            {
                var p = apex[last];
                cross = (line[q] - line[p] + unit * ((double)q * q - (double)p * p)) / (2 * unit * (q - p));
                if (cross > bounds[last])
                    break;
                last--;
                cross = double.NegativeInfinity;
            }
            apex[++last] = q;
            bounds[last] = cross;
        }
        var at = 0;
        for (var i = 0; i < line.Length; i++)
        {
            while (at < last && bounds[at + 1] < i)
                at++;
            var d = i - apex[at];
            result[i] = line[apex[at]] + unit * ((double)d * d);
        }
    }
}
