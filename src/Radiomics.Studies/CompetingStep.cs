using Survival.Models.CompetingRisks;
using Survival.Models.Discrimination;

namespace Radiomics.Studies;

/// <summary>The incidence of the event in a group at a horizon, where competing events take patients away.</summary>
/// <param name="Group"><c>all</c>, <c>low</c> or <c>high</c> risk.</param>
/// <param name="Time">The horizon.</param>
/// <param name="Incidence">The chance of the event by then (Aalen and Johansen).</param>
/// <param name="Lower">The lower limit.</param>
/// <param name="Upper">The upper limit.</param>
/// <param name="Competing">The chance of a competing event by then.</param>
public sealed record GroupIncidence(string Group, double Time, double Incidence, double Lower, double Upper, double Competing);

/// <summary>The event beside its competing events in a set.</summary>
/// <param name="Events">How many had the event.</param>
/// <param name="Competing">How many had a competing event.</param>
/// <param name="Incidence">The incidence of all, and by risk group where there are two, at the horizons that the set reaches.</param>
/// <param name="Gray">Gray's test of the risk groups; <see langword="null"/> without a signature, or where a group is empty.</param>
/// <param name="Auc">The area of the final model at each horizon, where patients with a competing event are controls; NaN where it is not
/// defined.</param>
public sealed record SetCompeting(
    int Events, int Competing, IReadOnlyList<GroupIncidence> Incidence, TestResult? Gray, IReadOnlyList<TimeAuc> Auc);

/// <summary>What competing events do to the incidence.</summary>
internal static class CompetingStep
{
    private const int Studied = 1;
    private const int Other = 2;

    public static Outcome<BySet<SetCompeting>> Make(StudyWork work, BySet<StudySet> sets, StudyCutPoint? cut, StudyModels? models)
    {
        if (work.Input.Competing is not { } competing)
            return Outcome<BySet<SetCompeting>>.None("");
        work.Note(
            StudyStep.Competing,
            Invariant($"{competing.Count(c => c)} patients had a competing event. Cox models, Kaplan-Meier curves and what is made of ")
                + Invariant($"them take ")
                + "it for a censoring (cause-specific hazards): 1 - Kaplan-Meier is then no chance of the event. Chances stand under "
                + $"{StudyStep.Competing}.");
        return sets.MapSome(set => work.Try(StudyStep.Competing, $"No incidence in the {set.Name} set", () =>
            Of(work, set, cut, models))) is
        { } made
            ? made
            : Outcome<BySet<SetCompeting>>.None("");
    }

    public static Outcome<FineGrayModel> FineGray(StudyWork work, StudySet training, StudyModels models)
    {
        if (work.Input.Competing is null)
            return Outcome<FineGrayModel>.None("");
        var places = models.Final.Rows.Select((r, i) => (r, i)).ToDictionary(p => p.r, p => p.i);
        int[] known = [.. Enumerable.Range(0, training.Rows.Count).Where(i => places.ContainsKey(training.Rows[i]))];
        var fit = work.Try(
            StudyStep.Competing, "The Fine-Gray model has no estimate",
            () => FineGrayModel.Fit(
                Data(work, training).Select(known),
                models.Final.Covariates.SelectRows([.. known.Select(i => places[training.Rows[i]])]), Studied,
                cancellationToken: work.Cancellation));
        return fit is null ? Outcome<FineGrayModel>.None("") : fit;
    }

    private static CompetingRisksData Data(StudyWork work, StudySet set) => CompetingRisksData.Create(
        set.FollowUp.Time,
        [.. set.Rows.Select((r, i) => set.FollowUp.Event[i] ? Studied : work.Input.Competing![r] ? Other : 0)]);

    private static SetCompeting Of(StudyWork work, StudySet set, StudyCutPoint? cut, StudyModels? models)
    {
        var data = Data(work, set);
        var last = set.FollowUp.Time.ToArray().Max();
        double[] horizons = [.. work.Protocol.Horizons.Where(h => h <= last)];
        var rows = new List<GroupIncidence>();
        Add("all", [.. Enumerable.Range(0, data.Count)]);
        TestResult? gray = null;
        if (cut is not null)
        {
            int[] group = [.. set.Take(cut.High).Select(h => h ? 1 : 0)];
            foreach (var (name, code) in new[] { ("low", 0), ("high", 1) })
                Add(name, [.. Enumerable.Range(0, group.Length).Where(i => group[i] == code)]);
            if (group.Distinct().Count() == 2)
                gray = work.TryValue(StudyStep.Competing, $"No test of Gray's in the {set.Name} set", () =>
                    GrayTest.Test(data, group, Studied));
        }
        return new SetCompeting(
            set.FollowUp.EventCount, set.Rows.Count(r => work.Input.Competing![r]), rows, gray,
            models is null ? [] : [.. horizons.Select(h => Auc(work, set, data, models, h))]);

        void Add(string name, int[] own)
        {
            if (own.Length == 0)
                return;
            var part = data.Select(own);
            var end = own.Max(i => set.FollowUp.Time[i]);
            foreach (var h in horizons.Where(h => h <= end))
            {
                var at = part.Causes.Contains(Studied) ? CumulativeIncidence.ForCause(part, Studied).At(h) : default;
                var other = part.Causes.Contains(Other) ? CumulativeIncidence.ForCause(part, Other).At(h).Estimate : 0;
                rows.Add(new GroupIncidence(name, h, at.Estimate, at.Lower, at.Upper, other));
            }
        }
    }

    private static TimeAuc Auc(StudyWork work, StudySet set, CompetingRisksData data, StudyModels models, double horizon)
    {
        var lp = set.Take(models.Final.LinearPredictor);
        int[] known = [.. Enumerable.Range(0, lp.Length).Where(i => !double.IsNaN(lp[i]))];
        // Somebody has had the event by then, and somebody is free of it then.
        var (cases, controls) = (known.Any(i => data.Cause[i] == Studied && set.FollowUp.Time[i] <= horizon),
            known.Any(i => set.FollowUp.Time[i] > horizon));
        var none = new TimeAuc(horizon, double.NaN, double.NaN, double.NaN, double.NaN, 0, 0, 0, double.NaN);
        return !cases || !controls
            ? none
            : work.TryValue(
                StudyStep.Competing, $"No area in the {set.Name} set",
                () => CompetingRisksAccuracy.Auc(data.Select(known), Studied, [.. known.Select(i => lp[i])], horizon)) ?? none;
    }
}
