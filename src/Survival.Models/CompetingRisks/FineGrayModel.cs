using System.Diagnostics;
using System.Globalization;
using System.Text;
using Plain;
using Survival.Models.Cox;
using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.CompetingRisks;

/// <summary>
/// A proportional subdistribution hazards model (J. P. Fine and R. J. Gray, JASA 94, 1999, doi:10.1080/01621459.1999.10474144), with
/// Breslow's ties: R's
/// <c>cmprsk::crr</c>, and <c>coxph(ties = "breslow")</c> on <c>survival::finegray</c>'s rows where there are weights, entry times or
/// clusters. O(n p^2) a step.
/// </summary>
[DebuggerDisplay("Fine-Gray model of cause {Cause}, {RowCount} rows, {EventCount} events")]
public sealed partial class FineGrayModel
{
    private readonly double[] _beta;
    private readonly double[] _means;
    private readonly (double[] Time, double[] Hazard)[] _baseline;
    private readonly int[] _strata;
    private readonly double _slack;
    private string _title = "";

    private FineGrayModel(
        int cause,
        DesignMatrix x,
        double[] beta,
        double[] means,
        double[] covariance,
        (double[], double[])[] baseline,
        int[] strata,
        double slack
    )
    {
        (Cause, ColumnNames, _beta, _means, Covariance, _baseline, _strata, _slack) = (
            cause,
            x.ColumnNames,
            beta,
            means,
            covariance,
            baseline,
            strata,
            slack
        );
        (Terms, RowCount) = (x.Terms, x.RowCount);
    }

    /// <summary>The cause.</summary>
    public int Cause { get; }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The variables that the columns stand for.</summary>
    public IReadOnlyList<DesignTerm> Terms { get; }

    /// <summary>The log subdistribution hazard ratios.</summary>
    public ReadOnlySpan<double> Coefficients => _beta;

    /// <summary>Their covariance matrix, row after row.</summary>
    public IReadOnlyList<double> Covariance { get; }

    /// <summary>Their standard errors.</summary>
    public double[] StandardErrors => [.. Enumerable.Range(0, _beta.Length).Select(j => Math.Sqrt(Covariance[(j * _beta.Length) + j]))];

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The columns' means, where <see cref="AtMeans"/> holds.</summary>
    internal double[] Means => _means;

    /// <summary>The strata's codes, in the order of <see cref="AtMeans"/>; <c>0</c> alone without strata.</summary>
    internal IReadOnlyList<int> Strata => _strata;

    /// <summary>What a prediction with limits needs of each stratum.</summary>
    internal IReadOnlyList<FineGrayBaseline> AtMeans { get; private init; } = [];

    /// <summary>The number of events of the cause.</summary>
    public int EventCount { get; private init; }

    /// <summary>The number of competing events.</summary>
    public int CompetingCount { get; private init; }

    /// <summary>The log pseudo-likelihood at zero.</summary>
    public double LogLikelihoodNull { get; private init; }

    /// <summary>The log pseudo-likelihood at the estimate.</summary>
    public double LogLikelihood { get; private init; }

    /// <summary>The number of Newton steps.</summary>
    public int Iterations { get; private init; }

