namespace Radiomics.Imaging.Resampling;

/// <summary>
/// The inverse of a 3 x 3 matrix to the last bit of ITK's, which has it as V / W U' from LINPACK's singular value decomposition (dsvdc,
/// netlib.org/linpack; G. H. Golub and C. Reinsch 1970, doi:10.1007/BF02163027). Sums and products stand in that routine's order: their
/// roundings decide to which of two voxels a place halfway between them belongs. Matrices are row by row.
/// </summary>
internal sealed class MatrixInverse
{
    private const int MostSteps = 1000;
    private readonly double[] _x;
    private readonly double[] _u = new double[9];
    private readonly double[] _v = new double[9];
    private readonly double[] _s = new double[3];
    private readonly double[] _e = new double[3];

    private MatrixInverse(double[] matrix) => _x = [.. matrix];

    /// <summary>The inverse of a matrix that has one.</summary>
    /// <exception cref="ArithmeticException">The axes differ so much in length that the decomposition does not end.</exception>
    public static double[] Of(double[] matrix)
    {
        var work = new MatrixInverse(matrix);
        work.ToTwoDiagonals();
        work.FormU();
        work.FormV();
        work.ToOneDiagonal();
        return work.Product();
    }

    // Reflections of two columns and of one row leave a diagonal, s, and the numbers above it, e.
    private void ToTwoDiagonals()
    {
        for (var l = 0; l < 2; l++)
        {
            _s[l] = l == 0 ? Norm([_x[0], _x[3], _x[6]]) : Norm([_x[4], _x[7]]);
            if (_s[l] != 0)
            {
                _s[l] = WithSign(_s[l], _x[4 * l]);
                var scale = 1 / _s[l];
                for (var i = l; i < 3; i++)
                    _x[3 * i + l] *= scale;
                _x[4 * l] += 1;
            }
            for (var j = l + 1; j < 3; j++)
            {
                if (_s[l] != 0)
                    Reflect(_x, l, j, l);
                _e[j] = _x[3 * l + j];
            }
            _s[l] = -_s[l];
            for (var i = l; i < 3; i++)
                _u[3 * i + l] = _x[3 * i + l];
            if (l == 0)
                ReflectRow();
        }
        _s[2] = _x[8];
        _e[1] = _x[5];
        _e[2] = 0;
    }

    private void ReflectRow()
    {
        _e[0] = Norm([_e[1], _e[2]]);
        if (_e[0] != 0)
        {
            _e[0] = WithSign(_e[0], _e[1]);
            var scale = 1 / _e[0];
            _e[1] *= scale;
            _e[2] *= scale;
            _e[1] += 1;
            Span<double> sums = [_e[1] * _x[4] + _e[2] * _x[5], _e[1] * _x[7] + _e[2] * _x[8]];
            for (var j = 1; j < 3; j++)
            {
                var share = -_e[j] / _e[1];
                _x[3 + j] += share * sums[0];
                _x[6 + j] += share * sums[1];
            }
        }
        _e[0] = -_e[0];
        (_v[3], _v[6]) = (_e[1], _e[2]);
    }

    private void FormU()
    {
        (_u[2], _u[5], _u[8]) = (0, 0, 1);
        for (var l = 1; l >= 0; l--)
        {
            if (_s[l] == 0)
            {
                for (var i = 0; i < 3; i++)
                    _u[3 * i + l] = i == l ? 1 : 0;
                continue;
            }
            for (var j = l + 1; j < 3; j++)
                Reflect(_u, l, j, l);
            for (var i = 0; i < 3; i++)
                _u[3 * i + l] = i < l ? 0 : -_u[3 * i + l];
            _u[4 * l] += 1;
        }
    }

    private void FormV()
    {
        (_v[4], _v[5], _v[7], _v[8]) = (1, 0, 0, 1);
        if (_e[0] != 0)
        {
            Reflect(_v, 0, 1, 1);
            Reflect(_v, 0, 2, 1);
        }
        (_v[0], _v[1], _v[2], _v[3], _v[6]) = (1, 0, 0, 0, 0);
    }

    // Shifted QR steps make what is above the diagonal vanish; the singular values come out positive and in descending order.
    private void ToOneDiagonal()
    {
        for (int last = 2, steps = 0; last >= 0;)
        {
            var first = last;
            for (; first > 0; first--)
            {
                var sum = Math.Abs(_s[first - 1]) + Math.Abs(_s[first]);
                if (sum + Math.Abs(_e[first - 1]) != sum)
                    continue;
                _e[first - 1] = 0;
                break;
            }
            if (first < last)
            {
                if (++steps > MostSteps)
                    throw new ArithmeticException("The axes of a grid differ so much in length that its matrix cannot be inverted.");
                Step(first, last);
                continue;
            }
            Place(last);
            steps = 0;
            last--;
        }
    }

