using Radiomics.Features.Shape;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Shape;

public sealed class Shape2DTests
{
    private static Mask Box(int x, int y, int z, Vector3D spacing)
    {
        var geometry = new ImageGeometry(new GridSize(x, y, z), spacing);
        return Mask.Create(geometry, geometry.Region, Enumerable.Repeat((byte)1, x * y * z).ToArray());
    }

    [Fact]
    public void Two_by_three_pixels_by_hand()
    {
        // A rectangle with four corners cut by half a pixel each way: 2 x 3 less four triangles of 1/8.
        var s = new Shape2DMeasures(Box(2, 3, 1, new Vector3D(1, 1, 9)));
        Assert.Equal(6 - 0.5, s.MeshSurface, 14);
        Assert.Equal(2 * (1 + 2) + 4 * Math.Sqrt(0.5), s.Perimeter, 14);
        Assert.Equal(6, s.PixelCount * s.PixelArea);
        Assert.Equal(Math.Sqrt(10), s.Diameter, 14); // (0, -1/2) to (1, 5/2)
        Assert.Equal(0.25, s.MinorVariance, 15);
        Assert.Equal(2.0 / 3, s.MajorVariance, 15);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_same_slice_across_any_axis_has_the_same_shape(int dimension)
    {
        var mask = dimension switch
        {
            0 => Box(4, 6, 1, new Vector3D(0.5, 0.8, 3)),
            1 => Box(4, 1, 6, new Vector3D(0.5, 3, 0.8)),
            _ => Box(1, 4, 6, new Vector3D(3, 0.5, 0.8)),
        };
        var (a, b) = (new Shape2DMeasures(Box(4, 6, 1, new Vector3D(0.5, 0.8, 3))), new Shape2DMeasures(mask, dimension));
        foreach (var feature in Shape2DFeatures.All)
            Assert.Equal(feature.Compute!(a), feature.Compute!(b), 12);
    }

    [Fact]
    public void A_thick_region_is_refused() =>
        Assert.Contains(
            "2 voxels thick along z",
            Assert.Throws<EmptyRoiException>(() => new Shape2DMeasures(Box(3, 3, 2, new Vector3D(1, 1, 1)))).Message,
            StringComparison.Ordinal
        );
}
