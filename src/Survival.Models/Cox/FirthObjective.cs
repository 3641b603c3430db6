using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>
/// log L + 1/2 log det I with its gradient. The derivative of the penalty is 1/2 tr(I^-1 dI/db_j), and dI/db_j is the sum over events of third central
/// moments over the risk set; with A = I^-1 and m the risk-set mean it is the sum of E[(x - m)_j (x - m)'A(x - m)], which needs only the
/// risk-set sums of x, x x', s and s x, where s = x'A x of each row.
/// </summary>
internal sealed class FirthObjective
{
    private readonly CoxTraining _training;
    private readonly CoxObjective _objective;
    private readonly LowerCholesky _cholesky;
    private readonly int _p;
    private readonly int _stride;
    private readonly double[] _rows;
    private readonly double[] _risk;
    private readonly RiskSetSweep _sweep;
    private readonly double[] _score;
    private double[] _inverse = [];

    public FirthObjective(CoxTraining training)
    {
        var design = training.Design;
        (_training, _p) = (training, design.Columns);
        _objective = new CoxObjective(training.Layout, design.Rows, _p, null, training.Ties);
        _cholesky = new LowerCholesky(_p);
        _score = new double[_p];
        _risk = new double[training.Layout.RowCount];
        // x, s, s x, x x'
        _stride = RowKernels.Stride((2 * _p) + 1 + (_p * _p));
        _rows = new double[_risk.Length * _stride];
        for (var i = 0; i < _risk.Length; i++)
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
        _sweep = new RiskSetSweep(training.Layout, _rows, _stride);
    }

    /// <summary>The penalised log likelihood (in scaled units).</summary>
    public double Value { get; private set; }

    public double LogLikelihood => _objective.LogLikelihood;

    /// <summary>Evaluates with the penalised score. Returns false where the information is singular.</summary>
    public bool Evaluate(ReadOnlySpan<double> beta)
    {
        Value = double.NegativeInfinity;
        _objective.Evaluate(beta);
        if (!double.IsFinite(_objective.LogLikelihood) || !_cholesky.Factor(_objective.Information, _objective.Stride))
            return false;
        Value = _objective.LogLikelihood + (0.5 * _cholesky.LogDeterminant);
        _inverse = _cholesky.Inverse();
        _objective.Gradient.AsSpan(0, _p).CopyTo(_score);
        var eta = _objective.LinearPredictor;
        for (var i = 0; i < _risk.Length; i++)
        {
            _risk[i] = _training.Layout.WeightAt(i) * Math.Exp(eta[i]);
            var row = _rows.AsSpan(i * _stride, _stride);
            var s = CoxModel.Quadratic(_inverse, row[.._p]);
            row[_p] = s;
            for (var j = 0; j < _p; j++)
                row[_p + 1 + j] = s * row[j];
        }
        var visitor = new Visitor(this);
        _sweep.Run(_risk, ref visitor);
        return true;
    }

    public double[] Inverse() => _inverse;

    public int[] Dependent() => [.. Enumerable.Range(0, _p).Where(j => _cholesky.Dependent[j])];

    /// <summary>u' I^-1 u of the likelihood without penalty.</summary>
    public double PlainScoreStatistic() => CoxModel.Quadratic(_inverse, _objective.Gradient.AsSpan(0, _p));

    /// <summary>Maximises from a start, with one coefficient held where <paramref name="held"/> is not negative. Evaluated at the result.</summary>
    public double[] Maximise(double[] start, int held, FirthOptions options, IReadOnlyList<string> names, CancellationToken cancellation, out int iterations)
    {
        var beta = (double[])start.Clone();
        if (!Evaluate(beta))
            throw new ConvergenceException("The information is singular where the iteration starts.", [.. Dependent().Select(j => names[j])]);
        var free = Enumerable.Range(0, _p).Where(j => j != held).ToArray();
        for (iterations = 0; free.Length > 0; iterations++)
        {
            cancellation.ThrowIfCancellationRequested();
            var step = Step(free, out var size);
            if (size <= options.Tolerance)
                break;
            if (iterations == options.MaxIterations)
            {
                var worst = free[Enumerable.Range(0, free.Length).MaxBy(a => Math.Abs(step[a]))];
                throw new ConvergenceException($"The penalised likelihood did not converge in {iterations} steps; the coefficient of '{names[worst]}' still moves most. Raise MaxIterations.", [names[worst]]);
            }
            var (old, before) = (Value, (double[])beta.Clone());
            var factor = Math.Min(1, 2 / free.Select((j, a) => Math.Abs(step[a]) * _training.Design.Reach[j]).Max());
            var halvings = 0;
            for (; halvings < 40; halvings++, factor /= 2)
            {
                for (var a = 0; a < free.Length; a++)
                    beta[free[a]] = before[free[a]] + (factor * step[a]);
                if (Evaluate(beta) && Value >= old - (1e-13 * (1 + Math.Abs(old))))
                    break;
            }
            if (halvings < 40)
                continue;
            Evaluate(before);
            if (size < 1e-5)
                return before;
            throw new ConvergenceException("No step along the Newton direction raises the penalised likelihood.", [.. free.Select(j => names[j])]);
        }
        return beta;
    }

    // I^-1 u of the free coefficients, and its length in standard errors.
    private double[] Step(int[] free, out double size)
    {
        var q = free.Length;
        var matrix = new double[q * q];
        for (var a = 0; a < q; a++)
        {
            for (var b = 0; b <= a; b++)
                matrix[(a * q) + b] = _objective.Information[(Math.Max(free[a], free[b]) * _objective.Stride) + Math.Min(free[a], free[b])];
        }
        var cholesky = new LowerCholesky(q);
        cholesky.Factor(matrix, q);
        var step = free.Select(j => _score[j]).ToArray();
        cholesky.Solve(step);
        size = Math.Sqrt(Math.Max(0, step.Select((s, a) => s * _score[free[a]]).Sum()));
        return step;
    }

    private readonly struct Visitor(FirthObjective owner) : IRiskSetVisitor
    {
        public void Visit(int group, double total, ReadOnlySpan<double> weighted)
        {
            var (layout, p, stride) = (owner._training.Layout, owner._p, owner._stride);
            var d = owner._training.Ties == TieMethod.Efron ? layout.GroupDeaths[group] : 1;
            var first = layout.GroupFirst[group];
            double[] deathSum = new double[stride], mean = new double[stride], v = new double[p];
            var deaths = 0.0;
            for (var i = first; d > 1 && i < first + d; i++)
            {
                deaths += owner._risk[i];
                RowKernels.AddScaled(ref deathSum[0], ref owner._rows[i * stride], owner._risk[i], stride);
            }
            for (var k = 0; k < d; k++)
            {
                var share = (double)k / d;
                for (var j = 0; j < stride; j++)
                    mean[j] = (weighted[j] - (share * deathSum[j])) / (total - (share * deaths));
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
                    owner._score[j] += 0.5 * layout.GroupWeight[group] / d * third;
                }
            }
        }
    }
}