    private void Step(int first, int last)
    {
        var scale = Math.Max(Math.Max(Math.Abs(_s[last]), Math.Abs(_s[last - 1])), Math.Abs(_e[last - 1]));
        scale = Math.Max(scale, Math.Max(Math.Abs(_s[first]), Math.Abs(_e[first])));
        var (end, before, above) = (_s[last] / scale, _s[last - 1] / scale, _e[last - 1] / scale);
        var (start, beside) = (_s[first] / scale, _e[first] / scale);
        var b = ((before + end) * (before - end) + above * above) / 2;
        var c = end * above * (end * above);
        var shift = 0d;
        if (b != 0 || c != 0)
        {
            shift = Math.Sqrt(b * b + c);
            shift = c / (b + (b < 0 ? -shift : shift));
        }
        var f = (start + end) * (start - end) + shift;
        var g = start * beside;
        for (var k = first; k < last; k++)
        {
            var (length, cosine, sine) = Rotation(f, g);
            if (k != first)
                _e[k - 1] = length;
            f = cosine * _s[k] + sine * _e[k];
            _e[k] = cosine * _e[k] - sine * _s[k];
            g = sine * _s[k + 1];
            _s[k + 1] = cosine * _s[k + 1];
            Rotate(_v, k, cosine, sine);
            (_s[k], cosine, sine) = Rotation(f, g);
            f = cosine * _e[k] + sine * _s[k + 1];
            _s[k + 1] = -sine * _e[k] + cosine * _s[k + 1];
            g = sine * _e[k + 1];
            _e[k + 1] = cosine * _e[k + 1];
            Rotate(_u, k, cosine, sine);
        }
        _e[last - 1] = f;
    }

    private void Place(int l)
    {
        if (!(_s[l] >= 0))
        {
            _s[l] = -_s[l];
            for (var i = 0; i < 3; i++)
                _v[3 * i + l] = -_v[3 * i + l];
        }
        for (; l < 2 && _s[l] < _s[l + 1]; l++)
        {
            (_s[l], _s[l + 1]) = (_s[l + 1], _s[l]);
            for (var at = l; at < 9; at += 3)
            {
                (_u[at], _u[at + 1]) = (_u[at + 1], _u[at]);
                (_v[at], _v[at + 1]) = (_v[at + 1], _v[at]);
            }
        }
    }

    private double[] Product()
    {
        for (var k = 0; k < 3; k++)
            _s[k] = 1 / _s[k];
        var inverse = new double[9];
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                for (var k = 0; k < 3; k++)
                    inverse[3 * i + j] += _v[3 * i + k] * _s[k] * _u[3 * j + k];
            }
        }
        return inverse;
    }

    // The column j after the reflection that column l holds from a row on.
    private static void Reflect(double[] m, int l, int j, int from)
    {
        var sum = 0d;
        for (var i = from; i < 3; i++)
            sum += m[3 * i + l] * m[3 * i + j];
        var share = -sum / m[3 * from + l];
        for (var i = from; i < 3; i++)
            m[3 * i + j] += share * m[3 * i + l];
    }

    private static void Rotate(double[] m, int column, double cosine, double sine)
    {
        for (var at = column; at < 9; at += 3)
            (m[at], m[at + 1]) = (cosine * m[at] + sine * m[at + 1], cosine * m[at + 1] - sine * m[at]);
    }

    private static (double Length, double Cosine, double Sine) Rotation(double a, double b)
    {
        var scale = Math.Abs(a) + Math.Abs(b);
        if (scale == 0)
            return (0, 1, 0);
        var (x, y) = (a / scale, b / scale);
        var length = WithSign(scale * Math.Sqrt(x * x + y * y), Math.Abs(a) > Math.Abs(b) ? a : b);
        return (length, a / length, b / length);
    }

    // The largest number is taken out, so that no square leaves the range of numbers.
    private static double Norm(ReadOnlySpan<double> numbers)
    {
        var (scale, squares) = (0d, 1d);
        foreach (var number in numbers)
        {
            var size = Math.Abs(number);
            if (size == 0)
                continue;
            var ratio = scale < size ? scale / size : size / scale;
            squares = scale < size ? squares * (ratio * ratio) + 1 : squares + ratio * ratio;
            scale = Math.Max(scale, size);
        }
        return scale * Math.Sqrt(squares);
    }

    private static double WithSign(double size, double sign) => sign < 0 ? -size : size;
}
