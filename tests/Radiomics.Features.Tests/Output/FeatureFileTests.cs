using Csv;
using Radiomics.Features.Extraction;
using Radiomics.Features.Output;

namespace Radiomics.Features.Tests.Output;

public sealed class FeatureFileTests
{
    // Python's repr() of 0.1 + 0.2 has 17 digits; a text that has a comma is quoted (RFC 4180).
    [Fact]
    public void One_region_is_a_header_and_a_row()
    {
        var features = new FeatureSet(
            [new("original_firstorder_Mean", 0.1 + 0.2), new("original_shape_Sphericity", double.NaN)],
            [new("diagnostics_Versions", DiagnosticValue.Of("1, 2"))]);
        var path = Path.Combine(Directory.CreateTempSubdirectory("csv-").FullName, "features.csv");
        features.WriteCsv(path);
        Assert.Equal(
            "diagnostics_Versions,original_firstorder_Mean,original_shape_Sphericity\n\"1, 2\",0.30000000000000004,nan\n",
            File.ReadAllText(path));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+A1", "'+A1")]
    [InlineData("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("-1.5e-300", "-1.5e-300")]
    [InlineData("-inf", "-inf")]
    [InlineData("+5", "+5")]
    [InlineData("P-1", "P-1")]
    [InlineData("-0.12 (-0.30 to 0.06)", "-0.12 (-0.30 to 0.06)")]
    public void Cells_that_a_spreadsheet_would_compute_are_text(string cell, string written)
    {
        using var writer = new StringWriter();
        CsvText.WriteLine(writer, [cell]);
        CsvText.WriteLine(writer, [cell], spreadsheetSafe: false);
        Assert.Equal($"{written}\n{cell}\n", writer.ToString());
    }
}
