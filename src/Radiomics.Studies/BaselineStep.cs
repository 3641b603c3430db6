using System.Globalization;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>A categorical characteristic of the two sets. Tests are NaN where they are not defined.</summary>
/// <param name="Name">The column.</param>
/// <param name="Levels">Its levels, in order (0 before 1).</param>
/// <param name="Counts">The counts: a row a level, columns training and, where there is one, validation.</param>
/// <param name="ChiSquare">The chi-square test, with Yates' correction in a 2 x 2 table.</param>
/// <param name="ChiSquarePlain">The chi-square test without it.</param>
/// <param name="FisherPValue">Fisher's exact test.</param>
/// <param name="Fisher">The odds ratio of a 2 x 2 table; else <see langword="null"/>.</param>
/// <param name="SmallestExpected">The smallest expected count.</param>
public sealed record CategoricalComparison(
    string Name,
    IReadOnlyList<string> Levels,
    IReadOnlyList<IReadOnlyList<int>> Counts,
    TestResult ChiSquare,
    TestResult ChiSquarePlain,
    double FisherPValue,
    FisherResult? Fisher,
    double SmallestExpected)
{
    /// <summary>The p value that a table shows: the Yates-corrected chi-square test's.</summary>
    public double PValue => ChiSquare.PValue;
}

/// <summary>A numeric characteristic of the two sets. Tests are NaN where they are not defined.</summary>
/// <param name="Name">The column.</param>
/// <param name="Training">Its description in the training set.</param>
/// <param name="Validation">Its description in the validation set; <see langword="null"/> without one.</param>
/// <param name="Ranks">The Wilcoxon rank-sum test with continuity correction.</param>
/// <param name="RanksPlain">The same without it.</param>
/// <param name="Welch">Welch's t test.</param>
/// <param name="Student">Student's t test.</param>
public sealed record NumericComparison(
    string Name,
    NumericSummary Training,
    NumericSummary? Validation,
    TestResult Ranks,
    TestResult RanksPlain,
    TestResult Welch,
    TestResult Student)
{
    /// <summary>Its description in both sets together.</summary>
    public NumericSummary Total { get; init; }
}

/// <summary>Table 1: the two sets described and compared.</summary>
/// <param name="Categorical">The categorical characteristics: 0/1 columns, columns of text, the event, the risk group.</param>
/// <param name="Numeric">The other numeric characteristics, the follow-up time and the Rad-score.</param>
/// <param name="External">The rows of the external study's table with the tests of their printed counts, and whether the Yates-corrected
/// chi-square test gives the printed p value to its digits; empty without one.</param>
public sealed record StudyBaseline(
    IReadOnlyList<CategoricalComparison> Categorical,
    IReadOnlyList<NumericComparison> Numeric,
    IReadOnlyList<(ExternalCharacteristic Printed, CategoricalComparison Test, bool Reproduced)> External
);

/// <summary>The characteristics of the sets.</summary>
internal static class BaselineStep
{
    public const string Time = "time";
    public const string Event = "event";
    public const string High = "high";
    public const string HighAtOrAbove = "high_ge";
    private const int MostLevels = 10;
    private static readonly TestResult _noTest = TestResult.NotDefined("none");

