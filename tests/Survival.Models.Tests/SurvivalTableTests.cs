using System.IO.Compression;
using System.Text;

namespace Survival.Models.Tests;

public class SurvivalTableTests
{
    private const string Text = "id,time,status,\"age, years\",grade,site\n1,5.5,1,60,low,A\n2,7,0,NA,high,B\n3,2.25,1,48,\"mid, "
        + "dle\",A\n\n4,9,0,71,low,B\n";

    private static SurvivalTable Table(string text = Text, SurvivalTableOptions? options = null) => SurvivalTable.ReadCsv(
        new StringReader(text), "cohort.csv", options);

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

    // German names and numbers, as a spreadsheet there saves them.
    [Theory]
    [InlineData("windows-1252", false, "Windows-1252")]
    [InlineData("utf-8", false, null)]
    [InlineData("utf-8", true, null)]
    [InlineData("utf-16", true, null)]
    [InlineData("utf-16", false, "UTF-16")]
    [InlineData("utf-16BE", true, null)]
    [InlineData("utf-16BE", false, "UTF-16")]
    [InlineData("utf-32", true, null)]
    public void FindsEncodingAndDecimalCommas(string name, bool mark, string? note)
    {
        Encoding encoding = name == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.GetEncoding(name);
        byte[] text = encoding.GetBytes("Zeit;Größe;Ort\r\n1,5;60;Köln\r\n12;-0,25;Gießen\r\n");
        var table = Bytes([.. mark ? encoding.GetPreamble() : [], .. text]);
        Assert.Equal(["Zeit", "Größe", "Ort"], table.ColumnNames);
        Assert.Equal([1.5, 12], table.Numbers("Zeit"));
        Assert.Equal([60, -0.25], table.Numbers("Größe"));
        Assert.Equal(["Köln", "Gießen"], table.Texts("Ort"));
        Assert.Contains(table.Notes, n => n.Contains("Decimal commas", StringComparison.Ordinal));
        Assert.Equal(note is null ? 1 : 2, table.Notes.Count);
        if (note is not null)
            Assert.Contains(note, table.Notes[0], StringComparison.Ordinal);
    }

    // What could be thousands is not taken for decimals: it is named when it is asked for.
    [Theory]
    [InlineData("x;y\n1,234;1\n2,500;0\n")]
    [InlineData("x,y\n\"1,5\",1\n2,0\n")]
    public void AnUnclearCommaIsNamed(string text)
    {
        Assert.False(Table(text).IsNumeric("x"));
        Assert.Contains("DecimalMark", Assert.Throws<InvalidSurvivalDataException>(() => Table(text).Numbers("x")).Message,
            StringComparison.Ordinal);
        Assert.Contains(',', Table(text).Texts("x")[0]!);
        var told = Table(text, new SurvivalTableOptions { DecimalMark = ',' });
        Assert.Equal(text.Contains("234", StringComparison.Ordinal) ? 1.234 : 1.5, told.Numbers("x")[0]);
    }

    [Fact]
    public void ASpreadsheetsHabitsAreRead()
    {
        var table = Table("sep=;\r\ntime;status;;\r\n5;1;;\r\n6;0;;\r\n");
        Assert.Equal(["time", "status"], table.ColumnNames);
        Assert.Equal([5, 6], table.Numbers("time"));
        Assert.Contains("2 empty columns", Assert.Single(table.Notes), StringComparison.Ordinal);
        // A row without anything is none, wherever it stands; one that says NA is a row without values, and keeps its place in the file.
        var left = Table("time,status\n5,1\n,\n6,0\nNA,NA\n,\n , \n");
        Assert.Equal([5, 6, double.NaN], left.Numbers("time"));
        Assert.Contains("3 empty rows of", Assert.Single(left.Notes), StringComparison.Ordinal);
        Assert.Equal("row 4 (line 5)", left.PlaceOf(2));
        var wrong = Assert.Throws<InvalidSurvivalDataException>(() =>
            Table("sep=;\r\ntime;status\r\n5;1\r\n2020-03-01;0\r\n").Numbers("time"));
        Assert.Contains("line 4", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("date", wrong.Message, StringComparison.Ordinal);
        Assert.Equal([1.0, double.NaN, double.NaN, double.NaN, double.NaN], Table("x,y\n1,1\nNA,1\nNaN,1\n.,1\n,1\n").Numbers("x"));
    }

    [Fact]
    public async Task ReadsStreams()
    {
        var bytes = Encoding.UTF8.GetBytes(Text);
        using var slow = new Trickle(bytes);
        Assert.Equal([5.5, 7, 2.25, 9], SurvivalTable.ReadCsv(slow, "up.csv").Numbers("time"));
        using var later = new Trickle(bytes);
        var table = await SurvivalTable.ReadCsvAsync(later, "up.csv");
        Assert.Equal([5.5, 7, 2.25, 9], table.Numbers("time"));
        Assert.Equal("up.csv", table.Source);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SurvivalTable.ReadCsvAsync(new MemoryStream(bytes), cancellationToken: cancelled.Token));
    }

