using Survival.Models.Cox;
using Survival.Models.Data;
using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>
/// A Cox model of a few columns with Efron's ties, fitted as often as a bootstrap asks for it: <see cref="CoxModel"/>'s likelihood, but with the stopping rule
/// of <c>rms</c> (a relative change of the log likelihood), and no tables.
/// </summary>
internal sealed class EfronFit
{
    private readonly RiskSetLayout _layout;
    private readonly CoxDesign _design;
    private readonly CoxObjective _objective;
    private readonly LowerCholesky _information;
    private double[] _scaled = [];

    private EfronFit(double[] time, bool[] events, double[][] columns)
    {
        _layout = RiskSetLayout.Create(SurvivalData.Create(time, events));
        var x = DesignMatrix.FromColumns([.. columns.Select((c, j) => (j.ToString(System.Globalization.CultureInfo.InvariantCulture), c))]);
        _design = CoxDesign.Create(_layout, x, [.. Enumerable.Range(0, columns.Length)]);
        _objective = new CoxObjective(_layout, _design.Rows, columns.Length, null, TieMethod.Efron);
        _information = new LowerCholesky(columns.Length);
        Coefficients = new double[columns.Length];
    }

    /// <summary>The coefficients.</summary>
    public double[] Coefficients { get; private set; }

    /// <summary>The log partial likelihood with all coefficients 0.</summary>
    public double LogLikelihoodNull { get; private set; }

    /// <summary>The log partial likelihood at the coefficients.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>Fits. Iteration ends when the log likelihood changes by no more than the tolerance, relatively.</summary>
    /// <exception cref="ConvergenceException">No events, collinear columns, or no convergence.</exception>
    public static EfronFit Fit(double[] time, bool[] events, double[][] columns, double tolerance = 1e-12, int iterations = 50)
    {
        if (!events.Contains(true))
            throw new ConvergenceException("There are no events, so no coefficient can be estimated.");
        var fit = new EfronFit(time, events, columns);
        fit.Iterate(tolerance, iterations);
        return fit;
    }

    /// <summary>The log partial likelihood at given coefficients.</summary>
    public double At(double[] coefficients)
    {
        _objective.Evaluate([.. coefficients.Select((b, j) => b * _design.Scale[j])], derivatives: false);
        return _objective.LogLikelihood;
    }

    /// <summary>The linear predictor, with the fit's own means taken off, of columns in the fit's order.</summary>
    public double[] LinearPredictor(double[][] columns)
    {
        var lp = new double[columns[0].Length];
        for (var j = 0; j < columns.Length; j++)
        {
            for (var i = 0; i < lp.Length; i++)
                lp[i] += Coefficients[j] * (columns[j][i] - _design.Center[j]);
        }
        return lp;
    }

    /// <summary>The standard error of a coefficient.</summary>
    public double StandardError(int column) => Math.Sqrt(_information.Inverse()[(column * Coefficients.Length) + column]) / _design.Scale[column];

    /// <summary>Efron's cumulative hazard at a time, where the (centred) linear predictor is 0.</summary>
    public double CumulativeHazard(double time)
    {
        _objective.Evaluate(_scaled, derivatives: false);
        return _objective.HazardUpTo(time);
    }

    private void Iterate(double tolerance, int iterations)
    {
        var (beta, step) = (new double[Coefficients.Length], new double[Coefficients.Length]);
        _objective.Evaluate(beta);
        var old = LogLikelihoodNull = _objective.LogLikelihood;
        for (var k = 0; ; k++)
        {
            Direction(step);
            var next = Add(beta, step);
            _objective.Evaluate(next);
            for (var halving = 0; halving < 30 && !(_objective.LogLikelihood >= old) && !(Math.Abs(1 - (old / _objective.LogLikelihood)) <= tolerance); halving++)
            {
                for (var j = 0; j < step.Length; j++)
                    step[j] /= 2;
                next = Add(beta, step);
                _objective.Evaluate(next);
            }
            var value = _objective.LogLikelihood;
            var change = Math.Abs(1 - (old / value));
            (beta, old) = (next, value);
            if (change <= tolerance || value == 0)
                break;
            if (k == iterations || !double.IsFinite(value))
                throw new ConvergenceException($"The model did not converge in {iterations} iterations; a coefficient may be infinite.");
        }
        Factor();
        (_scaled, LogLikelihood) = (beta, old);
        Coefficients = [.. beta.Select((b, j) => b / _design.Scale[j])];
    }

    private void Direction(double[] step)
    {
        Factor();
        _objective.Gradient.AsSpan(0, step.Length).CopyTo(step);
        _information.Solve(step);
    }

    private void Factor()
    {
        if (!_information.Factor(_objective.Information, _objective.Stride))
            throw new ConvergenceException("The information is singular: a column is constant, columns are collinear, or a coefficient is infinite.");
    }

    private static double[] Add(double[] beta, double[] step) => [.. beta.Zip(step, (b, s) => b + s)];
}
