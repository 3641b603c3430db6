using Survival.Models;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>Table 1.</summary>
internal sealed partial class StudyRun
{
    private static readonly TestResult NoTest = TestResult.NotDefined("No test");

    private StudyBaseline Baseline(BySet<StudySet> sets, double[]? score, StudyCutPoint? cut)
    {
        var (categorical, numeric) = (new List<CategoricalComparison>(), new List<NumericComparison>());
        void AddNumbers(string name, double[] values)
        {
            if (values.All(v => double.IsNaN(v) || v is 0 or 1))
                AddLevels(name, [.. values.Select(v => double.IsNaN(v) ? null : v == 0 ? "0" : "1")]);
            else if (Numbers(sets, name, values) is { } comparison)
                numeric.Add(comparison);
        }
        void AddLevels(string name, string?[] values)
        {
            string[] levels = [.. values.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (levels.Length is > 0 and <= MostLevels)
                categorical.Add(Levels(sets, name, values, levels));
            else
                Note("table1", $"The column '{name}' has {levels.Length} different values and is not in the table.");
        }
        foreach (var name in input.FactorColumns)
        {
            if (input.Clinical.IsNumeric(name))
                AddNumbers(name, input.Clinical.Numbers(name));
            else
                AddLevels(name, [.. input.Clinical.Texts(name).Select(t => t?.Trim())]);
        }
        AddLevels("event", [.. input.FollowUp.Event.ToArray().Select(e => e ? "1" : "0")]);
        if (cut is not null)
        {
            AddLevels("high", [.. cut.HighAbove.Select(h => h ? "1" : "0")]);
            AddLevels("high_ge", [.. cut.HighAtOrAbove.Select(h => h ? "1" : "0")]);
        }
        if (Numbers(sets, "time", input.FollowUp.Time.ToArray()) is { } time)
            numeric.Add(time);
        if (score is not null && Numbers(sets, "radscore", score) is { } scores)
            numeric.Add(scores);
        return new StudyBaseline(categorical, numeric, PublishedTable.Rows);
    }

    private static NumericComparison? Numbers(BySet<StudySet> sets, string name, double[] values)
    {
        double[] Known(StudySet? set) => set is null ? [] : [.. set.Take(values).Where(v => !double.IsNaN(v))];
        double[] a = Known(sets.Training), b = Known(sets.Validation);
        if (a.Length == 0)
            return null;
        var group = Enumerable.Repeat(StudySet.TrainingName, a.Length).Concat(Enumerable.Repeat(StudySet.ValidationName, b.Length)).ToArray();
        if (b.Length == 0)
        {
            // The table describes two groups or more; a group against itself gives the description of one.
            var alone = BaselineTable.Create([.. group, .. group.Select(_ => StudySet.ValidationName)], [(name, [.. a, .. a])], []);
            return new NumericComparison(name, alone.Numeric[0].Summaries[0], null, NoTest, NoTest, NoTest, NoTest);
        }
        var both = BaselineTable.Create(group, [(name, [.. a, .. b])], [], [StudySet.TrainingName, StudySet.ValidationName]).Numeric[0];
        return new NumericComparison(
            name,
            both.Summaries[0],
            both.Summaries[1],
            both.Ranks,
            Test(() => GroupTests.MannWhitney(a, b, continuity: false, exact: false)),
            Test(() => GroupTests.StudentT(a, b)),
            Test(() => GroupTests.StudentT(a, b, equalVariances: true)));
    }

    private static TestResult Test(Func<TestResult> test)
    {
        try
        {
            return test();
        }
        catch (Exception e) when (e is ArgumentException or SurvivalModelException)
        {
            return NoTest;
        }
    }

    private static CategoricalComparison Levels(BySet<StudySet> sets, string name, string?[] values, string[] levels)
    {
        var columns = sets.All.Select(s => s.Value.Take(values)).ToList();
        var counts = levels.Select(level => (IReadOnlyList<int>)[.. columns.Select(c => c.Count(v => v == level))]).ToList();
        return Compare(name, levels, counts);
    }

    /// <summary>The tests of a table of counts.</summary>
    internal static CategoricalComparison Compare(string name, IReadOnlyList<string> levels, IReadOnlyList<IReadOnlyList<int>> counts)
    {
        var (rows, columns) = (counts.Count, counts[0].Count);
        var table = new int[rows, columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                table[i, j] = counts[i][j];
        }
        var testable = rows > 1 && columns > 1 && Enumerable.Range(0, columns).All(j => counts.Sum(r => r[j]) > 0) && counts.All(r => r.Sum() > 0);
        if (!testable)
            return new CategoricalComparison(name, levels, counts, NoTest, NoTest, double.NaN, null, double.NaN);
        FisherResult? fisher = rows == 2 && columns == 2 ? ContingencyTest.Fisher2x2(table) : null;
        return new CategoricalComparison(
            name, levels, counts, ContingencyTest.ChiSquare(table), ContingencyTest.ChiSquare(table, yates: false),
            fisher?.PValue ?? ContingencyTest.FisherExact(table).PValue, fisher, ContingencyTest.Expected(table).Cast<double>().Min());
    }
}
