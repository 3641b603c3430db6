using Survival.Models.Discrimination;

namespace Radiomics.Studies;

/// <summary>
/// A model's time-dependent accuracy in one set, at the times at which it is defined (<see cref="SetAccuracy.Times"/> and
/// <see cref="SetAccuracy.ScoreTimes"/>).
/// </summary>
/// <param name="Model">The model's name.</param>
/// <param name="Roc">ROC curves and areas as <c>timeROC</c> (a case has T &lt; t); <see langword="null"/> where no time has one.</param>
/// <param name="Score">The same as <c>riskRegression::Score</c> (a case has T &lt;= t).</param>
/// <param name="Brier">The Brier score of the predicted risks.</param>
public sealed record ModelAccuracy(string Model, TimeDependentRoc? Roc, TimeDependentRoc? Score, BrierScore? Brier);

/// <summary>Time-dependent accuracy in one set. A horizon without cases or controls has none; a note says so.</summary>
/// <param name="Times">The horizons at which <see cref="ModelAccuracy.Roc"/> is defined, in its order.</param>
/// <param name="ScoreTimes">The horizons at which <see cref="ModelAccuracy.Score"/> and <see cref="ModelAccuracy.Brier"/> are.</param>
/// <param name="Models">Each model's.</param>
/// <param name="NullBrier">The Brier score of the null model, which predicts the Kaplan-Meier risk for everyone.</param>
/// <param name="Comparisons">Nomogram against signature and against clinical, of <see cref="ModelAccuracy.Roc"/>, the second area taken off
/// the first at each time at which both are defined.</param>
/// <param name="ScoreComparisons">The same of each later model against each earlier one, of <see cref="ModelAccuracy.Score"/>.</param>
/// <param name="AtHorizons">How many patients' follow-up ends exactly at each of the study's horizons.</param>
/// <param name="Patients">The patients that it was measured on: those of the set that every model can predict.</param>
public sealed record SetAccuracy(
    IReadOnlyList<double> Times,
    IReadOnlyList<double> ScoreTimes,
    IReadOnlyList<ModelAccuracy> Models,
    BrierScore? NullBrier,
    IReadOnlyList<(string First, string Second, IReadOnlyList<(double Time, TestedEstimate Difference)> Differences)> Comparisons,
    IReadOnlyList<(string First, string Second, IReadOnlyList<(double Time, TestedEstimate Difference)> Differences)> ScoreComparisons,
    IReadOnlyList<int> AtHorizons,
    StudySet Patients)
{
    /// <summary>A model by its name, or <see langword="null"/>.</summary>
    /// <param name="name"><c>signature</c>, <c>clinical</c> or <c>nomogram</c>.</param>
    public ModelAccuracy? Find(string name) => Models.FirstOrDefault(m => m.Model == name);
}

/// <summary>ROC curves, areas and Brier scores by time.</summary>
internal static class AccuracyStep
{
    public static Outcome<BySet<SetAccuracy>> Make(StudyWork work, BySet<StudySet> sets, StudyModels models) =>
        sets.MapSome(set => Of(work, set, models)) is { } all ? all : Outcome<BySet<SetAccuracy>>.None("");

    private static SetAccuracy? Of(StudyWork work, StudySet set, StudyModels models)
    {
        double[] times = [.. models.Horizons.Where(h => IsDefined(work, set, h, IpcwConvention.TimeRoc))];
        double[] scoreTimes = [.. models.Horizons.Where(h => IsDefined(work, set, h, IpcwConvention.RiskRegression))];
        if (times.Length == 0 && scoreTimes.Length == 0)
            return null;
        TimeDependentRoc? Auc(StudyModelFit fit, double[] at, IpcwConvention convention) =>
            at.Length == 0
                ? null
                : work.Try(
                    StudyStep.Accuracy,
                    $"{set.Name}: no area under the ROC curve",
                    () => TimeDependentRoc.Ipcw(set.FollowUp, set.Take(fit.LinearPredictor), at, convention)
                );
        ModelAccuracy[] accuracies =
        [
            .. models.Fits.Select(fit =>
            {
                double[][] risk =
                [
                    .. scoreTimes.Select(h => set.Take([.. fit.Survival[models.Horizons.ToList().IndexOf(h)].Select(s => 1 - s)])),
                ];
                return new ModelAccuracy(
                    fit.Name,
                    Auc(fit, times, IpcwConvention.TimeRoc),
                    Auc(fit, scoreTimes, IpcwConvention.RiskRegression),
                    scoreTimes.Length == 0
                        ? null
                        : work.Try(StudyStep.Accuracy, $"{set.Name}: no Brier score", () => BrierScore.Ipcw(set.FollowUp, risk, scoreTimes))
                );
            }),
        ];
        ModelAccuracy? Find(string name) => accuracies.FirstOrDefault(m => m.Model == name);
        return new SetAccuracy(
            times,
            scoreTimes,
            accuracies,
            scoreTimes.Length == 0
                ? null
                : work.Try(StudyStep.Accuracy, $"{set.Name}: no Brier score", () => BrierScore.Null(set.FollowUp, scoreTimes)),
            [
                .. ConcordanceStep
                    .Pairs.Where(p => p.First == ModelsStep.Nomogram)
                    .SelectMany(p => Pair(p.First, p.Second, Find(p.First)?.Roc, Find(p.Second)?.Roc)),
            ],
            [
                .. accuracies
                    .SelectMany((b, k) => accuracies.Skip(k + 1).SelectMany(a => Pair(a.Model, b.Model, a.Score, b.Score))),
            ],
            [.. models.Horizons.Select(h => set.FollowUp.Time.ToArray().Count(t => t == h))],
            set);
    }

    // None where one of them has no area.
    private static IEnumerable<(string First, string Second, IReadOnlyList<(double Time, TestedEstimate Difference)> Differences)>
        Pair(string first, string second, TimeDependentRoc? a, TimeDependentRoc? b) =>
        a is null || b is null ? [] : [(first, second, [.. a.Compare(b)])];

    /// <summary>Whether a time has cases and controls; a note says why where it has not.</summary>
    private static bool IsDefined(StudyWork work, StudySet set, double time, IpcwConvention convention)
    {
        var follow = set.FollowUp;
        var rows = Enumerable.Range(0, follow.Count);
        var cases = rows.Any(i =>
            follow.Event[i] && (convention == IpcwConvention.TimeRoc ? follow.Time[i] < time : follow.Time[i] <= time)
        );
        var controls = rows.Any(i => follow.Time[i] > time);
        if (cases && controls)
            return true;
        work.Note(
            StudyStep.Accuracy,
            $"{set.Name}, at {work.Protocol.Time(time)}, "
                + $"{(convention == IpcwConvention.TimeRoc ? "areas under the ROC curve" : "Score and Brier")}: "
                    + $"{(cases ? "nobody is followed beyond it" : "nobody has had the event by then")}."
        );
        return false;
    }
}
