using System.Globalization;
using System.Text;

namespace Survival.Models.Tests;

public class CohortTests
{
    private const string Text = "id,time,status,\"age, years\",grade,site\n01,5.5,1,60,low,A\n2,7,0,NA,high,B\n3,2.25,1,48,\"mid, "
        + "dle\",A\n\n4,9,0,71,low,B\n";
    private static readonly CohortColumns Columns = new("time", "status") { Id = "id" };

    private static SurvivalTable Table(string text, string source = "cohort.csv") => SurvivalTable.ReadCsv(new StringReader(text), source);

    private static Cohort Read(string text, CohortColumns? columns = null) => Cohort.FromTable(Table(text), columns ?? Columns);

    // The file has the column: it is not denied, nor is another meant.
    [Theory]
    [InlineData("site", "a stratum")]
    [InlineData("id", "the id")]
    [InlineData("time", "the end of follow-up")]
    public void AColumnTakenForSomethingElseIsToldAsThat(string column, string role)
    {
        var cohort = Read(Text, Columns with { Strata = ["site"] }).Complete();
        foreach (var of in new[] { cohort, cohort.Select([0, 1]) })
        {
            Assert.StartsWith(
                $"Column '{column}' of 'cohort.csv' is {role} of this cohort, and so no covariate.",
                Assert.Throws<ArgumentException>(() => of.Covariates([column])).Message,
                StringComparison.Ordinal);
        }
        Assert.StartsWith(
            "'cohort.csv' has no column 'sex'. It has age, years", Assert.Throws<ArgumentException>(() => cohort.Numbers("sex")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void HoldsFollowUpIdsAndCovariates()
    {
        var cohort = Read(Text, Columns with { Strata = ["site"] });
        Assert.Equal(["01", "2", "3", "4"], cohort.Ids);
        Assert.Equal(["age, years", "grade"], cohort.ColumnNames);
        Assert.Equal([5.5, 7, 2.25, 9], cohort.FollowUp.Time.ToArray());
        Assert.Equal([true, false, true, false], cohort.FollowUp.Event.ToArray());
        Assert.Equal([0, 1, 0, 1], cohort.FollowUp.Stratum.ToArray());
        Assert.Equal(["site=A", "site=B"], cohort.FollowUp.StratumNames);
        var complete = cohort.Complete();
        Assert.Equal([0, 2, 3], complete.Rows);
        Assert.Equal((1, "age, years"), (complete.Dropped[0].Row, complete.Dropped[0].Columns[0]));
        var x = complete.WithLevels("grade", "low", "mid, dle", "high").Covariates();
        Assert.Equal(["age, years", "grademid, dle", "gradehigh"], x.ColumnNames);
        Assert.Equal([0, 1, 0], x.Column(1).ToArray());
        Assert.Equal((1, 2), (x.Terms[1].FirstColumn, x.Terms[1].ColumnCount));
        Assert.Equal(["gradehigh"], x.ConstantColumns());
        var printed = cohort.ToString();
        Assert.Contains("4 patients with 2 events", printed, StringComparison.Ordinal);
        Assert.Contains("status: '1' (2 rows) is the event, '0' (2 rows) is censored", printed, StringComparison.Ordinal);
        Assert.Contains("grade: high, low, mid, dle", printed, StringComparison.Ordinal);
        Assert.Contains("1 missing", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingCovariateIsRefusedWhereItIsUsed()
    {
        var cohort = Read(Text);
        var error = Assert.Throws<InvalidSurvivalDataException>(() => cohort.Covariates(["age, years"]));
        Assert.Equal((1, "age, years"), (error.Row, error.Column));
        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("Complete", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, cohort.Covariates(["grade"]).ColumnCount);
    }

    [Fact]
    public void ANumberThatIsNoneIsAMistakeAndNoLevel()
    {
        var text = "time,status,age,stage\n1,1,60,1\n2,0,unknown,2a\n3,1,50,2b\n";
        var columns = new CohortColumns("time", "status");
        var error = Assert.Throws<InvalidSurvivalDataException>(() => Read(text, columns).Covariates(["age"]));
        Assert.Contains("'unknown' in row 2 (line 3)", error.Message, StringComparison.Ordinal);
        // Where it is meant, it is said: numbers first, in their order.
        Assert.Equal(["stage2a", "stage2b"], Read(text, columns).WithLevels("stage").Covariates(["stage"]).ColumnNames);
        var comma = Assert.Throws<InvalidSurvivalDataException>(() =>
            Read("time,status,x\n1,1,\"1,5\"\n2,0,\"2,5\"\n", columns).Covariates(["x"]));
        Assert.Contains("DecimalMark", comma.Message, StringComparison.Ordinal);
        Assert.Equal((0, "x"), Place(
            Assert.Throws<InvalidSurvivalDataException>(() => Read("time,status,x\n1,1,Infinity\n2,0,3\n", columns).Covariates())));
        Assert.Equal((2, "stage"), Place(
            Assert.Throws<InvalidSurvivalDataException>(() => Read(text, columns).WithLevels("stage", "1", "2a"))));
    }

    [Theory]
    [InlineData("time,status\n-1,1\n", "time", "-1")]
    [InlineData("time,status\nInfinity,1\n", "time", "")]
    [InlineData("time,status\n3 months,1\n", "time", "3 months")]
    [InlineData("time,status\n,1\n", "time", "no value")]
    public void FollowUpThatIsNoneIsRefused(string text, string column, string part)
    {
        var error = Assert.Throws<InvalidSurvivalDataException>(() => Read(text, new CohortColumns("time", "status")));
        Assert.Equal((0, column), Place(error));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWrongColumnIsNamedWithTheRightOne()
    {
        var error = Assert.Throws<ArgumentException>(() => Read("Time,status\n1,1\n", new CohortColumns("time", "status")));
        Assert.Contains("'Time' meant", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JoinsByIdWhateverItsNameAndOrder()
    {
        var features = Table("Patient ID,f1,f2\n4,0.4,40\nx9,0.9,90\n3,0.3,30\n01,0.1,10\n", "features.csv");
        var cohort = Read(Text).Join(features, "Patient ID");
        Assert.Equal(["01", "3", "4"], cohort.Ids);
        Assert.Equal([0.1, 0.3, 0.4], cohort.Numbers("f1"));
        Assert.Equal([10, 30, 40], cohort.Numbers("f2"));
        Assert.Equal([5.5, 2.25, 9], cohort.FollowUp.Time.ToArray());
        Assert.Equal(["low", "mid, dle", "low"], cohort.Texts("grade"));
        Assert.Equal([("2", "cohort.csv", 1), ("x9", "features.csv", 1)], cohort.Unmatched.Select(u => (u.Id, u.Source, u.Row)));
        Assert.Equal(2, cohort.Notes.Count);
        // A note goes into logs and reports: rows, no ids.
        Assert.DoesNotContain("x9", string.Join(' ', cohort.Notes), StringComparison.Ordinal);
        Assert.Contains("row 2 (line 3)", cohort.Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void IdsAreTextAndNothingIsRounded()
    {
        // 007 and 7 are two patients; so are two long numbers that are one double.
        var cohort = Read("id,time,status\n007,1,1\n7,2,0\n12345678901234567,3,1\n12345678901234568,4,0\n");
        var joined = cohort.Join(Table("id,x\n12345678901234568,4\n7,2\n007,1\n12345678901234567,3\n"), "id");
        Assert.Equal([1, 2, 3, 4], joined.Numbers("x"));

        var none = Assert.Throws<InvalidSurvivalDataException>(() =>
            Read("id,time,status\n007,1,1\n008,2,0\n").Join(Table("id,x\n7.0,1\n8.0,2\n"), "id"));
        Assert.Contains("zeros in front", none.Message, StringComparison.Ordinal);
        var half = Read("id,time,status\nA1,1,1\nB2,2,0\n").Join(Table("id,x\na1,1\nB2,2\n"), "id");
        Assert.Contains(half.Notes, n => n.Contains("capitals", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatCannotBeJoinedIsRefused()
    {
        var twice = Assert.Throws<InvalidSurvivalDataException>(() => Read("id,time,status\n5,1,1\n6,2,0\n5,3,1\n"));
        Assert.Contains("row 1 (line 2) and row 3 (line 4)", twice.Message, StringComparison.Ordinal);
        Assert.Contains("row 1 (line 2) and row 2 (line 3)", Assert.Throws<InvalidSurvivalDataException>(
            () => Read(Text).Join(Table("k,x\n3,1\n3,2\n"), "k")).Message, StringComparison.Ordinal);
        Assert.Contains("has no id in row 2", Assert.Throws<InvalidSurvivalDataException>(
            () => Read(Text).Join(Table("k,x\n3,1\n,2\n"), "k")).Message, StringComparison.Ordinal);
        Assert.Contains("'grade'", Assert.Throws<InvalidSurvivalDataException>(
            () => Read(Text).Join(Table("k,grade\n3,1\n"), "k")).Message, StringComparison.Ordinal);
        Assert.Contains("position", Assert.Throws<ArgumentException>(
            () => Read(Text, new CohortColumns("time", "status")).Join(Table("k,x\n3,1\n"), "k")).Message, StringComparison.Ordinal);
        Assert.Contains("k, x", Assert.Throws<ArgumentException>(() => Read(Text).Join(Table("k,x\n3,1\n"), "id")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadsFilesAndStreams()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".csv");
        await File.WriteAllTextAsync(path, Text);
        try
        {
            Assert.Equal(4, Cohort.ReadCsv(path, time: "time", @event: "status").Count);
            Assert.Equal("01", Cohort.ReadCsv(path, Columns).Ids[0]);
            Assert.Equal(4, Cohort.ReadCsv(new MemoryStream(Encoding.UTF8.GetBytes(Text)), Columns, "up.csv").Count);
            Assert.Equal(4, (await Cohort.ReadCsvAsync(new MemoryStream(Encoding.UTF8.GetBytes(Text)), Columns, "up.csv")).Count);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void IsMadeOfArrays()
    {
        var cohort = Cohort.FromColumns([1, 2, 3], [true, false, true], ("x", [0.5, double.NaN, 1.5]));
        Assert.Equal((3, 2), (cohort.Count, cohort.FollowUp.EventCount));
        Assert.Throws<InvalidSurvivalDataException>(() => cohort.Covariates(["x"]));
        Assert.Equal([0.5, 1.5], cohort.Complete(["x"]).Covariates(["x"]).Column(0).ToArray());
        var design = DesignMatrix.FromColumns(("a", [1.0, 2]), ("b", [3.0, 5]));
        var made = Cohort.Create(SurvivalData.Create([4, 5], [true, true]), design, ["p", "q"]);
        Assert.Equal(design.Values.ToArray(), made.Covariates().Values.ToArray());
        Assert.Equal(["q"], made.Where("b", "5").Ids);
        Assert.Throws<ArgumentException>(() => Cohort.Create(SurvivalData.Create([4, 5], [true, true]), design, ["p", "p"]));
        Assert.Throws<ArgumentException>(() => made.Select([0, 0]));
    }

    [Fact]
    public void NewPatientsMeetTheCodingOfAModel()
    {
        var columns = new CohortColumns("time", "status");
        var terms = Read("time,status,g\n1,1,a\n2,1,b\n3,0,c\n", columns).Covariates().Terms;
        Assert.Equal([0, 0, 1, 1], Read("time,status,g\n1,1,c\n2,0,c\n", columns).Covariates(terms).Values.ToArray());
        Assert.Equal((1, "g"), Place(
            Assert.Throws<InvalidSurvivalDataException>(() => Read("time,status,g\n1,1,c\n2,0,d\n", columns).Covariates(terms))));
    }

    [Theory]
    [InlineData("status", "1,0,1", "101", "0/1")]
    [InlineData("status", "1.0,0.0,1", "101", "0/1")]
    [InlineData("status", "2,1,2.0", "101", "R's 1/2")]
    [InlineData("status", "TRUE,false,True", "101", "true/false")]
    [InlineData("CNSR", "0,1,0", "101", "CNSR")]
    [InlineData("cnsr", "0,3,2", "100", "CNSR")]
    public void CodingsAreUnderstoodAndSaid(string column, string cells, string expected, string rule)
    {
        var cohort = Read($"t,{column}\n" + string.Join('\n', cells.Split(',').Select((c, i) => $"{i + 1},{c}")) + "\n",
            new CohortColumns("t", column));
        Assert.Equal(expected, string.Concat(cohort.FollowUp.Event.ToArray().Select(e => e ? '1' : '0')));
        Assert.Equal(rule, cohort.EventCoding.Rule);
        Assert.Equal(3, cohort.EventCoding.Events.Sum(e => e.Count) + cohort.EventCoding.Censored.Sum(e => e.Count));
        // What may be meant otherwise is noted.
        Assert.Equal(rule is "CNSR" or "R's 1/2", cohort.Notes.Count == 1);
    }

    [Theory]
    [InlineData("status", "dead,alive,dead", "[\"dead\"]")]
    [InlineData("status", "yes,no,no", "[\"yes\"]")]
    [InlineData("status", "0,2,0", "'2'")]
    [InlineData("status", "0,1,2", "'2' in row 3 (line 4)")]
    [InlineData("status", "1,0,dead", "'dead'")]
    [InlineData("status", "1,0,-1", "'-1'")]
    [InlineData("censored", "1,0,0", "speaks of censoring")]
    [InlineData("is_cens", "true,false,true", "speaks of censoring")]
    [InlineData("CNSR", "0,1,-2", "CNSR")]
    public void WhatIsNotSureIsNamed(string column, string cells, string part)
    {
        var text = $"t,{column}\n" + string.Join('\n', cells.Split(',').Select((c, i) => $"{i + 1},{c}")) + "\n";
        var error = Assert.Throws<InvalidSurvivalDataException>(() => Read(text, new CohortColumns("t", column)));
        Assert.Equal(column, error.Column);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Contains("eventValues", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dead,alive,dead", "dead", null, "101")]
    [InlineData("2,1,2.0", "2", null, "101")]
    [InlineData("1,0,1", "0", null, "010")]
    [InlineData("dead,lost,alive", "dead", "alive|lost", "100")]
    [InlineData("dead,Dead,alive", "dead|Dead", null, "110")]
    [InlineData("0,1,2", "1", "0|2", "010")]
    [InlineData("dead,alive,dead", null, "alive", "101")]
    [InlineData("alive,alive,alive", "dead", "alive", "000")]
    [InlineData("dead,Dead,alive", "dead", null, "'Dead' in row 2")]
    [InlineData("dead,DEAD,dead", "dead", null, "another spelling")]
    [InlineData("alive,dead,alive", "Dead", null, "Did you mean 'dead'?")]
    // What occurs in no row is not proposed to be named.
    [InlineData("alive,dead,lost", "Dead", "alive|lost", "such as [\"dead\"])")]
    [InlineData("dead,DEAD,alive", "Dead", null, "such as [\"DEAD\", \"dead\"])")]
    [InlineData("dead,alive,lost", "dead", null, "more than one other value")]
    [InlineData("dead,alive,lost", "dead", "alive", "'lost' in row 3")]
    [InlineData("alive,alive,alive", "dead", null, "No row has 'dead'")]
    public void NamedValuesAreTakenAndAThirdIsRefused(string cells, string? named, string? censored, string expected)
    {
        var columns = new CohortColumns("t", "status") { EventValues = named?.Split('|'), CensoredValues = censored?.Split('|') };
        var text = "t,status\n" + string.Join('\n', cells.Split(',').Select((c, i) => $"{i + 1},{c}")) + "\n";
        if (char.IsDigit(expected[0]))
            Assert.Equal(expected, string.Concat(Read(text, columns).FollowUp.Event.ToArray().Select(e => e ? '1' : '0')));
        else
            Assert.Contains(expected, Assert.Throws<InvalidSurvivalDataException>(() => Read(text, columns)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnOfManyValuesIsNotShown()
    {
        var text = "t,name\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i + 1},Smith{i}\n"));
        var error = Assert.Throws<InvalidSurvivalDataException>(() => Read(text, new CohortColumns("t", "name")));
        Assert.DoesNotContain("Smith", error.Message, StringComparison.Ordinal);
        Assert.Contains("40 different values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsReadTheSameUnderAnyCulture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
            CultureInfo.CurrentCulture = german;
            Assert.Equal(5.5, Read(Text).FollowUp.Time[0]);
            Assert.Contains("2.25 to 9", Read(Text).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static (int Row, string? Column) Place(InvalidSurvivalDataException e) => (e.Row, e.Column);

    /// <summary>Of five rows, coded 1 and 2, the second lacks x: of two events one remains.</summary>
    [Fact]
    public void TheCodingIsToldOnceAndCountsTheRowsThatRemain()
    {
        var cohort = Cohort.ReadCsv(
            new MemoryStream("time,status,x\n1,1,3\n2,2,\n3,1,4\n4,2,5\n5,1,6\n"u8.ToArray()), new CohortColumns("time", "status"));
        Assert.Single(cohort.ToString().Split("is the event").Skip(1));
        Assert.Contains("'2' (2 rows) is the event, '1' (3 rows)", cohort.ToString(), StringComparison.Ordinal);
        var complete = cohort.Complete(["x"]);
        Assert.Single(complete.ToString().Split("is the event").Skip(1));
        Assert.Contains("'2' (1 row) is the event, '1' (3 rows)", complete.ToString(), StringComparison.Ordinal);
        Assert.Contains(complete.EventCoding.ToString(), complete.Notes);
        Assert.Contains("'2' (1 row) is the event, no value is censored", complete.Select([2]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnOfADesignIsFoundByName()
    {
        var x = DesignMatrix.FromColumns(("a", [1, 2]), ("b", [3, 4]));
        Assert.Equal([3, 4], x.Column("b").ToArray());
        Assert.Throws<ArgumentException>(() => x.Column("c").ToArray());
    }
}
