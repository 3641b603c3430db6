using Radiomics.Imaging.Masks;

namespace Radiomics.Imaging.Tests.Masks;

/// <summary>Boxes and balls whose voxels are counted by hand.</summary>
public class MaskAlgebraTests
{
    private static readonly ImageGeometry Grid = new(new(20, 20, 20), new(1, 1, 2));

    // Boxes of 4 x 4 x 4 that share 2 x 4 x 4.
    [Fact]
    public void Union_intersection_and_difference()
    {
        var (a, b) = (Box(2, 2, 2, 4), Box(4, 2, 2, 4));
        Assert.Equal((96, 32, 32), (a.Union(b).VoxelCount, a.Intersect(b).VoxelCount, a.Except(b).VoxelCount));
        Assert.Equal(0, a.Intersect(Box(12, 12, 12, 4)).VoxelCount);
        Assert.Throws<ArgumentException>(() => a.Union(Mask.Create(new ImageGeometry(new(3, 3, 3), new(1, 1, 1)), default, [])));
    }

    // A single voxel of 1 x 1 x 2 mm grown by 2 mm: centres (x, y, 2 z) with x2 + y2 + 4 z2 <= 4 are 13 in its plane and 1 above and below.
    [Fact]
    public void A_margin_is_in_millimetres()
    {
        var grown = Box(10, 10, 10, 1).Expand(2);
        Assert.Equal(15, grown.VoxelCount);
        Assert.True(grown[10, 10, 11] && !grown[11, 10, 11] && grown[12, 10, 10]);
        Assert.Equal(14, Box(10, 10, 10, 1).Ring(0, 2).VoxelCount);
    }

    // A box of 6 x 6 x 6 shrunk by 1 mm: voxels nearer than or as near as 1 mm to the outside go, those at the six sides along x and y;
    // along z the outside is 2 mm away.
    [Fact]
    public void A_negative_margin_shrinks()
    {
        Assert.Equal(4 * 4 * 6, Box(5, 5, 5, 6).Expand(-1).VoxelCount);
        Assert.Equal(0, Box(5, 5, 5, 2).Expand(-3).VoxelCount);
        // What lies past the grid is outside.
        Assert.Equal(2 * 2 * 4, Box(0, 0, 0, 4).Expand(-1).VoxelCount);
    }

    [Fact]
    public void The_largest_part_is_kept()
    {
        var both = Box(1, 1, 1, 2).Union(Box(10, 10, 10, 3));
        Assert.Equal(27, both.LargestComponent().VoxelCount);
        Assert.Equal(35, Box(1, 1, 1, 2).Union(Box(3, 3, 3, 3)).LargestComponent().VoxelCount); // they share a corner
    }

    [Fact]
    public void A_window_keeps_its_ends()
    {
        var image = Volume.Create(Grid, Enumerable.Range(0, 8000).Select(i => (short)(i % 20)).ToArray());
        Assert.Equal(3 * 16, Box(2, 2, 2, 4).Window(image, 3, 5).VoxelCount);
    }

    [Theory]
    [InlineData("A + B - C", 4)]
    [InlineData("A & B + C", 6)]
    [InlineData("A & (B + C)", 2)]
    [InlineData("GTV-1 + \"LN + x\"", 8)]
    public void Expressions_are_read_from_left_to_right(string text, int columns)
    {
        var expression = RoiExpression.Parse(text)!;
        var regions = new Dictionary<string, Mask>
        {
            ["A"] = Box(2, 2, 2, 4),
            ["B"] = Box(4, 2, 2, 4),
            ["C"] = Box(6, 2, 2, 4),
            ["GTV-1"] = Box(2, 2, 2, 4),
            ["LN + x"] = Box(10, 2, 2, 4),
        };
        // By hand, in columns of 16 voxels: A is 2-5, B 4-7, C 6-9.
        Assert.Equal(16 * columns, expression.Evaluate(n => regions[n]).VoxelCount);
    }

    [Fact]
    public void A_name_is_no_expression_and_a_wrong_one_is_refused()
    {
        Assert.Null(RoiExpression.Parse("GTV (primary)"));
        Assert.Null(RoiExpression.Parse("GTV-LN"));
        Assert.Throws<RoiExpressionException>(() => RoiExpression.Parse("A + + B"));
        Assert.Throws<RoiExpressionException>(() => RoiExpression.Parse("(A + B"));
    }

    private static Mask Box(int x, int y, int z, int side) =>
        Mask.Create(
            Grid,
            new Region(new VoxelIndex(x, y, z), new GridSize(side, side, side)),
            Enumerable.Repeat((byte)1, side * side * side).ToArray()
        );
}
