using Survival.Models.DecisionCurves;

namespace Radiomics.Studies;

/// <summary>The decision curves of one set at a horizon.</summary>
/// <param name="Curve">As <c>dcurves</c>: no value where the follow-up of those treated ends before the horizon.</param>
/// <param name="Extended">The same with their Kaplan-Meier curve carried on; the one that figures show.</param>
/// <param name="Positives">By model, how many patients are at or above each threshold.</param>
/// <param name="Patients">The patients that it was measured on: those of the set that every model can predict.</param>
public sealed record SetDecisions(
    DecisionCurve Curve,
    DecisionCurve Extended,
    IReadOnlyDictionary<string, IReadOnlyList<int>> Positives,
    StudySet Patients
);

/// <summary>The decision curves of the models.</summary>
internal static class DecisionsStep
{
    public static Outcome<BySet<SetDecisions>> Make(StudyWork work, BySet<StudySet> sets, StudyModels models) =>
        sets.MapSome(set => Of(work, set, models, models.CalibrationHorizon, fit => fit.SurvivalAtCalibration)) is { } all
            ? all
            : Outcome<BySet<SetDecisions>>.None("");

    /// <summary>The same at each horizon of the study.</summary>
    public static IReadOnlyList<(double Time, BySet<SetDecisions> Sets)> AtHorizons(
        StudyWork work, BySet<StudySet> sets, StudyModels models) =>
    [
        .. models
            .Horizons.Select((time, k) => (Time: time, Sets: sets.MapSome(set => Of(work, set, models, time, fit => fit.Survival[k]))))
            .Where(h => h.Sets is not null)
            .Select(h => (h.Time, h.Sets!)),
    ];

    private static SetDecisions? Of(
        StudyWork work,
        StudySet set,
        StudyModels models,
        double at,
        Func<StudyModelFit, IReadOnlyList<double>> predicted
    )
    {
        if (!work.Reaches(StudyStep.Decisions, set, at, "no decision curves: "))
            return null;
        var thresholds = work.Protocol.DecisionThresholds;
        (string Name, double[] Risk)[] risks =
        [
            .. models.Fits.Select(f => (f.Name, set.Take([.. predicted(f).Select(s => 1 - s)]))),
        ];
        DecisionCurve Curve(bool extend) =>
            DecisionCurve.Survival(
                set.FollowUp,
                at,
                risks,
                new DecisionCurveOptions { Thresholds = thresholds, ExtendKaplanMeier = extend }
            );
        return work.Try(
            StudyStep.Decisions,
            $"{set.Name}: no decision curves",
            () =>
                new SetDecisions(
                    Curve(false),
                    Curve(true),
                    risks.ToDictionary(r => r.Name, r => (IReadOnlyList<int>)[.. thresholds.Select(t => r.Risk.Count(p => p >= t))]),
                    set
                )
        );
    }
}
