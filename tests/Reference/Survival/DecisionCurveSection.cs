using System.Globalization;
using System.Text.Json;
using Survival.Models;
using Survival.Models.DecisionCurves;

namespace Reference.Survival;

/// <summary>Decision curves against R's dcurves.</summary>
public sealed class DecisionCurveSection : IConformanceSection
{
    /// <inheritdoc/>
    public int Order => 73;

    /// <inheritdoc/>
    public string Title => "Decision curves";

    /// <inheritdoc/>
    public string Introduction =>
        "Net benefit, its parts and interventions avoided against `dcurves`, to 8 significant digits, at thresholds above 0 (0 is "
            + "refused here). A marker turned into a risk by `as_probability` is left out: `dcurves` 0.5.1 hands on the survival "
                + "probability there.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => SurvivalReference.CaseIds("dca").Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var @case = SurvivalReference.Case("dca", id);
        var result = new Comparison(id);
        var outcome = @case.Options.Texts("outcome");
        var thresholds = @case.Options.Numbers("thresholds").Where(t => t > 0).ToArray();
        (string, double[])[] models =
            @case.Values.TryGetProperty("risks", out var risks) && risks.ValueKind == JsonValueKind.Object
                ? [.. risks.EnumerateObject().Select(r => (r.Name, r.Value.Numbers()))]
                : [];
        var harm =
            @case.Options.TryGetProperty("harm", out var given) && given.ValueKind == JsonValueKind.Object
                ? given.EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetDouble())
                : [];
        var options = new DecisionCurveOptions
        {
            Thresholds = thresholds,
            Harm = harm,
            Prevalence = @case.Option("prevalence") is { } p ? double.Parse(p, CultureInfo.InvariantCulture) : null,
        };
        var status = @case.Table.Numbers(outcome[^1]);
        bool[] events = [.. status.Select(v => v == status.Max())];
        var curve =
            outcome.Length == 2
                ? DecisionCurve.Survival(
                    SurvivalData.Create(@case.Table.Numbers(outcome[0]), events),
                    double.Parse(@case.Option("time")!, CultureInfo.InvariantCulture),
                    models,
                    options
                )
                : DecisionCurve.Binary(events, models, options);
        foreach (var strategy in curve.Strategies)
            Add(result, strategy, @case.Values.GetProperty("curves").GetProperty(strategy.Name));
        return result.ToRow();
    }

    internal static void Add(Comparison result, DecisionStrategy strategy, JsonElement expected)
    {
        var skip = expected.Numbers("net_benefit").Length - strategy.Points.Count;
        void Compare(string column, Func<DecisionPoint, double> value)
        {
            var numbers = expected.Numbers(column);
            for (var k = 0; k < strategy.Points.Count; k++)
                result.Add($"{strategy.Name} {column} {strategy.Points[k].Threshold}", numbers[k + skip], value(strategy.Points[k]));
        }
        Compare("tp_rate", p => p.TruePositiveRate);
        Compare("fp_rate", p => p.FalsePositiveRate);
        Compare("net_benefit", p => p.NetBenefit);
        Compare("net_intervention_avoided", p => p.InterventionsAvoided);
    }
}