    /// <summary>Fits the model.</summary>
    /// <param name="data">The follow-up; weights, strata (each with its own baseline and censoring distribution), entry times and clusters
    /// (whose scores are added up for the variance) count.</param>
    /// <param name="x">The covariates, a row for each row of the follow-up.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="censoringGroup">The group of each row whose censoring distribution is estimated by itself (<c>crr</c>'s
    /// <c>cengroup</c>); empty for one. After a group's last follow-up its competing events have no weight, as in <c>crr</c>.</param>
    /// <param name="cancellationToken">Stops the iteration.</param>
    /// <exception cref="ArgumentException">Different numbers of rows, or an option out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">No row has the cause, a column is constant, there are as many columns as rows, or
    /// late entries leave a competing event without a weight (the message names its row).</exception>
    /// <exception cref="ConvergenceException">Collinear columns, a monotone likelihood, or no convergence.</exception>
    public static FineGrayModel Fit(
        CompetingRisksData data,
        DesignMatrix x,
        int cause,
        FineGrayOptions? options = null,
        ReadOnlySpan<int> censoringGroup = default,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(x);
        options ??= FineGrayOptions.Default;
        options.Check();
        data.Require(cause);
        if (x.RowCount != data.Count)
            throw new ArgumentException(Invariant(
                $"There are {data.Count} rows of follow-up but {x.RowCount} rows of covariates."
            ), nameof(x));
        if (!censoringGroup.IsEmpty && censoringGroup.Length != data.Count)
            throw new ArgumentException(
                $"There are {data.Count} rows but {censoringGroup.Length} censoring groups.",
                nameof(censoringGroup)
            );
        if (x.ColumnCount == 0 || x.ColumnCount >= data.Count)
            throw new InvalidSurvivalDataException(
                Invariant(
                    $"{x.ColumnCount} columns cannot be fitted to {data.Count} rows; there must be at least one, and fewer than rows."
                )
            );
        if (x.ConstantColumns() is [var constant, ..])
            throw new InvalidSurvivalDataException(
                $"The column '{constant}' holds one value only, so it has no coefficient. Leave it out.",
                column: constant
            );
        var plain = data.AnyEvent.Weight.IsEmpty && data.AnyEvent.Entry.IsEmpty && data.AnyEvent.Cluster.IsEmpty;
        var target = new FineGrayObjective(data, x, cause, censoringGroup, options.EventsFirst ?? !plain);
        var newton = new NewtonRaphson(target);
        if (!newton.Start())
            throw new ConvergenceException(
                "The columns are collinear; leave one of them out: "
                    + PlainWords.List(x.ColumnNames.Where((_, j) => newton.Information.Dependent[j]))
                    + ".",
                [.. x.ColumnNames.Where((_, j) => newton.Information.Dependent[j])]
            );
        var reach = new double[target.Columns];
        for (var i = 0; i < target.Values.Length; i++)
            reach[i % reach.Length] = Math.Max(reach[i % reach.Length], Math.Abs(target.Values[i]));
        var failure = newton.Run(reach, new NewtonRule(options.Tolerance, options.MaxIterations, MostMove: 20), cancellationToken);
        if (failure != NewtonFailure.None)
        {
            string[] names = [.. newton.AtFault.Select(j => x.ColumnNames[j])];
            throw new ConvergenceException(
                failure == NewtonFailure.Monotone
                    ? Invariant(
                        $"The likelihood grows without bound in '{string.Join("', '", names)}': all events of cause {cause} lie to one "
                    )
                        + $"side. Leave the column out or join rare levels."
                    : Invariant($"No optimum was reached in {newton.Iterations} steps ('{string.Join("', '", names)}')."), names);
        }
        target.Evaluate(newton.Beta);
        var information = target.Information();
        newton.Information.Factor(information, target.Columns);
        var covariance = FineGrayVariance.Of(target, newton.Information.Inverse(), options.CensoringVariance ?? plain);
        var p = target.Columns;
        var beta = new double[p];
        for (var j = 0; j < p; j++)
        {
            beta[j] = newton.Beta[j] / target.Scale[j];
            for (var m = 0; m < p; m++)
                covariance[(j * p) + m] /= target.Scale[j] * target.Scale[m];
        }
        double[] means = [.. Enumerable.Range(0, p).Select(j => x.Column(j).ToArray().Average())];
        var centre = 0.0;
        for (var j = 0; j < p; j++)
            centre += beta[j] * means[j];
        var strata = data.AnyEvent.Stratum.IsEmpty ? [0] : data.AnyEvent.Stratum.ToArray().Distinct().Order().ToArray();
        var baseline = new (double[], double[])[strata.Length];
        for (var s = 0; s < strata.Length; s++)
        {
            var (begin, end) = (target.EventStart[s], target.EventStart[s + 1]);
            var hazard = new double[end - begin];
            for (var k = begin; k < end; k++)
                hazard[k - begin] =
                    (k > begin ? hazard[k - begin - 1] : 0) + (target.EventWeight[k] / target.AtRisk[k] * Math.Exp(-target.Shift - centre));
            baseline[s] = (target.EventTime[begin..end], hazard);
        }
        return new FineGrayModel(cause, x, beta, means, covariance, baseline, strata, data.AnyEvent.TimeSlack)
        {
            _title = data.TitleOf(cause),
            EventCount = target.Own.Count(e => e),
            CompetingCount = target.Competing.Count(e => e),
            // The likelihood of R counts unscaled risks; a shift leaves it as it is.
            LogLikelihoodNull = newton.ValueAtStart,
            LogLikelihood = newton.Value,
            Iterations = newton.Iterations,
            AtMeans = [.. strata.Select((_, s) => FineGrayBaseline.Of(target, s))],
        };
    }

