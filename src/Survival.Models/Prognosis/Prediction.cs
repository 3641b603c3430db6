using System.Diagnostics;
using System.Globalization;
using System.Text;
using Notebooks;
using Survival.Models.NonParametric;
using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>What one predictor adds to a prediction.</summary>
/// <param name="Name">The predictor.</param>
/// <param name="Label">What it is called in print.</param>
/// <param name="Value">The patient's value, in words.</param>
/// <param name="Effect">What it adds to the linear predictor.</param>
/// <param name="HazardRatio">The hazard ratio against the model's reference: its mean in the training set, or its reference class.</param>
/// <param name="Points">Its points on the nomogram; NaN where the model has none.</param>
public sealed record PredictorContribution(string Name, string Label, string Value, double Effect, double HazardRatio, double Points)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>What a model says of one patient. It prints itself, with its warnings and what was assumed. For research use only.</summary>
[TypeFormatterSource(typeof(Formatters))]
[DebuggerDisplay("lp {LinearPredictor}, {TotalPoints} points")]
public sealed class Prediction
{
    private const double Z = 1.959963984540054;
    private readonly Lazy<SurvivalCurve>? _lazy;
    private readonly double _risk;
    private readonly double _riskError;

    internal Prediction(
        PrognosticModel model, BaselineHazard? baseline, double[] columns, Lazy<SurvivalCurve>? curve, double risk, double riskError) =>
        (Model, Baseline, Columns, _lazy, _risk, _riskError) = (model, baseline, columns, curve, risk, riskError);

    /// <summary>The patient's columns of the model.</summary>
    internal double[] Columns { get; }

    // Worked out only where it is asked for.
    private SurvivalCurve? Curve => _lazy?.Value;

    /// <summary>Whom it is of, where it was made for the rows of a table: the id, or the number of the row from 1; else empty.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>The model.</summary>
    public PrognosticModel Model { get; }

    /// <summary>The score of the model's signature; <see langword="null"/> of a model without one.</summary>
    public double? Score { get; internal init; }

    /// <summary>Whether the score is of the high-risk group; <see langword="null"/> without a signature or its cut-point.</summary>
    public bool? IsHighScore { get; internal init; }

    /// <summary>What each feature adds to the score, in the signature's order; empty where the score was given as a number.</summary>
    public required IReadOnlyList<FeatureContribution> Features { get; init; }

    /// <summary>What each predictor adds.</summary>
    public required IReadOnlyList<PredictorContribution> Predictors { get; init; }

    /// <summary>The linear predictor, not centred: the sum of coefficients times columns.</summary>
    public required double LinearPredictor { get; init; }

    /// <summary>The standard error of the linear predictor's difference from that of the reference; NaN where the model has no
    /// covariance.</summary>
    public required double StandardError { get; init; }

    /// <summary>The hazard relative to the model's reference, with 95 % limits: exp(<see cref="LinearPredictor"/> less
    /// <see cref="PrognosticModel.Centre"/>). The reference of a fit has the means of all columns, as R's <c>rms::cph</c> has;
    /// <c>survival::predict.coxph(type = "risk")</c> (<see cref="Cox.CoxModel.LinearPredictor(DesignMatrix, bool)"/>) takes 0 for columns
    /// of 0 and 1, so that the two differ by one factor for all patients.</summary>
    public required Interval RelativeHazard { get; init; }

    /// <summary>The nomogram's total points; NaN where the model has none.</summary>
    public required double TotalPoints { get; init; }

    /// <summary>The baseline, or <see langword="null"/>: then absolute survival, and risk, is refused.</summary>
    public BaselineHazard? Baseline { get; }

    /// <summary>What a reader must know: values unlike those of the model's patients, a score on raw features.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>What was assumed: the model's caveats, what this prediction adds to them, and the baseline's assumptions.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>Whether the model was fitted to patients that do not exist.</summary>
    public bool IsSimulated => Model.Description.IsSimulated;

    /// <summary>The coefficients' share of the variance of the cumulative hazard, of its value and gradient.</summary>
    internal Func<double, double[], double> HazardError { get; init; } = (_, _) => double.NaN;

