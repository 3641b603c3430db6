using Radiomics.Features.Extraction;
using Radiomics.Features.Output;

namespace Radiomics.Features.Tests.Output;

public sealed class FeatureCsvTests
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
}
