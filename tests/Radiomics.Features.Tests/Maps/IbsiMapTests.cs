using Radiomics.Features.Extraction;
using Radiomics.Features.Ibsi;
using Radiomics.Features.Maps;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Maps;

public class IbsiMapTests
{
    [Fact]
    public void A_window_that_holds_the_region_has_its_features()
    {
        // From the middle of 5 x 5 x 3 voxels a radius of 2 reaches all.
        double[] voxels = [.. Enumerable.Range(0, 75).Select(i => (double)(i * 31 % 7 + 1))];
        var geometry = new ImageGeometry(new GridSize(5, 5, 3), new Vector3D(1, 1, 2));
        var (image, mask) = (Volume.Create(geometry, voxels), Mask.Create(geometry, geometry.Region, [.. Enumerable.Repeat((byte)1, 75)]));
        var settings = new ExtractionSettings { Ibsi = IbsiSettings.DigitalPhantom, Voxel = new VoxelSettings { KernelRadius = 2 } };
        var expected = new FeatureExtractor(settings).Extract(image, mask);
        var maps = new FeatureMapper(settings).Extract(image, mask, 2).ToList();
        Assert.Equal(
            expected.Names.Where(n => !n.StartsWith("morph_", StringComparison.Ordinal) && !n.StartsWith("loc_", StringComparison.Ordinal)),
            maps.Select(m => m.Name)
        );
        foreach (var map in maps)
        {
            var (e, f) = (expected[map.Name], map.Values[37]);
            Assert.True(
                double.IsNaN(e) ? double.IsNaN(f) : Math.Abs(e - f) <= 1e-12 * Math.Max(1, Math.Abs(e)),
                $"{map.Name}: {f} for {e}"
            );
        }

        // In the corner the window holds 3 x 3 x 3 voxels; on the first map, the mean, that follows by hand.
        var corner = 0.0;
        for (var i = 0; i < 75; i++)
            corner += i % 5 < 3 && i / 5 % 5 < 3 ? voxels[i] / 27 : 0;
        Assert.Equal(corner, maps[0].Values[0], 1e-12);
    }
}
