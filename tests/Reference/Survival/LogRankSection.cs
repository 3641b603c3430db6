using Survival.Models;
using Survival.Models.NonParametric;

namespace Reference.Survival;

/// <summary>Comparisons of groups against R's <c>survdiff</c> and survminer's <c>pairwise_survdiff</c>.</summary>
public sealed class LogRankSection : IConformanceSection
{
    /// <inheritdoc/>
    public int Order => 61;

    /// <inheritdoc/>
    public string Title => "Log-rank tests";

    /// <inheritdoc/>
    public string Introduction =>
        "Statistic, p value, observed, expected and covariance against R's `survdiff`, pairwise p values against `survminer`, to 8 "
            + "significant digits.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => SurvivalReference.CaseIds("logrank").Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var @case = SurvivalReference.Case("logrank", id);
        var (options, table, values) = (@case.Options, @case.Table, @case.Values);
        var result = new Comparison(id);
        var status = table.Numbers(options.GetProperty("status").GetString()!);
        var dead = status.Max() > 1 ? 2 : 1;
        var strata = options.Texts("strata");
        int[]? stratum =
            strata.Length == 0
                ? null
                :
                [
                    .. Enumerable
                        .Range(0, table.RowCount)
                        .Select(i => string.Join('|', strata.Select(s => table.Texts(s)[i])))
                        .Aggregate(
                            (Codes: new List<int>(), Known: new Dictionary<string, int>()),
                            (all, text) =>
                            {
                                all.Codes.Add(all.Known.TryGetValue(text, out var code) ? code : all.Known[text] = all.Known.Count);
                                return all;
                            }
                        )
                        .Codes,
                ];
        var data = SurvivalData.Create(
            table.Numbers(options.GetProperty("time").GetString()!),
            [.. status.Select(v => v == dead)],
            stratum: stratum
        );
        // R sorts texts by the locale, so the groups are taken in its order.
        var by = options.GetProperty("by").GetString()!;
        var order = values.Texts("groups").Select(g => g[(by.Length + 1)..]).ToList();
        var (codes, levels) = table.Codes(by, order.Count > 0 ? order : null);
        if (values.Has("p_adjusted"))
        {
            var pairs = LogRank.Pairwise(
                data,
                codes,
                options.GetProperty("method").GetString() switch
                {
                    "none" => (PAdjustment?)null,
                    "BH" => PAdjustment.BenjaminiHochberg,
                    "holm" => PAdjustment.Holm,
                    _ => PAdjustment.Bonferroni,
                }
            );
            var (rows, columns, matrix) = (
                values.GetProperty("p_adjusted").Texts("rows"),
                values.GetProperty("p_adjusted").Texts("cols"),
                values.GetProperty("p_adjusted").Matrix()
            );
            for (var r = 0; r < rows.Length; r++)
            {
                for (var c = 0; c < columns.Length; c++)
                {
                    if (double.IsNaN(matrix[r][c]))
                        continue;
                    var pair = pairs.Single(p =>
                        (levels[p.First], levels[p.Second]) == (columns[c], rows[r])
                        || (levels[p.First], levels[p.Second]) == (rows[r], columns[c])
                    );
                    result.Add($"{rows[r]} {columns[c]}", matrix[r][c], pair.AdjustedPValue);
                }
            }
            return result.ToRow();
        }
        var ours = LogRank.Test(data, codes, options.Number("rho"));
        result.Add("chisq", values.Number("chisq"), ours.ChiSquare);
        result.Add("df", values.Number("df"), ours.Test.DegreesOfFreedom!.Value);
        result.Add("p", values.Number("p"), ours.PValue);
        result.Add("log p", values.Number("log_p"), ours.Test.LogPValue);
        result.Add("n", values.Numbers("n"), ours.Counts);
        result.Add("observed", Totals(values.GetProperty("observed")), ours.Observed);
        result.Add("expected", Totals(values.GetProperty("expected")), ours.Expected);
        var variance = values.GetProperty("var").Matrix();
        for (var i = 0; i < variance.Length; i++)
        {
            for (var j = 0; j < variance.Length; j++)
                result.Add($"var[{i},{j}]", variance[i][j], ours.Variance[i, j]);
        }
        return result.ToRow();
    }

    // A vector, or a matrix of groups by strata.
    private static double[] Totals(System.Text.Json.JsonElement element) =>
        element.ValueKind == System.Text.Json.JsonValueKind.Object && element.Has("data")
            ? [.. element.Matrix().Select(r => r.Sum())]
            : element.Numbers();
}
