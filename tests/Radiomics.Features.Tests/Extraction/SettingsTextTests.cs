using Radiomics.Features.Extraction;

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
    }
}
