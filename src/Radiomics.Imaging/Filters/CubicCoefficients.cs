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

    /// <summary>The value at a place; 0 outside the image's outermost voxel centres.</summary>
    public double At(double x, double y, double z)
    {
        if (!(x >= 0 && x <= _image.X - 1 && y >= 0 && y <= _image.Y - 1 && z >= 0 && z <= _image.Z - 1))
            return 0;
        Span<int> columns = stackalloc int[4], rows = stackalloc int[4], planes = stackalloc int[4];
        Span<double> alongX = stackalloc double[4], alongY = stackalloc double[4], alongZ = stackalloc double[4];
        Taps(x, _image.X, _box.Start.X, columns, alongX);
        Taps(y, _image.Y, _box.Start.Y, rows, alongY);
        Taps(z, _image.Z, _box.Start.Z, planes, alongZ);
        var sum = 0d;
        for (var k = 0; k < 4; k++)
        {
            for (var j = 0; j < 4; j++)
            {
                var line = (planes[k] * _box.Size.Y + rows[j]) * _box.Size.X;
                for (var i = 0; i < 4; i++)
                    sum += _values[line + columns[i]] * alongZ[k] * alongY[j] * alongX[i];
            }
        }
        return sum;
    }

    private static void Taps(double place, int size, int start, Span<int> indices, Span<double> weights)
    {
        var floor = Math.Floor(place);
        double y = place - floor, z = 1 - y;
        weights[0] = z * z * z / 6;
        weights[1] = (y * y * (y - 2) * 3 + 4) / 6;
        weights[2] = (z * z * (z - 2) * 3 + 4) / 6;
        weights[3] = 1 - weights[0] - weights[1] - weights[2];
        for (var k = 0; k < 4; k++)
        {
            var index = Math.Abs((int)floor - 1 + k);
            var period = Math.Max(1, 2 * size - 2);
            index %= period;
            indices[k] = (index < size ? index : period - index) - start;
        }
    }

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