    [Fact]
    public void AFileThatUnpacksWithoutEndIsRefused()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < 100; i++)
                gzip.Write(new byte[100_000]);
        }
        var error = Assert.Throws<InvalidSurvivalDataException>(() =>
            Bytes(packed.ToArray(), new SurvivalTableOptions { MaxBytes = 1_000_000 }));
        Assert.Contains("MaxBytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersStayNumbers()
    {
        var table = SurvivalTable.FromColumns(("a", [0.1, double.NaN, 3]), ("b", [1.0, 2, 1e300]));
        Assert.Equal(["0.1", null, "3"], table.Texts("a"));
        Assert.Equal([0.1, double.NaN, 3], table.Numbers("a"));
        Assert.True(table.IsNumeric("a"));
        Assert.Equal([3, 0.1], table.SelectRows([2, 0]).Numbers("a"));
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

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a,b\n", "no rows")]
    [InlineData("a,a\n1,2\n", "two columns 'a'")]
    [InlineData("a,\n1,2\n", "no name")]
    [InlineData("a,b\n1,2,3\n", "row.names")]
    [InlineData("a,b\n1,2\n1,2,3\n", "Line 3")]
    [InlineData("a,b\n1,2\n\n\n1,2,3\n", "Line 5")]
    [InlineData("PK\u0003\u0004zip", "Save the sheet as CSV")]
    [InlineData("PAR1zip", "ReadParquet")]
    [InlineData("a,b\n1,\0", "no text")]
    [InlineData("a,b\n1\n", "cells")]
    [InlineData("a,b\n1,2\n3,\"x\"y\n", "CSV")]
    public void DamagedFilesAreRefused(string text, string part)
    {
        var error = Assert.Throws<InvalidSurvivalDataException>(() =>
            Bytes(Encoding.ASCII.GetBytes(text), new SurvivalTableOptions { Delimiter = ',' }));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongColumnsAndCellsAreNamed()
    {
        Assert.Contains("grade", Assert.Throws<ArgumentException>(() => Table().Numbers("nothing")).Message, StringComparison.Ordinal);
        Assert.Equal((0, "grade"), Place(Assert.Throws<InvalidSurvivalDataException>(() => Table().Numbers("grade"))));
    }

    /// <summary>Four of five cells are numbers: a clinical column has a mistake, at the fourth row. Three of five may be levels, but not
    /// in a column of features. Text alone, numbers alone and nothing are no mistake.</summary>
    [Theory]
    [InlineData("1,2,3,x,5", true, 3)]
    [InlineData("1,2,3,x,NA,5", true, 3)]
    [InlineData("1,2,3,x,y", true, -1)]
    [InlineData("1,2,3,x,y", false, 3)]
    [InlineData("a,b,c,d,e", false, -1)]
    [InlineData("1,2,3,4,5", true, -1)]
    [InlineData("NA,NA", false, -1)]
    public void A_mistake_in_a_column_of_numbers_is_told_from_levels(string cells, bool mayBeLevels, int row)
    {
        var table = SurvivalTable.ReadCsv(new StringReader("v\n" + cells.Replace(',', '\n') + "\n"));
        Assert.Equal(row, table.MistakeIn("v", mayBeLevels)?.Row ?? -1);
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

    private static SurvivalTable Bytes(byte[] bytes, SurvivalTableOptions? options = null) => SurvivalTable.ReadCsv(
        new MemoryStream(bytes), "cohort.csv", options);

    /// <summary>A stream that gives one byte at a time and does not seek, as an upload may.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(
            buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }

    private static (int Row, string? Column) Place(InvalidSurvivalDataException e) => (e.Row, e.Column);
}
