using System.Globalization;
using System.Text.Json;
using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;
using Reference;

namespace Radiomics.Features.Tests.Discretisation;

public class GrayLevelRoiTests
{
    private static readonly JsonDocument Peer = JsonDocument.Parse(File.ReadAllBytes(
        Path.Combine(SharedData.Repository, "tests", "Radiomics.Features.Tests", "Discretisation", "pyradiomics.json")));

    public static TheoryData<int> PeerCases() => [.. Enumerable.Range(0, Peer.RootElement.GetArrayLength())];

    // What PyRadiomics' binImage gave for 16-bit, float and double values, many of them on an edge or a rounding away from it.
    [Theory]
    [MemberData(nameof(PeerCases))]
    public void Levels_are_those_of_PyRadiomics(int index)
    {
        var item = Peer.RootElement[index];
        double[] values = [.. item.GetProperty("values").EnumerateArray().Select(v => FromHex(v.GetString()!))];
        var setting = item.GetProperty("setting");
        var bins = setting.TryGetProperty("binWidth", out var width)
            ? GrayLevelDiscretisation.FixedBinWidth(width.GetDouble())
            : GrayLevelDiscretisation.FixedBinCount(setting.GetProperty("binCount").GetInt32());
        var roi = Create(values, bins, item.GetProperty("dtype").GetString() == "float32");
        Assert.Equal(
            item.GetProperty("levels").EnumerateArray().Select(v => v.GetInt32()),
            Enumerable.Range(0, values.Length).Select(x => roi[x, 0, 0])
        );
    }

    // The example of PyRadiomics' documentation: 54 to 166 in bins of 25 have the edges 50, 75, 100, 125, 150, 175.
    [Theory]
    [InlineData(54, 1)]
    [InlineData(74.999, 1)]
    [InlineData(75, 2)]
    [InlineData(149, 4)]
    [InlineData(150, 5)]
    [InlineData(166, 5)]
    public void Edges_lie_at_multiples_of_the_width(double value, int level) =>
        Assert.Equal(level, Create([54, value, 166], GrayLevelDiscretisation.Default)[1, 0, 0]);

    [Fact]
    public void Negative_intensities_have_bins_that_start_below_them()
    {
        var roi = Create([-1, 0, 24, 25, -26], GrayLevelDiscretisation.Default);
        Assert.Equal([2, 3, 3, 4, 1], Enumerable.Range(0, 5).Select(x => roi[x, 0, 0]));
        Assert.Equal([1, 2, 3, 4], roi.GrayLevels.ToArray());
        Assert.Equal([1, 1, 2, 1], roi.Histogram.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(50)]
    [InlineData(-3.5)]
    public void A_flat_region_has_one_level(double value)
    {
        Assert.Equal([1], Create([value, value], GrayLevelDiscretisation.Default).GrayLevels.ToArray());

        // With a bin count NumPy spreads the bins over half a unit to either side of the value.
        Assert.Equal([17], Create([value, value], GrayLevelDiscretisation.FixedBinCount(32)).GrayLevels.ToArray());
    }

    [Fact]
    public void Levels_that_do_not_occur_are_left_out_of_ranks_but_not_of_levels()
    {
        var roi = Create([0, 1000, 50], GrayLevelDiscretisation.Default);
        Assert.Equal([1, 3, 41], roi.GrayLevels.ToArray());
        Assert.Equal(41, roi.MaximumLevel);
        Assert.Equal(3, roi[2, 0, 0]);
        Assert.Equal(0, roi[3, 0, 0]);
        Assert.False(roi.IsGapless);
    }

    [Fact]
    public void Many_levels_take_memory_by_voxels_not_by_levels()
    {
        var values = Enumerable.Range(0, 70_000).Select(i => i * 7.0).ToArray();
        var roi = Create(values, GrayLevelDiscretisation.FixedBinWidth(1));
        Assert.True(roi.IsWide);
        Assert.Equal(70_000, roi.GrayLevels.Length);
        Assert.Equal(69_999 * 7 + 1, roi.MaximumLevel);
        Assert.Equal(8, roi[1, 0, 0]);
    }

    [Fact]
    public void Only_the_mask_counts()
    {
        var size = new GridSize(3, 2, 2);
        var region = new Region(default, size);
        double[] values = [double.NaN, 5, 900, 1, 2, 3, 100, 7, 8, 9, 10, 11];
        byte[] inside = [0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0];
        var mask = Mask.Create(new ImageGeometry(size, new Vector3D(1, 2, 3)), region, inside);
        var roi = GrayLevelRoi.Create(new VoxelBlock(region, values), mask, GrayLevelDiscretisation.FixedBinWidth(2), margin: 2);
        Assert.Equal(3, roi.VoxelCount);
        Assert.Equal([1, 2, 4], roi.GrayLevels.ToArray());
        Assert.Equal(2, roi[1, 0, 0]);
        Assert.Equal(1, roi[2, 1, 0]);
        Assert.Equal(4, roi[0, 1, 1] + roi[0, 0, 1]);
    }

    // Thin, scattered and full regions; each voxel's level is that of the bins' own rule, and on several threads the same.
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(4000)]
    public void Levels_are_those_of_each_voxel_alone(int levels)
    {
        var random = new Random(levels);
        TextureWorkspace[] workspaces = [new(), new() { Threads = 3 }]; // each region comes after another in the same buffers
        foreach (var (size, part) in new[]
        {
            (new GridSize(150, 31, 17), 1.0), (new GridSize(129, 20, 31), 0.05), (new GridSize(1, 70, 40), 0.9),
            (new GridSize(63, 64, 33), 0.99),
        })
        {
            foreach (var single in new[] { false, true })
            {
                var (values, inside) = (new double[size.Count], new byte[size.Count]);
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = random.Next(3) == 0 ? random.Next(-500, 500) : (float)(random.NextDouble() * 1000 - 500);
                    inside[i] = random.NextDouble() < part ? (byte)1 : (byte)0;
                }
                var region = new Region(default, size);
                var mask = Mask.Create(new ImageGeometry(size, new Vector3D(1, 1, 1)), region, inside);
                foreach (var how in new[]
                {
                    GrayLevelDiscretisation.FixedBinCount(levels), GrayLevelDiscretisation.FixedBinWidth(1000.3 / levels),
                })
                {
                    var within = values.Where((_, i) => inside[i] != 0).ToArray();
                    var bins = GrayLevelBins.Create(within.Min(), within.Max(), how, single);
                    var expected = values.Select((v, i) => inside[i] != 0 ? bins.Level(v) : 0).ToArray();
                    foreach (var workspace in workspaces)
                    {
                        var roi = GrayLevelRoi.Create(new VoxelBlock(region, values), mask, how, single, 1, workspace.Levels, filter: null);
                        var at = 0;
                        for (var z = 0; z < size.Z; z++)
                        {
                            for (var y = 0; y < size.Y; y++)
                            {
                                for (var x = 0; x < size.X; x++)
                                    Assert.Equal(expected[at++], mask.BoundingBox.Contains(x, y, z) ? Level(roi, mask, x, y, z) : 0);
                            }
                        }
                        var groups = expected.Where(l => l > 0).GroupBy(l => l).OrderBy(g => g.Key).ToArray();
                        Assert.Equal(groups.Select(g => g.Key), roi.GrayLevels.ToArray());
                        Assert.Equal(groups.Select(g => g.Count()), roi.Histogram.ToArray());
                        Assert.Equal(roi.VoxelCount, roi.Levels16.Take(roi.Length).Count(l => l != 0)); // the margins, too, are clear
                        if (roi.HasBytes)
                            Assert.Equal(roi.Levels16.Take(roi.Length), roi.Levels8.Take(roi.Length).Select(b => (ushort)b));
                    }
                }
            }
        }

