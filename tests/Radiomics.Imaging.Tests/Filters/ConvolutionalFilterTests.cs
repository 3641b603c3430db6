using Radiomics.Imaging.Filters.Ibsi;

namespace Radiomics.Imaging.Tests.Filters;

public sealed class ConvolutionalFilterTests
{
    private static double[] Apply(ConvolutionalFilter filter, ImageGeometry geometry, double[] values) =>
        filter.Apply(Volume.Create(geometry, values), Mask.Create(geometry, geometry.Region, new byte[values.Length]),
            geometry.Region).Single().Block.Values.ToArray();

    private static ImageGeometry Grid(int x, int y = 1, int z = 1) => new(new GridSize(x, y, z), new Vector3D(1, 1, 1));

    /// <summary>The row 1 2 3 continued by four voxels on each side, by hand.</summary>
    [Theory]
    [InlineData("Zero", "0000 123 0000")]
    [InlineData("Constant", "9999 123 9999")]
    [InlineData("Nearest", "1111 123 3333")]
    [InlineData("Mirror", "3321 123 3211")]
    [InlineData("Periodic", "3123 123 1231")]
    public void Boundaries_by_hand(string condition, string expected)
    {
        var image = Volume.Create(Grid(3), new double[] { 1, 2, 3 });
        var box = new Region(new VoxelIndex(-4, 0, 0), new GridSize(11, 1, 1));
        var values = BoundaryBlock.Read(image, box, condition switch
        {
            "Zero" => Boundary.Zero,
            "Constant" => Boundary.Constant(9),
            "Nearest" => Boundary.Nearest,
            "Mirror" => Boundary.Mirror,
            _ => Boundary.Periodic,
        });
        Assert.Equal(expected.Replace(" ", "", StringComparison.Ordinal), string.Concat(values));
    }

    /// <summary>
    /// E3 = (-1, 0, 1) / sqrt 2 and L3 = (1, 2, 1) / sqrt 6 convolved with an impulse give the kernel itself: (x, y) = E3[x] L3[y].
    /// </summary>
    [Fact]
    public void Laws_of_an_impulse_is_the_kernel()
    {
        var values = new double[25];
        values[12] = 1;
        var response = Apply(new LawsFilter("E3L3"), Grid(5, 5), values);
        Assert.Equal(-1 / Math.Sqrt(12), response[1 * 5 + 1], 15);
        Assert.Equal(2 / Math.Sqrt(12), response[2 * 5 + 3], 15);
        Assert.Equal(0, response[2 * 5 + 2], 15);
    }

    /// <summary>
    /// The four turns of E3L3 give, at (3, 2), 2/sqrt 12 (two of them with either sign) and 0 (twice): the maximum is 2/sqrt 12, the mean
    /// 0.
    /// </summary>
    [Theory]
    [InlineData(Pooling.Maximum, 2)]
    [InlineData(Pooling.Average, 0)]
    public void Turns_in_the_plane_by_hand(Pooling pooling, double expected)
    {
        var values = new double[25];
        values[12] = 1;
        var response = Apply(new LawsFilter("E3L3") { RotationInvariant = true, Pooling = pooling }, Grid(5, 5), values);
        Assert.Equal(expected / Math.Sqrt(12), response[2 * 5 + 3], 15);
    }

    [Fact]
    public void There_are_24_turns_in_space()
    {
        Assert.Equal(24, RightAngles.Of(3).Count);
        Assert.Equal(24, RightAngles.Of(3).Select(r => string.Join(',', r.From) + string.Join(',', r.Mirrored)).Distinct().Count());
    }

