using System.Diagnostics;
using System.Globalization;
using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>
/// A Cox model with Firth's penalty, log L + 1/2 log det I (Firth, Biometrika 1993;80:27; Heinze and Schemper, Biometrics 2001;57:114,
/// whose <c>coxphf</c> it follows):
/// its coefficients are finite even where a column separates the events (monotone likelihood). Intervals and tests are of the profile
/// penalised likelihood. Entry times, weights and strata of the follow-up are used; its clusters are not. O(n p^2) a step.
/// </summary>
[DebuggerDisplay("Firth's Cox model, {Table.Count} columns")]
public sealed partial class FirthCox
{
    private const double MostMove = 5; // of a row's predictor in one step

    private FirthCox(CoxModel model, IReadOnlyList<CoxCoefficient> table, double atZero, double atEstimate) =>
        (Model, Table, PenalisedLogLikelihoodNull, PenalisedLogLikelihood) = (model, table, atZero, atEstimate);

    /// <summary>The model at the penalised estimate: predictions, curves, residuals, saving. Its likelihoods are without the
    /// penalty.</summary>
    public CoxModel Model { get; }

    /// <summary>The table of coefficients with profile intervals.</summary>
    public IReadOnlyList<CoxCoefficient> Table { get; }

    /// <summary>The level of the profile intervals.</summary>
    public double ConfidenceLevel { get; private init; }

    /// <summary>The penalised log likelihood with all coefficients 0.</summary>
    public double PenalisedLogLikelihoodNull { get; }

    /// <summary>The penalised log likelihood at the estimate.</summary>
    public double PenalisedLogLikelihood { get; }

    /// <summary>The penalised likelihood-ratio test of all coefficients.</summary>
    public TestResult LikelihoodRatioTest =>
        TestResult.ChiSquared(2 * (PenalisedLogLikelihood - PenalisedLogLikelihoodNull), Table.Count, "Penalised likelihood ratio test");

    /// <summary>Fits.</summary>
    /// <param name="data">The follow-up; without clusters, weights whole.</param>
    /// <param name="x">The covariates; at least one column.</param>
    /// <param name="options">How; Breslow's ties by default.</param>
    /// <param name="cancellationToken">Stops the iteration.</param>
    /// <exception cref="ArgumentException">Different numbers of rows, no columns, clusters, weights that are not whole, exact ties, or an
    /// option out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">No events, or a constant column.</exception>
    /// <exception cref="ConvergenceException">Collinear columns, or no convergence.</exception>
    public static FirthCox Fit(
        SurvivalData data, DesignMatrix x, FirthOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= FirthOptions.Default;
        if (options.Ties == TieMethod.Exact)
            throw new ArgumentException("Firth's penalty is not defined here for exact ties. Use Breslow's or Efron's.", nameof(options));
        ArgumentNullException.ThrowIfNull(x);
        if (x.ColumnCount == 0)
            throw new ArgumentException("There are no columns to fit.", nameof(x));
        if (!data.Cluster.IsEmpty || data.HasFractionalWeight)
            throw new ArgumentException(
                "Firth's penalty has no robust variance: its limits and tests take patients for independent and weights for repeated rows. "
                + "Give follow-up without clusters and with whole weights, or fit an ordinary Cox model.",
                nameof(data));
        var limit = Math.Pow(Numerics.Confidence.Critical(options.ConfidenceLevel), 2);
        var coxOptions = new CoxOptions { Ties = options.Ties, Robust = false };
        CoxModel.Check(data, x, coxOptions, default);
        var training = CoxTraining.Create(data, x, coxOptions, default);
        training.RefuseConstant();
        var objective = new FirthObjective(training);
        var p = x.ColumnCount;
        if (!double.IsFinite(objective.Evaluate(new double[p])))
            throw training.Collinear(objective.Dependent());
        var (atZero, nullLikelihood, score) = (objective.Value, objective.LogLikelihood, objective.PlainScoreStatistic());
        var newton = Maximise(objective, -1, new double[p], training, options, cancellationToken);
        var (beta, best) = (newton.Beta, newton.Value);
        objective.Evaluate(beta);
        var model = training.FinishAt(beta, objective.Inverse, nullLikelihood, objective.LogLikelihood, score, newton.Iterations);
        var rows = new List<CoxCoefficient>();
        for (var j = 0; j < p; j++)
        {
            var scale = training.Design.Scale[j];
            var error = model.StandardErrors[j] * scale;
            double Drop(double b)
            {
                var held = (double[])beta.Clone();
                held[j] = b;
                return 2 * (best - Maximise(objective, j, held, training, options, cancellationToken).Value);
            }
            var test = Math.Max(0, Drop(0));
            var b = beta[j] / scale;
            var (lower, upper) = (Limit(Drop, beta[j], -error, limit) / scale, Limit(Drop, beta[j], error, limit) / scale);
            rows.Add(new CoxCoefficient(
                x.ColumnNames[j], b, Math.Exp(b), error / scale, error / scale, Math.Exp(lower), Math.Exp(upper),
                new TestResult(test, 1, Tails.ChiSquareUpper(test, 1), "Penalised likelihood ratio test")));
        }
        var shift = training.Design.Scale.Sum(s => Math.Log(s));
        return new FirthCox(model, rows, atZero + shift, best + shift) { ConfidenceLevel = options.ConfidenceLevel };
    }

