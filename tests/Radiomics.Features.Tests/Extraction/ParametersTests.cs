using System.Text;
using System.Text.Json;
using Radiomics.Features.Extraction;

namespace Radiomics.Features.Tests.Extraction;

/// <summary>All settings as a record holds them are a parameter file again.</summary>
public sealed class ParametersTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("setting:\n  binWidth: 12.5\n  resampledPixelSpacing: [1, 0, 2]\n  weightingNorm: euclidean\n  label: 3\n"
        + "imageType:\n  Original: {}\n  LoG: {sigma: [1.0, 3], binWidth: 7}\n  Wavelet: {}\n"
        + "featureClass:\n  firstorder: [Mean, Energy]\n  glcm: []\nvoxelSetting:\n  kernelRadius: 2\n")]
    [InlineData("ibsi: ibsi-digital\n")]
    [InlineData("ibsi: ibsi-a\n")]
    [InlineData("ibsi: ibsi-e\n")]
    [InlineData("ibsi:\n  range: [-500, null]\n  ivhBins: {size: 2.5}\n  aggregations: [2D_avg]\n  families: [morphology]\n"
        + "  names: code\n")]
    public void Settings_written_as_parameters_read_as_the_same_settings(string file)
    {
        var settings = ExtractionSettings.Parse(file);
        var written = Json(settings);
        var again = ExtractionSettings.Parse(written);
        Assert.Equal(settings.ToString(), again.ToString());
        Assert.Equal(written, Json(again));
        using var json = JsonDocument.Parse(written);
        if (settings.Ibsi is null)
            Assert.Equal(settings.Image.BinWidth, json.RootElement.GetProperty("setting").GetProperty("binWidth").GetDouble());
        // What was not given stands there too.
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("setting").GetProperty("removeOutliers").ValueKind);
    }

    [Fact]
    public void Settings_of_IBSI_stand_in_their_own_section_alone()
    {
        using var json = JsonDocument.Parse(Json(ExtractionSettings.Parse("ibsi:\n  spacing: [2, 2, 2]\n  range: [-100, 200]\n")));
        Assert.Equal(2, json.RootElement.GetProperty("ibsi").GetProperty("spacing")[0].GetDouble());
        Assert.False(json.RootElement.GetProperty("setting").TryGetProperty("binWidth", out _));
    }

    private static string Json(ExtractionSettings settings)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            settings.ToParameters().WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
