using Plain;
using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>A table of baseline characteristics of two or more groups ("Table 1"): descriptions by group, and tests that the groups are
/// alike.</summary>
public sealed class BaselineTable
{
    private BaselineTable(
        IReadOnlyList<string> groups,
        IReadOnlyList<int> sizes,
        IReadOnlyList<NumericBaseline> numeric,
        IReadOnlyList<CategoricalBaseline> categorical
    ) => (Groups, GroupSizes, Numeric, Categorical) = (groups, sizes, numeric, categorical);

    /// <summary>The groups' names.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>The number of subjects in each group.</summary>
    public IReadOnlyList<int> GroupSizes { get; }

    /// <summary>The numeric characteristics, in the order given.</summary>
    public IReadOnlyList<NumericBaseline> Numeric { get; }

    /// <summary>The categorical characteristics, in the order given.</summary>
    public IReadOnlyList<CategoricalBaseline> Categorical { get; }

    /// <summary>The table: means with standard deviations and medians with quartiles of numbers, counts with shares of levels, and p
    /// values (Welch's or the analysis of variance, and the ranks'; chi-squared, and Fisher's).</summary>
    public override string ToString()
    {
        var table = new TextTable(["", .. Groups.Select((g, k) => Invariant($"{g} (n = {GroupSizes[k]})")), "p"]);
        foreach (var n in Numeric)
        {
            table.Row([n.Name + Missing(n.Missing) + ", mean (SD)", .. n.Summaries.Select(s =>
                $"{TextTable.Number(s.Mean)} ({TextTable.Number(s.StandardDeviation)})"), PValue.Format(n.Means.PValue)]);
            table.Row(["  median (quartiles)", .. n.Summaries.Select(s =>
                $"{TextTable.Number(s.Median)} ({TextTable.Number(s.LowerQuartile)} to {TextTable.Number(s.UpperQuartile)})"),
                PValue.Format(n.Ranks.PValue)]);
        }
        foreach (var c in Categorical)
        {
            table.Row([c.Name + Missing(c.Missing), .. Groups.Select(_ => ""),
                $"{PValue.Format(c.ChiSquare.PValue)}, exact {PValue.Format(c.FisherPValue)}"]);
            for (var l = 0; l < c.Levels.Count; l++)
            {
                table.Row(["  " + c.Levels[l], .. Groups.Select((_, g) =>
                    Invariant($"{c.Counts[l, g]} ({100.0 * c.Counts[l, g] / KnownOf(c, g):0.0}%)")), ""]);
            }
        }
        return table.ToString().TrimEnd();
    }

    /// <summary>Describes and compares the groups of a cohort's column. Case weights do not count.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="by">The column; its values in order are the groups.</param>
    /// <param name="columns">The characteristics; <see langword="null"/> for all other columns. Of each, the patients without a value are
    /// left out and counted.</param>
    /// <exception cref="ArgumentException">There is no such column, or fewer than two groups.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no group, a group no value of a characteristic, or a column mixes
    /// numbers and text.</exception>
    public static BaselineTable Create(Cohort cohort, string by, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var (codes, groups) = cohort.Groups(by);
        if (groups.Count < 2)
            throw new ArgumentException($"Column '{by}' has one value, '{groups[0]}'; two groups or more are compared.", nameof(by));
        var (numeric, categorical) = (new List<NumericBaseline>(), new List<CategoricalBaseline>());
        foreach (var name in columns ?? [.. cohort.ColumnNames.Where(n => n != by)])
        {
            var column = cohort.Table.Column(name);
            int[] known = [.. Enumerable.Range(0, cohort.Count).Where(i => !column.IsMissing(i))];
            int[] group = [.. known.Select(i => codes[i])];
            if (Enumerable.Range(0, groups.Count).Except(group).Select(g => groups[g]).FirstOrDefault() is { } without)
                throw new InvalidSurvivalDataException(
                    $"No patient with '{without}' in '{by}' has a value in '{name}'; leave '{name}' out.", column: name);
            var missing = cohort.Count - known.Length;
            if (cohort.IsCategorical(name))
            {
                var cells = cohort.Texts(name);
                categorical.Add(OfLevels(name, [.. known.Select(i => cells[i]!)], group, groups.Count) with { Missing = missing });
            }
            else
            {
                var values = cohort.Numbers(name);
                numeric.Add(OfNumbers(name, [.. known.Select(i => values[i])], group, groups.Count) with { Missing = missing });
            }
        }
        return new BaselineTable(
            groups, [.. Enumerable.Range(0, groups.Count).Select(g => codes.Count(c => c == g))], numeric, categorical);
    }