    /// <summary>The baseline of given linear predictors, where they are 0, in follow-up without strata.</summary>
    internal static FineGrayBaseline BaselineOf(
        CompetingRisksData data, int cause, double[] linearPredictors, bool? eventsFirst = null)
    {
        var target = Given(data, cause, linearPredictors, eventsFirst, out _);
        var baseline = FineGrayBaseline.Of(target, 0);
        // The objective's column is less its mean.
        var centre = Math.Exp(-linearPredictors.Average());
        return baseline with { Hazard = Array.ConvertAll(baseline.Hazard, h => h * centre) };
    }

    /// <summary>The log pseudo-likelihood of given linear predictors.</summary>
    internal static double LogLikelihoodOf(CompetingRisksData data, int cause, double[] linearPredictors)
    {
        Given(data, cause, linearPredictors, null, out var value);
        return value;
    }

    private static FineGrayObjective Given(
        CompetingRisksData data, int cause, double[] linearPredictors, bool? eventsFirst, out double value)
    {
        var plain = data.AnyEvent.Weight.IsEmpty && data.AnyEvent.Entry.IsEmpty && data.AnyEvent.Cluster.IsEmpty;
        var target = new FineGrayObjective(data, DesignMatrix.FromColumns(("lp", linearPredictors)), cause, default, eventsFirst ?? !plain);
        value = target.Evaluate([target.Scale[0]]);
        target.Information();
        return target;
    }

    /// <summary>The coefficients with their hazard ratios, limits and tests.</summary>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    public IReadOnlyList<CoxCoefficient> Table(double confidenceLevel = 0.95)
    {
        var z = Confidence.Critical(confidenceLevel);
        var se = StandardErrors;
        return new ResultList<CoxCoefficient>([.. _beta.Select((b, j) => CoxCoefficient.Wald(ColumnNames[j], b, se[j], se[j], z))]);
    }

    /// <summary>The linear predictor of rows, not centred.</summary>
    /// <param name="x">Covariates: the model's columns, in any order.</param>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    public double[] LinearPredictor(DesignMatrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var eta = new double[x.RowCount];
        for (var j = 0; j < _beta.Length; j++)
        {
            var column = x.Column(x.IndexOf(ColumnNames[j]));
            for (var i = 0; i < eta.Length; i++)
                eta[i] += _beta[j] * column[i];
        }
        return eta;
    }

    /// <summary>The chance of an event of the cause by a time: 1 - exp(-cumulative subdistribution hazard).</summary>
    /// <param name="x">Covariates: the model's columns, in any order.</param>
    /// <param name="time">The time; not negative.</param>
    /// <param name="stratum">The stratum's code; the first by default.</param>
    /// <exception cref="ArgumentException">A column is missing, or there is no such stratum.</exception>
    public double[] PredictIncidence(DesignMatrix x, double time, int? stratum = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        var s = stratum is { } code ? Array.IndexOf(_strata, code) : 0;
        if (s < 0)
            throw new ArgumentException(Invariant(
                $"There is no stratum {stratum}. The strata are: {PlainWords.List(_strata.Select(known => Invariant($"{known}")))}."
            ), nameof(stratum));
        var (times, hazard) = _baseline[s];
        var k = TimeFix.CountUpTo(times, time, _slack) - 1;
        return Array.ConvertAll(LinearPredictor(x), eta => k < 0 ? 0 : -double.ExpM1(-hazard[k] * Math.Exp(eta)));
    }

    /// <summary>The baseline: event times and the cumulative subdistribution hazard at covariates of 0.</summary>
    /// <param name="stratum">The stratum's place, from 0.</param>
    public (IReadOnlyList<double> Time, IReadOnlyList<double> CumulativeHazard) Baseline(int stratum = 0) => _baseline[stratum];

    /// <summary>The table that <c>summary(crr)</c> prints.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Fine-Gray model of {_title}: n = {RowCount}, events = {EventCount}, competing = {CompetingCount}\n"
            )
        );
        var width = Math.Max(8, ColumnNames.Max(n => n.Length));
        text.Append(CultureInfo.InvariantCulture, $"{"".PadRight(width)}      coef  exp(coef)   se(coef)        z  p\n");
        foreach (var c in Table())
            text.Append(
                CultureInfo.InvariantCulture,
                $"{c.Name.PadRight(width)} {c.Coefficient,9:G4} {c.HazardRatio,10:G4} {c.StandardError,10:G4} {c.Test.Statistic,8:F3}  "
                    + $"{PValue.Significant(c.PValue)}\n"
            );
        return text.Append(
                CultureInfo.InvariantCulture,
                $"Pseudo log-likelihood = {LogLikelihood:G6}; likelihood ratio = {2 * (LogLikelihood - LogLikelihoodNull):G4} on "
                    + $"{_beta.Length} df\n"
            )
            .ToString();
    }
}
