using System.Globalization;
using Csv;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>
/// Tables 1 to 3 as papers print them: text cells, a header row first. Numbers are rounded as in print; study.json has them in full.
/// </summary>
public static class StudyTables
{
    /// <summary>
    /// Table 1: the characteristics of the two sets, n (%) or median (quartiles), with the p value of the Yates-corrected chi-square or
    /// rank-sum test.
    /// </summary>
    /// <param name="result">The study.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Baseline(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var sets = result.Sets.All.Select(s => s.Value).ToList();
        List<IReadOnlyList<string>> rows =
        [
            ["Characteristic", "Level", .. sets.Select(s => $"{Title(s.Name)} (n = {s.Rows.Count})"), "p"],
        ];
        foreach (
            var c in result.Baseline.Categorical.Where(c =>
                c.Name is not (BaselineStep.High or BaselineStep.HighAtOrAbove) || c.Name == GroupColumn(result)
            )
        )
        {
            for (var k = 0; k < c.Levels.Count; k++)
            {
                var row = c.Counts[k];
                rows.Add([
                    k == 0 ? c.Name : "", c.Levels[k],
                    .. row.Select((n, j) => FormattableString.Invariant($"{n} ({100.0 * n / Math.Max(1, c.Counts.Sum(r => r[j])):0.0} %)")),
                    k == 0 ? P(c.PValue) : "",
                ]);
            }
        }
        foreach (var n in result.Baseline.Numeric)
        {
            List<string> row = [n.Name, "median (quartiles)", Quartiles(n.Training)];
            if (sets.Count > 1)
                row.Add(n.Validation is { } v ? Quartiles(v) : "");
            rows.Add([.. row, P(n.Ranks.PValue)]);
        }
        return rows;

        static string Quartiles(NumericSummary s) =>
            FormattableString.Invariant($"{s.Median:G4} ({s.LowerQuartile:G4}-{s.UpperQuartile:G4})");
    }

    /// <summary>
    /// The external study's own table of characteristics: its printed counts, the p value they give and the printed one; a header only
    /// without one.
    /// </summary>
    /// <param name="result">The study.</param>
    public static IReadOnlyList<IReadOnlyList<string>> ExternalBaseline(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        // The patients of the external study, where its results say how many there were.
        var sizes = result.Protocol.ExternalModel?.Results.FirstOrDefault(r => r.Kind == ExternalResultKind.Patients);
        string Size(int set) => sizes is null ? "" : $" (n = {(set == 0 ? sizes.Training : sizes.Validation)})";
        List<IReadOnlyList<string>> rows =
        [
            [
                "Characteristic",
                "Level",
                $"Training{Size(0)}",
                $"Validation{Size(1)}",
                "p of the printed counts",
                "p printed",
                "Reproduced",
                "Remark",
            ],
        ];
        foreach (var p in result.Baseline.External)
        {
            for (var k = 0; k < p.Test.Levels.Count; k++)
            {
                string[] tail =
                    k == 0
                        ?
                        [
                            p.Test.PValue.ToString("0.0000", CultureInfo.InvariantCulture),
                            p.PrintedPValue.ToString("0.00", CultureInfo.InvariantCulture),
                            p.Reproduced ? "yes" : "no",
                            p.Remark,
                        ]
                        : ["", "", "", ""];
                rows.Add([
                    k == 0 ? p.Test.Name : "",
                    p.Test.Levels[k],
                    .. p.Test.Counts[k].Select(n => n.ToString(CultureInfo.InvariantCulture)),
                    .. tail,
                ]);
            }
        }
        return rows;
    }

    /// <summary>Table 2: hazard ratios with 95 % limits and p values, univariable and multivariable.</summary>
    /// <param name="result">The study.</param>
    public static IReadOnlyList<IReadOnlyList<string>> CoxModels(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        List<IReadOnlyList<string>> rows = [["Variable", "Univariable HR (95 % CI)", "p", "Multivariable HR (95 % CI)", "p"]];
        var multivariable = result.Cox.Multivariable?.Table().ToDictionary(c => c.Name) ?? [];
        foreach (var screen in result.Cox.Univariable)
        {
            if (screen.Model is null)
                rows.Add([screen.Name, "no estimate", "", "", ""]);
            foreach (var c in screen.Model?.Table() ?? [])
            {
                var together = multivariable.GetValueOrDefault(c.Name);
                rows.Add([
                    c.Name,
                    Ratio(c),
                    P(c.PValue),
                    together is null ? "" : Ratio(together),
                    together is null ? "" : P(together.PValue),
                ]);
            }
        }
        return rows;
    }

    /// <summary>Table 3: Harrell's C with 95 % limits in each set, and the p value against the nomogram.</summary>
    /// <param name="result">The study.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Concordance(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var sets = result.Concordance?.All.ToList() ?? [];
        List<IReadOnlyList<string>> rows = [["Model", .. sets.SelectMany(s => new[] { $"{Title(s.Set)} C-index (95 % CI)", "p" })]];
        foreach (var fit in Enumerable.Reverse(result.Models?.Fits.ToList() ?? []))
        {
            List<string> row = [fit.Name];
            foreach (var (_, set) in sets)
            {
                var c = set.Models.FirstOrDefault(m => m.Model == fit.Name)?.Harrell;
                var against = set.Comparisons.FirstOrDefault(p => p.First == ModelsStep.Nomogram && p.Second == fit.Name);
                row.Add(c is null ? "" : FormattableString.Invariant($"{c.Index:0.00} ({c.Lower:0.00}-{c.Upper:0.00})"));
                row.Add(against is null ? "" : P(against.Difference.PValue));
            }
            rows.Add(row);
        }
        return rows;
    }

    /// <summary>Writes a table as CSV (RFC 4180).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="writer">Where to.</param>
    public static void WriteCsv(IReadOnlyList<IReadOnlyList<string>> rows, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(writer);
        CsvText.Write(writer, rows);
    }

    private static string GroupColumn(StudyResult result) =>
        result.Protocol.GroupRule == CutPointRule.Above ? BaselineStep.High : BaselineStep.HighAtOrAbove;

    private static string Title(string set) => set == StudySet.TrainingName ? "Training" : "Validation";

    private static string Ratio(CoxCoefficient c) => FormattableString.Invariant($"{c.HazardRatio:0.00} ({c.Lower:0.00}-{c.Upper:0.00})");

    private static string P(double p) =>
        double.IsNaN(p) ? ""
        : p < 0.001 ? "<0.001"
        : p.ToString(p < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);
}
