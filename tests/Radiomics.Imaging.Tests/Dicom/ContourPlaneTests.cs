using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

/// <summary>Squares of n x n voxels drawn by hand, so that counts are products.</summary>
public class ContourPlaneTests
{
    private static readonly ImageGeometry Grid = new(new(20, 20, 30), new(1, 1, 1));

    // Planes 2 and 5 mm apart on slices of 1 mm: n planes stand for n times as many slices.
    [Theory]
    [InlineData(2, 5)]
    [InlineData(3, 4)]
    [InlineData(5, 3)]
    public void Planes_stand_for_slabs(int distance, int planes)
    {
        var notes = new List<string>();
        var mask = Fill([.. Enumerable.Range(0, planes).Select(i => Square(2, 9, 6 + distance * i))], notes);
        Assert.Equal(49 * distance * planes, mask.VoxelCount);
        Assert.Contains("stands for a slab", Assert.Single(notes), StringComparison.Ordinal);
    }

    // Planes half a slice apart from slice 4 to 7.5 enclose what is between 3.75 and 7.75: slices 4 to 7. The plane half-way to slice 8
    // adds none; a third of a slice apart, from 4.2 to 6.8, the body ends at 4.03 and 6.97: slices 5 and 6.
    [Theory]
    [InlineData(4, 0.5, 8, 4, 7)]
    [InlineData(4.2, 0.325, 9, 5, 6)]
    [InlineData(3.5, 0.5, 9, 4, 7)]
    public void Planes_closer_than_slices_add_no_slice_at_their_ends(double from, double gap, int planes, int first, int last)
    {
        var notes = new List<string>();
        var mask = Fill([.. Enumerable.Range(0, planes).Select(i => Square(2, 9, from + gap * i))], notes);
        Assert.Equal(
            Enumerable.Range(first, last - first + 1),
            Enumerable.Range(0, 30).Where(z => mask[5, 5, z])
        );
        Assert.Equal(49 * (last - first + 1), mask.VoxelCount);
        Assert.Contains("contours lie between slices", Assert.Single(notes), StringComparison.Ordinal);
    }

    // Rounding that parts a plane in two, a twentieth of a slice apart, neither thins its slab nor takes one away.
    [Theory]
    [InlineData(0, 1, 6)]
    [InlineData(0.5, 1, 6)]
    [InlineData(0, 3, 18)]
    public void A_plane_whose_contours_differ_by_rounding_is_one(double off, int distance, int slices)
    {
        var planes = Enumerable.Range(0, 6).Select(i => 4 + off + distance * i);
        var mask = Fill([.. planes.SelectMany(z => new[] { Square(2, 5, z), Square(6, 9, z + 0.05) })], []);
        Assert.Equal(slices, Enumerable.Range(0, 30).Count(z => mask[3, 3, z] || mask[7, 7, z]));
    }

    [Fact]
    public void A_body_between_two_slices_takes_the_nearest_with_a_note()
    {
        var notes = new List<string>();
        var mask = Fill([Square(2, 9, 4.3), Square(2, 9, 4.6), Square(12, 15, 20)], notes);
        Assert.Equal([4, 20], Enumerable.Range(0, 30).Where(z => mask[5, 5, z] || mask[13, 13, z]));
        Assert.Contains(notes, n => n.Contains("slice 4 (counted from 0) enclose less than a slice", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_bodies_stay_apart()
    {
        var notes = new List<string>();
        var mask = Fill([.. new[] { 3, 6, 9, 18, 21, 24 }.Select(z => Square(2, 9, z))], notes);
        Assert.Equal(49 * 18, mask.VoxelCount);
        Assert.False(mask[5, 5, 13]);
    }

    [Fact]
    public void A_forgotten_plane_is_named_and_left_empty()
    {
        var notes = new List<string>();
        var mask = Fill([.. new[] { 3, 4, 5, 7, 8, 9 }.Select(z => Square(2, 9, z))], notes);
        Assert.Equal(49 * 6, mask.VoxelCount);
        Assert.Contains("slices 6 (counted from 0) lie between planes", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_that_starts_elsewhere_and_runs_backwards_counts_once()
    {
        var square = Square(2, 9, 4);
        var copy = new Contour([.. square.Points.Reverse().Skip(2), .. square.Points.Reverse().Take(2)]);
        Assert.Equal(49, Fill([square, copy], []).VoxelCount);
        var hole = Square(4, 7, 4);
        Assert.Equal(49 - 9, Fill([square, hole, copy, hole], []).VoxelCount);
    }

    // Half-way between squares that reach 4.5 and 1.5 voxels from their common centre the outline is 3 voxels from it: centres 0, 1 and 2
    // away are inside, 3 is on it.
    // The corner (2, 2) is 2.5 deep in the large square and 0.2 off the small one: 5 x 5 voxels.
    [Fact]
    public void Shapes_change_evenly_between_planes_when_asked_for()
    {
        var mask = Fill([Square(5, 14, 10), Square(8, 11, 12), Square(8, 11, 14)], [], PlaneFilling.Shape);
        var middle = Enumerable.Range(0, 400).Count(i => mask[i % 20, i / 20, 11]);
        Assert.Equal(25, middle);
        Assert.True(mask[7, 9, 11] && !mask[6, 9, 11]);
        Assert.Equal(81, Enumerable.Range(0, 400).Count(i => mask[i % 20, i / 20, 10]));
    }

    // Voxels 15 to 19 of a square that goes on to 24; and a whole one, whose edge is half a voxel past the outermost centres.
    [Fact]
    public void A_contour_that_reaches_out_of_the_image_is_cut_off_with_a_note()
    {
        var notes = new List<string>();
        Assert.Equal(25, Fill([Square(15, 25, 4)], notes).VoxelCount);
        Assert.Contains("1 of 1 contours reach out of the image", Assert.Single(notes), StringComparison.Ordinal);
        notes.Clear();
        Assert.Equal(400, Fill([Square(0, 20, 4)], notes).VoxelCount);
        Assert.Empty(notes);
    }

    // Voxel centres from first to last - 1 lie inside.
    private static Contour Square(int first, int last, double z) =>
        new([
            new(first - 0.5, first - 0.5, z),
            new(last - 0.5, first - 0.5, z),
            new(last - 0.5, last - 0.5, z),
            new(first - 0.5, last - 0.5, z),
        ]);

    private static Mask Fill(IReadOnlyList<Contour> contours, List<string> notes, PlaneFilling filling = PlaneFilling.Slabs) =>
        ContourRaster.ToMask("S", contours, Grid, filling, null, notes);
}
