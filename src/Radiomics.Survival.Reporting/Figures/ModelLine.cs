using Survival.Models;
using Survival.Models.Cox;

namespace Radiomics.Reporting.Figures;

/// <summary>A line of a printed Cox model: a coefficient, or the level that a factor's others are compared with.</summary>
/// <param name="Variable">What its variable is called.</param>
/// <param name="Level">The level, or the column of a term of several; empty for a number.</param>
/// <param name="Reference">The level that it is compared with; empty where there is none.</param>
/// <param name="Coefficient">The coefficient; <see langword="null"/> for the reference level.</param>
/// <param name="First">Whether the variable begins here.</param>
/// <param name="Together">The p value of all columns of the variable; NaN but where one of several begins.</param>
internal sealed record ModelLine(
    string Variable, string Level, string Reference, CoxCoefficient? Coefficient, bool First, double Together)
{
    /// <summary>What is compared: <c>Stage III vs I</c>.</summary>
    public string Title =>
        Level.Length == 0 ? Variable : Reference.Length == 0 ? $"{Variable}, {Level}" : $"{Variable} {Level} vs {Reference}";

    /// <summary>The lines of a model, term by term.</summary>
    public static IReadOnlyList<ModelLine> Of(CoxModel fit, IReadOnlyDictionary<string, string>? labels, double confidenceLevel)
    {
        var table = fit.Table(confidenceLevel);
        return [.. fit.Terms.SelectMany(term => OfTerm(fit, term, table, labels))];
    }

    private static IEnumerable<ModelLine> OfTerm(
        CoxModel fit, DesignTerm term, IReadOnlyList<CoxCoefficient> table, IReadOnlyDictionary<string, string>? labels)
    {
        var name = Name(term, labels);
        int[] columns = [.. Enumerable.Range(term.FirstColumn, term.ColumnCount)];
        var together = columns.Length > 1 ? fit.Wald(columns).PValue : double.NaN;
        if (term.IsCategorical)
        {
            yield return new(name, term.Levels[0], "", null, true, together);
            for (var k = 0; k < columns.Length; k++)
                yield return new(name, term.Levels[k + 1], term.Levels[0], table[columns[k]], false, double.NaN);
            yield break;
        }
        for (var k = 0; k < columns.Length; k++)
        {
            var coefficient = table[columns[k]];
            yield return new(name, columns.Length > 1 ? coefficient.Name : "", "", coefficient, k == 0, k == 0 ? together : double.NaN);
        }
    }

    private static string Name(DesignTerm term, IReadOnlyDictionary<string, string>? labels) =>
        labels?.GetValueOrDefault(term.Name) is { } given ? given
        : term.Factors.Count > 0 ? string.Join(" × ", term.Factors.Select(f => Name(f, labels)))
        : term.Name.Replace('_', ' ');
}
