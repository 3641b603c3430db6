using FsCheck;
using FsCheck.Fluent;
using Radiomics.Imaging.Filters;

namespace Radiomics.Imaging.Tests.Filters;

public sealed class FilterTests
{
    private static readonly double[] Sample = [.. Enumerable.Range(0, 5 * 4 * 7).Select(i => (double)(i * 37 % 101 - 50))];

    [Fact]
    public void Haar_of_four_voxels_by_hand()
    {
        // Output o is low[0] s[o + 1] + low[1] s[o], periodic; the two other axes have two equal planes, whose low pass is sqrt(2) and high
        // pass 0.
        double[] line = [1, 3, 7, 4];
        var image = Volume.Create(new ImageGeometry(new GridSize(4, 2, 2), new Vector3D(1, 1, 1)), [.. line, .. line, .. line, .. line]);
        var bands = Bands(new WaveletFilter("haar"), image);
        double[] low = [4, 10, 11, 5],
            high = [-2, -4, 3, 3];
        var r = Math.Sqrt(0.5);
        for (var x = 0; x < 4; x++)
        {
            Assert.Equal(low[x] * r * 2, bands["wavelet-LLL"][x, 0, 0], 12);
            Assert.Equal(high[x] * r * 2, bands["wavelet-HLL"][x, 1, 1], 12);
            Assert.Equal(0, bands["wavelet-LLH"][x, 1, 0], 12);
        }
    }

    // PyWavelets 1.8 through PyRadiomics 3.1.1 on Sample as 5 x 4 x 7 voxels (odd and even axes): voxel (2, 3, 4) of a sub-band.
    [Theory]
    [InlineData("db4", 1, 0, "wavelet-LLH", -22.661576093407316)]
    [InlineData("sym5", 1, 0, "wavelet-HHL", 15.915005364462163)]
    [InlineData("bior3.5", 1, 0, "wavelet-LHL", -65.06564117113524)]
    [InlineData("rbio2.4", 2, 0, "wavelet2-HLL", 1.861328124999998)]
    [InlineData("dmey", 1, 0, "wavelet-HHH", -69.95533333740309)]
    [InlineData("coif17", 1, 0, "wavelet-LLL", 18.04822191574088)]
    [InlineData("db38", 1, 1, "wavelet-HLH", -0.0630659691544871)]
    [InlineData("coif1", 2, 1, "wavelet2-LLL", -100.2870655983147)]
    [InlineData("haar", 3, 0, "wavelet3-LHH", 4.463611556240078)]
    [InlineData("rbio6.8", 1, 2, "wavelet-LHL", 12.132307016181521)]
    public void Sub_band_voxel_equals_PyWavelets(string wavelet, int level, int startLevel, string band, double expected)
    {
        var image = Volume.Create(new ImageGeometry(new GridSize(5, 4, 7), new Vector3D(1, 1, 1)), Sample);
        Assert.Equal(expected, Bands(new WaveletFilter(wavelet, level, startLevel), image)[band][2, 3, 4]);
    }

    [Fact]
    public void Names_are_in_the_order_of_PyRadiomics()
    {
        var image = Volume.Create(new ImageGeometry(new GridSize(5, 4, 7), new Vector3D(1, 1, 1)), Sample);
        var mask = Whole(image);
        Assert.Equal(
            [
                "wavelet-LLH",
                "wavelet-LHL",
                "wavelet-LHH",
                "wavelet-HLL",
                "wavelet-HLH",
                "wavelet-HHL",
                "wavelet-HHH",
                "wavelet2-LLH",
                "wavelet2-LHL",
                "wavelet2-LHH",
                "wavelet2-HLL",
                "wavelet2-HLH",
                "wavelet2-HHL",
                "wavelet2-HHH",
                "wavelet2-LLL",
            ],
            new WaveletFilter(level: 2)
                .Apply(image, mask, image.Geometry.Region, 1, TestContext.Current.CancellationToken)
                .Select(i => i.Name)
        );
        Assert.Equal(
            ["wavelet-LH", "wavelet-HL", "wavelet-HH", "wavelet-LL"],
            new WaveletFilter(force2D: true)
                .Apply(image, mask, image.Geometry.Region, 1, TestContext.Current.CancellationToken)
                .Select(i => i.Name)
        );
    }

