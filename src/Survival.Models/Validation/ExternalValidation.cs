using System.Globalization;
using System.Text;
using Plain;
using Survival.Models.Calibration;
using Survival.Models.Cox;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.Numerics;
using Survival.Models.Prognosis;

namespace Survival.Models.Validation;

/// <summary>A model's performance at a time.</summary>
/// <param name="Time">The time.</param>
/// <param name="Auc">The area under the ROC curve. Where other events compete, patients whom one took by the time are controls, and the
/// standard error and limits are NaN.</param>
/// <param name="Brier">The Brier score; its standard error and limits are NaN where other events compete.
/// <see langword="null"/> without a baseline that reaches the time.</param>
/// <param name="InTheLarge">Observed over expected risk; <see langword="null"/> without such a baseline. Where other events compete the
/// observed risk is Aalen and Johansen's incidence, with limits by Aalen's variance.</param>
/// <param name="Groups">Calibration by groups of predicted survival; <see langword="null"/> without such a baseline. Where other events
/// compete, predicted risk beside Aalen and Johansen's incidence.</param>
/// <param name="Curve">The smooth calibration curve; <see langword="null"/> without such a baseline, where the cohort is too small for
/// one, or where other events compete.</param>
/// <param name="Decisions">The decision curve, of which the model is called <c>model</c>; <see langword="null"/> without such a
/// baseline, or where other events compete.</param>
public sealed record ExternalHorizon(
    double Time,
    TimeAuc Auc,
    BrierAt? Brier,
    InTheLarge? InTheLarge,
    GroupedCalibration? Groups,
    SmoothCalibration? Curve,
    DecisionCurve? Decisions)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>How far a model is adapted to a cohort.</summary>
public enum RecalibrationKind
{
    /// <summary>A new baseline; the hazard ratios are kept.</summary>
    Baseline,

    /// <summary>A new baseline, and one factor for all coefficients.</summary>
    Slope,

    /// <summary>A new baseline and new coefficients.</summary>
    Refit,
}

