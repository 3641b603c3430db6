namespace Survival.Models.Tests;

/// <summary>Which mark is decimal is judged for each column; what may be thousands is refused by its place and never read.</summary>
public class DecimalMarkTests
{
    // As a spreadsheet in German saves it: a size with decimal commas, a time in days with points of thousands.
    private const string German = "size;time;event\n3,2;611;0\n8,5;124;1\n11,1;1.314;1\n";

    private static SurvivalTable Table(string text, char? mark = null) => SurvivalTable.ReadCsv(
        new StringReader(text), "klinik.csv", new SurvivalTableOptions { DecimalMark = mark });

    private static string Refused(string text, string column, char? mark = null) =>
        Assert.Throws<InvalidSurvivalDataException>(() => Table(text, mark).Numbers(column)).Message;

    [Fact]
    public void ThousandsBesideDecimalCommasAreRefused()
    {
        var table = Table(German);
        Assert.Equal([3.2, 8.5, 11.1], table.Numbers("size"));
        Assert.False(table.IsNumeric("time"));
        var message = Refused(German, "time");
        foreach (var part in new[] { "Row 3 (line 4)", "'time'", "'klinik.csv'", "'1.314'", "1314", "'3,2' in 'size'", "DecimalMark" })
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains(table.Notes, n => n.Contains("unclear", StringComparison.Ordinal));
        var error = Assert.Throws<InvalidSurvivalDataException>(() => Cohort.FromTable(table, new CohortColumns("time", "event")));
        Assert.Equal((2, "time"), (error.Row, error.Column));
        Assert.Equal(message, error.Message);
        Assert.Equal(message, Assert.Throws<InvalidSurvivalDataException>(() => table.SelectRows([0, 1, 2]).Numbers("time")).Message);
    }

    // R's read.csv2(dec = ",") after gsub("\\.", "") gives 1314; read.csv(sep = ";", dec = ".") gives 1.314.
    [Fact]
    public void AMarkThatIsSetDecides()
    {
        var comma = Table(German, ',');
        Assert.Equal([611, 124, 1314], comma.Numbers("time"));
        Assert.Equal([3.2, 8.5, 11.1], comma.Numbers("size"));
        Assert.Contains("thousands", Assert.Single(comma.Notes), StringComparison.Ordinal);
        Assert.Equal([611, 124, 1.314], Table(German, '.').Numbers("time"));
        Assert.Contains("'3,2'", Refused(German, "size", '.'), StringComparison.Ordinal);
        Assert.Contains("'2.5'", Refused("x;y\n1.314;1\n2.5;1\n", "x", ','), StringComparison.Ordinal);
        Assert.Equal([1234567.5, -1000], Table("x;y\n1.234.567,5;1\n-1.000;1\n", ',').Numbers("x"));
        Assert.Equal([1234567.5, -1000], Table("x;y\n1,234,567.5;1\n-1,000;1\n", '.').Numbers("x"));
    }

    [Fact]
    public void ColumnsAreJudgedByThemselves()
    {
        var table = Table("a;b;c;d\n1,5;2.5;1;0,123\n3;1.314;2;0,5\n");
        Assert.Equal([1.5, 3], table.Numbers("a"));
        Assert.Equal([2.5, 1.314], table.Numbers("b"));
        Assert.Equal([0.123, 0.5], table.Numbers("d"));
        var note = Assert.Single(table.Notes);
        Assert.Contains("in 'a', 'd'", note, StringComparison.Ordinal);
        Assert.Equal(["1.5", "3"], table.Texts("a"));
    }

