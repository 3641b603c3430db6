namespace Radiomics.Imaging.Tests;

/// <summary>A block over 32-bit values gives the same as one over the same values in 64 bits.</summary>
public class VoxelBlockTests
{
    [Fact]
    public void Values_of_32_bits_are_the_same_numbers()
    {
        var region = new Region(new VoxelIndex(3, 5, 7), new GridSize(11, 4, 3));
        float[] singles = [.. Enumerable.Range(0, 140).Select(i => (i - 70) * 0.1f)]; // more than the box has voxels
        var (block, wide) = (VoxelBlock.OfSingles(region, singles), new VoxelBlock(region, [.. singles.Select(v => (double)v)]));

        Assert.Equal((double)singles[11 * 4 + 11 + 2], block[5, 6, 8]); // one plane, one row and two voxels from the first
        var room = new double[20];
        Assert.Equal([.. singles[30..47].Select(v => (double)v)], block.Slice(30, 17, room).ToArray());
        Assert.Equal([.. singles[30..47].Select(v => (double)v)], wide.Slice(30, 17, []).ToArray());
        Assert.Equal(132, block.Values.Length);
        Assert.Equal(wide.Values.ToArray(), block.Values.ToArray());
    }

    [Fact]
    public void Too_few_values_and_places_outside_are_refused()
    {
        var region = new Region(default, new GridSize(2, 2, 2));
        Assert.Throws<ArgumentException>("values", () => VoxelBlock.OfSingles(region, new float[7]));
        Assert.Throws<ArgumentException>("values", () => new VoxelBlock(region, new double[7]));
        var block = VoxelBlock.OfSingles(region, new float[9]);
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Slice(5, 4, new double[4]).Length); // the ninth is not the block's
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Slice(0, 4, new double[3]).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => block[2, 0, 0]);
    }
}
