using System.Numerics;
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
        var values = GC.AllocateUninitializedArray<double>(checked(columns * rows * planes));

        // Along x: recursions run down the columns of groups of rows, turned so that they stand side by side.
        Filters.FilterArguments.Run(
            planes,
            z =>
            {
                var line = new double[read.Size.X];
                var turned = new double[read.Size.X * Vector<double>.Count];
                for (var y = 0; y < rows; y += Vector<double>.Count)
                {
                    var count = Math.Min(Vector<double>.Count, rows - y);
                    for (var r = 0; r < count; r++)
                    {
                        image.CopyTo(
                            new Region(
                                new VoxelIndex(read.Start.X, read.Start.Y + y + r, read.Start.Z + z),
                                new GridSize(read.Size.X, 1, 1)
                            ),
                            line
                        );
                        for (var x = 0; x < line.Length; x++)
                            turned[x * count + r] = line[x];
                    }
                    Filter(turned, 0, count, count, read.Size.X, read.Start.X == 0, read.End.X == image.Size.X, image.Size.X);
                    for (var r = 0; r < count; r++)
                    {
                        var target = values.AsSpan((z * rows + y + r) * columns, columns);
                        for (var x = 0; x < columns; x++)
                            target[x] = turned[(x + box.Start.X - read.Start.X) * count + r];
                    }
                }
            },
            maxDegreeOfParallelism,
            cancellationToken
        );

        Filters.FilterArguments.Run(
            planes,
            z => Filter(values, z * rows * columns, columns, columns, rows, read.Start.Y == 0, read.End.Y == image.Size.Y, image.Size.Y),
            maxDegreeOfParallelism,
            cancellationToken
        );
        Filters.FilterArguments.Run(
            rows,
            y => Filter(values, y * columns, rows * columns, columns, planes, read.Start.Z == 0, read.End.Z == image.Size.Z, image.Size.Z),
            maxDegreeOfParallelism,
            cancellationToken
        );

        if (read.Size.Y == box.Size.Y && read.Size.Z == box.Size.Z)
            return values;
        var cropped = GC.AllocateUninitializedArray<double>((int)box.Count);
        for (var z = 0; z < box.Size.Z; z++)
        {
            var from = ((z + box.Start.Z - read.Start.Z) * rows + box.Start.Y - read.Start.Y) * columns;
            values.AsSpan(from, box.Size.Y * columns).CopyTo(cropped.AsSpan(z * box.Size.Y * columns));
        }
        return cropped;
    }

    // Filters `width` lines side by side; element n of each is `stride` after the one before.
    private void Filter(double[] values, int start, int stride, int width, int length, bool atStart, bool atEnd, int size)
    {
        if (size == 1 || poles.Length == 0)
            return;
        var gain = 1d;
        foreach (var z in poles)
            gain = gain * (1 - z) * (1 - 1 / z);
        Span<double> Line(int n) => values.AsSpan(start + n * stride, width);
        for (var n = 0; n < length; n++)
            RowMath.Scale(Line(n), gain);
        foreach (var z in poles)
        {
            if (atStart)
                StartCausal(Line, z, length, size);
            else
                RowMath.Scale(Line(0), 1 / (1 - z));
            for (var n = 1; n < length; n++)
                RowMath.AddScaled(Line(n), Line(n - 1), z);
            if (atEnd)
                RowMath.EndMirror(Line(length - 1), Line(length - 2), z);
            else
                RowMath.Scale(Line(length - 1), -z / (1 - z));
            for (var n = length - 2; n >= 0; n--)
                RowMath.Anticausal(Line(n), Line(n + 1), z);
        }
    }

    private delegate Span<double> LineAt(int n);

    private void StartCausal(LineAt line, double z, int length, int size)
    {
        var first = line(0);
        var horizon = tolerance > 0 ? (int)Math.Ceiling(Math.Log(tolerance) / Math.Log(Math.Abs(z))) : int.MaxValue;
        var power = z;
        if (horizon < size)
        {
            for (var n = 1; n < horizon; n++)
            {
                RowMath.AddScaled(first, line(n), power);
                power *= z;
            }
            return;
        }
        if (length < size)
        {
            // Only a part is here, and the rest is too far away to count.
            for (var n = 1; n < length; n++)
            {
                RowMath.AddScaled(first, line(n), power);
                power *= z;
            }
            return;
        }
        // The whole mirrored period.
        var back = Math.Pow(z, size - 1);
        RowMath.AddScaled(first, line(size - 1), back);
        back *= back * (1 / z);
        for (var n = 1; n <= size - 2; n++)
        {
            RowMath.AddScaled(first, line(n), power + back);
            power *= z;
            back *= 1 / z;
        }
        RowMath.Divide(first, 1 - power * power);
    }
}