    // From coefficients, of which one is held where it is not negative.
    private static NewtonRaphson Maximise(
        FirthObjective objective, int held, double[] start, CoxTraining training, FirthOptions options, CancellationToken cancellationToken)
    {
        objective.Hold(held, start);
        int[] free = [.. Enumerable.Range(0, start.Length).Where(j => j != held)];
        var reach = Array.ConvertAll(free, j => training.Design.Reach[j]);
        var newton = new NewtonRaphson(objective);
        if (!newton.Start(Array.ConvertAll(free, j => start[j])))
            throw new ConvergenceException("The information is singular where the iteration starts.");
        var failure = newton.Run(reach, new NewtonRule(options.Tolerance, options.MaxIterations, MostMove: MostMove), cancellationToken);
        if (failure == NewtonFailure.None)
            return newton;
        string[] names = [.. newton.AtFault.Select(a => training.X.ColumnNames[free[a]])];
        throw new ConvergenceException(
            Invariant($"The penalised likelihood did not converge in {newton.Iterations} steps; the coefficient of ")
                + Invariant($"'{string.Join("', '", names)}' ")
            + "still moves most. Raise MaxIterations.", names);
    }

    // Where the profile has fallen by the limit, on one side of the estimate. Where the information all but vanishes its determinant is
    // rounding, and the profile cannot be followed there: that takes nothing from the estimate.
    private static double Limit(Func<double, double> drop, double beta, double step, double limit)
    {
        try
        {
            return Bound(drop, beta, step, limit);
        }
        catch (ConvergenceException)
        {
            return double.NaN;
        }
    }

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

    /// <summary>The table of coefficients with profile limits, and the test of all of them.</summary>
    public override string ToString()
    {
        var level = ConfidenceLevel.ToString(".####", CultureInfo.InvariantCulture);
        var table = new TextTable("", "coef", "se(coef)", "exp(coef)", $"lower {level}", $"upper {level}", "Chisq", "p");
        foreach (var c in Table)
        {
            table.Row(
                c.Name, TextTable.Number(c.Coefficient), TextTable.Number(c.StandardError), TextTable.Number(c.HazardRatio),
                    TextTable.Number(c.Lower),
                TextTable.Number(c.Upper), TextTable.Number(c.Test.Statistic), PValue.Significant(c.PValue));
        }
        return Invariant($"Cox model with Firth's penalty, profile limits\nn= {Model.RowCount}, number of events= ")
            + Invariant($"{Model.EventCount}\n\n{table}\n{LikelihoodRatioTest}");
    }
}
