using Radiomics.Imaging.Filters;

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

    [Theory]
    [InlineData(PixelType.Int16)]
    [InlineData(PixelType.Float32)]
    [InlineData(PixelType.Float64)]
    public void An_image_as_it_is_is_read_without_a_copy(PixelType type)
    {
        var geometry = new ImageGeometry(new GridSize(60, 50, 40), new Vector3D(1, 1, 1));
        int[] voxels = [.. Enumerable.Range(0, 60 * 50 * 40).Select(i => i % 30_011 - 12_000)];
        var image = type switch
        {
            PixelType.Int16 => Volume.Create(geometry, voxels.Select(v => (short)v).ToArray()),
            PixelType.Float32 => Volume.Create(geometry, voxels.Select(v => (float)v).ToArray()),
            _ => Volume.Create(geometry, voxels.Select(v => (double)v).ToArray()),
        };
        var mask = Mask.FromLabel(Volume.Create(geometry, voxels.Select(_ => (byte)1).ToArray()), 1);
        var region = new Region(new VoxelIndex(3, 5, 7), new GridSize(50, 40, 30));
        double Voxel(int x, int y, int z) => voxels[(z * 50 + y) * 60 + x];

        var before = GC.GetAllocatedBytesForCurrentThread();
        var block = new OriginalFilter().Apply(image, mask, region).Single().Block;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50 * 40 * 30); // not a byte for each voxel

        Assert.Equal(Voxel(52, 44, 36), block[52, 44, 36]);
        // From the 49th voxel of a plane's last row on: two there, the next plane's first row, and one of its second.
        double[] expected = [Voxel(51, 44, 7), Voxel(52, 44, 7), .. Enumerable.Range(3, 50).Select(x => Voxel(x, 5, 8)), Voxel(3, 6, 8)];
        Assert.Equal(expected, block.Slice(39 * 50 + 48, 53, new double[60]).ToArray());
        Assert.Equal(expected, block.Values.Slice(39 * 50 + 48, 53).ToArray());
        Assert.Equal(50 * 40 * 30, block.Values.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Slice(50 * 40 * 30 - 1, 2, new double[2]).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Slice(-1, 2, new double[2]).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Slice(0, 3, new double[2]).Length);
    }

    // Of 5.8 MB each: rooms of that size are kept for the next image.
    [Fact]
    public void A_large_room_serves_the_next_image_whose_values_are_its_own()
    {
        var geometry = new ImageGeometry(new GridSize(100, 90, 80), new Vector3D(1, 1, 1));
        short[] voxels = [.. Enumerable.Range(0, 100 * 90 * 80).Select(i => (short)(i % 1009 - 500))];
        var image = Volume.Create(geometry, voxels);
        var mask = Mask.FromLabel(Volume.Create(geometry, voxels.Select(_ => (byte)1).ToArray()), 1);
        IImageFilter[] filters = [PointwiseFilter.Square, new GradientFilter(), new LaplacianOfGaussianFilter([2])];
        foreach (var filter in filters)
        {
            var first = filter.Apply(image, mask, geometry.Region).Single().Block;
            double[] expected = first.Values.ToArray();
            Assert.Equal(720_000, expected.Length);
            first.Release();
            Assert.Throws<ObjectDisposedException>(() => first.Values);
            // One after the other that is not released keeps what it has.
            var (second, third) = (Apply(), Apply());
            Assert.Equal(expected, second.Values.ToArray());
            Assert.Equal(expected, third.Values.ToArray());
            first.Release(); // nothing is left to be given back
            Assert.Equal(expected, second.Values.ToArray());

            VoxelBlock Apply() => filter.Apply(image, mask, geometry.Region).Single().Block;
        }
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
