using Radiomics.Imaging.Perturbations;

namespace Radiomics.Imaging.Tests.Perturbations;

public sealed class PerturbationTests
{
    private static ImageGeometry Grid(int n, double spacing = 1) => new(new GridSize(n, n, n), new Vector3D(spacing, spacing, spacing));

    private static Mask Box(int n, int from, int to, double spacing = 1)
    {
        var grid = Grid(n, spacing);
        var box = Region.FromBounds(new VoxelIndex(from, from, from), new VoxelIndex(to, to, to));
        return Mask.Create(grid, box, Enumerable.Repeat((byte)1, (int)box.Count).ToArray());
    }

    private static Volume Noisy(int n, double sd, Func<int, double> signal)
    {
        var flat = Volume.Create(Grid(n), Enumerable.Range(0, n * n * n).Select(signal).ToArray());
        return ImageNoise.Add(flat, sd, 11);
    }

    /// <summary>
    /// One voxel grown by 1 mm of 1 mm voxels has its 6 neighbours, by 1.5 mm the 12 at distance sqrt 2 too, by 2 mm also the 8 at sqrt 3
    /// and 6 at 2.
    /// </summary>
    [Theory]
    [InlineData(0.9, 1)]
    [InlineData(1, 7)]
    [InlineData(1.5, 19)]
    [InlineData(2, 33)]
    public void Growth_by_hand(double distance, int voxels) => Assert.Equal(voxels, MaskSize.Grow(Box(9, 4, 5), distance).VoxelCount);

    /// <summary>
    /// A cube of 5: a layer less leaves 27 of 125, below four fifths; of 20: 18^3 = 5832 of 8000 is 0.729, below; of 40: 38^3 / 40^3 =
    /// 0.857, above.
    /// </summary>
    [Theory]
    [InlineData(20, 0.8, 8000)]
    [InlineData(20, 0.7, 5832)]
    [InlineData(40, 0.8, 54872)]
    public void Shrinking_by_hand(int edge, double least, int voxels) =>
        Assert.Equal(voxels, MaskSize.Shrink(Box(edge + 2, 1, edge + 1), 1, least).VoxelCount);

    [Theory]
    [InlineData(0.1, 1100)]
    [InlineData(0.9, 1900)]
    [InlineData(-0.1, 900)]
    [InlineData(-0.7, 300)]
    public void Change_of_volume_is_exact_and_by_seed(double change, int voxels)
    {
        var mask = Box(20, 5, 15);
        Mask a = MaskSize.ChangeVolume(mask, change, 1), b = MaskSize.ChangeVolume(mask, change, 1),
            c = MaskSize.ChangeVolume(mask, change, 2);
        Assert.Equal(voxels, a.VoxelCount);
        Assert.Equal(a.Inside.ToArray(), b.Inside.ToArray());
        Assert.NotEqual((a.BoundingBox, Convert.ToHexString(a.Inside.Span)), (c.BoundingBox, Convert.ToHexString(c.Inside.Span)));
    }

    /// <summary>
    /// Noise that was put in is found again; a smooth background changes nothing. 46,656 voxels estimate a median to about 1 %.
    /// </summary>
    [Fact]
    public void Noise_is_found_again()
    {
        Assert.Equal(5, ImageNoise.Estimate(Noisy(36, 5, i => 0)), 0.15);
        Assert.Equal(5, ImageNoise.Estimate(Noisy(36, 5, i => i % 36 * 0.5 + Math.Sin(i / 1296 / 6.0) * 30)), 0.15);
        Assert.Equal(0, ImageNoise.Estimate(Volume.Create(Grid(8), new double[512])));
    }

    [Fact]
    public void Noise_is_normal_and_by_seed()
    {
        var values = ImageNoise.Add(Volume.Create(Grid(50), new double[125_000]), 2, 3).Read(Grid(50).Region).Values.ToArray();
        var again = ImageNoise.Add(Volume.Create(Grid(50), new double[125_000]), 2, 3, 4).Read(Grid(50).Region).Values.ToArray();
        Assert.Equal(values, again);
        Assert.Equal(0, values.Average(), 0.03);
        Assert.Equal(4, values.Average(v => v * v), 0.08);
        Assert.Equal(3, values.Average(v => v * v * v * v) / 16, 0.12); // a normal variable's fourth moment
    }

    /// <summary>A shift by a whole voxel, a turn by a right angle: the same voxels elsewhere.</summary>
    [Fact]
    public void Right_angles_and_whole_voxels_keep_every_value()
    {
        var image = Noisy(11, 1, i => i % 11);
        var mask = Box(11, 3, 8);
        var turned = new PerturbedCase(image, mask).Apply(new Perturbation { Rotation = 90 });
        var shifted = new PerturbedCase(image, mask).Apply(new Perturbation { Translation = 1 });
        for (var z = 3; z < 8; z++)
        {
            for (var y = 3; y < 8; y++)
            {
                for (var x = 3; x < 8; x++)
                {
                    Assert.True(turned.Mask[x, y, z]);
                    Assert.True(shifted.Mask[x - 1, y - 1, z - 1]);
                    Assert.Equal(image[10 - y, x, z], turned.Image[x, y, z], 1e-9); // grid axis x points along the image's y
                    Assert.Equal(image[x, y, z], shifted.Image[x - 1, y - 1, z - 1], 1e-9);
                }
            }
        }
        Assert.Equal(125, turned.Mask.VoxelCount);
    }

    /// <summary>A bright ball in noise: contours drawn at random stay about it and differ by seed.</summary>
    [Fact]
    public void Random_contours_follow_the_image()
    {
        const int n = 48;
        double Radius(int i) => Math.Sqrt(Math.Pow(i % n - 23.5, 2) + Math.Pow(i / n % n - 23.5, 2) + Math.Pow(i / n / n - 23.5, 2));
        var image = Noisy(n, 2, i => Radius(i) < 14 ? 100 : 0);
        var mask = Mask.Create(Grid(n), Grid(n).Region, [.. Enumerable.Range(0, n * n * n).Select(i => (byte)(Radius(i) < 14 ? 1 : 0))]);
        var contours = new ContourRandomisation(image, mask);
        var drawn = Enumerable.Range(0, 6).Select(s => contours.Draw((ulong)s)).ToArray();
        foreach (var d in drawn)
        {
            var both = 0;
            for (var i = 0; i < n * n * n; i++)
                both += d[i % n, i / n % n, i / n / n] && mask[i % n, i / n % n, i / n / n] ? 1 : 0;
            Assert.True(2.0 * both / (d.VoxelCount + mask.VoxelCount) > 0.85, $"Dice {2.0 * both / (d.VoxelCount + mask.VoxelCount)}");
        }
        Assert.Equal(drawn[0].Inside.ToArray(), contours.Draw(0).Inside.ToArray());
    }

    [Fact]
    public void Chains_make_every_combination()
    {
        var plan = new PerturbationPlan { Noise = true, Rotations = [-5, 5], VolumeChanges = [-0.1, 0, 0.1], Repetitions = 2 };
        Assert.Equal(12, plan.Perturbations().Count);
        Assert.Equal("noise rotation 5 volume -0.1 #2", plan.Perturbations()[7].Name);
        Assert.Equal("none", new Perturbation().Name);
        Assert.Throws<ArgumentException>(() => (plan with { VolumeChanges = [-1] }).Perturbations());
        Assert.Throws<ArgumentException>(() => (plan with { Rotations = [] }).Perturbations());
    }
}