    public static Outcome<StudyBaseline> Make(StudyWork work, BySet<StudySet> sets, double[]? score, StudyCutPoint? cut)
    {
        var input = work.Input;
        var (categorical, numeric) = (new List<CategoricalComparison>(), new List<NumericComparison>());
        void AddNumbers(string name, double[] values)
        {
            if (values.All(v => double.IsNaN(v) || v is 0 or 1))
                AddLevels(name, [.. values.Select(v => double.IsNaN(v) ? null : v == 0 ? "0" : "1")]);
            else if (Numbers(work, sets, name, values) is { } comparison)
                numeric.Add(comparison);
        }
        void AddLevels(string name, string?[] values)
        {
            string[] levels = [.. values.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (levels.Length is > 0 and <= MostLevels)
                categorical.Add(Levels(work, sets, name, values, levels));
            else
                work.Note(StudyStep.Baseline, $"The column '{name}' has {levels.Length} different values and is not in the table.");
        }
        foreach (var name in input.FactorColumns.Where(name => !FactorsStep.HoldsIds(work, name)))
        {
            if (input.Clinical.IsNumeric(name) && work.Protocol.FactorOf(name).Reference is null)
                AddNumbers(name, input.Clinical.Numbers(name));
            else
                AddLevels(name, [.. input.Clinical.Texts(name).Select(t => t?.Trim())]);
        }
        AddLevels(Event, [.. input.FollowUp.Event.ToArray().Select(e => e ? "1" : "0")]);
        if (cut is not null)
        {
            AddLevels(High, [.. cut.HighAbove.Select(h => h ? "1" : "0")]);
            AddLevels(HighAtOrAbove, [.. cut.HighAtOrAbove.Select(h => h ? "1" : "0")]);
        }
        if (Numbers(work, sets, Time, input.FollowUp.Time.ToArray()) is { } time)
            numeric.Add(time);
        if (score is not null && Numbers(work, sets, ModelStep.ScoreName, score) is { } scores)
            numeric.Add(scores);
        return new StudyBaseline(
            categorical,
            numeric,
            [.. (work.Protocol.ExternalModel?.Characteristics ?? []).Select(c => Check(work, c))]
        );
    }

    private static (ExternalCharacteristic Printed, CategoricalComparison Test, bool Reproduced) Check(
        StudyWork work, ExternalCharacteristic row)
    {
        var test = Compare(work, row.Name, row.Levels, [.. row.Levels.Select((_, k) => (int[])[row.Training[k], row.Validation[k]])]);
        return (row, test, Math.Abs(Math.Round(test.PValue, 2) - row.PValue) < 1e-9);
    }

    private static NumericComparison? Numbers(StudyWork work, BySet<StudySet> sets, string name, double[] values)
    {
        double[] Known(StudySet? set) => set is null ? [] : [.. set.Take(values).Where(double.IsFinite)];
        double[] a = Known(sets.Training), b = Known(sets.Validation);
        if (a.Length == 0)
            return null;
        var group = Enumerable
            .Repeat(StudySet.TrainingName, a.Length)
            .Concat(Enumerable.Repeat(StudySet.ValidationName, b.Length))
            .ToArray();
        if (b.Length == 0)
            return new NumericComparison(name, Alone(a), null, _noTest, _noTest, _noTest, _noTest) { Total = Alone(a) };
        var both = BaselineTable.Create(group, [(name, [.. a, .. b])], [], [StudySet.TrainingName, StudySet.ValidationName]).Numeric[0];
        TestResult Means(bool equal) =>
            a.Length < 2 || b.Length < 2 ? _noTest : work.Quietly(() => GroupTests.StudentT(a, b, equalVariances: equal)) ?? _noTest;
        return new NumericComparison(
            name,
            both.Summaries[0],
            both.Summaries[1],
            both.Ranks,
            work.Quietly(() => GroupTests.MannWhitney(a, b, continuity: false, exact: false)) ?? _noTest,
            Means(false),
            Means(true))
        {
            Total = Alone([.. a, .. b]),
        };
    }

    // The table describes two groups or more; a group against itself gives the description of one.
    private static NumericSummary Alone(double[] values)
    {
        string[] group = [.. values.Select(_ => StudySet.TrainingName), .. values.Select(_ => StudySet.ValidationName)];
        return BaselineTable.Create(group, [("", [.. values, .. values])], []).Numeric[0].Summaries[0];
    }

    private static CategoricalComparison Levels(StudyWork work, BySet<StudySet> sets, string name, string?[] values, string[] levels)
    {
        var columns = sets.All.Select(s => s.Value.Take(values)).ToList();
        return Compare(work, name, levels, [.. levels.Select(level => (int[])[.. columns.Select(c => c.Count(v => v == level))])]);
    }

    /// <summary>The tests of a table of counts.</summary>
    private static CategoricalComparison Compare(StudyWork work, string name, IReadOnlyList<string> levels, IReadOnlyList<int[]> counts)
    {
        var (rows, columns) = (counts.Count, counts[0].Length);
        var table = new int[rows, columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                table[i, j] = counts[i][j];
        }
        var testable =
            rows > 1 && columns > 1 && Enumerable.Range(0, columns).All(j => counts.Sum(r => r[j]) > 0) && counts.All(r => r.Sum() > 0);
        if (!testable)
            return new CategoricalComparison(name, levels, counts, _noTest, _noTest, double.NaN, null, double.NaN);
        FisherResult? fisher = rows == 2 && columns == 2 ? ContingencyTest.Fisher2x2(table) : null;
        var exact = fisher ?? ContingencyTest.FisherExact(table, cancellationToken: work.Cancellation);
        if (exact.IsSimulated)
            work.Note(
                StudyStep.Baseline,
                string.Create(CultureInfo.InvariantCulture,
                    $"Fisher's p value of '{name}' is estimated from {exact.Replicates} random tables (seed {exact.Seed}), with a "
                        + $"standard error of {exact.StandardError:G2}: the table is too large to enumerate."
                )
            );
        return new CategoricalComparison(
            name,
            levels,
            counts,
            work.Quietly(() => ContingencyTest.ChiSquare(table)) ?? _noTest,
            work.Quietly(() => ContingencyTest.ChiSquare(table, yates: false)) ?? _noTest,
            exact.PValue,
            fisher,
            ContingencyTest.Expected(table).Cast<double>().Min());
    }
}