    /// <summary>The probability of the event by a time, with 95 % limits: where the model's outcome names competing events, its cumulative
    /// incidence among them; else 1 - <see cref="SurvivalAt"/>.</summary>
    /// <param name="time">The time, from 0 to the baseline's last.</param>
    /// <returns>1 - exp(-H0(t) exp(lp)), with H0 the subdistribution hazard where events compete. Limits of a Fine-Gray model's own
    /// baseline
    /// are those of R's <c>survfit.coxph</c> on <c>finegray</c>'s rows with the model's covariance; of another baseline they carry the
    /// uncertainty of the coefficients only.</returns>
    /// <exception cref="IncompleteModelException">The model has no baseline.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the baseline's range.</exception>
    public Interval RiskAt(double time)
    {
        var free = FreeAt(time);
        return new Interval(
            Curve is null ? -double.ExpM1(-Known().HazardAt(time) * _risk) : 1 - free.Estimate, 1 - free.Upper, 1 - free.Lower);
    }

    /// <summary>The risk at each of the model's times that the baseline reaches.</summary>
    /// <exception cref="IncompleteModelException">The model has no baseline.</exception>
    public IReadOnlyList<(double Time, Interval Risk)> Risks => [.. Model.Horizons.Where(Known().Reaches).Select(h => (h, RiskAt(h)))];

    /// <summary>The probability of being free of the event at a time, with 95 % limits.</summary>
    /// <param name="time">The time, from 0 to the baseline's last.</param>
    /// <returns>exp(-H0(t) exp(lp)). Limits of a fit's own baseline are those of R's <c>survfit.coxph</c>; of another baseline they carry
    /// the uncertainty of the coefficients only.</returns>
    /// <exception cref="IncompleteModelException">The model has no baseline; the message says why and how to give one. Or it predicts a
    /// cumulative incidence, which is no survival (<see cref="RiskAt"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the baseline's range.</exception>
    public Interval SurvivalAt(double time)
    {
        RequireSurvival();
        return FreeAt(time);
    }

    private void RequireSurvival()
    {
        var words = Model.Description.Endpoint;
        if (words.IsIncidence)
            throw new IncompleteModelException(
                $"The model predicts the {words.Risk} among {words.Competing}, a cumulative incidence: it knows no survival and no median. "
                    + $"Take {nameof(RiskAt)}.");
    }

    private Interval FreeAt(double time)
    {
        var baseline = Known();
        var hazard = baseline.HazardAt(time);
        if (baseline.Variances.Length > 0)
        {
            var free = Math.Exp(-hazard * _risk);
            var k = baseline.StepAt(time);
            if (k < 0)
                return new Interval(1, 1, 1);
            var gradient = baseline.Gradients.AsSpan(k * Columns.Length, Columns.Length).ToArray();
            var error = _risk * Math.Sqrt(baseline.Variances[k] + HazardError(hazard, gradient));
            return new Interval(free, free * Math.Exp(-Z * error), Math.Min(1, free * Math.Exp(Z * error)));
        }
        if (Curve is { } curve)
        {
            var at = curve.At(time);
            return new Interval(at.Estimate, at.Lower, at.Upper);
        }
        return new Interval(
            Math.Exp(-hazard * _risk),
            Math.Exp(-hazard * _risk * Math.Exp(Z * _riskError)),
            Math.Exp(-hazard * _risk * Math.Exp(-Z * _riskError))
        );
    }

    /// <summary>Survival at each of the model's times that the baseline reaches.</summary>
    /// <exception cref="IncompleteModelException">The model has no baseline, or predicts a cumulative incidence.</exception>
    public IReadOnlyList<(double Time, Interval Survival)> Survival =>
        [.. Model.Horizons.Where(Known().Reaches).Select(h => (h, SurvivalAt(h)))];

    /// <summary>The first time at which the predicted survival is one half or less, with 95 % limits; NaN where it is not reached before
    /// the baseline ends.</summary>
    /// <exception cref="IncompleteModelException">The model has no baseline, or predicts a cumulative incidence, which has no
    /// median.</exception>
    public Interval Median
    {
        get
        {
            RequireSurvival();
            var baseline = Known();
            if (Curve is { } curve)
            {
                var median = curve.Median;
                return new Interval(median.Estimate, median.Lower, median.Upper);
            }
            double At(double risk) => double.IsNaN(risk) ? double.NaN : baseline.TimeAt(Math.Log(2) / risk);
            return new Interval(At(_risk), At(_risk * Math.Exp(Z * _riskError)), At(_risk * Math.Exp(-Z * _riskError)));
        }
    }

