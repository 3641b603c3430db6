using Survival.Models.Cox;
using Survival.Models.SampleSize;

namespace Radiomics.Studies;

/// <summary>Says where the training patients are too few for what is fitted to them.</summary>
internal static class SampleSizeNote
{
    private const double FewestEvents = 10;

    public static void Make(StudyWork work, StudySet training, CoxModel final)
    {
        // What a model's selection tried counts, not what it kept.
        var candidates = work.Features.ColumnCount + work.Input.FactorColumns.Count;
        var perCoefficient = final.EventCount / (double)final.DegreesOfFreedom;
        var adjusted = 1 - Math.Exp(-(final.LikelihoodRatioTest.Statistic - final.DegreesOfFreedom) / final.RowCount);
        var coefficients = final.DegreesOfFreedom == 1 ? "coefficient" : "coefficients";
        var words = Invariant($"{final.EventCount} events for {final.DegreesOfFreedom} {coefficients} ({perCoefficient:0.0} each), ")
            + Invariant($"selected from ")
            + Invariant($"{candidates} candidates ({final.EventCount / (double)candidates:0.00} each).");
        var needed = Needed(work, training, final.DegreesOfFreedom, adjusted);
        var all = Needed(work, training, candidates, adjusted);
        var isMoreNeeded = needed?.Patients > final.RowCount;
        if (perCoefficient >= FewestEvents && !isMoreNeeded)
            return;
        var few = final.EventCount < FewestEvents ? "So few events bear no model: take what follows as a trial of the method. " : "";
        work.Note(
            StudyStep.Models,
            few + words + (isMoreNeeded
                ? Invariant($" Riley's criteria count candidates, and ask {all!.Patients} patients for {candidates}; ")
                    + Invariant($"for the {coefficients} kept ")
                    + Invariant($"alone, as if nothing had been selected, they ask {needed!.Patients}: {needed.Shrinkage} for a ")
                    + Invariant($"shrinkage of 0.9, {needed.Optimism} for an optimism of R2 below 0.05, {needed.OverallRisk} to know the ")
                    + Invariant($"risk of all to 0.05, at the adjusted R2 of {adjusted:0.000}.")
                : ""));
    }

    // Without a gain over its coefficients a model has no R2 to plan with.
    private static RileySampleSize? Needed(StudyWork work, StudySet training, int parameters, double adjusted)
    {
        var time = training.FollowUp.Time.ToArray();
        var (rate, mean) = (training.FollowUp.EventCount / time.Sum(), time.Average());
        var perPatient = rate * mean;
        var most = 1 - Math.Exp(2 * ((perPatient * Math.Log(perPatient)) - perPatient));
        return adjusted > 0 && adjusted < Math.Min(most, 0.9)
            ? SurvivalSampleSize.Riley(parameters, adjusted, rate, mean, work.Protocol.CalibrationHorizon!.Value)
            : null;
    }
}
