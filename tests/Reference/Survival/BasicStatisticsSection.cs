using System.Globalization;
using System.Text.Json;
using Survival.Models;
using Survival.Models.Statistics;

namespace Reference.Survival;

/// <summary>Correlations, contingency tables, group tests and p adjustment against base R.</summary>
public sealed class BasicStatisticsSection : IConformanceSection
{
    private static readonly string[] Left = ["quantile_types", "distributions", "roc_delong_pbc"];

    /// <inheritdoc/>
    public int Order => 76;

    /// <inheritdoc/>
    public string Title => "Basic statistics";

    /// <inheritdoc/>
    public string Introduction =>
        "Correlation matrices, chi-square, Fisher's, t, Mann-Whitney, Kruskal-Wallis tests, analysis of variance and adjusted p values "
            + "against base R, to 8 significant digits.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The cases: those of functions that are here, and the study's Table 1.</summary>
    public static IReadOnlyList<string> CaseIds =>
        SharedData.Exists
            ?
            [
                .. SurvivalReference.CaseIds("basic_stats").Where(id => !Left.Contains(id)),
                "study / table1",
                "study / published_counts",
                "study / spearman",
            ]
            : [""];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => CaseIds.Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var result = new Comparison(id, floor: 1e-250);
        if (id.StartsWith("study", StringComparison.Ordinal))
        {
            Study(result, id);
            return result.ToRow();
        }
        var @case = SurvivalReference.Case("basic_stats", id);
        if (id is "cor_exact_small")
            Exact(result, @case);
        else if (id.StartsWith("cor_", StringComparison.Ordinal))
            Matrix(result, @case);
        else if (id.StartsWith("tab_", StringComparison.Ordinal))
            Contingency(result, "", @case.Input.GetProperty("table").Matrix(), @case.Values);
        else if (id.StartsWith("two_", StringComparison.Ordinal))
            Groups(result, @case);
        else if (id == "small_exact")
            Small(result, @case);
        else
            Adjusted(result, @case);
        return result.ToRow();
    }

    private static void Matrix(Comparison result, SurvivalCase @case)
    {
        var columns = @case.Options.Texts("columns");
        if (columns.Length == 1)
            columns = [.. Enumerable.Range(1, 40).Select(k => $"f{k:000}")];
        var method = Enum.Parse<CorrelationMethod>(@case.Option("method")!, ignoreCase: true);
        var ours = CorrelationMatrix.Estimate(DesignMatrix.FromColumns([.. columns.Select(c => (c, @case.Table.Numbers(c)))]), method);
        void Compare(string name, Func<Correlation, double> value, double scale)
        {
            if (!@case.Values.Has(name))
                return;
            var expected = @case.Values.GetProperty(name).Matrix();
            for (var i = 0; i < columns.Length; i++)
            {
                for (var j = 0; j < columns.Length; j++)
                {
                    if (i != j || name == "r")
                        result.Add($"{name} {columns[i]} {columns[j]}", expected[i][j], value(ours[i, j]), scale);
                }
            }
        }
        Compare("r", c => c.Coefficient, 1e-2);
        Compare("p", c => c.Test.PValue, 0);
        Compare("statistic", c => c.Test.Statistic, 1e-2);
    }

    private static void Exact(Comparison result, SurvivalCase @case)
    {
        var (x, y) = (@case.Input.Numbers("x"), @case.Input.Numbers("y"));
        var spearman = Correlation.Estimate(x, y, CorrelationMethod.Spearman, exact: true);
        var expected = @case.Values.GetProperty("spearman");
        result.Add("rho", expected.Number("rho"), spearman.Coefficient);
        result.Add("S", expected.Number("S"), spearman.Test.Statistic);
        result.Add("spearman p", expected.Number("p"), spearman.Test.PValue);
        var kendall = Correlation.Estimate(x, y, CorrelationMethod.Kendall, exact: true);
        expected = @case.Values.GetProperty("kendall");
        result.Add("tau", expected.Number("tau"), kendall.Coefficient);
        result.Add("T", expected.Number("T"), kendall.Test.Statistic);
        result.Add("kendall p", expected.Number("p"), kendall.Test.PValue);
        var pearson = Correlation.Estimate(x, y);
        expected = @case.Values.GetProperty("pearson");
        result.Add("r", expected.Number("r"), pearson.Coefficient);
        result.Add("t", expected.Number("t"), pearson.Test.Statistic);
        result.Add("pearson p", expected.Number("p"), pearson.Test.PValue);
    }

    private static void Contingency(Comparison result, string name, double[][] rows, JsonElement expected)
    {
        var table = new int[rows.Length, rows[0].Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows[0].Length; j++)
                table[i, j] = (int)rows[i][j];
        }
        foreach (var yates in new[] { true, false })
        {
            var (ours, x2) = (ContingencyTest.ChiSquare(table, yates), expected.GetProperty(yates ? "chisq_yates" : "chisq"));
            // Statistics that should be 0 are rounding errors of about 1e-31 in R.
            result.Add($"{name} x2 {yates}", x2.Number("x2"), ours.Statistic, scale: 1e-3);
            result.Add($"{name} x2 p {yates}", x2.Number("p"), ours.PValue);
        }
        var fisher = expected.GetProperty("fisher");
        result.Add($"{name} fisher p", fisher.Number("p"), ContingencyTest.FisherExact(table).PValue);
        if (table.Length != 4)
            return;
        var f = ContingencyTest.Fisher2x2(table);
        var ratio = fisher.Has("odds_ratio_cmle") ? fisher.GetProperty("odds_ratio_cmle") : fisher.GetProperty("odds_ratio");
        // R finds these roots to 1.2e-4 (uniroot's default), above 1 as reciprocals; so they are compared to that.
        static double Root(double expected) => 1.3e-4 * Math.Max(expected, 1 / expected);
        result.Add($"{name} odds ratio", ratio.Number(), f.OddsRatio, allow: Root(ratio.Number()));
        var ci = fisher.Has("ci") ? fisher.Numbers("ci") : [fisher.Number("lower"), fisher.Number("upper")];
        result.Add($"{name} lower", ci[0], f.Lower, allow: Root(ci[0]));
        result.Add($"{name} upper", ci[1], f.Upper, allow: Root(ci[1]));
        if (!fisher.Has("p_less"))
            return;
        result.Add($"{name} less", fisher.Number("p_less"), f.PLess);
        result.Add($"{name} greater", fisher.Number("p_greater"), f.PGreater);
    }

    private static void Groups(Comparison result, SurvivalCase @case)
    {
        var (x, codes) = (@case.Table.Numbers(@case.Option("x")!), @case.Table.Codes(@case.Option("group")!).Codes);
        double[] Group(int g) => [.. x.Where((_, i) => codes[i] == g)];
        Two(result, "", Group(0), Group(1), @case.Values, "mann_whitney", "p_cc", "p_nocc");
        double[][] groups = [Group(0), Group(1)];
        var kruskal = GroupTests.KruskalWallis(groups);
        result.Add("kruskal h", @case.Values.GetProperty("kruskal").Number("h"), kruskal.Statistic);
        result.Add("kruskal p", @case.Values.GetProperty("kruskal").Number("p"), kruskal.PValue);
        var anova = GroupTests.AnalysisOfVariance(groups);
        result.Add("anova f", @case.Values.GetProperty("anova").Number("f"), anova.Statistic);
        result.Add("anova p", @case.Values.GetProperty("anova").Number("p"), anova.PValue);
    }

    private static void Two(
        Comparison result,
        string name,
        double[] a,
        double[] b,
        JsonElement expected,
        string rank,
        string corrected,
        string plain
    )
    {
        var w = expected.GetProperty(rank);
        result.Add(name + " W", w.Number("W"), GroupTests.MannWhitney(a, b, exact: false).Statistic);
        result.Add(name + " p cc", w.Number(corrected), GroupTests.MannWhitney(a, b, exact: false).PValue);
        result.Add(name + " p", w.Number(plain), GroupTests.MannWhitney(a, b, continuity: false, exact: false).PValue);
        foreach (var test in new[] { "welch", "student" })
        {
            var (t, e) = (GroupTests.StudentT(a, b, test == "student"), expected.GetProperty(test));
            result.Add($"{name} {test} t", e.Number("t"), t.Statistic, scale: 1e-2);
            result.Add($"{name} {test} df", e.Number("df"), t.DegreesOfFreedom ?? double.NaN);
            result.Add($"{name} {test} p", e.Number("p"), t.PValue);
        }
    }

    private static void Small(Comparison result, SurvivalCase @case)
    {
        var (ours, expected) = (
            GroupTests.MannWhitney(@case.Input.Numbers("a"), @case.Input.Numbers("b")),
            @case.Values.GetProperty("mann_whitney_exact")
        );
        result.Add("W", expected.Number("W"), ours.Statistic);
        result.Add("p", expected.Number("p"), ours.PValue);
    }

    private static void Adjusted(Comparison result, SurvivalCase @case)
    {
        var p = @case.Input.Numbers("p");
        result.Add("holm", @case.Values.Numbers("holm"), PValue.Adjust(p, PAdjustment.Holm));
        result.Add("hochberg", @case.Values.Numbers("hochberg"), PValue.Adjust(p, PAdjustment.Hochberg));
        result.Add("bonferroni", @case.Values.Numbers("bonferroni"), PValue.Adjust(p, PAdjustment.Bonferroni));
        result.Add("BH", @case.Values.Numbers("BH"), PValue.Adjust(p, PAdjustment.BenjaminiHochberg));
        result.Add("BY", @case.Values.Numbers("BY"), PValue.Adjust(p, PAdjustment.BenjaminiYekutieli));
    }

    private static void Study(Comparison result, string id)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("reference", "study", "study.json")));
        var steps = document.RootElement.GetProperty("steps");
        var table1 = steps.GetProperty("table1").GetProperty("values");
        if (id == "study / published_counts")
        {
            foreach (var row in table1.GetProperty("published_counts").EnumerateObject())
                Contingency(result, row.Name, row.Value.GetProperty("table").Matrix(), row.Value);
            return;
        }
        var cohort = DataTable.Read(SharedData.PathOf("reference", "study", "cohort.csv"));
        var train = cohort.Texts("set").Select(s => s == "train").ToArray();
        if (id == "study / table1")
        {
            foreach (var row in table1.GetProperty("categorical").EnumerateObject())
                Contingency(result, row.Name, row.Value.GetProperty("table").Matrix(), row.Value);
            foreach (var row in table1.GetProperty("numeric").EnumerateObject().Where(r => cohort.Has(r.Name)))
            {
                var x = cohort.Numbers(row.Name);
                Two(
                    result,
                    row.Name,
                    [.. x.Where((_, i) => train[i])],
                    [.. x.Where((_, i) => !train[i])],
                    row.Value,
                    "wilcoxon",
                    "p_continuity",
                    "p_plain"
                );
            }
            return;
        }
        Spearman(result, steps.GetProperty("spearman").GetProperty("values"), train);
    }

    private static void Spearman(Comparison result, JsonElement expected, bool[] train)
    {
        using var packed = new System.IO.Compression.GZipStream(
            File.OpenRead(SharedData.PathOf("reference", "study", "features.csv.gz")),
            System.IO.Compression.CompressionMode.Decompress
        );
        using var reader = new StreamReader(packed);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')).ToArray();
        string[] header = [.. lines[0].Select(h => h.Trim('"'))], names = expected.GetProperty("rho").Texts("rows");
        var rows = lines.Skip(1).Where((_, i) => train[i]).ToArray();
        var ours = CorrelationMatrix.Estimate(
            DesignMatrix.FromColumns([
                .. names.Select(n =>
                    (n, rows.Select(r => double.Parse(r[Array.IndexOf(header, n)], CultureInfo.InvariantCulture)).ToArray())
                ),
            ])
        );
        var (rho, p) = (expected.GetProperty("rho").Matrix(), expected.GetProperty("p").Matrix());
        for (var i = 0; i < names.Length; i++)
        {
            for (var j = 0; j < names.Length; j++)
            {
                result.Add($"rho {i} {j}", rho[i][j], ours[i, j].Coefficient, scale: 1e-2);
                if (i != j)
                    result.Add($"p {i} {j}", p[i][j], ours[i, j].Test.PValue);
            }
        }
    }
}
