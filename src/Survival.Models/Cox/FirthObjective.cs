using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>
/// log L + 1/2 log det I with its gradient, as a function of some of the coefficients while the others are held. The derivative of the
/// penalty is
/// 1/2 tr(I^-1 dI/db_j), and dI/db_j is the sum over events of third central moments over the risk set; with A = I^-1 and m the risk-set
/// mean it is the
/// sum of E[(x - m)_j (x - m)'A(x - m)], which needs only the risk-set sums of x, x x', s, and s x, where s = x'A x of each row. Second
/// derivatives are
/// differences of that gradient: the information without the penalty is too far from them where a coefficient would be infinite.
/// </summary>
internal sealed class FirthObjective : INewtonTarget
{
    private const double Difference = 1e-4;

    private readonly CoxTraining _training;
    private readonly CoxObjective _objective;
    private readonly LowerCholesky _cholesky;
    private readonly int _p;
    private readonly int _stride;
    private readonly double[] _rows;
    private readonly RiskSetSweep _sweep;
    private readonly double[] _score;
    private readonly double[] _product;
    private readonly double[] _beta;
    private double[] _gradient = [];
    private double[] _inverse = [];
    private int[] _free;

    public FirthObjective(CoxTraining training)
    {
        var design = training.Design;
        (_training, _p) = (training, design.Columns);
        _objective = new CoxObjective(training.Layout, design.Rows, _p, null, training.Ties);
        _cholesky = new LowerCholesky(_p);
        (_score, _product, _beta) = (new double[_p], new double[_p], new double[_p]);
        _free = [.. Enumerable.Range(0, _p)];
        // x, s, s x, x x'
        _stride = RowKernels.Stride((2 * _p) + 1 + (_p * _p));
        _rows = new double[training.Layout.RowCount * _stride];
        for (var i = 0; i < training.Layout.RowCount; i++)
        {
            var x = design.Rows.AsSpan(i * design.Stride, _p);
            var row = _rows.AsSpan(i * _stride, _stride);
            x.CopyTo(row);
            for (var j = 0; j < _p; j++)
            {
                for (var k = 0; k < _p; k++)
                    row[(2 * _p) + 1 + (j * _p) + k] = x[j] * x[k];
            }
        }
        _sweep = new RiskSetSweep(training.Layout, _rows, _stride, training.Ties == TieMethod.Efron);
    }

    /// <summary>The number of coefficients that are free.</summary>
    public int Columns => _free.Length;

    public ReadOnlySpan<double> Gradient => _gradient;

    /// <summary>The penalised log likelihood (in scaled units).</summary>
    public double Value { get; private set; }

    public double LogLikelihood => _objective.Value;

    /// <summary>The inverse of the information without the penalty.</summary>
    public double[] Inverse => _inverse;

    /// <summary>All coefficients where it was last evaluated.</summary>
    public ReadOnlySpan<double> Beta => _beta;

    /// <summary>u' I^-1 u of the likelihood without penalty.</summary>
    public double PlainScoreStatistic() => CoxModel.Quadratic(_inverse, _objective.Gradient);

    public int[] Dependent() => [.. Enumerable.Range(0, _p).Where(j => _cholesky.Dependent[j])];

    /// <summary>Holds one coefficient where it stands in a row of all of them; none where it is negative.</summary>
    public void Hold(int column, ReadOnlySpan<double> beta)
    {
        beta.CopyTo(_beta);
        _free = [.. Enumerable.Range(0, _p).Where(j => j != column)];
    }

    public double Evaluate(ReadOnlySpan<double> beta)
    {
        for (var a = 0; a < _free.Length; a++)
            _beta[_free[a]] = beta[a];
        Value = double.NegativeInfinity;
        if (!double.IsFinite(_objective.Evaluate(_beta)) || !_objective.Differentiate(_cholesky))
            return Value;
        _inverse = _cholesky.Inverse();
        return Value = _objective.Value + (0.5 * _cholesky.LogDeterminant);
    }

    public bool Differentiate(LowerCholesky factor)
    {
        var q = _free.Length;
        var at = Array.ConvertAll(_free, j => _beta[j]);
        var plain = new double[Math.Max(1, q * q)];
        for (var a = 0; a < q; a++)
        {
            for (var b = 0; b <= a; b++)
                plain[(a * q) + b] = _objective.Information[(Math.Max(_free[a], _free[b]) * _objective.Stride)
                    + Math.Min(_free[a], _free[b])];
        }
        Score();
        var gradient = Array.ConvertAll(_free, j => _score[j]);
        var second = new double[Math.Max(1, q * q)];
        var known = true;
        for (var a = 0; a < q && known; a++)
        {
            // A step that moves no row's predictor by more than the difference.
            var h = Difference / Math.Max(1, _training.Design.Reach[_free[a]]);
            for (var side = -1; side <= 1 && known; side += 2)
            {
                var moved = (double[])at.Clone();
                moved[a] += side * h;
                known = double.IsFinite(Evaluate(moved));
                if (!known)
                    break;
                Score();
                for (var b = 0; b < q; b++)
                    second[(Math.Max(a, b) * q) + Math.Min(a, b)] -= side * _score[_free[b]] / (2 * h) * (a == b ? 1 : 0.5);
            }
        }
        Evaluate(at);
        _gradient = gradient;
        return (known && factor.Factor(second, q)) || factor.Factor(plain, q);
    }

    // The gradient of the penalised likelihood.
    private void Score()
    {
        _objective.Gradient.CopyTo(_score);
        for (var i = 0; i < _training.Layout.RowCount; i++)
        {
            var row = _rows.AsSpan(i * _stride, _stride);
            var s = CoxModel.Quadratic(_inverse, row[.._p]);
            row[_p] = s;
            for (var j = 0; j < _p; j++)
                row[_p + 1 + j] = s * row[j];
        }
        var visitor = new Visitor(this);
        _sweep.Run(_objective.Likelihood, ref visitor);
    }

    private readonly struct Visitor(FirthObjective owner) : IRiskSetVisitor
    {
        public void Visit(int group, in TieStep step, Span<double> mean)
        {
            var (p, v) = (owner._p, owner._product);
            for (var j = 0; j < p; j++)
            {
                v[j] = 0;
                for (var m = 0; m < p; m++)
                    v[j] += owner._inverse[(j * p) + m] * mean[m];
            }
            for (var j = 0; j < p; j++)
            {
                var third = mean[p + 1 + j] - (mean[j] * mean[p]);
                for (var m = 0; m < p; m++)
                    third -= 2 * (mean[(2 * p) + 1 + (j * p) + m] - (mean[j] * mean[m])) * v[m];
                owner._score[j] += 0.5 * step.Weight * third;
            }
        }
    }
}
