using System.Text;
using Survival.Models.CompetingRisks;

namespace Survival.Models.Tests.CompetingRisks;

/// <summary>Causes from a cohort: from the event's own column or one beside it, in words or numbers.</summary>
public sealed class CausesOfACohortTests
{
    private const string Csv = "id,months,status,why,code\na,3,relapse,local,1\nb,5,alive,,0\nc,2,death,heart,2\nd,7,relapse,local,1\n"
        + "e,4,alive,,\nf,6,death,heart,2\n";

    private static Cohort Read(string csv = Csv) => Cohort.ReadCsv(
        new MemoryStream(Encoding.UTF8.GetBytes(csv)),
        new CohortColumns("months", "status") { EventValues = ["relapse", "death"] }, "causes.csv");

    [Fact]
    public void TheEventsOwnColumnSaysTheCause()
    {
        var data = CompetingRisksData.FromCohort(Read(), "status", ["relapse", "death"]);
        Assert.Equal([1, 0, 2, 1, 0, 2], data.Cause.ToArray());
        Assert.Equal(["relapse", "death"], data.CauseNames);
        Assert.Equal(2, data.CauseOf("death"));
        Assert.Equal("6 rows: 2 censored, 2 by relapse (1), 2 by death (2)", data.ToString());
        Assert.Contains("'cure'", Assert.Throws<ArgumentException>(() => data.CauseOf("cure")).Message, StringComparison.Ordinal);
        // In the order of the alphabet where none is given, of the rows that are left where some are.
        Assert.Equal([2, 0, 1, 2, 0, 1], CompetingRisksData.FromCohort(Read(), "status").Cause.ToArray());
        Assert.Equal([1, 2], CompetingRisksData.FromCohort(Read().Select([2, 3]), "status").Cause.ToArray());
    }

    [Fact]
    public void PrintsCallCausesByTheirNames()
    {
        var rows = string.Concat(Enumerable.Range(1, 40).Select(i => Invariant(
            $"{i + (i % 7)},{(i % 4 == 0 ? "alive" : i % 3 == 0 ? "relapse" : "death")},{Math.Sin(i):R}\n")));
        var cohort = Cohort.ReadCsv(
            new MemoryStream(Encoding.UTF8.GetBytes("months,status,x\n" + rows)),
            new CohortColumns("months", "status") { EventValues = ["relapse", "death"] });
        var data = CompetingRisksData.FromCohort(cohort, "status");
        var curve = CumulativeIncidence.ForCause(data, 2);
        Assert.StartsWith(
            Invariant($"Cumulative incidence of relapse, at 10 of {curve.Time.Count} times\n"), curve.ToString(), StringComparison.Ordinal);
        // A title, a head, the first time, the last and eight between them.
        var lines = curve.ToString().TrimEnd().Split('\n');
        Assert.Equal(12, lines.Length);
        Assert.StartsWith(Invariant($"{curve.Time[0],8:G5}"), lines[2], StringComparison.Ordinal);
        Assert.StartsWith(Invariant($"{curve.Time[^1],8:G5}"), lines[^1], StringComparison.Ordinal);
        Assert.StartsWith(
            "Fine-Gray model of death: ", FineGrayModel.Fit(cohort, "status", 1, "x").ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Model of death\n", CauseSpecificCox.Fit(cohort, "status", "x").ToString(), StringComparison.Ordinal);
        Assert.StartsWith(
            "Cumulative incidence of cause 1\n",
            CumulativeIncidence.ForCause(CompetingRisksData.Create([1, 2, 3], [1, 2, 0]), 1).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnBesideSaysTheCauseInWordsOrNumbers()
    {
        Assert.Equal([2, 0, 1, 2, 0, 1], CompetingRisksData.FromCohort(Read(), "why").Cause.ToArray());
        var numbered = CompetingRisksData.FromCohort(Read(), "code");
        Assert.Equal([1, 0, 2, 1, 0, 2], numbered.Cause.ToArray());
        Assert.Empty(numbered.CauseNames);
    }

    [Fact]
    public void ANumberedEventColumnSaysTheCause()
    {
        const string Numbers = "months,status\n3,1\n5,0\n2,2\n7,1\n";
        var cohort = Cohort.ReadCsv(
            new MemoryStream(Encoding.UTF8.GetBytes(Numbers)), new CohortColumns("months", "status") { EventValues = ["1", "2"] });
        Assert.Equal([1, 0, 2, 1], CompetingRisksData.FromCohort(cohort, "status").Cause.ToArray());
    }

    [Fact]
    public void AContradictionNamesRowAndLine()
    {
        var wrong = Csv.Replace("alive,,0", "alive,local,0", StringComparison.Ordinal);
        var error = Assert.Throws<InvalidSurvivalDataException>(() => CompetingRisksData.FromCohort(Read(wrong), "why"));
        Assert.Contains("'local' in row 2 (line 3), where the follow-up has no event", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<InvalidSurvivalDataException>(() => CompetingRisksData.FromCohort(Read(), "why", ["local"]));
        Assert.Contains("'heart' in row 3 (line 4), where the follow-up has an event", error.Message, StringComparison.Ordinal);
        Assert.Contains("empty in row 1 (line 2)", Assert.Throws<InvalidSurvivalDataException>(() => CompetingRisksData.FromCohort(
            Read(Csv.Replace("relapse,local,1\nb", "relapse,local,\nb", StringComparison.Ordinal)), "code")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ASeparatedCauseIsNamed()
    {
        // All deaths are of x = 1 and precede everything else; relapses are mixed.
        var data = CompetingRisksData.Create([5, 6, 7, 8, 9, 1, 2, 3], [1, 0, 1, 1, 0, 2, 2, 2]);
        double[] x = [0, 1, 1, 0, 0, 2, 2, 2];
        Assert.Contains("cause 2 (3 events)", Assert.Throws<ConvergenceException>(
            () => CauseSpecificCox.Fit(data, DesignMatrix.FromColumns(("x", x)))).Message, StringComparison.Ordinal);
    }
}
