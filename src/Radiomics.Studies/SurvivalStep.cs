using Survival.Models.Cox;
using Survival.Models.CutPoints;
using Survival.Models.NonParametric;

namespace Radiomics.Studies;

/// <summary>A survival curve with what is read off it.</summary>
/// <param name="Curve">The Kaplan-Meier curve.</param>
/// <param name="Quartiles">The times by which a quarter, half and three quarters have had the event.</param>
/// <param name="Mean">The mean up to the curve's last time.</param>
/// <param name="AtHorizons">The curve at the horizons; beyond its last time the last value holds, with nobody at risk.</param>
/// <param name="AtRisk">The number at risk at the times of the risk table.</param>
public sealed record CurveSummary(
    SurvivalCurve Curve,
    IReadOnlyList<Interval> Quartiles,
    RestrictedMean Mean,
    IReadOnlyList<EstimateAtTime> AtHorizons,
    IReadOnlyList<double> AtRisk
)
{
    /// <summary>The median.</summary>
    public Interval Median => Quartiles[1];
}

/// <summary>Low against high risk in one set, by one rule.</summary>
/// <param name="Low">The low group.</param>
/// <param name="High">The high group.</param>
/// <param name="LogRank">The log-rank test; groups 0 (low) and 1 (high).</param>
/// <param name="Peto">The test with Peto-Peto weights (rho 1).</param>
/// <param name="Cox">The Cox model (Efron's ties) of the group, column <c>high</c>; <see langword="null"/> where it has no
/// estimate.</param>
public sealed record GroupSurvival(CurveSummary Low, CurveSummary High, LogRankResult LogRank, LogRankResult Peto, CoxModel? Cox);

/// <summary>Survival in one set.</summary>
/// <param name="Overall">All patients.</param>
/// <param name="MedianFollowUp">The median follow-up by the reverse Kaplan-Meier method; NaN where it is not reached.</param>
/// <param name="RiskTimes">The times of the risk tables: 0 and ten multiples of the first horizon.</param>
/// <param name="Groups">Low against high risk by the study's rule; <see langword="null"/> without a signature, or where one group is
/// empty.</param>
/// <param name="GroupsAbove">The same where high is above the cut (survminer's rule).</param>
/// <param name="GroupsAtOrAbove">The same where high is at or above the cut.</param>
public sealed record SetSurvival(
    CurveSummary Overall,
    double MedianFollowUp,
    IReadOnlyList<double> RiskTimes,
    GroupSurvival? Groups,
    GroupSurvival? GroupsAbove,
    GroupSurvival? GroupsAtOrAbove
);

/// <summary>Survival by set and risk group.</summary>
internal static class SurvivalStep
{
    private const int RiskTableSteps = 10;

    public static Outcome<BySet<SetSurvival>> Make(StudyWork work, BySet<StudySet> sets, StudyCutPoint? cut) =>
        sets.Map(set =>
        {
            // A competing event ends the follow-up as the event does; only who was followed and had neither is censored.
            bool[] censored = [.. set.Rows.Select((r, i) => !set.FollowUp.Event[i] && work.Input.Competing?[r] != true)];
            var reverse = KaplanMeier.Fit(SurvivalData.Create(set.FollowUp.Time, censored));
            var above = cut is null ? null : Groups(work, StudyStep.Survival, set, cut.HighAbove);
            var atOrAbove = cut is null ? null : Groups(work, StudyStep.Survival, set, cut.HighAtOrAbove);
            return new SetSurvival(
                Summary(work, KaplanMeier.Fit(set.FollowUp)),
                reverse.Median.Estimate,
                RiskTimes(work),
                cut?.Rule == CutPointRule.Above ? above : atOrAbove,
                above,
                atOrAbove
            );
        });

    /// <summary>A group against the others; nothing where one of them is empty.</summary>
    public static GroupSurvival? Groups(StudyWork work, string step, StudySet set, IReadOnlyList<bool> high)
    {
        int[] group = [.. set.Take(high).Select(h => h ? 1 : 0)];
        if (!group.Contains(0) || !group.Contains(1))
        {
            work.Note(
                step,
                $"All patients of the {set.Name} set are in the {(group[0] == 1 ? "high" : "low")}-risk group: there is nothing to compare."
            );
            return null;
        }
        return work.Try(step, $"The groups of the {set.Name} set cannot be compared", () =>
        {
            var curves = KaplanMeier.Fit(set.FollowUp, group);
            var x = DesignMatrix.FromColumns(("high", [.. group.Select(g => (double)g)]));
            return new GroupSurvival(
                Summary(work, curves[0]), Summary(work, curves[1]), LogRank.Test(set.FollowUp, group), LogRank.Test(set.FollowUp, group, 1),
                work.Try(step, $"No hazard ratio of the groups of the {set.Name} set", () => CoxModel.Fit(set.FollowUp, x)));
        });
    }

    private static double[] RiskTimes(StudyWork work) =>
        [.. Enumerable.Range(0, RiskTableSteps + 1).Select(k => k * work.Protocol.Horizons[0])];

    private static CurveSummary Summary(StudyWork work, SurvivalCurve curve)
    {
        var last = curve.Time[^1];
        return new CurveSummary(
            curve,
            [curve.Quantile(0.25), curve.Quantile(0.5), curve.Quantile(0.75)],
            last > 0 ? curve.RestrictedMean(last) : new RestrictedMean(last, double.NaN, double.NaN),
            [.. work.Protocol.Horizons.Select(curve.At)],
            [.. RiskTimes(work).Select(t => t > last ? 0 : curve.At(t).AtRisk)]);
    }
}
