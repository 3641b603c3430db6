using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// Cubic B-spline coefficients of a part of an image in scipy's order of operations (z, then y, then x; mirrored ends), and values between
/// voxels from them: LBP 3D compares such values with voxels they may equal but for the last bit. Unser (1999, doi:10.1109/79.799930).
/// </summary>
internal sealed class CubicCoefficients
{
    private const double Pole = -0.267949192431122706472553658494127633;
    private const int Halo = 40;
    private readonly double[] _values;
    private readonly Region _box;
    private readonly GridSize _image;

    public CubicCoefficients(Volume image, Region region)
    {
        _image = image.Size;
        _box = region.Expand(Halo, Halo, Halo).Intersect(image.Geometry.Region);
        _values = image.Read(_box).Values.ToArray();
        int columns = _box.Size.X, rows = _box.Size.Y, planes = _box.Size.Z;
        Filter(0, columns * rows, columns * rows, planes, _box.Start.Z == 0, _box.End.Z == _image.Z);
        for (var z = 0; z < planes; z++)
            Filter(z * columns * rows, columns, columns, rows, _box.Start.Y == 0, _box.End.Y == _image.Y);
        for (var line = 0; line < rows * planes; line++)
            Filter(line * columns, 1, 1, columns, _box.Start.X == 0, _box.End.X == _image.X);
    }

    /// <summary>The places of a run of voxels along an axis, moved by an offset.</summary>
    public CubicTaps Taps(int axis, int start, int count, double offset) => new(start, count, offset, _image[axis], _box.Start[axis]);

    /// <summary>The values of a row of places; 0 outside the image's outermost voxel centres.</summary>
    /// <param name="x">The places along x.</param>
    /// <param name="from">The first of them; counted from there, <paramref name="row"/> is filled.</param>
    /// <param name="y">The places along y.</param>
    /// <param name="atY">The one of the row.</param>
    /// <param name="z">The places along z.</param>
    /// <param name="atZ">The one of the row.</param>
    /// <param name="row">The values.</param>
    public unsafe void Row(CubicTaps x, int from, CubicTaps y, int atY, CubicTaps z, int atZ, Span<double> row)
    {
        row.Clear();
        if (!y.Covered[atY] || !z.Covered[atZ])
            return;
        var lines = stackalloc int[16];
        for (var k = 0; k < 4; k++)
        {
            for (var j = 0; j < 4; j++)
                lines[4 * k + j] = (z.Indices[k][atZ] * _box.Size.Y + y.Indices[j][atY]) * _box.Size.X;
        }
        const int Width = CubicTaps.Together;
        var sums = stackalloc double[Width];
        fixed (double* values = _values)
        {
            for (var i = 0; i < row.Length; i += Width)
            {
                Sum(values, lines, x, from + i, y, atY, z, atZ, sums);
                for (var lane = 0; lane < Width && i + lane < row.Length; lane++)
                    row[i + lane] = x.Covered[from + i + lane] ? sums[lane] : 0;
            }
        }
    }

    // Sixteen places at a time, each its own sum in scipy's order: value times the weights along z, y and x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Sum(
        double* values, int* lines, CubicTaps x, int at, CubicTaps y, int atY, CubicTaps z, int atZ, double* sums)
    {
        Vector256<double> a = default, b = default, c = default, d = default;
        var straight = x.Straight[at];
        for (var k = 0; k < 4; k++)
        {
            var alongZ = Vector256.Create(z.Weights[k][atZ]);
            for (var j = 0; j < 4; j++)
            {
                var alongY = Vector256.Create(y.Weights[j][atY]);
                var line = values + lines[4 * k + j];
                for (var i = 0; i < 4; i++)
                {
                    ref var weight = ref x.Weights[i][at];
                    if (straight)
                    {
                        var from = line + x.Indices[i][at];
                        a += Vector256.Load(from) * alongZ * alongY * Vector256.LoadUnsafe(ref weight);
                        b += Vector256.Load(from + 4) * alongZ * alongY * Vector256.LoadUnsafe(ref weight, 4);
                        c += Vector256.Load(from + 8) * alongZ * alongY * Vector256.LoadUnsafe(ref weight, 8);
                        d += Vector256.Load(from + 12) * alongZ * alongY * Vector256.LoadUnsafe(ref weight, 12);
                        continue;
                    }
                    var p = x.Indices[i].AsSpan(at, CubicTaps.Together);
                    a += Four(line, p) * alongZ * alongY * Vector256.LoadUnsafe(ref weight);
                    b += Four(line, p[4..]) * alongZ * alongY * Vector256.LoadUnsafe(ref weight, 4);
                    c += Four(line, p[8..]) * alongZ * alongY * Vector256.LoadUnsafe(ref weight, 8);
                    d += Four(line, p[12..]) * alongZ * alongY * Vector256.LoadUnsafe(ref weight, 12);
                }
            }
        }
        a.Store(sums);
        b.Store(sums + 4);
        c.Store(sums + 8);
        d.Store(sums + 12);
    }

    private static unsafe Vector256<double> Four(double* line, ReadOnlySpan<int> places) =>
        Vector256.Create(line[places[0]], line[places[1]], line[places[2]], line[places[3]]);

    private void Filter(int start, int stride, int width, int length, bool atStart, bool atEnd)
    {
        if (length == 1)
            return;
        Span<double> Line(int n) => _values.AsSpan(start + n * stride, width);
        for (var n = 0; n < length; n++)
            RowMath.Scale(Line(n), (1 - Pole) * (1 - 1 / Pole));
        var first = Line(0);
        if (!atStart)
        {
            RowMath.Scale(first, 1 / (1 - Pole));
        }
        else
        {
            // What comes from the far end has no weight where that end is not here.
            var far = atEnd ? Math.Pow(Pole, length - 1) : 0;
            var power = Pole;
            RowMath.AddScaled(first, Line(length - 1), far);
            var pair = new double[width];
            for (var n = 1; n < length - 1; n++)
            {
                Line(n).CopyTo(pair);
                RowMath.AddScaled(pair, Line(length - 1 - n), far);
                RowMath.AddScaled(first, pair, power);
                power *= Pole;
            }
            RowMath.Divide(first, 1 - far * far);
        }
        for (var n = 1; n < length; n++)
            RowMath.AddScaled(Line(n), Line(n - 1), Pole);
        var last = Line(length - 1);
        if (atEnd)
        {
            var before = Line(length - 2);
            for (var i = 0; i < width; i++)
                last[i] = (Pole * before[i] + last[i]) * Pole / (Pole * Pole - 1);
        }
        else
        {
            RowMath.Scale(last, -Pole / (1 - Pole));
        }
        for (var n = length - 2; n >= 0; n--)
            RowMath.Anticausal(Line(n), Line(n + 1), Pole);
    }
}
