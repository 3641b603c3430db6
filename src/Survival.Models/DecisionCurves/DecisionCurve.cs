using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.DecisionCurves;

/// <summary>
/// Decision curves: the net benefit of treating by a model's risk, beside treating all and none. Vickers and Elkin 2006
/// (doi:10.1177/0272989X06295361); with censored follow-up Vickers, Cronin, Elkin and Gonen 2008 (doi:10.1186/1472-6947-8-53). R's
/// <c>dcurves</c>.
/// </summary>
public sealed partial class DecisionCurve
{
    private DecisionCurve(double eventRate, IReadOnlyList<DecisionStrategy> strategies) =>
        (EventRate, Strategies) = (eventRate, strategies);

    /// <summary>The share of subjects with the event: Kaplan-Meier risk at the time, the observed share, or the given prevalence.</summary>
    public double EventRate { get; }

    /// <summary>Treating all (<c>all</c>), none (<c>none</c>), and each model, in the order given.</summary>
    public IReadOnlyList<DecisionStrategy> Strategies { get; }

    /// <summary>What is suspect: models whose risks look like chances to be free of the event, and thresholds at which a net benefit is
    /// not known.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>The net benefit over the event rate, which is that of a perfect rule: 1 at best (Kerr et al. 2016,
    /// doi:10.1200/JCO.2015.65.5654).</summary>
    /// <param name="name">The strategy.</param>
    /// <returns>A value for each of its points.</returns>
    /// <exception cref="ArgumentException">There is no such strategy.</exception>
    public IReadOnlyList<double> StandardisedNetBenefit(string name) => [.. this[name].Points.Select(p => p.NetBenefit / EventRate)];

    /// <summary>A strategy by its name.</summary>
    /// <param name="name">A model's name, <c>all</c> or <c>none</c>.</param>
    /// <exception cref="ArgumentException">There is no such strategy.</exception>
    public DecisionStrategy this[string name] => Strategies.FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException(
            $"No strategy '{name}'. There are: {string.Join(", ", Strategies.Select(s => s.Name))}.", nameof(name));

    /// <summary>The net benefit of each strategy, at some twenty of the thresholds.</summary>
    public override string ToString()
    {
        var table = new TextTable(["threshold", .. Strategies.Select(s => s.Name)]);
        var count = Strategies[0].Points.Count;
        var step = (count + 19) / 20;
        for (var k = step - 1; k < count; k += step)
        {
            table.Row([TextTable.Number(Strategies[0].Points[k].Threshold),
                .. Strategies.Select(s => TextTable.Fixed(s.Points[k].NetBenefit, 4))]);
        }
        return (Invariant($"Net benefit; event rate {EventRate:0.0000}\n{table}") + string.Concat(Warnings.Select(w => $"warning: {w}\n")))
            .TrimEnd();
    }

    /// <summary>Decision curves for a survival outcome by a time.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="time">The time; positive, within follow-up.</param>
    /// <param name="models">Each model's name and predicted risk of the event by the time, for each row; between 0 and 1.</param>
    /// <param name="options">Thresholds, harms and what to do when follow-up of the treated is too short.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up (the message says the range), a threshold outside (0, 1) or a
    /// risk outside [0, 1].</exception>
    /// <exception cref="ArgumentException">Risks of another length, names that repeat, a harm for no model, a prevalence, or follow-up with
    /// weights, strata, clusters or entry times.</exception>
    public static DecisionCurve Survival(
        SurvivalData data, double time, IReadOnlyList<(string Name, double[] Risk)> models, DecisionCurveOptions? options = null)
    {
        var curve = Curve(data, time, models, options);
        return new DecisionCurve(curve.EventRate, curve.Strategies)
        {
            Warnings =
            [
                .. models.Where(m => Discrimination.BrierScore.IsReversed(data, m.Risk, time)).Select(m =>
                    $"The risks of '{m.Name}' are worse than the same for all, and one less each of them is better: they look like chances "
                        + "to be free of the event. Risks are asked for, 1 - S of a survival S."),
                .. curve.Strategies.Select(Unknown).OfType<string>(),
            ],
        };
    }

