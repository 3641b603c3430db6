using Plain;
using Survival.Models.Calibration;
using Survival.Models.CompetingRisks;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;
using Survival.Models.Numerics;
using Survival.Models.Prognosis;

namespace Survival.Models.Validation;

// The event's cumulative incidence in place of 1 - Kaplan-Meier, where other events compete.
public sealed partial class ExternalValidation
{
    private const int Studied = 1;
    private const int Other = 2;

    private static CompetingRisksData? Causes(Cohort cohort, SurvivalData data, ExternalValidationOptions options, List<string> notes)
    {
        if (options.CompetingValues.Count == 0)
            return null;
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
            Invariant($"{causes.Count(c => c == Other)} patients had a competing event. AUC and Brier score take them for free of the ")
                + "event from then on, and observed risk is the event's cumulative incidence (Aalen and Johansen). The C-indices, the "
                + "calibration slope, observed over expected events and the steps of adaptation are those of the cause-specific hazard, "
                + "for which a competing event ends the follow-up as a censoring does.");
        notes.Add(
            "A model of one cause alone predicts the risk if nothing competed (1 - S), which is above the incidence: observed over "
                + "expected below 1 may be due to the competing events and not to the model's hazard.");
        notes.Add(
            "Under competing events there is no smooth calibration curve (ICI, E50, E90) and no decision curve: those of follow-up with "
                + "censoring alone are of another quantity.");
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
}
