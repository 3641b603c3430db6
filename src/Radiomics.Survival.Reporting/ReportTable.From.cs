using Radiomics.Reporting.Figures;
using Survival.Models.Cox;
using Survival.Models.Statistics;

namespace Radiomics.Reporting;

public sealed partial record ReportTable
{
    /// <summary>A Cox model as papers print it: a row a coefficient with hazard ratio, limits and p value, and one for the level that a
    /// factor's others are compared with. Where a term has several columns its first row has the Wald p value of all of them.</summary>
    /// <param name="fit">The model.</param>
    /// <param name="labels">What variables are called, by their names in the data; <see langword="null"/> for those names.</param>
    /// <param name="confidenceLevel">The level of the limits, inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public static ReportTable From(CoxModel fit, IReadOnlyDictionary<string, string>? labels = null, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(fit);
        var lines = ModelLine.Of(fit, labels, confidenceLevel);
        var digits = NumberText.RatioDigits(lines.Select(l => l.Coefficient?.HazardRatio ?? 1));
        // A column that no line needs is none.
        return new ReportTable(
            "cox",
            "Cox regression",
            ["Variable", "Level", $"HR ({NumberText.Short(100 * confidenceLevel)}% CI)", "p", "p of the variable"],
            [
                .. lines.Select(l => new[]
                {
                    l.First ? l.Variable : "",
                    l.Level,
                    l.Coefficient is { } c ? NumberText.Ratio(c.HazardRatio, c.Lower, c.Upper, digits) : "1 (reference)",
                    l.Coefficient is { } t ? NumberText.P(t.PValue) : "",
                    double.IsNaN(l.Together) ? "" : NumberText.P(l.Together),
                }),
            ],
            Invariant($"{fit.RowCount} patients, {fit.EventCount} events. HR: hazard ratio, of numbers for one unit more; CI: ")
                + "confidence interval. Wald tests."
        ).WithoutEmptyColumns();
    }

    /// <summary>Baseline characteristics ("Table 1") as papers print them: n (%) of levels, medians with quartiles of numbers, and p
    /// values of the chi-squared test (of two by two with Yates' correction) and of the ranks'.</summary>
    /// <param name="baseline">The characteristics by group.</param>
    /// <param name="labels">What they are called, by their names in the data; <see langword="null"/> for those names.</param>
    public static ReportTable From(BaselineTable baseline, IReadOnlyDictionary<string, string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        string Name(string column) => labels?.GetValueOrDefault(column) ?? column.Replace('_', ' ');
        var groups = baseline.Groups;
        var rows = new List<string[]>();
        foreach (var c in baseline.Categorical)
        {
            int[] sums = [.. groups.Select((_, g) => Enumerable.Range(0, c.Levels.Count).Sum(l => c.Counts[l, g]))];
            for (var l = 0; l < c.Levels.Count; l++)
            {
                rows.Add([
                    l == 0 ? Name(c.Name) : "",
                    c.Levels[l],
                    .. groups.Select((_, g) => Invariant($"{c.Counts[l, g]} ({100.0 * c.Counts[l, g] / Math.Max(1, sums[g]):0.0}%)")),
                    l == 0 ? NumberText.P(c.ChiSquare.PValue) : "",
                ]);
            }
            Missing(sums);
        }
        foreach (var n in baseline.Numeric)
        {
            var digits = NumberText.MeasuredDigits(
                n.Summaries.Select(s => (s.Minimum, s.LowerQuartile, s.Median, s.UpperQuartile, s.Maximum)));
            rows.Add([
                Name(n.Name),
                "median (quartiles)",
                .. n.Summaries.Select(s => NumberText.WithInterval(s.Median, s.LowerQuartile, s.UpperQuartile, digits)),
                NumberText.P(n.Ranks.PValue),
            ]);
            Missing([.. n.Summaries.Select(s => s.Count)]);
        }
        return new ReportTable(
            "baseline",
            "Characteristics of the patients",
            ["Characteristic", "Level", .. groups.Select((g, k) => Invariant($"{g} (n = {baseline.GroupSizes[k]})")), "p"],
            rows,
            "n (%) or median (quartiles); percentages of those with a value. p: chi-square test (counts; of two by two with Yates' "
                + $"correction), {(groups.Count == 2 ? "Wilcoxon rank-sum test with continuity correction" : "Kruskal-Wallis test")} "
                + "(medians)."
        );

        void Missing(IReadOnlyList<int> known)
        {
            int[] absent = [.. baseline.GroupSizes.Select((n, g) => n - known[g])];
            if (absent.Sum() > 0)
                rows.Add(["", "missing", .. absent.Select(n => Invariant($"{n}")), ""]);
        }
    }
}
