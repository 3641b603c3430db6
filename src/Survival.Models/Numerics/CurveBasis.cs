namespace Survival.Models.Numerics;

/// <summary>The columns of a curved effect at a value.</summary>
internal abstract class CurveBasis
{
    /// <summary>The number of columns.</summary>
    public abstract int Count { get; }

    /// <summary>Fills the columns at a value.</summary>
    public abstract void Fill(double x, Span<double> columns);
}

/// <summary>A restricted cubic spline: linear beyond the outer knots (Stone and Koo 1985; F. Harrell, Regression Modeling Strategies,
/// 2.4.5), each cubic column over the square of the knots' range, as <c>Hmisc::rcspline.eval(norm = 2)</c>.</summary>
internal sealed class RestrictedCubicBasis(IReadOnlyList<double> knots) : CurveBasis
{
    private readonly double _scale = Math.Pow(knots[^1] - knots[0], 2);

    public override int Count => knots.Count - 1;

    /// <summary>Where <c>Hmisc::rcspline.eval</c> puts knots: quantiles of the data from 0.05 to 0.95 (three: 0.1 to 0.9, more than six:
    /// 0.025 to 0.975); of fewer than 100 values the outer ones at the fifth from either end. Where a twentieth or more are tied at the
    /// smallest or largest value and nowhere else, an outer knot is the next value and the others are those of the values beyond
    /// it.</summary>
    /// <returns>The knots, which may repeat.</returns>
    public static double[] Knots(ReadOnlySpan<double> x, int count)
    {
        const double Tied = 0.05;
        var outer = count > 6 ? 0.025 : count > 3 ? 0.05 : 0.1;
        var sorted = x.ToArray();
        Array.Sort(sorted);
        var counts = sorted.GroupBy(v => v).Select(g => (Value: g.Key, Share: (double)g.Count() / sorted.Length)).ToList();
        double[] first = [], last = [], rest = sorted;
        if (counts.Count > 2 && counts[1..^1].Max(c => c.Share) < Tied)
        {
            if (counts[0].Share >= Tied)
            {
                first = [counts[1].Value];
                rest = [.. rest.Where(v => v > first[0])];
            }
            if (counts[^1].Share >= Tied)
            {
                last = [counts[^2].Value];
                rest = [.. rest.Where(v => v < last[0])];
            }
        }
        var n = count - first.Length - last.Length;
        var from = n == 2 ? 0.5 : outer;
        double[] knots = n == 1
            ? [SampleQuantile.OfSorted(rest, 0.5)]
            : [.. Enumerable.Range(0, n).Select(k => SampleQuantile.OfSorted(rest, from + (k * ((1 - outer - from) / (n - 1)))))];
        if (rest.Length is >= 5 and < 100 && n > 1)
        {
            if (first.Length == 0)
                knots[0] = rest[4];
            if (last.Length == 0)
                knots[^1] = rest[^5];
        }
        return [.. first, .. knots, .. last];
    }

    public override void Fill(double x, Span<double> columns)
    {
        columns[0] = x;
        var (last, before) = (knots[^1], knots[^2]);
        for (var j = 0; j < knots.Count - 2; j++)
        {
            columns[j + 1] = (Cube(x - knots[j])
                - (Cube(x - before) * (last - knots[j]) / (last - before))
                + (Cube(x - last) * (before - knots[j]) / (last - before))) / _scale;
        }
    }

    private static double Cube(double v) => v > 0 ? v * v * v : 0;
}

/// <summary>A natural cubic spline in the basis of R's <c>splines::ns</c>: B-splines without the first, turned so that the second
/// derivative is 0 at the boundary knots; linear beyond them. The first and the last knot are the boundary.</summary>
internal sealed class NaturalBasis : CurveBasis
{
    private readonly double[] _knots;
    private readonly double[][] _reflectors;
    private readonly double[] _low;
    private readonly double[] _lowSlope;
    private readonly double[] _high;
    private readonly double[] _highSlope;

    public NaturalBasis(IReadOnlyList<double> knots)
    {
        double[] k = [.. knots];
        _knots = [k[0], k[0], k[0], .. k, k[^1], k[^1], k[^1]];
        var n = Splines;
        _reflectors = Reflectors([.. BSplines(k[0], 2).Skip(1)], [.. BSplines(k[^1], 2).Skip(1)]);
        (_low, _lowSlope) = (Turned(BSplines(k[0], 0)), Turned(BSplines(k[0], 1)));
        (_high, _highSlope) = (Turned(BSplines(k[^1], 0)), Turned(BSplines(k[^1], 1)));
        Count = n - 3;
    }

    public override int Count { get; }

    /// <summary>The coefficients that make a straight line of slope 1: solved from the basis at as many points as it has columns, against
    /// the lower boundary.</summary>
    public double[] StraightLine()
    {
        var (n, low, high) = (Count, _knots[0], _knots[^1]);
        var rows = new double[n][];
        for (var i = 0; i < n; i++)
        {
            // Chebyshev's points keep the system far from singular.
            var x = low + ((high - low) * (1 - Math.Cos(Math.PI * (i + 1) / (n + 1))) / 2);
            var row = rows[i] = new double[n + 1];
            Fill(x, row.AsSpan(0, n));
            for (var j = 0; j < n; j++)
                row[j] -= _low[j];
            row[n] = x - low;
        }
        return LinearSystem.Solve(rows);
    }

