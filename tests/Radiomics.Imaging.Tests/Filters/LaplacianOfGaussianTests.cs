using Radiomics.Imaging.Filters;

namespace Radiomics.Imaging.Tests.Filters;

/// <summary>What the Laplacian of a Gaussian gives where it can be worked out by hand, away from the image's border.</summary>
public class LaplacianOfGaussianTests
{
    private const double Sigma = 2;
    private const int Side = 81, Middle = 40;

    // With sigma squared in front, an impulse gives (r^2 / sigma^2 - 3) (2 pi sigma^2)^(-3/2) exp(-r^2 / (2 sigma^2)). ITK's recursion
    // approximates that: the values are SimpleITK 2.5.7's, which lie within 1.6 % of the middle's from the formula's.
    [Theory]
    [InlineData(0, 0, 0, -0.024187937378883362)]
    [InlineData(2, 0, 0, -0.009738367050886154)]
    [InlineData(0, 3, 0, -0.001994444290176034)]
    [InlineData(1, -2, 2, -0.001906168763525784)]
    [InlineData(4, 4, 4, 0.00017759852926246822)]
    public void An_impulse_gives_the_kernel(int x, int y, int z, double expected)
    {
        var response = Response(new Vector3D(1, 1, 1), (i, j, k) => i == Middle && j == Middle && k == Middle ? 1 : 0)[
            Middle + x,
            Middle + y,
            Middle + z
        ];
        double Kernel(double r2) =>
            (r2 / (Sigma * Sigma) - 3) * Math.Pow(2 * Math.PI * Sigma * Sigma, -1.5) * Math.Exp(-r2 / (2 * Sigma * Sigma));
        Assert.Equal(expected, response, 1e-5 * Math.Abs(Kernel(0)));
        Assert.Equal(Kernel(x * x + y * y + z * z), response, 0.016 * Math.Abs(Kernel(0)));
    }

    // The recursion is normalised so that constants and slopes give 0 and parabolas their curvature, exactly but for single precision:
    // of x^2 + 2 y^2 + 3 z^2 in mm the Laplacian is 2 + 4 + 6, times sigma squared, whatever the spacing.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(0.8, 1, 1.25)]
    public void A_parabola_gives_its_curvature(double dx, double dy, double dz)
    {
        var response = Response(new Vector3D(dx, dy, dz), (i, j, k) =>
        {
            var (x, y, z) = ((i - Middle) * dx, (j - Middle) * dy, (k - Middle) * dz);
            return 5 + x - 2 * z + x * x + 2 * y * y + 3 * z * z;
        });
        Assert.Equal(Sigma * Sigma * 12, response[Middle, Middle, Middle], 5e-3);
    }

    [Fact]
    public void A_constant_gives_nothing_up_to_the_border()
    {
        var image = Volume.Create(
            new ImageGeometry(new GridSize(12, 9, 7), new Vector3D(1, 1, 1)),
            [.. Enumerable.Repeat(1000.0, 12 * 9 * 7)]
        );
        var mask = Mask.Create(image.Geometry, image.Geometry.Region, [.. Enumerable.Repeat((byte)1, 12 * 9 * 7)]);
        var block = new LaplacianOfGaussianFilter([Sigma]).Apply(image, mask, image.Geometry.Region).Single().Block;
        Assert.All(block.Values.ToArray(), v => Assert.Equal(0, v, 1e-3));
    }

    private static VoxelBlock Response(Vector3D spacing, Func<int, int, int, double> value)
    {
        var values = new double[Side * Side * Side];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(i % Side, i / Side % Side, i / (Side * Side));
        var image = Volume.Create(new ImageGeometry(new GridSize(Side, Side, Side), spacing), values);
        var region = new Region(new VoxelIndex(Middle - 5, Middle - 5, Middle - 5), new GridSize(11, 11, 11));
        var mask = Mask.Create(image.Geometry, region, [.. Enumerable.Repeat((byte)1, 11 * 11 * 11)]);
        return new LaplacianOfGaussianFilter([Sigma]).Apply(image, mask, region).Single().Block;
    }
}
