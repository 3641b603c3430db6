using Reference;
using Reference.Filters;

namespace Radiomics.Imaging.Tests.Filters;

public sealed class Ibsi2ResponseMapTests
{
    public static TheoryData<string> Names => [.. Ibsi2ResponseMaps.Names];

    [Fact]
    public void There_are_33_maps() => Assert.Equal(33, Ibsi2ResponseMaps.Names.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void Map_equals_the_reference(string name)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = Ibsi2ResponseMaps.Compare(name);
        Assert.True(row.Outside == 0,
            $"{name}: {row.Outside} of {row.Compared} voxels lie outside {row.Allowed} of the range, the worst by {row.Worst}.");
    }

    /// <summary>What a filter gives for a part of the image is what it gives there for the whole, whatever the number of threads.</summary>
    [Theory]
    [InlineData("3_b_3")]
    [InlineData("2_c")]
    [InlineData("7_a_2")]
    [InlineData("8_a_2")]
    public void A_part_equals_the_whole(string name)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var (image, filter) = (Ibsi2ResponseMaps.PhantomOf(name), Ibsi2ResponseMaps.FilterOf(name));
        var mask = Mask.Create(image.Geometry, image.Geometry.Region, new byte[image.Size.Count]);
        var part = new Region(new VoxelIndex(3, 40, 11), new GridSize(20, 24, 7));
        var whole = filter.Apply(image, mask, image.Geometry.Region, 3).Single().Block;
        var values = filter.Apply(image, mask, part).Single().Block.Values.ToArray();
        var at = 0;
        for (var z = part.Start.Z; z < part.End.Z; z++)
        {
            for (var y = part.Start.Y; y < part.End.Y; y++)
            {
                for (var x = part.Start.X; x < part.End.X; x++)
                    Assert.Equal(whole[x, y, z], values[at++]);
            }
        }
    }
}
