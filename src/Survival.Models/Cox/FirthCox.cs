using Survival.Models.Data;
using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>
/// A Cox model with Firth's penalty, log L + 1/2 log det I (Firth, Biometrika 1993;80:27; Heinze and Schemper, Biometrics 2001;57:114, whose <c>coxphf</c> it follows):
/// its coefficients are finite even where a column separates the events (monotone likelihood). Intervals and tests are of the profile
/// penalised likelihood. Entry times, weights and strata of the follow-up are used; its clusters are not. O(n p^2) a step.
/// </summary>
public sealed class FirthCox
{
    private FirthCox(CoxModel model, IReadOnlyList<FirthCoefficient> table, double atZero, double atEstimate) =>
        (Model, Table, PenalizedLogLikelihoodNull, PenalizedLogLikelihood) = (model, table, atZero, atEstimate);

    /// <summary>The model at the penalised estimate: predictions, curves, residuals, saving. Its likelihoods are without the penalty.</summary>
    public CoxModel Model { get; }

    /// <summary>The table of coefficients with profile intervals.</summary>
    public IReadOnlyList<FirthCoefficient> Table { get; }

    /// <summary>The penalised log likelihood with all coefficients 0.</summary>
    public double PenalizedLogLikelihoodNull { get; }

    /// <summary>The penalised log likelihood at the estimate.</summary>
    public double PenalizedLogLikelihood { get; }

    /// <summary>The penalised likelihood-ratio test of all coefficients.</summary>
    public TestResult LikelihoodRatioTest =>
        TestResult.ChiSquared(2 * (PenalizedLogLikelihood - PenalizedLogLikelihoodNull), Table.Count, "Penalised likelihood ratio test");

    /// <summary>Fits.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="x">The covariates; at least one column.</param>
    /// <param name="options">How; Breslow's ties by default.</param>
    /// <param name="cancellation">Stops the iteration.</param>
    /// <exception cref="ArgumentException">Different numbers of rows, no columns, exact ties, or an option out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">No events, or a constant column.</exception>
    /// <exception cref="ConvergenceException">Collinear columns, or no convergence.</exception>
    public static FirthCox Fit(SurvivalData data, DesignMatrix x, FirthOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= FirthOptions.Default;
        if (options.Ties == TieMethod.Exact)
            throw new ArgumentException("Firth's penalty is not defined here for exact ties. Use Breslow's or Efron's.", nameof(options));
        ArgumentNullException.ThrowIfNull(x);
        if (x.ColumnCount == 0)
            throw new ArgumentException("There are no columns to fit.", nameof(x));
        var limit = Math.Pow(Numerics.Confidence.Critical(options.ConfidenceLevel), 2);
        var coxOptions = new CoxOptions { Ties = options.Ties, Robust = false };
        CoxModel.Check(data, x, coxOptions, default);
        var training = CoxTraining.Create(data, x, coxOptions, default);
        training.RefuseConstant();
        var objective = new FirthObjective(training);
        var p = x.ColumnCount;
        var start = new double[p];
        if (!objective.Evaluate(start))
            throw training.Collinear(objective.Dependent());
        var atZero = objective.Value;
        var (nullLikelihood, score) = (objective.LogLikelihood, objective.PlainScoreStatistic());
        var beta = objective.Maximise(start, -1, options, x.ColumnNames, cancellation, out var iterations);
        var best = objective.Value;
        var model = training.FinishAt(beta, objective.Inverse(), nullLikelihood, objective.LogLikelihood, score, iterations);
        var rows = new List<FirthCoefficient>();
        for (var j = 0; j < p; j++)
        {
            var scale = training.Design.Scale[j];
            var error = model.StandardErrors[j] * scale;
            double Drop(double b)
            {
                var fixedStart = (double[])beta.Clone();
                fixedStart[j] = b;
                objective.Maximise(fixedStart, j, options, x.ColumnNames, cancellation, out _);
                return 2 * (best - objective.Value);
            }
            var test = Math.Max(0, Drop(0));
            var b = beta[j] / scale;
            rows.Add(new FirthCoefficient(
                x.ColumnNames[j], b, error / scale, Math.Exp(b), Math.Exp(Bound(Drop, beta[j], -error, limit) / scale), Math.Exp(Bound(Drop, beta[j], error, limit) / scale), test, Tails.ChiSquareUpper(test, 1)));
        }
        var shift = training.Design.Scale.Sum(s => Math.Log(s));
        return new FirthCox(model, rows, atZero + shift, best + shift);
    }

    // Where the profile has fallen by the limit, on one side of the estimate.
    private static double Bound(Func<double, double> drop, double beta, double step, double limit)
    {
        var (near, far) = (beta, beta + (2 * step));
        for (var k = 0; k < 40; k++)
        {
            if (drop(far) >= limit)
                return RootFinder.Find(b => drop(b) - limit, Math.Min(near, far), Math.Max(near, far));
            (near, far) = (far, beta + ((far - beta) * 1.6));
            if (Math.Abs(far - beta) > 200 * Math.Abs(step))
                break;
        }
        return step < 0 ? double.NegativeInfinity : double.PositiveInfinity;
    }
}
