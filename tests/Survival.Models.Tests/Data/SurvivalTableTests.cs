using System.IO.Compression;
using System.Text;
using Survival.Models.Data;

namespace Survival.Models.Tests.Data;

public class SurvivalTableTests
{
    private const string Text = "id,time,status,\"age, years\",grade,site\n1,5.5,1,60,low,A\n2,7,0,NA,high,B\n3,2.25,1,48,\"mid, dle\",A\n\n4,9,0,71,low,B\n";

    private static SurvivalTable Table(string text = Text, SurvivalTableOptions? options = null) => SurvivalTable.ReadCsv(new StringReader(text), "cohort.csv", options);

    [Fact]
    public void ReadsColumnsQuotesAndMissingCells()
    {
        var table = Table();
        Assert.Equal(["id", "time", "status", "age, years", "grade", "site"], table.ColumnNames);
        Assert.Equal(4, table.RowCount);
        Assert.Equal([60, double.NaN, 48, 71], table.Numbers("age, years"));
        Assert.Equal("mid, dle", table.Texts("grade")[2]);
        Assert.Null(table.Texts("age, years")[1]);
        Assert.True(table.IsNumeric("age, years"));
        Assert.False(table.IsNumeric("grade"));
    }

    [Theory]
    [InlineData(";")]
    [InlineData("\t")]
    public void FindsTheSeparator(string separator)
    {
        var table = Table("time,status\n1,1\n2,0\n".Replace(",", separator, StringComparison.Ordinal));
        Assert.Equal([1, 2], table.Numbers("time"));
    }

    [Fact]
    public void ReadsGzip()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".csv.gz");
        try
        {
            using (var file = File.Create(path))
            using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
                gzip.Write(Encoding.UTF8.GetBytes("\ufeff" + Text));
            Assert.Equal([5.5, 7, 2.25, 9], SurvivalTable.ReadCsv(path).Numbers("time"));
            Assert.Equal("id", SurvivalTable.ReadCsv(path).ColumnNames[0]);
            var bytes = File.ReadAllBytes(path);
            bytes[^6] ^= 0x55;
            File.WriteAllBytes(path, bytes);
            Assert.Throws<InvalidSurvivalDataException>(() => SurvivalTable.ReadCsv(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void MakesACohort()
    {
        var cohort = Table().ToCohort(
            new CohortColumns("time", "status")
            {
                Covariates = ["age, years", "grade"],
                Strata = ["site"],
                Levels = new Dictionary<string, IReadOnlyList<string>> { ["grade"] = ["low", "mid, dle", "high"] },
            },
            MissingValues.DropRows);
        Assert.Equal([0, 2, 3], cohort.Rows);
        Assert.Equal((1, "age, years"), (cohort.Dropped[0].Row, cohort.Dropped[0].Columns[0]));
        Assert.Equal([5.5, 2.25, 9], cohort.FollowUp.Time.ToArray());
        Assert.Equal([true, true, false], cohort.FollowUp.Event.ToArray());
        Assert.Equal([0, 0, 1], cohort.FollowUp.Stratum.ToArray());
        Assert.Equal(["site=A", "site=B"], cohort.FollowUp.StratumNames);
        Assert.Equal(["age, years", "grademid, dle", "gradehigh"], cohort.Covariates.ColumnNames);
        Assert.Equal([0, 1, 0], cohort.Covariates.Column(1).ToArray());
        Assert.Equal(2, cohort.Covariates.Terms.Count);
        Assert.Equal((1, 2), (cohort.Covariates.Terms[1].FirstColumn, cohort.Covariates.Terms[1].ColumnCount));
        Assert.Equal(["gradehigh"], cohort.Covariates.ConstantColumns());
    }

    [Fact]
    public void MissingIsRefusedByDefaultWithRowAndColumn()
    {
        var error = Assert.Throws<InvalidSurvivalDataException>(() => Table().ToCohort(new CohortColumns("time", "status") { Covariates = ["age, years"] }));
        Assert.Equal((1, "age, years"), (error.Row, error.Column));
        Assert.Contains("cohort.csv", error.Message, StringComparison.Ordinal);
        // A value that is missing where nobody looks is no error.
        Assert.Equal(4, Table().ToCohort(new CohortColumns("time", "status")).FollowUp.Count);
    }

    [Fact]
    public void AnEventNeedsToBeToldWhereItIsNotOneOrZero()
    {
        const string Dead = "time,status\n1,dead\n2,alive\n";
        Assert.Equal("status", Assert.Throws<InvalidSurvivalDataException>(() => Table(Dead).ToCohort(new CohortColumns("time", "status"))).Column);
        Assert.Equal([true, false], Table(Dead).ToCohort(new CohortColumns("time", "status") { EventValue = "dead" }).FollowUp.Event.ToArray());
        Assert.Equal([true, false], Table("time,status\n1,TRUE\n2,false\n").ToCohort(new CohortColumns("time", "status")).FollowUp.Event.ToArray());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a,b\n", "no rows")]
    [InlineData("a,a\n1,2\n", "two columns 'a'")]
    [InlineData("a,\n1,2\n", "no name")]
    [InlineData("a,b\n1\n", "cells")]
    [InlineData("a,b\n1,2\n3,\"x\"y\n", "CSV")]
    public void DamagedFilesAreRefused(string text, string part)
    {
        var error = Assert.Throws<InvalidSurvivalDataException>(() => Table(text, new SurvivalTableOptions { Delimiter = ',' }));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongColumnsAndCellsAreNamed()
    {
        Assert.Contains("grade", Assert.Throws<ArgumentException>(() => Table().Numbers("nothing")).Message, StringComparison.Ordinal);
        Assert.Equal((0, "grade"), Place(Assert.Throws<InvalidSurvivalDataException>(() => Table().Numbers("grade"))));
        var inf = Assert.Throws<InvalidSurvivalDataException>(() => Table("time,status,x\n1,1,Infinity\n2,0,3\n").ToCohort(new CohortColumns("time", "status") { Covariates = ["x"] }));
        Assert.Equal((0, "x"), Place(inf));
        var unknown = Assert.Throws<InvalidSurvivalDataException>(() => Table().ToCohort(new CohortColumns("time", "status")
        {
            Covariates = ["grade"],
            Levels = new Dictionary<string, IReadOnlyList<string>> { ["grade"] = ["low", "high"] },
        }));
        Assert.Equal((2, "grade"), Place(unknown));
    }

    [Fact]
    public void DuplicateColumnsAreFound()
    {
        var x = DesignMatrix.FromColumns(("a", [1.0, 2, 3]), ("b", [1.0, 2, 4]), ("c", [1.0, 2, 3]), ("d", [5.0, 5, 5]));
        Assert.Equal([("c", "a")], x.DuplicateColumns());
        Assert.Equal(["d"], x.ConstantColumns());
        Assert.Equal(["c", "b"], x.SelectColumns(["c", "b"]).ColumnNames);
        Assert.Equal([4, 1], x.SelectRows([2, 0]).Column(1).ToArray());
        Assert.Throws<ArgumentException>(() => x.SelectColumns(["a", "a"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.SelectRows([3]));
    }

    private static (int Row, string? Column) Place(InvalidSurvivalDataException e) => (e.Row, e.Column);
}
