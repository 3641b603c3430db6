using System.Globalization;
using Survival.Models.Cox;
using Survival.Models.Data;
using Survival.Models.Penalised;

namespace Survival.Models.Persistence;

/// <summary>What a Cox model's PMML says, whichever way the model was fitted.</summary>
/// <param name="ColumnNames">The columns.</param>
/// <param name="Terms">The variables that they stand for.</param>
/// <param name="Coefficients">A coefficient for each column; NaN for one that is left out.</param>
/// <param name="Means">Each column's reference point.</param>
/// <param name="Covariance">The covariance of the coefficients, row-major, or <see langword="null"/>.</param>
/// <param name="IsRobust">Whether it is the sandwich.</param>
/// <param name="Baselines">The baselines.</param>
internal sealed record CoxPmmlContent(
    IReadOnlyList<string> ColumnNames,
    IReadOnlyList<DesignTerm> Terms,
    double[] Coefficients,
    double[] Means,
    double[]? Covariance,
    bool IsRobust,
    IReadOnlyList<CoxPmmlBaseline> Baselines)
{
    public static CoxPmmlContent Of(CoxModel model) => new(
        model.ColumnNames, model.Terms, model.State.Coefficients, model.State.Means, model.State.Covariance, model.IsRobust,
        [.. model.Baselines.Select(b => new CoxPmmlBaseline(
            b.Name.Length > 0 ? b.Name : b.Stratum.ToString(CultureInfo.InvariantCulture), b.Time[^1], Steps(b.Time, b.CumulativeHazard)))]);

    public static CoxPmmlContent Of(CoxNetModel model, CoxNetBaseline baseline)
    {
        var names = model.SelectedNames;
        return new CoxPmmlContent(
            names, [.. names.Select((n, j) => new DesignTerm(n, j, 1, []))], model.Values.ToArray(), new double[names.Count], null, false,
            [new CoxPmmlBaseline("", baseline.Times[^1], Steps(baseline.Times, baseline.CumulativeHazard))]);
    }

    private static List<(double Time, double Hazard)> Steps(ReadOnlySpan<double> time, ReadOnlySpan<double> hazard)
    {
        var (steps, last) = (new List<(double, double)>(), 0.0);
        for (var k = 0; k < time.Length; k++)
        {
            if (hazard[k] > last)
                steps.Add((time[k], last = hazard[k]));
        }
        return steps;
    }
}
