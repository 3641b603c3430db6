using Survival.Models.Calibration;
using Survival.Models.CompetingRisks;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.Prognosis;

namespace Radiomics.Studies;

/// <summary>The incidence of the event in a group at a horizon, where competing events take patients away.</summary>
/// <param name="Group"><c>all</c>, <c>low</c> or <c>high</c> risk.</param>
/// <param name="Time">The horizon.</param>
/// <param name="Incidence">The chance of the event by then (Aalen and Johansen).</param>
/// <param name="Lower">The lower limit.</param>
/// <param name="Upper">The upper limit.</param>
/// <param name="Competing">The chance of a competing event by then.</param>
public sealed record GroupIncidence(string Group, double Time, double Incidence, double Lower, double Upper, double Competing);

/// <summary>How the predicted risks of the study's model (<see cref="StudyResult.Model"/>) hold in a set by a horizon.</summary>
/// <param name="Time">The horizon.</param>
/// <param name="Brier">The Brier score; patients with a competing event are free of the event from then on.</param>
/// <param name="InTheLarge">Aalen and Johansen's incidence over the mean predicted risk.</param>
/// <param name="Groups">The incidence in groups of predicted risk.</param>
/// <param name="Decisions">The decision curve; the model is called <c>risk</c>.</param>
public sealed record IncidencePerformance(
    double Time, IncidenceBrier Brier, InTheLarge InTheLarge, GroupedCalibration Groups, DecisionCurve Decisions);

/// <summary>The event beside its competing events in a set.</summary>
/// <param name="Events">How many had the event.</param>
/// <param name="Competing">How many had a competing event.</param>
/// <param name="Incidence">The incidence of all, and by risk group where there are two, at the horizons that the set reaches.</param>
/// <param name="Gray">Gray's test of the risk groups; <see langword="null"/> without a signature, or where a group is empty.</param>
/// <param name="Auc">The area of the study's model (Fine and Gray's linear predictor) at each horizon, where patients with a competing
/// event are controls; NaN where it is not defined.</param>
public sealed record SetCompeting(
    int Events, int Competing, IReadOnlyList<GroupIncidence> Incidence, TestResult? Gray, IReadOnlyList<TimeAuc> Auc)
{
    /// <summary>The same areas of the Cox models by their names, by their linear predictors.</summary>
    public IReadOnlyList<(string Model, IReadOnlyList<TimeAuc> At)> CoxAuc { get; init; } = [];

    /// <summary>How the risks that the study's model predicts hold at each horizon that the set reaches, and at the calibration horizon;
    /// empty without such a model.</summary>
    public IReadOnlyList<IncidencePerformance> Performance { get; init; } = [];
}

/// <summary>What competing events do to the incidence.</summary>
internal static class CompetingStep
{
    /// <summary>The model in decision curves.</summary>
    public const string ModelName = "risk";

    private const int Studied = 1;
    private const int Other = 2;

