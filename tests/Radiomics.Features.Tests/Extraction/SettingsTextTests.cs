using Radiomics.Features.Extraction;
using Radiomics.Features.FirstOrder;
using Radiomics.Features.Ibsi;

namespace Radiomics.Features.Tests.Extraction;

public class SettingsTextTests
{
    [Fact]
    public void Settings_print_what_differs_from_PyRadiomics_defaults_by_its_names()
    {
        var plain = new ExtractionSettings();
        Assert.Equal("""
            imageType: Original
            featureClass: firstorder, glcm, gldm, glrlm, glszm, ngtdm, shape
            setting: PyRadiomics' defaults
            """.ReplaceLineEndings("\n"), plain.ToString());

        var own = plain with
        {
            Image = plain.Image with { BinWidth = 12.5 },
            ResampledPixelSpacing = new(1, 1, 2),
            ImageTypes = [new ImageTypeSettings(ImageType.Original), new ImageTypeSettings(ImageType.Wavelet)],
        };
        Assert.Contains("imageType: Original, Wavelet\n", own.ToString());
        Assert.EndsWith("setting: resampledPixelSpacing [1, 1, 2], binWidth 12.5", own.ToString());

        var first = new FeatureClassSelection(FeatureClass.FirstOrder).With(
            new FeatureDefinition<IntensityStatistics>("Variation", null, s => s.Moment2 / s.Mean));
        var mean = new FeatureClassSelection(FeatureClass.FirstOrder, ["Mean"]).With(
            new FeatureDefinition<IntensityStatistics>("Variation", null, s => s.Moment2 / s.Mean));
        Assert.Contains(
            "featureClass: firstorder (all by default, and own Variation), firstorder (Mean, and own Variation), glcm (MCC)\n",
            (plain with { FeatureClasses = [first, mean, new(FeatureClass.Glcm, ["MCC"])] }).ToString());
    }

    [Fact]
    public void IBSIs_settings_print_theirs_by_the_names_of_a_parameter_file()
    {
        var family = FeatureFamily.Of(
            "mine", "own_", "never", [new FeatureDefinition<int>("one", null, v => v)], region => [("", new[] { 1 })]);
        var settings = IbsiSettings.ConfigurationA with { Families = ["ivh"], OwnFamilies = [family] };
        var text = settings.ToString();
        Assert.StartsWith("spacing ", text);
        Assert.Contains("range [-500.0, 400.0], ", text);
        Assert.Contains("families ['ivh']", text);
        Assert.EndsWith(", own families mine", text);
        Assert.DoesNotContain("System.", text);
        Assert.DoesNotContain("Radiomics.", text);
        Assert.EndsWith($"\nIBSI: {text}", new ExtractionSettings { Ibsi = settings }.ToString());
    }
}