    [Theory]
    [InlineData("a;b\n2.5;611\n1;1,314\n", "Row 2 (line 3)", "'1,314'")] // thousands of English beside points
    [InlineData("a;b\n0.25;1\n1;1,314,000\n", "Row 2 (line 3)", "'1,314,000'")]
    [InlineData("a;b\n2,5;1\n1;1.314.000\n", "Row 2 (line 3)", "is 1314000")]
    [InlineData("a;b\n1;3,2\n1;8,5\n1;3.2\n", "Row 3 (line 4)", "one mark")] // mixed in one column: the rarer is named
    [InlineData("a;b\n1;3.2\n1;8.5\n1;3,2\n", "Row 3 (line 4)", "'3,2'")]
    [InlineData("a;b\n1;1.314\n1;3,2\n1;3,4\n", "Row 1 (line 2)", "'1.314'")]
    [InlineData("a;b\n1;1,314\n1;1.314\n", "Row 2 (line 3)", "one mark")]
    public void WhatMayBeThousandsAndMixedMarksAreNamed(string text, string place, string part)
    {
        Assert.False(Table(text).IsNumeric("b"));
        var message = Refused(text, "b");
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThreeDecimalsAreReadWhereTheColumnOrTheFileTells()
    {
        // One cell that is no thousand tells of the column; commas alone tell of the file.
        Assert.Equal([1.314, 0.5], Table("a;b\n2,5;1.314\n1;0.5\n").Numbers("b"));
        Assert.Equal([1.314, 12], Table("a;b\n2,5;1,314\n1;12\n").Numbers("b"));
        // Without any comma points are decimal; where they look like thousands that is said.
        var alone = Table("a;b\n1;611\n1;1.314\n");
        Assert.Equal([611, 1.314], alone.Numbers("b"));
        Assert.Contains("1314", Assert.Single(alone.Notes), StringComparison.Ordinal);
        Assert.Empty(Table("a;b\n1;2611\n1;1.314\n").Notes);
        Assert.Empty(Table("a,b\n1,611\n1,1.314\n").Notes);
    }

    // Dates and remarks are no numbers, and say nothing of numbers.
    [Fact]
    public void TextSaysNothingOfMarks()
    {
        var table = Table("day;remark;b\n22.01.2015;about 3,5;1.314\n12.09.2017;1,5;2.718\n13.09.2017;x;3.141\n");
        Assert.Equal([1.314, 2.718, 3.141], table.Numbers("b"));
        Assert.Empty(table.Notes);
        Assert.Equal("1,5", table.Texts("remark")[1]);
    }

    [Fact]
    public void RowsThatAreLeftOutTakeTheirDoubtWithThem()
    {
        var table = Table(German).SelectRows([0, 1]);
        Assert.Equal([611, 124], table.Numbers("time"));
    }

    // An id may look like a number with thousands; it stays what it is.
    [Fact]
    public void AnIdIsText() => Assert.Equal(["1.001", "1.002"], Table("id;x\n1.001;2,5\n1.002;3,5\n").Texts("id"));

    [Fact]
    public void AnEventOfCommasIsRead()
    {
        var cohort = Cohort.FromTable(Table("time;event\n1,5;1,0\n2,5;0,0\n"), new CohortColumns("time", "event"));
        Assert.Equal([true, false], cohort.FollowUp.Event.ToArray());
    }

    // A mark is given for the clinic's file with commas; the features beside it, 3828.72805, can only be points, and so 1.314 there is
    // 1.314 and not 1314.
    [Fact]
    public void AFileOfTheOtherMarkBeyondDoubtIsReadByItsOwn()
    {
        var both = new SurvivalTableOptions { DecimalMark = ',', IsMarkOfSeveralFiles = true };
        var table = SurvivalTable.ReadCsv(
            new StringReader("id;mean;size\n1;3828.72805;1.314\n2;12.5;2.871\n"), "features.csv", both);
        Assert.Equal([3828.72805, 12.5], table.Numbers("mean"));
        Assert.Equal([1.314, 2.871], table.Numbers("size"));
        Assert.Contains("'3828.72805' in 'mean'", Assert.Single(table.Notes), StringComparison.Ordinal);

        var clinic = SurvivalTable.ReadCsv(
            new StringReader("id;crp;dose\n1;0,57;1.737,5\n2;1,2;2.000\n"), "klinik.csv", both);
        Assert.Equal([1737.5, 2000], clinic.Numbers("dose"));
    }
}