    public static Outcome<BySet<SetCompeting>> Make(
        StudyWork work, BySet<StudySet> sets, StudyCutPoint? cut, StudyModels? models, FineGrayModel? fineGray)
    {
        if (work.Input.Competing is not { } competing)
            return Outcome<BySet<SetCompeting>>.None("");
        work.Note(
            StudyStep.Competing,
            Invariant($"{competing.Count(c => c)} patients had a competing event. Chances of {work.Protocol.Outcome.Name}, the nomogram, ")
                + "model.json and how they hold are of its cumulative incidence (Aalen and Johansen; Fine and Gray) and stand under "
                + $"{StudyStep.Competing}. Cox models, log-rank tests, C-indices and calibration slopes take a competing event for a "
                + "censoring: they are of the cause-specific hazard. Kaplan-Meier curves, areas, Brier scores, calibration and decision "
                + "curves of follow-up with censoring alone are no chance of the event, and are left out.");
        return sets.MapSome(set => work.Try(StudyStep.Competing, $"No incidence in the {set.Name} set", () =>
            Of(work, set, cut, models, fineGray))) is
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
            StudyStep.Competing, "The Fine-Gray model has no estimate, so that there is no nomogram and no model.json",
            () => FineGrayModel.Fit(
                Data(work, training).Select(known),
                models.Final.Covariates.SelectRows([.. known.Select(i => places[training.Rows[i]])]), Studied,
                cancellationToken: work.Cancellation));
        return fit is null ? Outcome<FineGrayModel>.None("") : fit;
    }

    /// <summary>The linear predictor of every row of the input, not centred; NaN where a covariate is missing.</summary>
    public static double[] LinearPredictor(StudyWork work, FineGrayModel fit, StudyModels models)
    {
        var lp = new double[work.Count];
        Array.Fill(lp, double.NaN);
        var known = fit.LinearPredictor(models.Final.Covariates);
        for (var i = 0; i < known.Length; i++)
            lp[models.Final.Rows[i]] = known[i];
        return lp;
    }

    /// <summary>What the study's outcome is called where it is predicted.</summary>
    public static Endpoint Words(StudyInput input, StudyProtocol protocol) => new()
    {
        Event = protocol.Outcome.Name,
        EventFree = protocol.Outcome.EventFree,
        Survival = protocol.Outcome.Survival,
        TimeUnit = protocol.TimeUnit,
        Competing = input.Competing is null ? ""
            : protocol.Columns.CompetingValues is { Count: > 0 } values ? $"competing events ({string.Join(", ", values)})"
            : "competing events",
    };

    private static CompetingRisksData Data(StudyWork work, StudySet set) => CompetingRisksData.Create(
        set.FollowUp.Time,
        [.. set.Rows.Select((r, i) => set.FollowUp.Event[i] ? Studied : work.Input.Competing![r] ? Other : 0)]);

    private static SetCompeting Of(
        StudyWork work, StudySet set, StudyCutPoint? cut, StudyModels? models, FineGrayModel? fineGray)
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
        double[]? lp = models is null || fineGray is null ? null : LinearPredictor(work, fineGray, models);
        return new SetCompeting(
            set.FollowUp.EventCount, set.Rows.Count(r => work.Input.Competing![r]), rows, gray,
            lp is null ? [] : [.. horizons.Select(h => Auc(work, set, data, lp, h))])
        {
            CoxAuc = models is null ? [] :
            [
                .. models.Fits.Select(f => (
                    f.Name, (IReadOnlyList<TimeAuc>)[.. horizons.Select(h => Auc(work, set, data, f.LinearPredictor, h))])),
            ],
            Performance = lp is null ? [] :
            [
                .. horizons.Append(work.Protocol.CalibrationHorizon!.Value).Where(h => h <= last).Distinct().Order()
                    .Select(h => Performance(work, set, data, models!, fineGray!, h)).OfType<IncidencePerformance>(),
            ],
        };

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

    private static IncidencePerformance? Performance(
        StudyWork work, StudySet set, CompetingRisksData data, StudyModels models, FineGrayModel fit, double horizon)
    {
        var places = models.Final.Rows.Select((r, i) => (r, i)).ToDictionary(p => p.r, p => p.i);
        int[] known = [.. Enumerable.Range(0, set.Rows.Count).Where(i => places.ContainsKey(set.Rows[i]))];
        if (!IsDefined(set, data, known, horizon))
        {
            work.Note(
                StudyStep.Competing, $"{set.Name}, at {work.Protocol.Time(horizon)}: nobody has had the event by then, or nobody is "
                    + "followed beyond it: the predicted risks cannot be judged.");
            return null;
        }
        var all = fit.PredictIncidence(models.Final.Covariates, horizon);
        double[] risk = [.. known.Select(i => all[places[set.Rows[i]]])];
        var own = data.Select(known);
        return work.Try(StudyStep.Competing, $"{set.Name}, at {work.Protocol.Time(horizon)}: the predicted risks cannot be judged", () =>
            new IncidencePerformance(
                horizon,
                CompetingRisksAccuracy.Brier(own, Studied, risk, horizon),
                CompetingRisksAccuracy.InTheLarge(own, Studied, risk, horizon),
                CompetingRisksAccuracy.ByGroups(
                    own, Studied, risk, horizon, CalibrationCuts.OfCount(work.Protocol.CalibrationGroups)),
                DecisionCurve.Incidence(
                    own, Studied, horizon, [(ModelName, risk)],
                    new DecisionCurveOptions { Thresholds = work.Protocol.DecisionThresholds, ExtendKaplanMeier = true })));
    }

    private static TimeAuc Auc(
        StudyWork work, StudySet set, CompetingRisksData data, IReadOnlyList<double> linearPredictor, double horizon)
    {
        var lp = set.Take(linearPredictor);
        int[] known = [.. Enumerable.Range(0, lp.Length).Where(i => !double.IsNaN(lp[i]))];
        var none = new TimeAuc(horizon, double.NaN, double.NaN, double.NaN, double.NaN, 0, 0, 0, double.NaN);
        return !IsDefined(set, data, known, horizon)
            ? none
            : work.TryValue(
                StudyStep.Competing, $"No area in the {set.Name} set",
                () => CompetingRisksAccuracy.Auc(data.Select(known), Studied, [.. known.Select(i => lp[i])], horizon)) ?? none;
    }

    // Somebody has had the event by then, and somebody is free of it then.
    private static bool IsDefined(StudySet set, CompetingRisksData data, int[] known, double horizon) =>
        known.Any(i => data.Cause[i] == Studied && set.FollowUp.Time[i] <= horizon) && known.Any(i => set.FollowUp.Time[i] > horizon);
}