    /// <summary>Describes and compares groups.</summary>
    /// <param name="group">Each subject's group.</param>
    /// <param name="numeric">Numeric characteristics: a finite value for each subject.</param>
    /// <param name="categorical">Categorical characteristics: a level for each subject.</param>
    /// <param name="groupOrder">The groups' order; <see langword="null"/> for that of their first appearance.</param>
    /// <exception cref="ArgumentException">Columns of another length, fewer than two groups, or an order that is not that of the
    /// groups.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite.</exception>
    public static BaselineTable Create(
        IReadOnlyList<string> group,
        IReadOnlyList<(string Name, double[] Values)> numeric,
        IReadOnlyList<(string Name, string[] Values)> categorical,
        IReadOnlyList<string>? groupOrder = null)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(numeric);
        ArgumentNullException.ThrowIfNull(categorical);
        string[] groups = [.. groupOrder ?? [.. group.Distinct(StringComparer.Ordinal)]];
        if (
            groups.Length < 2
            || !groups.Order(StringComparer.Ordinal).SequenceEqual(group.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        )
            throw new ArgumentException(
                $"There must be at least two groups, and the order must name each once; the groups are: "
                    + $"{PlainWords.List(group.Distinct())}.",
                nameof(group)
            );
        int[] code = [.. group.Select(g => Array.IndexOf(groups, g))];
        foreach (
            var (name, length) in numeric.Select(c => (c.Name, c.Values.Length)).Concat(categorical.Select(c => (c.Name, c.Values.Length)))
        )
        {
            if (length != code.Length)
                throw new ArgumentException(Invariant(
                    $"There are {code.Length} subjects but {length} values of '{name}'."
                ), nameof(numeric));
        }
        return new BaselineTable(
            groups,
            [.. groups.Select((_, g) => code.Count(c => c == g))],
            [.. numeric.Select(c => OfNumbers(c.Name, c.Values, code, groups.Length))],
            [.. categorical.Select(c => OfLevels(c.Name, c.Values, code, groups.Length))]);
    }

    private static string Missing(int count) => count == 0 ? "" : Invariant($" ({count} missing)");

    // Shares are of those whose level is known.
    private static int KnownOf(CategoricalBaseline c, int group) => Enumerable.Range(0, c.Levels.Count).Sum(l => c.Counts[l, group]);

    private static NumericBaseline OfNumbers(string name, double[] values, int[] code, int groups)
    {
        Correlation.CheckFinite(values, name);
        double[][] parts = [.. Enumerable.Range(0, groups).Select(g => values.Where((_, i) => code[i] == g).ToArray())];
        var summaries = new NumericSummary[groups];
        for (var g = 0; g < groups; g++)
        {
            var (mean, variance) = GroupTests.Moments(parts[g]);
            double[] sorted = [.. parts[g].Order()];
            summaries[g] = new NumericSummary(
                sorted.Length,
                mean,
                Math.Sqrt(variance),
                sorted[0],
                SampleQuantile.OfSorted(sorted, 0.25),
                SampleQuantile.OfSorted(sorted, 0.5),
                SampleQuantile.OfSorted(sorted, 0.75),
                sorted[^1]
            );
        }
        // Constant columns and groups of one have no test.
        var constant = Array.TrueForAll(values, v => v == values[0]);
        var none = TestResult.NotDefined("No test: nothing varies");
        var varies = parts.All(p => p.Length > 1) && parts.Any(p => p.Any(v => v != p[0]));
        var means =
            !varies ? none
            : groups == 2 ? GroupTests.StudentT(parts[0], parts[1])
            : GroupTests.AnalysisOfVariance(parts);
        var ranks =
            constant ? none
            : groups == 2 ? GroupTests.MannWhitney(parts[0], parts[1], exact: false)
            : GroupTests.KruskalWallis(parts);
        return new NumericBaseline(name, summaries, means, ranks);
    }

    private static CategoricalBaseline OfLevels(string name, string[] values, int[] code, int groups)
    {
        string[] levels = [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var counts = new int[levels.Length, groups];
        for (var i = 0; i < values.Length; i++)
            counts[Array.IndexOf(levels, values[i]), code[i]]++;
        var none = TestResult.NotDefined("No test: nothing varies");
        if (levels.Length < 2)
            return new CategoricalBaseline(name, levels, counts, none, none, double.NaN, double.NaN);
        var expected = ContingencyTest.Expected(counts).Cast<double>().Min();
        return new CategoricalBaseline(
            name,
            levels,
            counts,
            ContingencyTest.ChiSquare(counts),
            ContingencyTest.ChiSquare(counts, yates: false),
            ContingencyTest.FisherExact(counts).PValue,
            expected
        );
    }
}