    [Fact]
    public void Every_filter_of_a_region_is_the_crop_of_the_whole_on_any_number_of_threads()
    {
        var image = Volume.Create(new ImageGeometry(new GridSize(13, 12, 11), new Vector3D(1, 1.5, 2)), Noise(13 * 12 * 11));
        var mask = Whole(image);
        IImageFilter[] filters =
        [
            new OriginalFilter(),
            new WaveletFilter(),
            new WaveletFilter("db4", 2, 1),
            new WaveletFilter("bior3.5", force2D: true, force2DDimension: 1),
            new LaplacianOfGaussianFilter([1, 2.5]),
            PointwiseFilter.Square,
            PointwiseFilter.SquareRoot,
            PointwiseFilter.Logarithm,
            PointwiseFilter.Exponential,
            new GradientFilter(),
            new LocalBinaryPattern2DFilter(1.5, 9),
            new LocalBinaryPattern2DFilter(dimension: 2),
            new LocalBinaryPattern3DFilter(),
        ];
        var wholes = filters
            .Select(f => f.Apply(image, mask, image.Geometry.Region, 1, TestContext.Current.CancellationToken).ToArray())
            .ToArray();
        var boxes =
            from a in Gen.Choose(0, 12)
            from b in Gen.Choose(0, 11)
            from c in Gen.Choose(0, 10)
            from d in Gen.Choose(1, 13)
            from e in Gen.Choose(1, 12)
            from f in Gen.Choose(1, 11)
            from t in Gen.Choose(1, 3)
            select (Box: new Region(new VoxelIndex(a, b, c), new GridSize(d, e, f)).Intersect(image.Geometry.Region), Threads: t);
        Prop.ForAll(
                boxes.ToArbitrary(),
                sample =>
                {
                    for (var i = 0; i < filters.Length; i++)
                    {
                        var parts = filters[i]
                            .Apply(image, mask, sample.Box, sample.Threads, TestContext.Current.CancellationToken)
                            .ToArray();
                        Assert.Equal(wholes[i].Select(w => w.Name), parts.Select(p => p.Name));
                        for (var k = 0; k < parts.Length; k++)
                        {
                            var (whole, part) = (wholes[i][k].Block, parts[k].Block);
                            for (var z = sample.Box.Start.Z; z < sample.Box.End.Z; z++)
                            {
                                for (var y = sample.Box.Start.Y; y < sample.Box.End.Y; y++)
                                {
                                    for (var x = sample.Box.Start.X; x < sample.Box.End.X; x++)
                                        Assert.Equal(whole[x, y, z], part[x, y, z]);
                                }
                            }
                        }
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public unsafe void Vector_sums_equal_scalar_sums_bit_for_bit()
    {
        const int Taps = 6;
        var values = Noise(400 + Taps);
        values[77] = double.NaN;
        var weights = stackalloc double[Taps];
        var sources = stackalloc double*[Taps];
        double[] expected = new double[300],
            actual = new double[300];
        fixed (
            double* v = values,
                e = expected,
                a = actual
        )
        {
            for (var offset = 0; offset < 3; offset++)
            {
                for (var t = 0; t < Taps; t++)
                {
                    weights[t] = values[300 + t];
                    sources[t] = v + offset + t;
                }
                for (var length = 0; length <= 257; length++)
                {
                    TapKernel<double>.SumScalar(sources, weights, Taps, e, 0, length);
                    TapKernel<double>.Sum(sources, weights, Taps, a, length);
                    Assert.Equal(expected, actual);
                }
            }
        }
    }

    [Theory]
    [InlineData("coif0", "coif1")]
    [InlineData("Haar", "haar")]
    [InlineData("db39", "db3")]
    public void Unknown_wavelet_is_refused_with_the_nearest(string name, string nearest)
    {
        var error = Assert.Throws<ArgumentException>(() => new WaveletFilter(name));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(nearest, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_settings_name_the_setting()
    {
        Assert.Contains(
            "'level' is 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new WaveletFilter(level: 0)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'startLevel' is -1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new WaveletFilter(startLevel: -1)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "3",
            Assert.Throws<ArgumentOutOfRangeException>(() => new WaveletFilter(force2DDimension: 3)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "positive",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LaplacianOfGaussianFilter([0])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "30",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LocalBinaryPattern2DFilter(samples: 31)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new LocalBinaryPattern3DFilter(levels: 0));
    }

    private static Dictionary<string, VoxelBlock> Bands(IImageFilter filter, Volume image) =>
        filter
            .Apply(image, Whole(image), image.Geometry.Region, 1, TestContext.Current.CancellationToken)
            .ToDictionary(i => i.Name, i => i.Block);

    private static Mask Whole(Volume image) =>
        Mask.Create(image.Geometry, image.Geometry.Region, Enumerable.Repeat((byte)1, (int)image.Size.Count).ToArray());

    private static double[] Noise(int count)
    {
        var (values, state) = (new double[count], 12345u);
        for (var i = 0; i < count; i++)
            values[i] = (state = state * 1664525 + 1013904223) / 4294967296d * 2000 - 1000;
        return values;
    }
}