    /// <summary>Each column as a line through the lower boundary and a cube of what lies beyond each knot: its value and slope at the
    /// boundary, and a sixth of what the third derivative changes by at each knot.</summary>
    public (double Value, double Slope, double[] Cubes)[] TruncatedPowers()
    {
        double[] knots = _knots[3..^3];
        double[][] third =
        [
            new double[Count],
            .. knots.Zip(knots.Skip(1)).Select(k => Turned(BSplines((k.First + k.Second) / 2, 3))),
            new double[Count],
        ];
        return
        [
            .. Enumerable.Range(0, Count).Select(j =>
                (_low[j], _lowSlope[j], knots.Select((_, k) => (third[k + 1][j] - third[k][j]) / 6).ToArray())),
        ];
    }

    private int Splines => _knots.Length - 4;

    public override void Fill(double x, Span<double> columns)
    {
        var (first, last) = (_knots[0], _knots[^1]);
        if (x < first || x > last)
        {
            var (value, slope, from) = x < first ? (_low, _lowSlope, first) : (_high, _highSlope, last);
            for (var j = 0; j < Count; j++)
                columns[j] = value[j] + ((x - from) * slope[j]);
            return;
        }
        Turned(BSplines(x, 0)).CopyTo(columns);
    }

    private double[] Turned(double[] splines)
    {
        var y = splines.AsSpan(1).ToArray();
        foreach (var (h, at) in _reflectors.Select((h, at) => (h, at)))
        {
            var t = 0.0;
            for (var i = at; i < y.Length; i++)
                t -= h[i] * y[i];
            t /= h[at];
            for (var i = at; i < y.Length; i++)
                y[i] += t * h[i];
        }
        return y[2..];
    }

    // Householder's reflectors of the two constraints, in LINPACK's form and with its signs, which R's qr has.
    private static double[][] Reflectors(double[] a, double[] b)
    {
        double[][] x = [a, b];
        for (var l = 0; l < 2; l++)
        {
            var norm = 0.0;
            for (var i = l; i < x[l].Length; i++)
                norm += x[l][i] * x[l][i];
            norm = Math.Sqrt(norm);
            if (x[l][l] < 0)
                norm = -norm;
            for (var i = l; i < x[l].Length; i++)
                x[l][i] /= norm;
            x[l][l] += 1;
            if (l == 1)
                break;
            var t = 0.0;
            for (var i = 0; i < a.Length; i++)
                t -= a[i] * b[i];
            t /= a[0];
            for (var i = 0; i < a.Length; i++)
                b[i] += t * a[i];
        }
        return x;
    }

    /// <summary>All cubic B-splines at a value inside the boundary, or a derivative of them (C. de Boor, A Practical Guide to Splines,
    /// X).</summary>
    private double[] BSplines(double x, int derivative)
    {
        var (t, n) = (_knots, Splines);
        var span = 3;
        while (span < n - 1 && x >= t[span + 1])
            span++;
        var degree = 3 - derivative;
        var value = new double[n + 3];
        value[span] = 1;
        for (var d = 1; d <= degree; d++)
        {
            for (var i = span - d; i <= span; i++)
            {
                var left = t[i + d] > t[i] ? (x - t[i]) / (t[i + d] - t[i]) * value[i] : 0;
                var right = t[i + d + 1] > t[i + 1] ? (t[i + d + 1] - x) / (t[i + d + 1] - t[i + 1]) * value[i + 1] : 0;
                value[i] = left + right;
            }
        }
        for (var d = degree + 1; d <= 3; d++)
        {
            for (var i = span - d; i <= span; i++)
            {
                var left = t[i + d] > t[i] ? value[i] / (t[i + d] - t[i]) : 0;
                var right = t[i + d + 1] > t[i + 1] ? value[i + 1] / (t[i + d + 1] - t[i + 1]) : 0;
                value[i] = d * (left - right);
            }
        }
        return value[..n];
    }
}

/// <summary>A fractional polynomial (Royston and Altman, doi:10.2307/2986270): powers of ((x + shift) / scale), 0 the logarithm, and a
/// power that stands again times the logarithm once more.</summary>
internal sealed class FractionalPolynomialBasis(IReadOnlyList<double> powers, double shift, double scale) : CurveBasis
{
    public override int Count => powers.Count;

    public override void Fill(double x, Span<double> columns)
    {
        var u = (x + shift) / scale;
        var log = Math.Log(u);
        for (var j = 0; j < powers.Count; j++)
        {
            columns[j] = j > 0 && powers[j] == powers[j - 1] ? columns[j - 1] * log : powers[j] == 0 ? log : Math.Pow(u, powers[j]);
        }
    }
}
