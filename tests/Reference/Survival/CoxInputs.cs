using System.Globalization;
using System.Text.Json;
using Survival.Models;

namespace Reference.Survival;

/// <summary>Makes follow-up and designs from a case's options.</summary>
public static class CoxInputs
{
    /// <summary>The follow-up of a Cox case.</summary>
    public static SurvivalData Data(SurvivalCase c)
    {
        var t = c.Table;
        var response = c.Options.Texts("response");
        var (time, status) = (response[^2], response[^1]);
        return SurvivalData.Create(
            t.Numbers(time),
            t.Flags(status),
            response.Length == 3 ? t.Numbers(response[0]) : null,
            c.Option("weights") is { } w ? t.Numbers(w) : null,
            c.Options.Texts("strata") is { Length: > 0 } strata ? Combine(t, strata) : null,
            c.Option("cluster") is { } cluster ? t.Codes(cluster).Codes : null);
    }

    /// <summary>Codes of the combinations of some columns, the last varying fastest.</summary>
    public static int[] Combine(DataTable table, IReadOnlyList<string> columns)
    {
        var codes = new int[table.RowCount];
        foreach (var column in columns)
        {
            var (own, levels) = table.Codes(column);
            for (var i = 0; i < codes.Length; i++)
                codes[i] = (codes[i] * levels.Length) + own[i];
        }
        return codes;
    }

    /// <summary>The design of a Cox case.</summary>
    public static DesignMatrix Design(SurvivalCase c) => Design(c, name => c.Table.Texts(name));

    /// <summary>A design from columns as text, coded as the case says.</summary>
    public static DesignMatrix Design(SurvivalCase c, Func<string, string[]> column)
    {
        var builder = new DesignMatrixBuilder();
        foreach (var name in c.Options.Texts("covariates"))
        {
            var texts = column(name);
            if (c.Options.Has("levels") && c.Options.GetProperty("levels").Has(name))
                builder.Categorical(name, texts, c.Options.GetProperty("levels").Texts(name));
            else
                builder.Numeric(name, [.. texts.Select(t => double.Parse(t, CultureInfo.InvariantCulture))]);
        }
        return builder.Build();
    }

    /// <summary>A column of a reference's <c>newdata</c> as text.</summary>
    public static string[] NewData(JsonElement newdata, string column) => newdata.Texts(column);
}