/// <summary>A step of a model's adaptation to a cohort.</summary>
/// <param name="Kind">What is adapted.</param>
/// <param name="Test">The test against the step before: of the baseline whether as many events are observed as expected, else the
/// likelihood-ratio test. <see langword="null"/> where it is not defined, as without a baseline.</param>
/// <param name="LogLikelihood">The partial log likelihood of the cohort; that of the baseline's step is the model's own.</param>
/// <param name="Coefficients">The coefficients then, in the order of the model's columns.</param>
public sealed record RecalibrationStep(
    RecalibrationKind Kind, TestResult? Test, double LogLikelihood, IReadOnlyList<double> Coefficients)
{
    /// <summary>The factor that all coefficients are multiplied by, with its limits and the test that it is 1; <see langword="null"/>
    /// but for <see cref="RecalibrationKind.Slope"/>.</summary>
    public TestedEstimate? Factor { get; init; }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>A predictor, or the linear predictor, in the two cohorts.</summary>
/// <param name="Name">The predictor or level; <c>linear predictor</c> of the whole.</param>
/// <param name="Training">Its mean among the training patients; the share of a level.</param>
/// <param name="TrainingDeviation">Its standard deviation there.</param>
/// <param name="Cohort">Its mean in the cohort.</param>
/// <param name="CohortDeviation">Its standard deviation in the cohort.</param>
/// <param name="StandardisedDifference">The difference of the means over the root of the mean variance.</param>
public sealed record CaseMix(
    string Name, double Training, double TrainingDeviation, double Cohort, double CohortDeviation, double StandardisedDifference)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>
/// What a saved model is worth on a cohort that it has not seen: discrimination, calibration, decisions, what it would take to adapt it,
/// and how the patients differ (Royston and Altman 2013, doi:10.1186/1471-2288-13-33; Steyerberg, Clinical Prediction Models, 20).
/// </summary>
public sealed partial class ExternalValidation
{
    // Follow-up that is so many times longer or shorter than the model's is perhaps counted in days, months or years.
    private const double OtherUnit = 4;
    private readonly SurvivalData _followUp;
    private readonly CoxModel? _refit;

    private ExternalValidation(PrognosticModel model, SurvivalData followUp, double[] lp, CoxModel? refit) =>
        (Model, _followUp, LinearPredictors, _refit) = (model, followUp, lp, refit);

    /// <summary>The model.</summary>
    public PrognosticModel Model { get; }

    /// <summary>The model's linear predictor of each patient, not centred.</summary>
    public IReadOnlyList<double> LinearPredictors { get; }

    /// <summary>How many patients had the event.</summary>
    public int EventCount => _followUp.EventCount;

    /// <summary>How many patients a competing event took; 0 where none was named.</summary>
    public int CompetingCount { get; private init; }

    /// <summary>Harrell's concordance.</summary>
    public required Concordance Concordance { get; init; }

    /// <summary>Uno's concordance, weighted by the cohort's own censoring.</summary>
    public required Concordance UnoConcordance { get; init; }

    /// <summary>The slope of the linear predictor in the cohort: of a Cox model, or, of a model of a cumulative incidence, of a Fine-Gray
    /// model.</summary>
    public required TestedEstimate Slope { get; init; }

    /// <summary>Observed events over those that the model expects in the patients' own follow-up; NaN without a baseline, and of a model of
    /// a cumulative incidence.</summary>
    public required double ObservedOverExpectedEvents { get; init; }

    /// <summary>The performance at each time.</summary>
    public required IReadOnlyList<ExternalHorizon> Horizons { get; init; }

    /// <summary>The adaptation in steps: baseline, slope, refit.</summary>
    public required IReadOnlyList<RecalibrationStep> Recalibration { get; init; }

    /// <summary>How the patients differ from the training patients; empty where those were not given.</summary>
    public required IReadOnlyList<CaseMix> CaseMix { get; init; }

    /// <summary>What could not be told, and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Validates a model on a cohort.</summary>
    /// <param name="model">The model, such as one loaded from <c>model.json</c>.</param>
    /// <param name="cohort">The patients, with the model's predictors (and features) as columns; without weights, strata, clusters or entry
    /// times.</param>
    /// <param name="options">Times, baseline, weights of censoring, training cohort.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">An option out of range, follow-up with weights, strata, clusters or entry times, a competing
    /// value that no patient has or that is the cohort's event, or competing events beside <c>CensoringFrom</c>.</exception>
    /// <exception cref="PatientInputException">A column is missing or a value not allowed; the message names the row.</exception>
    /// <exception cref="InvalidSurvivalDataException">Fewer than two events, no time that the cohort reaches, all patients have the same
    /// linear predictor, or no competing value is named for a model of a cumulative incidence.</exception>
    /// <exception cref="IncompleteModelException">The model has several baselines and none was chosen, or its signature no
    /// scaler.</exception>
    public static ExternalValidation Estimate(
        PrognosticModel model, Cohort cohort, ExternalValidationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(cohort);
        options ??= ExternalValidationOptions.Default;
        Markers.CheckLevel(options.ConfidenceLevel);
        var notes = new List<string>();
        if (options.OmitMissing)
            cohort = Complete(model, cohort, notes);
        var data = cohort.WithoutOffset("an external validation");
        Markers.RequirePlain(data, "an external validation");
        var baseline = options.Baseline ?? model.Baselines.Count switch
        {
            0 => null,
            1 => model.Baselines[0],
            _ => throw new IncompleteModelException(
                $"The model has several baselines ({string.Join(", ", model.Baselines.Select(b => b.Name))}); name the cohort's."),
        };
        var x = model.Columns(cohort, baseline);
        double[] lp = [.. x.Select(row => model.LinearPredictor(row))];
        if (data.EventCount < 2 || Array.TrueForAll(lp, v => v == lp[0]))
            throw new InvalidSurvivalDataException(
                Invariant($"The cohort has {data.EventCount} {(data.EventCount == 1 ? "event" : "events")} and ")
                    + Invariant($"{lp.Distinct().Count()} different linear predictors; at least ")
                    + "two of each are needed.");
        var causes = Causes(model, cohort, data, options, notes);
        var times = Times(model, data, baseline, options, notes);
        // A model of the incidence is adapted by its own kind; it expects no number of events in follow-up that competing events end.
        var (ofIncidence, isIncidence) = (Incidence.None, model.Description.Endpoint.IsIncidence);
        var slope = isIncidence ? SlopeOfIncidence(causes!, lp, options, cancellationToken)
            : SurvivalCalibration.Slope(data, lp, options.ConfidenceLevel);
        List<RecalibrationStep> recalibration;
        CoxModel? refit = null;
        if (isIncidence)
            (recalibration, ofIncidence) = RecalibrateIncidence(model, causes!, x, lp, slope, notes, cancellationToken);
        else
            (recalibration, refit) = Recalibrate(model, data, x, lp, baseline, slope, notes, cancellationToken);
        return new ExternalValidation(model, data, lp, refit)
        {
            _incidence = ofIncidence,
            Concordance = Discrimination.Concordance.Estimate(data, lp),
            UnoConcordance = Discrimination.Concordance.Estimate(data, lp, ConcordanceOptions.Uno()),
            Slope = slope,
            ObservedOverExpectedEvents = baseline is null || isIncidence ? double.NaN : Ratio(Counts(model, data, lp, baseline)),
            CompetingCount = causes?.Cause.Count(Other) ?? 0,
            Horizons = [.. times.Select(t => causes is null ? At(model, data, lp, baseline, t, options, notes)
                : AmongCompeting(model, causes, lp, baseline, t, options))],
            Recalibration = recalibration,
            CaseMix = options.Training is { } training ? Compare(model, training, x, lp) : [],
            Notes = notes,
        };
    }

    /// <summary>The model adapted to the cohort. Its limits carry what the step estimated: of a refit those of a fit, of the others those
    /// of the model's own coefficients, scaled.</summary>
    /// <param name="kind">How far.</param>
    /// <exception cref="InvalidOperationException">The refit was not possible; a note says why.</exception>
    public PrognosticModel Recalibrated(RecalibrationKind kind)
    {
        if (_incidence.Causes is not null)
            return RecalibratedIncidence(kind);
        if (kind == RecalibrationKind.Refit && _refit is null)
            throw new InvalidOperationException("The model could not be fitted anew to the cohort; see the notes.");
        return Model.WithCoefficients(
            Recalibration.First(s => s.Kind == kind).Coefficients, kind == RecalibrationKind.Slope ? Slope.Estimate : 1,
                kind == RecalibrationKind.Refit ? _refit : null,
            "the new cohort", _followUp, LinearPredictors);
    }

    /// <summary>The main numbers as lines of text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var competing = CompetingCount == 0 ? "" : Invariant($", {CompetingCount} competing events");
        text.AppendLine(CultureInfo.InvariantCulture, $"{_followUp.Count} patients, {_followUp.EventCount} events{competing}");
        text.AppendLine(CultureInfo.InvariantCulture, $"C {Concordance.Index:0.000} (se {Concordance.StandardError:0.000})");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"calibration slope {Slope.Estimate:0.000} ({Slope.Lower:0.000} to {Slope.Upper:0.000})");
        foreach (var h in Horizons)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"at {h.Time:G6}: AUC {h.Auc.Auc:0.000}, Brier {h.Brier?.Brier:0.000}, O/E {h.InTheLarge?.ObservedOverExpected:0.000}");
        }
        foreach (var step in Recalibration)
        {
            var factor = step.Factor is { } f ? Invariant($" times {f.Estimate:0.000} ({f.Lower:0.000} to {f.Upper:0.000})") : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"{step.Kind}{factor}: {step.Test?.ToString() ?? "no test"}");
        }
        foreach (var note in Notes)
            text.AppendLine(CultureInfo.InvariantCulture, $"note: {note}");
        return text.ToString().TrimEnd();
    }

    private static Cohort Complete(PrognosticModel model, Cohort cohort, List<string> notes)
    {
        var complete = cohort.Complete(model.Needed(cohort.Table));
        var lost = cohort.Count - complete.Count;
        if (lost > 0)
            notes.Add(
                Invariant($"{lost} of {cohort.Count} patients lack a value that the model needs and were left out (")
                    + $"{PlainWords.List(complete.Dropped.Skip(cohort.Dropped.Count).SelectMany(d => d.Columns).Distinct())}).");
        return complete;
    }

    private static List<double> Times(
        PrognosticModel model, SurvivalData data, BaselineHazard? baseline, ExternalValidationOptions options, List<string> notes)
    {
        double[] times = data.Time.ToArray();
        var (firstEvent, last) = (times.Where((_, i) => data.Event[i]).Min(), times.Max() - data.TimeSlack);
        bool Reached(double t) => t >= firstEvent && t < last && (baseline is null || t <= baseline.LastTime);
        List<double> reached = [.. (options.Horizons ?? model.Horizons).Where(Reached)];
        if (reached.Count == 0 || (options.Horizons is not null && reached.Count < options.Horizons.Count))
            throw new InvalidSurvivalDataException(
                Invariant($"The cohort's events and follow-up reach from {NumberText.Plain(firstEvent)} to before ")
                    + NumberText.Plain(times.Max())
                    + (baseline is null ? "" : $", the baseline to {NumberText.Plain(baseline.LastTime)}")
                    + $"; of the times asked for {ModelTerm.Numbers([.. (options.Horizons ?? model.Horizons).Where(h => !Reached(h))])} "
                    + "cannot be told. Leave out what is not reached (the parameter horizons).");
        var unit = model.Description.Endpoint.TimeUnit;
        double[] missed = [.. model.Horizons.Where(h => options.Horizons is null && !Reached(h))];
        if (missed.Length > 0)
            notes.Add(
                $"Nothing is told at {ModelTerm.Numbers(missed)}: the cohort's events and follow-up reach from "
                    + $"{NumberText.Plain(firstEvent)} to before {NumberText.Plain(times.Max())}"
                    + $"{(baseline is null ? "" : $", the baseline to {NumberText.Plain(baseline.LastTime)}")}.");
        if (baseline is not null && (times.Max() > OtherUnit * baseline.LastTime || OtherUnit * times.Max() < baseline.LastTime))
            notes.Add(
                $"The cohort's follow-up reaches to {NumberText.Plain(times.Max())}, the model's baseline to "
                    + $"{NumberText.Plain(baseline.LastTime)}"
                    + $"{(unit.Length > 0 ? " " + unit : "")}: are both in the same unit? Nothing below holds if not.");
        if (baseline is not null && times.Count(t => t > baseline.LastTime + data.TimeSlack) is var beyond and > 0)
            notes.Add(
                Invariant($"The model's baseline ends at {NumberText.Plain(baseline.LastTime)}, and {beyond} of {times.Length} patients ")
                    + "are followed for longer: observed over expected events, and the first step of adaptation, count the follow-up up to "
                    + "there.");
        return reached;
    }

    private static ExternalHorizon At(
        PrognosticModel model, SurvivalData data, double[] lp, BaselineHazard? baseline, double time, ExternalValidationOptions options,
        List<string> notes)
    {
        var auc = options.CensoringFrom is { } training
            ? TimeDependentRoc.Ipcw(data, lp, [time], training, options.ConfidenceLevel).At[0]
            : TimeDependentRoc.Ipcw(data, lp, [time], IpcwConvention.RiskRegression, options.ConfidenceLevel).At[0];
        if (baseline is null)
            return new ExternalHorizon(time, auc, null, null, null, null, null);
        double[] survival = [.. lp.Select(v => model.SurvivalOf(v, baseline, time))];
        double[] risk = [.. survival.Select(s => 1 - s)];
        var brier = options.CensoringFrom is { } from
            ? BrierScore.Ipcw(data, [risk], [time], from, options.ConfidenceLevel).At[0]
            : BrierScore.Ipcw(data, [risk], [time], options.ConfidenceLevel).At[0];
        SmoothCalibration? curve = null;
        // A hazard that is far above any of the training patients' leaves no survival that a double can tell from 0.
        var certain = survival.Count(s => s is <= 0 or >= 1);
        try
        {
            if (certain > 0)
                notes.Add(
                    Invariant($"No smooth calibration curve at {NumberText.Plain(time)}: {certain} ")
                        + $"{(certain == 1 ? "patient has" : "patients have")} a predicted survival of 0 or 1, far outside "
                        + "what the model was made of. Are their predictors in the units of the training patients?");
            else
                curve = SurvivalCalibration.Smooth(data, survival, time, options.Knots);
        }
        catch (SurvivalModelException e)
        {
            notes.Add(Invariant($"No smooth calibration curve at {NumberText.Plain(time)}: {e.Message}"));
        }
        return new ExternalHorizon(
            time,
            auc,
            brier,
            SurvivalCalibration.InTheLarge(data, survival, time, options.ConfidenceLevel),
            SurvivalCalibration.ByGroups(data, survival, time, CalibrationCuts.OfCount(options.Groups)),
            curve,
            DecisionCurve.Survival(data, time, [("model", risk)], options.Decisions));
    }

    private static double Ratio((double Observed, double Expected) counts) => counts.Observed / counts.Expected;

    // Beyond the baseline's end nothing is expected, so follow-up is ended there.
    private static (double Observed, double Expected) Counts(
        PrognosticModel model, SurvivalData data, double[] lp, BaselineHazard baseline)
    {
        var (observed, expected) = (0.0, 0.0);
        for (var i = 0; i < lp.Length; i++)
        {
            var time = Math.Min(data.Time[i], baseline.LastTime);
            observed += data.Event[i] && data.Time[i] <= baseline.LastTime ? 1 : 0;
            expected -= Math.Log(model.SurvivalOf(lp[i], baseline, time));
        }
        return (observed, expected);
    }

    private static (List<RecalibrationStep> Steps, CoxModel? Refit) Recalibrate(
        PrognosticModel model, SurvivalData data, double[][] x, double[] lp, BaselineHazard? baseline, TestedEstimate factor,
        List<string> notes, CancellationToken cancellationToken)
    {
        double[] own = model.Coefficients.ToArray();
        var column = DesignMatrix.FromColumns(("lp", lp));
        // With the linear predictor as offset its coefficient is the slope less 1, so the test is that of a slope of 1.
        var slope = CoxModel.Fit(data, column, offset: lp, cancellationToken: cancellationToken);
        TestResult? large = null;
        if (baseline is not null)
        {
            // Poisson: the likelihood ratio of as many events as expected.
            var (o, e) = Counts(model, data, lp, baseline);
            large = o > 0 && e > 0 ? TestResult.ChiSquared(2 * ((o * Math.Log(o / e)) - (o - e)), 1, "Likelihood ratio test") : null;
        }
        List<RecalibrationStep> steps =
        [
            new(RecalibrationKind.Baseline, large, slope.LogLikelihoodNull, own),
            new(RecalibrationKind.Slope, slope.LikelihoodRatioTest, slope.LogLikelihood, [.. own.Select(b => b * factor.Estimate)])
            {
                Factor = factor,
            },
        ];
        try
        {
            var columns = DesignMatrix.FromColumns([.. model.ColumnNames.Select((n, j) => (n, x.Select(r => r[j]).ToArray()))]);
            var refit = CoxModel.Fit(data, columns, cancellationToken: cancellationToken);
            var df = refit.DegreesOfFreedom - 1;
            steps.Add(new RecalibrationStep(
                RecalibrationKind.Refit,
                df > 0 ? TestResult.ChiSquared(2 * (refit.LogLikelihood - slope.LogLikelihood), df, "Likelihood ratio test") : null,
                refit.LogLikelihood,
                refit.Coefficients.ToArray()));
            return (steps, refit);
        }
        catch (SurvivalModelException e)
        {
            notes.Add($"The model could not be fitted anew: {e.Message}");
            return (steps, null);
        }
    }

    private static List<CaseMix> Compare(PrognosticModel model, Cohort training, double[][] x, double[] lp)
    {
        var theirs = model.Columns(training, model.Baselines.Count > 0 ? model.Baselines[0] : null);
        List<CaseMix> rows = [Of("linear predictor", [.. theirs.Select(r => model.LinearPredictor(r))], lp)];
        for (var j = 0; j < model.ColumnNames.Count; j++)
            rows.Add(Of(model.ColumnNames[j], [.. theirs.Select(r => r[j])], [.. x.Select(r => r[j])]));
        return rows;
    }

    private static CaseMix Of(string name, double[] training, double[] cohort)
    {
        var (a, b) = (Moments(training), Moments(cohort));
        var spread = Math.Sqrt((a.Variance + b.Variance) / 2);
        return new CaseMix(
            name, a.Mean, Math.Sqrt(a.Variance), b.Mean, Math.Sqrt(b.Variance), spread > 0 ? (b.Mean - a.Mean) / spread : double.NaN);
    }

    private static (double Mean, double Variance) Moments(double[] values)
    {
        var mean = values.Average();
        return (mean, values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
