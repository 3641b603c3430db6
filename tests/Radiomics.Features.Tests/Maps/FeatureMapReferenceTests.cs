using Radiomics.Features.Extraction;
using Radiomics.Features.Maps;
using Radiomics.Features.Parameters;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Reference;

namespace Radiomics.Features.Tests.Maps;

public class FeatureMapReferenceTests
{
    private static readonly string[] Names =
    [
        "original_firstorder_Entropy", "original_firstorder_Mean", "original_glcm_Contrast", "original_glcm_Correlation", "original_glcm_JointEntropy",
        "original_gldm_DependenceVariance", "original_glrlm_RunEntropy", "original_glszm_ZonePercentage", "original_ngtdm_Coarseness",
    ];

    [Theory]
    [InlineData("r1", "{kernelRadius: 1, maskedKernel: true}")]
    [InlineData("r2_unmasked", "{kernelRadius: 2, maskedKernel: false, initValue: 0}")]
    public void Maps_are_those_of_PyRadiomics(string reference, string voxel)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var settings = ParameterFile.Parse($"{{setting: {{binWidth: 25}}, voxelSetting: {voxel}}}");
        var image = ImageFile.ReadVolume(SharedData.PathOf("data", "pyradiomics", "breast1_image.nrrd"));
        var mask = ImageFile.ReadMask(SharedData.PathOf("data", "pyradiomics", "breast1_label.nrrd"));
        var maps = new FeatureMapper(settings).Compute(image, mask).ToDictionary(m => m.Name);
        foreach (var name in Names)
        {
            var expected = ImageFile.ReadVolume(SharedData.PathOf("reference", "voxelmaps", $"{reference}_{name}.nrrd"));
            var found = maps[name].ToVolume();
            Assert.Equal(expected.Size, found.Size);
            Assert.True((expected.Geometry.Origin - found.Geometry.Origin).Length < 1e-6, name);
            for (var z = 0; z < expected.Size.Z; z++)
            {
                for (var y = 0; y < expected.Size.Y; y++)
                {
                    for (var x = 0; x < expected.Size.X; x++)
                    {
                        var (e, f) = (expected[x, y, z], found[x, y, z]);
                        Assert.True(double.IsNaN(e) ? double.IsNaN(f) : Math.Abs(e - f) <= 1e-6 * Math.Max(1e-3, Math.Abs(e)), $"{name} at ({x}, {y}, {z}): {f} for {e}");
                    }
                }
            }
        }
    }
}
