using Radiomics.Features.Extraction;
using Radiomics.Features.Maps;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Maps;

public class FeatureMapTests
{
    // A region with holes and gaps, levels with and without neighbours.
    private static (Volume Image, Mask Mask) Region(int seed, int levels)
    {
        var random = new Random(seed);
        var size = new GridSize(11, 9, 6);
        var voxels = new short[size.Count];
        var inside = new byte[size.Count];
        for (var i = 0; i < voxels.Length; i++)
        {
            voxels[i] = (short)(random.Next(levels) * 10);
            inside[i] = random.NextDouble() < (i % 11 < 3 ? 0.25 : 0.8) ? (byte)1 : (byte)0;
        }
        var geometry = new ImageGeometry(size, new Vector3D(1, 1.5, 2));
        return (Volume.Create(geometry, voxels), Mask.Create(geometry, geometry.Region, inside));
    }

    [Theory]
    [InlineData(1, 4, 1, "")]
    [InlineData(2, 12, 2, "")]
    [InlineData(3, 2, 2, "")]
    [InlineData(4, 6, 1, ", distances: [1, 2]")]
    [InlineData(5, 6, 2, ", force2D: true")]
    [InlineData(6, 6, 1, ", force2D: true, force2Ddimension: 1")]
    [InlineData(7, 5, 1, ", weightingNorm: euclidean")]
    [InlineData(8, 5, 1, ", symmetricalGLCM: false")]
    public void A_value_is_that_of_the_window_alone(int seed, int levels, int radius, string more)
    {
        var (image, mask) = Region(seed, levels);
        var settings = ExtractionSettings.Parse(
            $"{{setting: {{binWidth: 10, additionalInfo: false, minimumROIDimensions: 1{more}}}, voxelSetting: {{kernelRadius: {radius}}}}}"
        );
        var maps = new FeatureMapper(settings).Extract(image, mask).ToList();
        Assert.NotEmpty(maps);
        var own = settings.Image;
        var flat = own.Force2D ? 2 - own.Force2DDimension : -1;
        var place = -1;
        var compared = 0;
        for (var z = 0; z < image.Size.Z; z++)
        {
            for (var y = 0; y < image.Size.Y; y++)
            {
                for (var x = 0; x < image.Size.X; x++)
                {
                    if (!mask[x, y, z])
                        continue;
                    place++;
                    if (place % 7 != 0)
                        continue;
                    int rx = flat == 0 ? 0 : radius,
                        ry = flat == 1 ? 0 : radius,
                        rz = flat == 2 ? 0 : radius;
                    var box = new Imaging.Region(
                        new VoxelIndex(x - rx, y - ry, z - rz),
                        new GridSize(2 * rx + 1, 2 * ry + 1, 2 * rz + 1)
                    ).Intersect(image.Geometry.Region);
                    var part = new byte[box.Count];
                    var at = 0;
                    for (var w = box.Start.Z; w < box.End.Z; w++)
                    {
                        for (var v = box.Start.Y; v < box.End.Y; v++)
                        {
                            for (var u = box.Start.X; u < box.End.X; u++)
                                part[at++] = mask[u, v, w] ? (byte)1 : (byte)0;
                        }
                    }
                    if (part.Count(b => b != 0) < 2)
                        continue;

                    // The window's own extraction has its own levels: where it holds the least and the greatest of the region they are the
                    // region's.
                    var window = Mask.Create(image.Geometry, box, part);
                    var least = double.MaxValue;
                    var greatest = double.MinValue;
                    foreach (var (w, v, u) in Voxels(box).Where(p => mask[p.X, p.Y, p.Z]).Select(p => (p.Z, p.Y, p.X)))
                        (least, greatest) = (Math.Min(least, image[u, v, w]), Math.Max(greatest, image[u, v, w]));
                    if (least != 0 || greatest != 10 * (levels - 1))
                        continue;
                    var expected = new FeatureExtractor(settings).Extract(image, window);
                    foreach (var map in maps)
                    {
                        var (e, f) = (expected[map.Name], map.Values[place]);
                        if (map.Name.EndsWith("JointAverage", StringComparison.Ordinal) && double.IsNaN(f))
                            continue;
                        Assert.True(
                            double.IsNaN(e) == double.IsNaN(f) && !(Math.Abs(e - f) > 1e-8 * Math.Max(1, Math.Abs(e))),
                            $"{map.Name} at ({x}, {y}, {z}): {f} for {e}"
                        );
                        compared++;
                    }
                }
            }
        }
        Assert.True(compared > 500, $"{compared}");
    }

    [Fact]
    public void Values_do_not_depend_on_the_number_of_threads()
    {
        var (image, mask) = Region(11, 7);
        var settings = ExtractionSettings.Parse(
            "{setting: {binWidth: 10}, imageType: {Original: {}, Square: {}}, voxelSetting: {kernelRadius: 2}}"
        );
        var one = new FeatureMapper(settings).Extract(image, mask).ToList();
        var four = new FeatureMapper(settings).Extract(image, mask, 4).ToList();
        Assert.Equal(one.Select(m => m.Name), four.Select(m => m.Name));
        for (var i = 0; i < one.Count; i++)
            Assert.True(one[i].Values.SequenceEqual(four[i].Values), one[i].Name);
    }

    private static IEnumerable<VoxelIndex> Voxels(Imaging.Region box)
    {
        for (var z = box.Start.Z; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                for (var x = box.Start.X; x < box.End.X; x++)
                    yield return new VoxelIndex(x, y, z);
            }
        }
    }
}
