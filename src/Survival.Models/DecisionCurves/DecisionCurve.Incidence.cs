using Survival.Models.CompetingRisks;
using Survival.Models.NonParametric;

namespace Survival.Models.DecisionCurves;

public sealed partial class DecisionCurve
{
    /// <summary>Decision curves for an event by a time where others compete: the risk of those above a threshold is Aalen and Johansen's
    /// incidence (Vickers and others 2008, doi:10.1186/1472-6947-8-53).</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="cause">The event among its causes.</param>
    /// <param name="time">The time; positive, within follow-up.</param>
    /// <param name="models">Each model's name and predicted risk of the event by the time, for each row; between 0 and 1.</param>
    /// <param name="options">Thresholds, harms and what to do when follow-up of the treated is too short.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up, a threshold outside (0, 1) or a risk outside
    /// [0, 1].</exception>
    /// <exception cref="ArgumentException">Risks of another length, names that repeat, a harm for no model, a prevalence, or follow-up with
    /// weights, strata, clusters or entry times.</exception>
    /// <exception cref="InvalidSurvivalDataException">Nobody had the event.</exception>
    public static DecisionCurve Incidence(
        CompetingRisksData data, int cause, double time, IReadOnlyList<(string Name, double[] Risk)> models,
        DecisionCurveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= DecisionCurveOptions.Default;
        data.Require(cause);
        if (!data.IsPlain)
            throw new ArgumentException("Decision curves take follow-up without weights, strata, clusters and entry times.", nameof(data));
        if (options.Prevalence is not null)
            throw new ArgumentException(
                "A prevalence is for case-control samples of a binary outcome; with follow-up the event rate is estimated.",
                nameof(options));
        Check(models, data.Count, options);
        var all = CumulativeIncidence.ForCause(data, cause);
        var rate = time > 0 ? all.At(time).Estimate : double.NaN;
        if (double.IsNaN(rate))
            throw new ArgumentOutOfRangeException(
                nameof(time), time, Invariant($"The time lies outside follow-up: it must be above 0 and at most {all.LastTime}."));
        var curve = Build(rate, models, options, (positive, _) =>
        {
            int[] rows = [.. Enumerable.Range(0, positive.Length).Where(i => positive[i])];
            if (rows.Length == 0)
                return (0, 0, 0);
            var own = CumulativeIncidence.Of(data, rows, cause, ConfidenceKind.LogLog, 0.95);
            var at = own.At(options.ExtendKaplanMeier ? Math.Min(time, own.LastTime) : time).Estimate;
            var share = rows.Length / (double)positive.Length;
            return (share, at * share, (1 - at) * share);
        });
        return new DecisionCurve(curve.EventRate, curve.Strategies)
        {
            Warnings = [.. curve.Strategies.Select(Unknown).OfType<string>()],
        };
    }
}
