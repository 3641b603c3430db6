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
