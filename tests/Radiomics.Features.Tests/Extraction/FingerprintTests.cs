using Radiomics.Features.Extraction;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Extraction;

public sealed class FingerprintTests
{
    [Fact]
    public void Equal_settings_have_one_fingerprint_and_any_other_setting_another()
    {
        ExtractionSettings[] all =
        [
            new(),
            ExtractionSettings.HccSbrt,
            new() { ResampledPixelSpacing = new Vector3D(1, 1, 1) },
            new() { Interpolator = null },
            new() { ResegmentRange = [-100, 300] },
            new() { ResegmentRange = [-100] },
            new() { Image = new ImageSettings { BinWidth = 10 } },
            new() { Image = new ImageSettings { BinCount = 32 } },
            new() { ImageTypes = [new ImageTypeSettings(ImageType.LoG, new ImageSettings { Sigma = [1, 2] })] },
            new() { ImageTypes = [new ImageTypeSettings(ImageType.LoG, new ImageSettings { Sigma = [1, 3] })] },
            new() { FeatureClasses = [new FeatureClassSelection(FeatureClass.Glcm)] },
            new() { FeatureClasses = [new FeatureClassSelection(FeatureClass.Glcm, ["Contrast"])] },
            new() { Label = 2 },
            new() { AdditionalInfo = false },
        ];
        Assert.Equal(all.Length, all.Select(s => s.Fingerprint()).Distinct().Count());
        const string Text = "setting: {binWidth: 25, sigma: [1, 2.5]}\nimageType: {Original: {}, LoG: {}}\n";
        Assert.Equal(ExtractionSettings.Parse(Text).Fingerprint(), ExtractionSettings.Parse(Text).Fingerprint());
        Assert.Equal(64, all[0].Fingerprint().Length);
    }
}