    /// <summary>Pooled over all turns, the response turns with the image.</summary>
    [Fact]
    public void Invariant_response_turns_with_the_image()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 343).Select(_ => random.NextDouble()).ToArray();
        var turned = new double[343]; // (x, y, z) -> (y, 6 - x, z)
        for (var i = 0; i < 343; i++)
            turned[i / 49 * 49 + (6 - i % 7) * 7 + i / 7 % 7] = values[i];
        foreach (var filter in new ConvolutionalFilter[]
        {
            new LawsFilter("L5E5S3") { RotationInvariant = true }, new SeparableWaveletFilter("db2", "LHH", 2) { RotationInvariant = true },
            new GaborFilter(1.5, 3, 1.5) { ThetaStep = 45, OrthogonalPlanes = true },
        })
        {
            double[] a = Apply(filter, Grid(7, 7, 7), values), b = Apply(filter, Grid(7, 7, 7), turned);
            for (var i = 0; i < 343; i++)
                Assert.Equal(a[i], b[i / 49 * 49 + (6 - i % 7) * 7 + i / 7 % 7], 1e-10);
        }
    }

    /// <summary>The transform of every length against the sum that defines it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(30)]
    [InlineData(49)]
    [InlineData(64)]
    [InlineData(98)]
    public void Fourier_transform_equals_its_definition(int n)
    {
        var random = new Random(n);
        double[] re = [.. Enumerable.Range(0, 3 * n).Select(_ => random.NextDouble())], im = [.. re.Select(_ => random.NextDouble())];
        var block = new ComplexBlock(new GridSize(3, n, 1), [.. re], [.. im]).Transform(false, [1], 2, CancellationToken.None);
        for (var x = 0; x < 3; x++)
        {
            for (var k = 0; k < n; k++)
            {
                var sum = System.Numerics.Complex.Zero;
                for (var j = 0; j < n; j++)
                    sum += new System.Numerics.Complex(re[j * 3 + x], im[j * 3 + x]) * System.Numerics.Complex.FromPolarCoordinates(1,
                        -2 * Math.PI * k * j / n);
                Assert.Equal(sum.Real, block.Real[k * 3 + x], 1e-11);
                Assert.Equal(sum.Imaginary, block.Imaginary[k * 3 + x], 1e-11);
            }
        }
        block.Transform(true, [1], 1, CancellationToken.None);
        for (var i = 0; i < re.Length; i++)
            Assert.Equal(re[i], block.Real[i], 1e-13);
    }

    /// <summary>
    /// A plane wave has one direction: steered to it, order (2, 0, 0) multiplies by (-i)^2 = -1 and (0, 2, 0) by 0. Not to the last digit,
    /// for the
    /// grid of frequencies is not quite that of the transform.
    /// </summary>
    [Fact]
    public void Steered_to_a_plane_wave()
    {
        const int n = 40;
        var wave = new double[n * n * n];
        for (var i = 0; i < wave.Length; i++)
            wave[i] = Math.Cos(2 * Math.PI * (3 * (i % n) + 4 * (i / n % n) + 2 * (i / n / n)) / n);
        var log = new TruncatedLaplacianOfGaussianFilter(1.5) { Boundary = Boundary.Periodic };
        var plain = Apply(log, Grid(n, n, n), wave);
        var along = Apply(new RieszFilter(log, 2, 0, 0) { TensorSigma = 2 }, Grid(n, n, n), wave);
        var across = Apply(new RieszFilter(log, 0, 2, 0) { TensorSigma = 2 }, Grid(n, n, n), wave);
        var scale = plain.Max();
        for (var i = 0; i < wave.Length; i++)
        {
            Assert.Equal(-plain[i] / scale, along[i] / scale, 0.02);
            Assert.Equal(0, across[i] / scale, 0.02);
        }
    }

    /// <summary>Steered, an even order turns with the image.</summary>
    [Fact]
    public void Steered_response_turns_with_the_image()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 729).Select(_ => random.NextDouble()).ToArray();
        var turned = new double[729];
        for (var i = 0; i < 729; i++)
            turned[i / 81 * 81 + (8 - i % 9) * 9 + i / 9 % 9] = values[i];
        var filter = new RieszFilter(new NonSeparableWaveletFilter(RadialWavelet.Simoncelli) { Boundary = Boundary.Periodic }, 1,
            1, 0)
        { TensorSigma = 1 };
        double[] a = Apply(filter, Grid(9, 9, 9), values), b = Apply(filter, Grid(9, 9, 9), turned);
        for (var i = 0; i < 729; i++)
            Assert.Equal(Math.Abs(a[i]), Math.Abs(b[i / 81 * 81 + (8 - i % 9) * 9 + i / 9 % 9]), 1e-9);
    }

    /// <summary>A wave of frequency w under the Laplacian of a Gaussian is itself times -|w|^2 exp(-sigma^2 |w|^2 / 2).</summary>
    [Theory]
    [InlineData(3, 1.5)]
    [InlineData(2, 0.7)]
    public void Laplacian_of_Gaussian_in_the_Fourier_domain_of_a_wave(int dimensions, double sigma)
    {
        const int n = 20;
        var spacing = new Vector3D(1, 2, 1);
        var wave = new double[n * n * n];
        for (var i = 0; i < wave.Length; i++)
            wave[i] = Math.Cos(2 * Math.PI * (2 * (i % n) + 3 * (i / n % n) + (dimensions == 3 ? 1 : 0) * (i / n / n)) / n);
        double x = 2 * Math.PI * 2 / n, y = 2 * Math.PI * 3 / n / 2, z = dimensions == 3 ? 2 * Math.PI / n : 0;
        var square = x * x + y * y + z * z;
        var gain = -square * Math.Exp(-sigma * sigma * square / 2);
        var filter = new TruncatedLaplacianOfGaussianFilter(sigma, double.PositiveInfinity, dimensions)
        { Boundary = Boundary.Periodic };
        var response = Apply(filter, new ImageGeometry(new GridSize(n, n, n), spacing), wave);
        for (var i = 0; i < wave.Length; i++)
            Assert.Equal(gain * wave[i], response[i], 1e-12);
    }

    /// <summary>
    /// The kernel of sigma 3 voxels, cut off at 10 sigma, misses less than 1e-20 and folds less than 1e-19: both forms agree.
    /// </summary>
    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void Laplacian_of_Gaussian_in_both_domains(int dimensions, bool mirrored)
    {
        var boundary = mirrored ? Boundary.Mirror : Boundary.Zero;
        var random = new Random(3);
        var values = Enumerable.Range(0, 11 * 12 * 13).Select(_ => random.NextDouble()).ToArray();
        var cut = new TruncatedLaplacianOfGaussianFilter(3, 10, dimensions) { Boundary = boundary };
        var whole = new TruncatedLaplacianOfGaussianFilter(3, double.PositiveInfinity, dimensions) { Boundary = boundary };
        double[] a = Apply(cut, Grid(11, 12, 13), values), b = Apply(whole, Grid(11, 12, 13), values);
        Assert.Equal($"laplacian-{dimensions}D-sigma-3-0-fourier" + (mirrored ? "" : "-zero"), whole.ImageName);
        for (var i = 0; i < a.Length; i++)
            Assert.Equal(a[i], b[i], 1e-13);
    }
}