    private static string? Unknown(DecisionStrategy strategy)
    {
        double[] without = [.. strategy.Points.Where(p => double.IsNaN(p.NetBenefit)).Select(p => p.Threshold)];
        return without.Length == 0 ? null : Invariant($"'{strategy.Name}' has no net benefit at {without.Length} of ")
            + Invariant($"{strategy.Points.Count} thresholds, from {without[0]:G4} to {without[^1]:G4}: the last of those whom it treats ")
            + "was followed up, or died, before the time. ExtendKaplanMeier takes their last estimate.";
    }

    /// <summary>The curves alone, for resamples.</summary>
    private static DecisionCurve Curve(
        SurvivalData data, double time, IReadOnlyList<(string Name, double[] Risk)> models, DecisionCurveOptions? options)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= DecisionCurveOptions.Default;
        Discrimination.Markers.RequirePlain(data, nameof(Survival));
        if (options.Prevalence is not null)
            throw new ArgumentException(
                "A prevalence is for case-control samples of a binary outcome; with follow-up the event rate is estimated.",
                nameof(options));
        Check(models, data.Count, options);
        var followUp = new FollowUp(data);
        if (!(time > 0 && time <= followUp.Last + followUp.Slack))
            throw new ArgumentOutOfRangeException(
                nameof(time), time, Invariant(
                    $"The time {time} lies outside the data's range: it must be above 0 and at most the end of the "
                )
                    + Invariant($"longest follow-up ({followUp.Last})."));
        var everybody = Enumerable.Repeat(true, data.Count).ToArray();
        var risk = followUp.Risk(everybody, time, extend: false);
        return Build(risk, models, options, (positive, _) =>
        {
            var share = positive.Count(p => p) / (double)positive.Length;
            var r = share == 0 ? 0 : followUp.Risk(positive, time, options.ExtendKaplanMeier);
            return (share, share == 0 ? 0 : r * share, share == 0 ? 0 : (1 - r) * share);
        });
    }

    /// <summary>Decision curves for a binary outcome.</summary>
    /// <param name="outcome">Whether each subject has the outcome.</param>
    /// <param name="models">Each model's name and predicted risk, for each row; between 0 and 1.</param>
    /// <param name="options">Thresholds, harms, and the prevalence of a case-control sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">A threshold or prevalence outside (0, 1), or a risk outside [0, 1].</exception>
    /// <exception cref="ArgumentException">Risks of another length, names that repeat, or a harm for no model.</exception>
    /// <exception cref="InvalidSurvivalDataException">All subjects have the outcome, or none.</exception>
    public static DecisionCurve Binary(
        ReadOnlySpan<bool> outcome, IReadOnlyList<(string Name, double[] Risk)> models, DecisionCurveOptions? options = null)
    {
        options ??= DecisionCurveOptions.Default;
        Check(models, outcome.Length, options);
        var has = outcome.ToArray();
        var (n, cases) = (has.Length, has.Count(o => o));
        if (cases == 0 || cases == n)
            throw new InvalidSurvivalDataException(
                Invariant($"{cases} of {n} subjects have the outcome; there must be subjects with and without it."));
        var rate = options.Prevalence ?? (cases / (double)n);
        return Build(rate, models, options, (positive, _) =>
        {
            int tp = 0, fp = 0;
            for (var i = 0; i < n; i++)
                (tp, fp) = (tp + (positive[i] && has[i] ? 1 : 0), fp + (positive[i] && !has[i] ? 1 : 0));
            return ((tp + fp) / (double)n, tp / (double)cases * rate, fp / (double)(n - cases) * (1 - rate));
        });
    }

    private static DecisionCurve Build(
        double eventRate,
        IReadOnlyList<(string Name, double[] Risk)> models,
        DecisionCurveOptions options,
        Func<bool[], double, (double Share, double True, double False)> rates)
    {
        var all = new List<DecisionPoint>();
        var none = new List<DecisionPoint>();
        foreach (var t in options.Thresholds)
        {
            var odds = t / (1 - t);
            var benefit = eventRate - ((1 - eventRate) * odds);
            all.Add(new DecisionPoint(t, 1, eventRate, 1 - eventRate, benefit, 0));
            none.Add(new DecisionPoint(t, 0, 0, 0, 0, -benefit / odds));
        }
        var strategies = new List<DecisionStrategy> { Named("all", all), Named("none", none) };
        foreach (var (name, risk) in models)
        {
            var harm = options.Harm.GetValueOrDefault(name);
            var points = new DecisionPoint[options.Thresholds.Count];
            for (var k = 0; k < points.Length; k++)
            {
                var t = options.Thresholds[k];
                var odds = t / (1 - t);
                var (share, tp, fp) = rates([.. risk.Select(r => r >= t)], t);
                var benefit = tp - (fp * odds) - harm;
                points[k] = new DecisionPoint(t, share, tp, fp, benefit, (benefit - all[k].NetBenefit) / odds);
            }
            strategies.Add(Named(name, points));
        }
        return new DecisionCurve(eventRate, strategies);

        static DecisionStrategy Named(string name, IList<DecisionPoint> points) =>
            new(name, new ResultList<DecisionPoint>(points, RecordText.Table));
    }

    private static void Check(IReadOnlyList<(string Name, double[] Risk)> models, int rows, DecisionCurveOptions options)
    {
        ArgumentNullException.ThrowIfNull(models);
        var names = new HashSet<string>(StringComparer.Ordinal) { "all", "none" };
        foreach (var (name, risk) in models)
        {
            if (string.IsNullOrEmpty(name) || !names.Add(name))
                throw new ArgumentException(
                    $"Models' names must be unique, not empty, and not 'all' or 'none'; '{name}' is not.", nameof(models));
            if (risk.Length != rows)
                throw new ArgumentException(Invariant($"There are {rows} rows but {risk.Length} risks of '{name}'."), nameof(models));
            for (var i = 0; i < rows; i++)
            {
                if (!(risk[i] is >= 0 and <= 1))
                    throw new ArgumentOutOfRangeException(
                        nameof(models), risk[i], Invariant(
                            $"The risk of '{name}' in {RowPlace.Of(i)} must lie between 0 and 1; give probabilities, not "
                        )
                            + "linear predictors.");
            }
        }
        foreach (var t in options.Thresholds)
        {
            if (!(t is > 0 and < 1))
                throw new ArgumentOutOfRangeException(
                    nameof(options), t, "A threshold probability must lie between 0 and 1, both excluded.");
        }
        if (options.Prevalence is { } p && !(p is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(options), p, "The prevalence must lie between 0 and 1, both excluded.");
        foreach (var (name, harm) in options.Harm)
        {
            if (!models.Any(m => m.Name == name) || !double.IsFinite(harm))
                throw new ArgumentException(
                    Invariant($"The harm {harm} of '{name}' must be finite and belong to one of the models: ")
                    + $"{string.Join(", ", models.Select(m => m.Name))}.", nameof(options));
        }
    }

    /// <summary>Kaplan-Meier estimates in subsets.</summary>
    private sealed class FollowUp(SurvivalData data)
    {
        private readonly SortedFollowUp _sorted = SortedFollowUp.Of(data);

        public double Last => _sorted.Time[^1];

        public double Slack => _sorted.Slack;

        /// <summary>The Kaplan-Meier risk by a time among those chosen; NaN where their follow-up ends before and is not
        /// extended.</summary>
        public double Risk(bool[] chosen, double time, bool extend)
        {
            var weight = new double[chosen.Length];
            var beyond = extend;
            for (var i = 0; i < weight.Length; i++)
            {
                weight[i] = chosen[_sorted.Order[i]] ? 1 : 0;
                beyond |= weight[i] > 0 && _sorted.Time[i] >= time - Slack;
            }
            return beyond ? 1 - ProductLimit.At(_sorted, 0, weight, time).Survival : double.NaN;
        }
    }
}
