namespace Survival.Models.Penalised;

/// <summary>Which columns must enter.</summary>
internal sealed partial class PathSolver
{
    private readonly int[] _candidates;
    private readonly double[] _reference;         // the residuals of the last gradient over all columns
    private readonly double[] _referenceGradient; // that gradient
    private double[] _products = new double[64];

    /// <summary>The gradient of the negative log-likelihood over all columns.</summary>
    private void FullGradient()
    {
        Gradients(_candidates);
        _objective.Residual.CopyTo(_reference, 0);
        _gradient.CopyTo(_referenceGradient, 0);
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
            FullGradient();
        return AddViolators(open, lambda, tolerance, known: open.Length > _candidates.Length / 4);
    }

    /// <summary>Those columns outside the active set whose condition may be violated where the objective stands.</summary>
    private int[] Open(int[] which, double lambda)
    {
        double distance = 0;
        var residual = _objective.Residual;
        for (var i = 0; i < residual.Length; i++)
        {
            var d = residual[i] - _reference[i];
            distance += d * d;
        }
        distance = Math.Sqrt(distance) * (1 + 1e-9);
        return Array.FindAll(which, j => _place[j] < 0 && (AtLimit(j)
            || Math.Abs(_referenceGradient[j]) + (distance * _x.Norm[j]) >= _problem.Alpha * lambda * _problem.Factor[j]));
    }
}
