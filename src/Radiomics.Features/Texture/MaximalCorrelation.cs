using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Features.Texture;

/// <summary>
/// The maximal correlation coefficient: the root of the second greatest eigenvalue of Q = Dx^-1 P Dy^-1 P' (Haralick et al. 1973, f14).
/// Q is similar to B B' with B = Dx^-1/2 P Dy^-1/2, whose greatest singular value is 1 with the vectors (sqrt px, sqrt py): they are taken
/// out, and the coefficient is the greatest singular value of what is left, which of a symmetric B is its greatest eigenvalue, but for the
/// sign. Lanczos' method finds it in a few products with the entries that are not 0. Earlier vectors are not kept: they would be lost to
/// rounding only along vectors that have converged, which gives an eigenvalue twice and no other (Paige, Linear Algebra Appl 1980,
/// doi:10.1016/0024-3795(80)90167-6). Buffers are kept.
/// </summary>
internal sealed class MaximalCorrelation
{
    private const int FirstCheck = 6;

    // What the estimated error may be, in parts of the coefficient, and what the residual at least must have come to.
    private const double Accuracy = 1e-11;
    private const double Residual = 3e-6;

    // A vector that is left by a product as short as this has lost digits, or all of them.
    private const double Little = 1e-6;
    private const double Nothing = 1e-14;

    // So few entries a level leave levels without a way to others mostly enough to look for that.
    private const int Scattered = 5;

    // The work on one matrix is bounded: only thousands of levels in a smooth image come near it.
    private const int MostSteps = 20_000;
    private const long MostWork = 400_000_000;

    private readonly CorrelationOperator _product = new();
    private readonly TridiagonalMatrix _projection = new();
    private readonly LevelComponents _components = new();
    private double[] _vector = [];
    private double[] _last = [];
    private double[] _next = [];

    // What rounding left of the vector that is taken out in the present vector and the last one; a step would bring more of it back.
    private double _outward;
    private double _outwardBefore;

    /// <summary>
    /// The coefficient: 1 for a single level in the region, 0 where rows and columns are independent, NaN where it is not found to its
    /// digits in bounded time, which takes a smooth region of many thousand levels.
    /// </summary>
    public double Coefficient(CooccurrenceStatistics statistics)
    {
        if (statistics.LevelCount < 2)
            return 1;
        var rows = statistics.Rows;
        var columns = statistics.Columns;
        if (columns.Length - columns.Count(0.0) < 2 || rows.Length - rows.Count(0.0) < 2)
            return 0;
        var matrix = statistics.Counted;
        if (matrix.Count <= Scattered * rows.Length && _components.Coefficient(matrix, statistics.Total, rows, columns) is { } apart)
            return apart;
        _product.Set(matrix, statistics.Total, rows, columns);
        Start(statistics);
        var eigenvalue = GreatestEigenvalue();

        // Rounding leaves the eigenvalue of independent rows and columns below 0: its root is 0, and no direction is lost for it.
        return _product.IsSymmetric ? Math.Max(eigenvalue, 0) : Math.Sqrt(Math.Max(eigenvalue, 0));
    }

    private double GreatestEigenvalue()
    {
        var (end, other, beta, nothing) = (new End(1), new End(-1), 0.0, _product.IsSymmetric ? 1e-15 : 1e-30);
        _projection.Clear();
        long work = 0;
        for (int step = 1, check = FirstCheck; step <= MostSteps && work < MostWork; step++, work += _product.Work + 8L * _product.Length)
        {
            beta = Advance(beta);
            if (beta >= Nothing && step < check)
                continue;
            end = end.After(_projection, step, beta);
            if (end.IsFound || end.Value <= nothing)
            {
                // The other end of the spectrum must not lie further out, nor come to lie there.
                other = other.After(_projection, step, beta);
                if (!_product.IsSymmetric || beta < Nothing || other.Value + other.Residual <= end.Value * (1 + Accuracy) + nothing)
                    return Math.Max(end.Value, _product.IsSymmetric ? other.Value : 0);
                if (other.Value > end.Value)
                    (end, other) = (other, end);
            }
            if (beta < Nothing)
                return _product.IsSymmetric ? Math.Max(end.Value, other.After(_projection, step, beta).Value) : end.Value;
            check = end.NextCheck;
        }
        return double.NaN;
    }

    // One step: the product, less its parts along the vectors before and the one that is taken out. The next vector has length 1.
    private double Advance(double beta)
    {
        var vector = _vector.AsSpan(0, _product.Length);
        var last = _last.AsSpan(0, _product.Length);
        var next = _next.AsSpan(0, _product.Length);
        _product.Apply(vector, next);
        var (along, outward) = Dots(next, vector, _product.Right);
        outward -= along * _outward + beta * _outwardBefore;
        var (squares, rest) = TakeOut(next, vector, last, _product.Right, (along, beta, outward));
        var length = Math.Sqrt(squares);
        (_outwardBefore, _outward) = (_outward, rest / length);
        Lanes.Scale(next, 1 / length);
        if (length < Little)
        {
            // Much of what is left may be rounding, which lies along any direction.
            Lanes.Subtract(next, _product.Right);
            Lanes.Subtract(next, vector);
            _outward = 0;
            var left = Math.Sqrt(Lanes.Dot(next, next));
            Lanes.Scale(next, 1 / left);
            if (!(left > 0.5))
                length = 0;
        }
        _projection.Add(along, length);
        (_last, _vector, _next) = (_vector, _next, _last);
        return length;
    }

