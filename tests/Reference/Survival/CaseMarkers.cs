using System.Text.Json;
using Survival.Models;

namespace Reference.Survival;

/// <summary>Builds the follow-up and the markers that the cases of concordance and time-dependent accuracy name.</summary>
public static class CaseMarkers
{
    /// <summary>A marker: a column, or a linear combination of columns.</summary>
    public static double[] Marker(DataTable table, JsonElement definition)
    {
        if (definition.TryGetProperty("column", out var column))
            return table.Numbers(column.GetString()!);
        var sum = new double[table.RowCount];
        foreach (var term in definition.GetProperty("coef").EnumerateObject())
        {
            var values = table.Numbers(term.Name);
            for (var i = 0; i < sum.Length; i++)
                sum[i] += term.Value.GetDouble() * values[i];
        }
        return sum;
    }

    /// <summary>The follow-up: (time, event) or (start, stop, event) with the options' weights, strata and clusters.</summary>
    public static SurvivalData Data(SurvivalCase @case)
    {
        var table = @case.Table;
        var response = @case.Options.Texts("response");
        var start = response.Length == 3;
        return SurvivalData.Create(
            table.Numbers(response[start ? 1 : 0]),
            [.. table.Numbers(response[^1]).Select(v => v == (Max(table, response[^1]) > 1 ? 2 : 1))],
            start ? table.Numbers(response[0]) : null,
            @case.Option("weights") is { } w ? table.Numbers(w) : null,
            @case.Option("strata") is { } s ? table.Codes(s).Codes : null,
            @case.Option("cluster") is { } c ? table.Codes(c).Codes : null);
    }

    private static double Max(DataTable table, string column) => table.Numbers(column).Max();
}
