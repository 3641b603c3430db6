using Plain;
using Survival.Models.Calibration;
using Survival.Models.CompetingRisks;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.Prognosis;

namespace Survival.Models.Validation;

// The event's cumulative incidence in place of 1 - Kaplan-Meier, where other events compete.
public sealed partial class ExternalValidation
{
    private const int Studied = 1;
    private const int Other = 2;

    private Incidence _incidence = Incidence.None;

    /// <summary>What the adaptation of a model of the incidence needs: the cohort's causes, and the refit.</summary>
    private readonly record struct Incidence(CompetingRisksData? Causes, FineGrayModel? Refit)
    {
        public static Incidence None => default;
    }

    private static CompetingRisksData? Causes(
        PrognosticModel model, Cohort cohort, SurvivalData data, ExternalValidationOptions options, List<string> notes)
    {
        var words = model.Description.Endpoint;
        if (options.CompetingValues.Count == 0)
        {
            return !words.IsIncidence ? null : throw new InvalidSurvivalDataException(
                $"The model predicts the {words.Risk} where {words.Competing} may come first, and no competing value is named: taken for "
                    + "censored, those patients would make the observed risk another quantity. Name the cells of "
                    + $"'{cohort.EventCoding.Column}' that mean a competing event (the parameter CompetingValues).");
        }
        if (options.CensoringFrom is not null)
            throw new ArgumentException(
                "Where events compete the weights of censoring are the cohort's own; leave CensoringFrom out.", nameof(options));
        var cells = cohort.EventCells;
        if (cells.Count == 0)
            throw new ArgumentException(
                "Competing events are told by the cells of the cohort's event column, and this cohort was made without one. Read it from a "
                    + "table or a file.", nameof(options));
        foreach (var value in options.CompetingValues)
        {
            if (!cells.Any(c => EventCoding.Same(value, c)))
                throw new ArgumentException(
                    $"No patient has the competing value '{value}' in '{cohort.EventCoding.Column}'; there are "
                        + $"{PlainWords.List(cells.Distinct(StringComparer.Ordinal))}.",
                    nameof(options));
            if (cohort.EventCoding.Events.Any(e => EventCoding.Same(value, e.Text)))
                throw new ArgumentException(
                    $"The competing value '{value}' of '{cohort.EventCoding.Column}' is the cohort's event. Name it among its censorings.",
                    nameof(options));
        }
        int[] causes =
        [
            .. cells.Select((c, i) => data.Event[i] ? Studied : options.CompetingValues.Any(v => EventCoding.Same(v, c)) ? Other : 0),
        ];
        notes.Add(
            Invariant($"{causes.Count(c => c == Other)} patients had a competing event. AUC, Brier score and decision curves take them ")
                + "for free of the event from then on, and observed risk is the event's cumulative incidence (Aalen and Johansen). "
                + (words.IsIncidence
                    ? "Calibration slope and adaptation are Fine and Gray's; the C-indices are those of the cause-specific hazard, for "
                        + "which a competing event ends the follow-up as a censoring does."
                    : "The C-indices, the calibration slope, observed over expected events and the steps of adaptation are those of the "
                        + "cause-specific hazard, for which a competing event ends the follow-up as a censoring does."));
        if (!words.IsIncidence)
            notes.Add(
                "A model of one cause alone predicts the risk if nothing competed (1 - S), which is above the incidence: observed over "
                + "expected below 1 may be due to the competing events and not to the model's hazard.");
        notes.Add(
            "Under competing events there is no smooth calibration curve (ICI, E50, E90): that of follow-up with censoring alone is of "
                + "another quantity.");
        return CompetingRisksData.Create(data.Time, causes);
    }

    private static ExternalHorizon AmongCompeting(
        PrognosticModel model, CompetingRisksData data, double[] lp, BaselineHazard? baseline, double time,
        ExternalValidationOptions options)
    {
        var auc = CompetingRisksAccuracy.Auc(data, Studied, lp, time, options.ConfidenceLevel);
        if (baseline is null)
            return new ExternalHorizon(time, auc, null, null, null, null, null);
        double[] risk = [.. lp.Select(v => 1 - model.SurvivalOf(v, baseline, time))];
        var brier = CompetingRisksAccuracy.Brier(data, Studied, risk, time, options.ConfidenceLevel);
        return new ExternalHorizon(
            time,
            auc,
            new BrierAt(time, brier.Brier, brier.StandardError, brier.Lower, brier.Upper, brier.Ipa),
            CompetingRisksAccuracy.InTheLarge(data, Studied, risk, time, options.ConfidenceLevel),
            CompetingRisksAccuracy.ByGroups(
                data, Studied, risk, time, CalibrationCuts.OfCount(options.Groups), options.ConfidenceLevel),
            null,
            DecisionCurve.Incidence(data, Studied, time, [("model", risk)], options.Decisions));
    }

    private static TestedEstimate SlopeOfIncidence(
        CompetingRisksData causes, double[] lp, ExternalValidationOptions options, CancellationToken cancellationToken)
    {
        var fit = FineGrayModel.Fit(causes, DesignMatrix.FromColumns(("lp", lp)), Studied, cancellationToken: cancellationToken);
        return TestedEstimate.Normal(
            fit.Coefficients[0], fit.StandardErrors[0], options.ConfidenceLevel, "Wald test that the slope is 1", 1);
    }

    // A pseudo-likelihood has no likelihood-ratio test: the slope has Wald's, the others none.
    private static (List<RecalibrationStep> Steps, Incidence Incidence) RecalibrateIncidence(
        PrognosticModel model, CompetingRisksData causes, double[][] x, double[] lp, TestedEstimate slope, List<string> notes,
        CancellationToken cancellationToken)
    {
        double[] own = model.Coefficients.ToArray();
        List<RecalibrationStep> steps =
        [
            new(RecalibrationKind.Baseline, null, FineGrayModel.LogLikelihoodOf(causes, Studied, lp), own),
            new(
                RecalibrationKind.Slope,
                TestResult.ChiSquared(slope.Test.Statistic * slope.Test.Statistic, 1, "Wald test that the slope is 1"),
                FineGrayModel.LogLikelihoodOf(causes, Studied, [.. lp.Select(v => v * slope.Estimate)]),
                [.. own.Select(b => b * slope.Estimate)])
            {
                Factor = slope,
            },
        ];
        try
        {
            var refit = FineGrayModel.Fit(
                causes, DesignMatrix.FromColumns([.. model.ColumnNames.Select((n, j) => (n, x.Select(r => r[j]).ToArray()))]), Studied,
                cancellationToken: cancellationToken);
            steps.Add(new RecalibrationStep(RecalibrationKind.Refit, null, refit.LogLikelihood, refit.Coefficients.ToArray()));
            return (steps, new Incidence(causes, refit));
        }
        catch (SurvivalModelException e)
        {
            notes.Add($"The model could not be fitted anew: {e.Message}");
            return (steps, new Incidence(causes, null));
        }
    }

    private PrognosticModel RecalibratedIncidence(RecalibrationKind kind)
    {
        if (kind == RecalibrationKind.Refit)
        {
            return _incidence.Refit is { } refit ? Model.WithIncidence(refit)
                : throw new InvalidOperationException("The model could not be fitted anew to the cohort; see the notes.");
        }
        var factor = kind == RecalibrationKind.Slope ? Slope.Estimate : 1;
        return Model.WithIncidence(
            factor, BaselineHazard.Recalibrate(
                "the new cohort", _incidence.Causes!, Studied, [.. LinearPredictors.Select(v => v * factor)]));
    }
}