    /// <summary>The prediction as a text: score, points, hazard, survival or risk at the model's times, what was assumed.</summary>
    public override string ToString() => ToString(Model.Horizons);

    /// <summary>The prediction as a text, with survival at other times.</summary>
    /// <param name="times">The times; those beyond the baseline say so.</param>
    public string ToString(IReadOnlyList<double> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        var (text, words) = (new StringBuilder(), Model.Description.Endpoint);
        if (IsSimulated)
            text.AppendLine(ModelDescription.SimulatedCaveat);
        if (Score is { } score)
        {
            var label = Model.Predictors.First(p => p.Name == Model.Signature!.Name).Label;
            Line(
                label,
                $"{Number(score, "0.0000")}"
                    + $"{(IsHighScore is { } high ? $" -> group of {(high ? "high" : "low")} {label} ({Model.Signature!.RuleText})" : "")}"
            );
        }
        foreach (var part in Predictors)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {part.Label,-34}{part.Value,-26}{(double.IsNaN(part.Points) ? "" : Number(part.Points, "0.0") + " points"),14}"
            );
        if (!double.IsNaN(TotalPoints))
            Line("total", $"{Number(TotalPoints, "0.0")} points");
        Line(
            "linear predictor",
            Number(LinearPredictor, "0.0000") + (double.IsNaN(StandardError) ? "" : $" (standard error {Number(StandardError, "0.0000")})")
        );
        Line("relative hazard", $"{Text(RelativeHazard, "0.00")}, {Model.Description.Reference}");
        if (Baseline is not { } baseline)
        {
            Line(words.Predicted, "not told: " + Model.Description.NoBaseline);
        }
        else
        {
            foreach (var time in times)
                Line(
                    $"{words.Predicted} at {words.Time(time)}",
                    baseline.Reaches(time)
                        ? Text(words.IsIncidence ? RiskAt(time) : SurvivalAt(time), "0.000")
                        : $"beyond the baseline, which ends at {words.Time(baseline.LastTime)}"
                );
            if (words.IsIncidence)
                text.AppendLine(CultureInfo.InvariantCulture, $"  {words.IncidenceNote}");
            else
                Median(this);
            Line("baseline", $"{baseline.Name} ({baseline.Kind.ToString().ToLowerInvariant()})");
            foreach (var assumption in baseline.Assumptions)
                text.AppendLine(CultureInfo.InvariantCulture, $"  {assumption}");
        }
        foreach (var warning in Warnings)
            text.AppendLine(CultureInfo.InvariantCulture, $"warning: {warning}");
        return text.Append(Model.Description.Disclaimer).ToString();

        void Median(Prediction of)
        {
            var median = of.Median;
            Line(
                "median",
                double.IsNaN(median.Estimate)
                    ? $"not reached within {words.Time(of.Baseline!.LastTime)}"
                    : Text(median, "0.0") + (words.TimeUnit.Length > 0 ? " " + words.TimeUnit : "")
            );
        }

        void Line(string name, string value) => text.AppendLine(CultureInfo.InvariantCulture, $"{name,-35} {value}");
    }

    private static string Text(Interval value, string format) => double.IsNaN(value.Lower) && double.IsNaN(value.Upper)
        ? Number(value.Estimate, format)
        : $"{Number(value.Estimate, format)} ({Number(value.Lower, format)} to {Number(value.Upper, format)})";

    private static string Number(double value, string format) =>
        double.IsNaN(value) ? "not reached" : value.ToString(format, CultureInfo.InvariantCulture);

    private BaselineHazard Known() =>
        Baseline
        ?? throw new IncompleteModelException(
            $"{Model.Description.NoBaseline} ({nameof(BaselineHazard)}.{nameof(BaselineHazard.Supplied)} takes numbers, "
                + $".{nameof(BaselineHazard.Recalibrate)} estimates one on a cohort; "
                    + $"{nameof(PrognosticModel)}.{nameof(PrognosticModel.With)} puts it into the model.)"
        );
}
