namespace Survival.Models.Penalised;

/// <summary>Which columns must enter.</summary>
internal sealed partial class PathSolver
{
    private const int FewOpen = 8;

    private readonly int[] _candidates;
    private readonly GradientBound _bound;
    private readonly int[] _open;
    private double[] _products = new double[64];

    /// <summary>The gradient of the negative log-likelihood over all columns, those outside the active set in single precision where that
    /// is enough.</summary>
    private void FullGradient(bool exact)
    {
        var error = 1e-14 * Norm(_objective.Residual);
        if (exact || _single is null || !_sloped)
        {
            Gradients(_candidates);
        }
        else
        {
            int[] outside = Array.FindAll(_candidates, j => _place[j] < 0);
            Roughly(_single, outside);
            for (var k = 0; k < outside.Length; k++)
                _gradient[outside[k]] = -_products[k];
            error = RoughError(_single);
        }
        _bound.Add(_objective.Residual, _gradient, error);
    }

    private void Gradients(ReadOnlySpan<int> which)
    {
        if (_products.Length < which.Length)
            _products = new double[2 * which.Length];
        _x.Products(which, _objective.Residual, _products);
        for (var k = 0; k < which.Length; k++)
            _gradient[which[k]] = -_products[k];
    }

    /// <summary>The columns that the sequential strong rule keeps: |gradient| at the last lambda >= alpha v (2 lambda - last
    /// lambda).</summary>
    private int[] Strong(double lambda)
    {
        if (_problem.Alpha == 0)
            return [.. _limited];
        var bound = _problem.Alpha * ((2 * lambda) - _lambda);
        return [.. _candidates.Where(j => _place[j] < 0 && (AtLimit(j) || Math.Abs(_gradient[j]) >= bound * _problem.Factor[j]))];
    }

    /// <summary>Whether a column outside the active set must enter, and with which sign.</summary>
    private bool MustEnter(int j, double lambda, double tolerance, out int sign)
    {
        var (l1, l2) = Penalty(j, lambda);
        var b = _beta[j];
        var g = _gradient[j];
        if (b != 0)
        {
            // At a limit: it comes back in when the objective falls towards the inside.
            sign = l1 > 0 ? Math.Sign(b) : 0;
            var slope = (g + (l1 * Math.Sign(b)) + (l2 * b)) * Math.Sign(b);
            return slope > tolerance;
        }
        sign = l1 > 0 ? -Math.Sign(g) : 0;
        if (g > 0 ? _problem.Lower[j] >= 0 : _problem.Upper[j] <= 0)
            return false;
        return Math.Abs(g) > (l1 * (1 + 1e-12)) + tolerance;
    }

    private int AddViolators(int[] which, double lambda, double tolerance, bool known)
    {
        if (which.Length == 0)
            return 0;
        if (!known)
        {
            var outside = Array.FindAll(which, j => _place[j] < 0);
            Gradients(outside);
        }
        var violators = new List<(double Excess, int Column, int Sign)>();
        foreach (var j in which)
        {
            if (_place[j] < 0 && MustEnter(j, lambda, tolerance, out var sign))
                violators.Add((Math.Abs(_gradient[j]) / Math.Max(_problem.Factor[j], 1e-300), j, sign));
        }
        // More than the rows can tell apart would only leave again: the worst come first.
        var most = Math.Max(10, _problem.Sets.RowCount / 8);
        if (violators.Count > most)
            violators.Sort((a, b) => a.Excess != b.Excess ? b.Excess.CompareTo(a.Excess) : a.Column.CompareTo(b.Column));
        var added = Math.Min(most, violators.Count);
        // What was known may be that of an earlier point.
        var sloped = _sloped && !known;
        for (var k = 0; k < added; k++)
            Enter(violators[k].Column, violators[k].Sign);
        _sloped = sloped || (_sloped && added == 0);
        return added;
    }

    /// <summary>Checks every column that could violate its condition, and adds those that do.</summary>
    private int Confirm(double lambda, double tolerance)
    {
        if (_problem.Alpha == 0)
            return 0;
        var open = Open(_candidates, lambda);
        if (open.Length > _candidates.Length / 4)
        {
            FullGradient(exact: false);
            open = Open(_candidates, lambda);
        }
        return AddViolators(open, lambda, tolerance, known: false);
    }

    /// <summary>Those columns outside the active set whose condition may be violated where the objective stands.</summary>
    private int[] Open(int[] which, double lambda)
    {
        _bound.Look(_objective.Residual);
        var open = StillOpen(which, lambda);
        // Single precision settles most of them.
        if (_single is not null && open.Length is > FewOpen && open.Length <= _candidates.Length / 4)
        {
            Roughly(_single, open);
            _bound.AddSome(_objective.Residual, open, _products, RoughError(_single));
            open = StillOpen(open, lambda);
        }
        return open;
    }

    // A loop of its own: all columns are asked hundreds of times.
    private int[] StillOpen(int[] which, double lambda)
    {
        var (norm, factor, size, count) = (_x.Norm, _problem.Factor, _problem.Alpha * lambda, 0);
        foreach (var j in which)
        {
            if (_place[j] < 0 && (_bound.Reaches(j, norm[j], size * factor[j]) || AtLimit(j)))
                _open[count++] = j;
        }
        return _open.AsSpan(0, count).ToArray();
    }

    private void Roughly(SingleColumns single, ReadOnlySpan<int> which)
    {
        if (_products.Length < which.Length)
            _products = new double[2 * which.Length];
        single.Products(which, _objective.Residual, _products);
    }

    private double RoughError(SingleColumns single) => single.Error * Norm(_objective.Residual);

    private static double Norm(ReadOnlySpan<double> v) => Math.Sqrt(ColumnKernels.Dot(v, v));
}
