using FsCheck;
using FsCheck.Fluent;

namespace Radiomics.Imaging.Tests;

public sealed class ImageGeometryTests
{
    [Fact]
    public void An_index_goes_to_its_place_by_hand()
    {
        // x runs to posterior, y to superior, z to left.
        var direction = new Direction(new(0, 1, 0), new(0, 0, 1), new(1, 0, 0));
        var geometry = new ImageGeometry(new(4, 5, 6), new(2, 3, 5), new(10, 20, 30), direction);
        Assert.Equal(new Vector3D(10 + 3 * 5, 20 + 1 * 2, 30 + 2 * 3), geometry.ToPhysical(new(1, 2, 3)));
        Assert.Equal(new Vector3D(1, 2, 3), geometry.ToIndex(new(25, 22, 36)));
        Assert.Equal(1, direction.Determinant);
        Assert.Equal(new Vector3D(25, 22, 36), geometry.Crop(new Region(new(1, 2, 3), new(2, 2, 2))).Origin);
    }

    [Fact]
    public void A_place_goes_to_its_index_and_back_on_any_grid()
    {
        var numbers = Gen.Choose(-1000, 1000).Select(i => i / 100.0).ArrayOf(15).ToArbitrary();
        Prop.ForAll(
                numbers,
                n =>
                {
                    var direction = new Direction(new(n[0], n[1], n[2]), new(n[3], n[4], n[5]), new(n[6], n[7], n[8]));
                    if (Math.Abs(direction.Determinant) < 1)
                        return true;
                    var geometry = new ImageGeometry(
                        new(1, 1, 1),
                        new(0.5 + Math.Abs(n[9]), 0.5 + Math.Abs(n[10]), 0.5 + Math.Abs(n[11])),
                        new(n[12], n[13], n[14]),
                        direction
                    );
                    var index = new Vector3D(n[14], n[13], n[12]);
                    return (geometry.ToIndex(geometry.ToPhysical(index)) - index).Length < 1e-9;
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_no_grid_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ImageGeometry(new(0, 1, 1), new(1, 1, 1)));
        Assert.Throws<ArgumentException>(() => new ImageGeometry(new(1, 1, 1), new(1, 0, 1)));
        Assert.Throws<ArgumentException>(() => new ImageGeometry(new(1, 1, 1), new(1, double.NaN, 1)));
        Assert.Throws<ArgumentException>(() => new ImageGeometry(new(1, 1, 1), new(1, 1, 1), new(0, double.PositiveInfinity, 0)));
        Assert.Throws<ArgumentException>(() =>
            new ImageGeometry(new(1, 1, 1), new(1, 1, 1), default, new Direction(new(1, 0, 0), new(1, 0, 0), new(0, 0, 1)))
        );
    }

    [Fact]
    public void Boxes_meet_join_and_grow()
    {
        var a = new Region(new(0, 0, 0), new(4, 4, 4));
        var b = new Region(new(2, 3, -1), new(5, 5, 2));
        Assert.Equal(new Region(new(2, 3, 0), new(2, 1, 1)), a.Intersect(b));
        Assert.Equal(new Region(new(0, 0, -1), new(7, 8, 5)), a.Union(b));
        Assert.Equal(new Region(new(-1, -2, -3), new(6, 8, 10)), a.Expand(1, 2, 3));
        Assert.True(a.Intersect(new Region(new(9, 9, 9), new(1, 1, 1))).IsEmpty);
        Assert.True(a.Contains(default(Region)));
        Assert.False(a.Contains(b));
        Assert.Equal(a, a.Union(default));
    }

    [Fact]
    public void A_mask_keeps_its_bounding_box_alone_and_gives_back_every_voxel()
    {
        var geometry = new ImageGeometry(new(7, 6, 5), new(1, 1, 1));
        var cells = Gen.Choose(0, 5).Select(i => i == 0 ? (byte)3 : (byte)0).ArrayOf(7 * 6 * 5).ToArbitrary();
        Prop.ForAll(cells, inside =>
        {
            var mask = Mask.Create(geometry, geometry.Region, inside);
            var count = 0;
            for (var i = 0; i < inside.Length; i++)
            {
                count += mask[i % 7, i / 7 % 6, i / 42] ? 1 : 0;
                if (mask[i % 7, i / 7 % 6, i / 42] != (inside[i] != 0))
                    return false;
            }
            var again = Mask.FromLabel(Volume.Create(geometry, inside), 3);
            return count == mask.VoxelCount && again.BoundingBox == mask.BoundingBox && again.Inside.Span.SequenceEqual(mask.Inside.Span)
                && again.VoxelCount == mask.VoxelCount && mask.Overlaps(again) == (count > 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_part_of_a_volume_is_read_row_by_row()
    {
        var volume = Volume.Create(new ImageGeometry(new(3, 4, 5), new(1, 1, 1)), Enumerable.Range(0, 60).ToArray());
        var block = volume.Read(new Region(new(1, 2, 3), new(2, 2, 2)));
        Assert.Equal([43, 44, 46, 47, 55, 56, 58, 59], block.Values.ToArray());
        Assert.Equal(58, block[1, 3, 4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => block[0, 3, 4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => volume[3, 0, 0]);
        Assert.Throws<ArgumentException>(() => volume.Read(new Region(new(1, 2, 3), new(3, 2, 2))));
        Assert.Throws<InvalidOperationException>(() => volume.AsMemory<short>());
        Assert.Equal(60, volume.AsMemory<int>().Length);
    }
}
