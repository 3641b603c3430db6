using System.Globalization;
using Survival.Models.Cox;
using Survival.Models.RiskSets;

namespace Survival.Models.Calibration;

/// <summary>
/// A Cox model of a few columns with Efron's ties, fitted as often as a bootstrap asks for it: <see cref="CoxModel"/>'s likelihood, but
/// with the stopping rule
/// of <c>rms</c> (a relative change of the log likelihood), and no tables.
/// </summary>
internal sealed class EfronFit
{
    private readonly CoxDesign _design;
    private readonly CoxObjective _objective;
    private readonly NewtonRaphson _newton;
    private readonly StepCurve _hazard;

    private EfronFit(CoxDesign design, CoxObjective objective, NewtonRaphson newton)
    {
        (_design, _objective, _newton) = (design, objective, newton);
        _hazard = objective.Likelihood.CumulativeHazard();
        (LogLikelihoodNull, LogLikelihood) = (newton.ValueAtStart, newton.Value);
        Coefficients = [.. newton.Beta.Select((b, j) => b / design.Scale[j])];
    }

    /// <summary>The coefficients.</summary>
    public double[] Coefficients { get; }

    /// <summary>The log partial likelihood with all coefficients 0.</summary>
    public double LogLikelihoodNull { get; }

    /// <summary>The log partial likelihood at the coefficients.</summary>
    public double LogLikelihood { get; }

    /// <summary>Fits. Iteration ends when the log likelihood changes by no more than the tolerance, relatively.</summary>
    /// <exception cref="ConvergenceException">No events, collinear columns, or no convergence.</exception>
    public static EfronFit Fit(SurvivalData data, double[][] columns, double tolerance = 1e-12, int iterations = 50)
    {
        if (data.EventCount == 0)
            throw new ConvergenceException("There are no events, so no coefficient can be estimated.");
        var followUp = SortedFollowUp.Of(data);
        string[] names = [.. Enumerable.Range(0, columns.Length).Select(j => j.ToString(CultureInfo.InvariantCulture))];
        var x = DesignMatrix.FromColumns([.. columns.Select((c, j) => (names[j], c))]);
        var design = CoxDesign.Create(followUp, x, [.. Enumerable.Range(0, columns.Length)]);
        var objective = new CoxObjective(followUp, design.Rows, columns.Length, null, TieMethod.Efron);
        var newton = new NewtonRaphson(objective);
        if (!newton.Start())
            throw new ConvergenceException(
                "The information is singular: a column is constant, columns are collinear, or a coefficient is infinite.");
        var failure = newton.Run(design.Reach, new NewtonRule(tolerance, iterations, ByChange: true));
        return failure == NewtonFailure.None ? new EfronFit(design, objective, newton)
            : throw CoxFailure.Of(failure, newton.AtFault, names);
    }

    /// <summary>The log partial likelihood at given coefficients.</summary>
    public double At(double[] coefficients) => _objective.Evaluate([.. coefficients.Select((b, j) => b * _design.Scale[j])]);

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
    public double StandardError(int column) =>
        Math.Sqrt(_newton.Information.Inverse()[(column * Coefficients.Length) + column]) / _design.Scale[column];

    /// <summary>Efron's cumulative hazard at a time, where the (centred) linear predictor is 0.</summary>
    public double CumulativeHazard(double time) => _hazard.At(time);
}