        static int Level(GrayLevelRoi roi, Mask mask, int x, int y, int z) =>
            roi[x - mask.BoundingBox.Start.X, y - mask.BoundingBox.Start.Y, z - mask.BoundingBox.Start.Z];
    }

    [Fact]
    public void Runs_of_a_mask_are_those_of_its_bytes()
    {
        var random = new Random(4);
        for (var length = 0; length < 200; length++)
        {
            foreach (var part in new[] { 0.0, 0.1, 0.9, 1.0 })
            {
                var row = Enumerable.Range(0, length).Select(_ => (byte)(random.NextDouble() < part ? random.Next(1, 256) : 0)).ToArray();
                var found = new byte[length];
                foreach (var (start, count) in new MaskRuns(row))
                    found.AsSpan(start, count).Fill(1);
                Assert.Equal(row.Select(b => b != 0 ? 1 : 0), found.Select(b => (int)b));
            }
        }
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GrayLevelDiscretisation.FixedBinWidth(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GrayLevelDiscretisation.FixedBinWidth(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => GrayLevelDiscretisation.FixedBinCount(0));
        Assert.Throws<ArgumentException>(() => Create([1, double.NaN], GrayLevelDiscretisation.Default));
        Assert.Throws<ArgumentException>(() => Create([1, double.PositiveInfinity], GrayLevelDiscretisation.Default));
        Assert.Throws<ArgumentException>(() => GrayLevelRoi.FromLevels(new GridSize(2, 1, 1), [1, -1], new Vector3D(1, 1, 1)));
        Assert.Throws<ArgumentException>(() => GrayLevelRoi.FromLevels(new GridSize(2, 1, 1), [1], new Vector3D(1, 1, 1)));
        Assert.Throws<EmptyRoiException>(() => GrayLevelRoi.FromLevels(new GridSize(2, 1, 1), [0, 0], new Vector3D(1, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => GrayLevelRoi.FromLevels(new GridSize(1, 1, 1), [1], new Vector3D(1, 1, 1), 0));
        var message = Assert.Throws<DiscretisationException>(() => Create([0, 1e9], GrayLevelDiscretisation.FixedBinWidth(1e-3))).Message;
        Assert.Contains("wider", message, StringComparison.Ordinal);
    }

    private static GrayLevelRoi Create(double[] values, GrayLevelDiscretisation bins, bool single = false)
    {
        var size = new GridSize(values.Length, 1, 1);
        var inside = new byte[values.Length];
        Array.Fill(inside, (byte)1);
        var region = new Region(default, size);
        return GrayLevelRoi.Create(
            new VoxelBlock(region, values), Mask.Create(new ImageGeometry(size, new Vector3D(1, 1, 1)), region, inside), bins, single);
    }

    // Python's float.hex, such as -0x1.8000000000000p+4.
    private static double FromHex(string text)
    {
        var sign = text[0] == '-' ? -1 : 1;
        var parts = text.TrimStart('-')[2..].Split('p');
        var digits = parts[0].Split('.');
        var mantissa =
            Convert.ToInt64(digits[0], 16)
            + (digits.Length > 1 ? Convert.ToInt64(digits[1].PadRight(13, '0'), 16) / 4503599627370496.0 : 0);
        return sign * Math.ScaleB(mantissa, int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