    // Mostly the levels themselves, which in images the sought vector is near to, and a part without structure, so that there is one along
    // every eigenvector; the same whatever was computed before.
    private void Start(CooccurrenceStatistics statistics)
    {
        var columns = statistics.Columns;
        var levels = statistics.Levels;
        if (_vector.Length < _product.Length)
            (_vector, _last, _next) = (new double[_product.Length], new double[_product.Length], new double[_product.Length]);
        var vector = _vector.AsSpan(0, _product.Length);
        vector.Clear();
        _last.AsSpan(0, _product.Length).Clear();
        (_outward, _outwardBefore) = (0, 0);
        var (spread, share) = (Math.Sqrt(statistics.VarianceY), 0.2 / Math.Sqrt(columns.Length));
        var state = 0x9E3779B97F4A7C15UL;
        for (var i = 0; i < columns.Length; i++)
        {
            state = state * 6364136223846793005UL + 1442695040888963407UL;
            if (columns[i] == 0)
                continue;
            var random = (state >> 11) * (1.0 / (1UL << 53)) - 0.5;
            vector[i] = _product.Right[i] * (levels[i] - statistics.MeanY) / spread + share * random;
        }
        Lanes.Subtract(vector, _product.Right);
        Lanes.Divide(vector, Math.Sqrt(Lanes.Dot(vector, vector)), vector);
        Lanes.Subtract(vector, _product.Right);
    }

    private static (double First, double Second) Dots(ReadOnlySpan<double> with, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var vectors = MemoryMarshal.Cast<double, Vector256<double>>(with);
        var a = MemoryMarshal.Cast<double, Vector256<double>>(first)[..vectors.Length];
        var b = MemoryMarshal.Cast<double, Vector256<double>>(second)[..vectors.Length];
        Vector256<double> p = default, q = p, r = p, s = p;
        var i = 0;
        for (; i + 1 < vectors.Length; i += 2)
        {
            p += vectors[i] * a[i];
            q += vectors[i] * b[i];
            r += vectors[i + 1] * a[i + 1];
            s += vectors[i + 1] * b[i + 1];
        }
        if (i < vectors.Length)
        {
            p += vectors[i] * a[i];
            q += vectors[i] * b[i];
        }
        return (Lanes.Across(p + r), Lanes.Across(q + s));
    }

    // Takes multiples of three vectors out of another; gives the sum of the squares of what is left, and its product with the third.
    private static (double Squares, double Third) TakeOut(
        Span<double> from, ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> third,
        (double First, double Second, double Third) factors)
    {
        var target = MemoryMarshal.Cast<double, Vector256<double>>(from);
        var a = MemoryMarshal.Cast<double, Vector256<double>>(first)[..target.Length];
        var b = MemoryMarshal.Cast<double, Vector256<double>>(second)[..target.Length];
        var c = MemoryMarshal.Cast<double, Vector256<double>>(third)[..target.Length];
        var (p, q, r) = (Vector256.Create(factors.First), Vector256.Create(factors.Second), Vector256.Create(factors.Third));
        Vector256<double> even = default, odd = even, along = even;
        for (var i = 0; i < target.Length; i++)
        {
            var left = target[i] - p * a[i] - (q * b[i] + r * c[i]);
            target[i] = left;
            along += left * c[i];
            (even, odd) = (odd + left * left, even);
        }
        return (Lanes.Across(even + odd), Lanes.Across(along));
    }

    /// <summary>One end of the spectrum as steps go on.</summary>
    private readonly record struct End(int Sign)
    {
        /// <summary>The eigenvalue, in its own sign.</summary>
        public double Value { get; private init; } = double.NegativeInfinity;

        /// <summary>The residual of its vector, which is a bound on its distance to an eigenvalue.</summary>
        public double Residual { get; private init; } = double.PositiveInfinity;

        /// <summary>Whether it has its digits.</summary>
        public bool IsFound { get; private init; }

        /// <summary>When to look again.</summary>
        public int NextCheck { get; private init; }

        private double Error { get; init; } = double.PositiveInfinity;

        private int Step { get; init; }

        public End After(TridiagonalMatrix projection, int step, double beta)
        {
            var value = projection.Greatest(Sign, Value + Math.Min(Residual, 4 * Error), Value + Residual, out var last);
            var residual = beta * last;

            // The error is about the square of the residual over the distance to the rest of the spectrum, which what was gained tells.
            var ratio = residual / Residual * (residual / Residual);
            var error = ratio < 1 ? ratio / (1 - ratio) * (value - Value) : double.PositiveInfinity;
            var found = residual <= Accuracy * value
                || (residual <= MaximalCorrelation.Residual * value && error <= Accuracy * value);
            return this with
            {
                Value = value,
                Residual = residual,
                Error = error,
                IsFound = found,
                Step = step,
                NextCheck = step + Ahead(step, residual, value),
            };
        }

        // As many steps as the residual needs if it falls as before, by its powers of two; not too many, for it may fall faster.
        private int Ahead(int step, double residual, double value)
        {
            var most = Math.Max(3, step / 3);
            if (!double.IsFinite(Residual) || !(residual > 0) || !(value > 0))
                return 3;
            var fallen = Math.ILogB(Residual) - Math.ILogB(residual);
            var left = Math.ILogB(residual) - Math.ILogB(value * MaximalCorrelation.Residual);
            return fallen < 1 ? most : Math.Clamp(left * (step - Step) / fallen, 1, most);
        }
    }
}
