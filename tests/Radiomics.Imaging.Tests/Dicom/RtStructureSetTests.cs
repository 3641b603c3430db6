using FsCheck;
using FsCheck.Fluent;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

public class RtStructureSetTests
{
    private static readonly ImageGeometry Grid = new(new GridSize(8, 6, 4), new Vector3D(1, 1, 2));

    [Fact]
    public void A_polygon_by_hand()
    {
        // A right triangle with corners (0.5, 0.5), (5.5, 0.5), (0.5, 5.5): row y holds x = 1 .. with x + y < 6 (the slanted
        // side is x + y = 6, on which centres are the far side and so out): 4 + 3 + 2 + 1 voxels.
        var mask = Fill(Square(0.5, 0.5, (5.5, 0.5), (0.5, 5.5)));
        Assert.Equal(["........", ".####...", ".###....", ".##.....", ".#......", "........"], Rows(mask, 0));
        Assert.Equal(10, mask.VoxelCount);
    }

    [Fact]
    public void Centres_on_an_edge_belong_to_the_lower_side() =>
        // A rectangle through the centres of columns 2 and 5 and rows 1 and 3: its low sides are in, its high ones out.
        Assert.Equal(
            ["........", "..###...", "..###...", "........", "........", "........"],
            Rows(Fill(Square(2, 1, (5, 1), (5, 3), (2, 3))), 0)
        );

    [Fact]
    public void A_contour_in_another_is_a_hole_and_one_in_the_hole_is_not() => Assert.Equal(
        ["#######.", "#.....#.", "#.###.#.", "#.....#.", "#######.", "........"],
        Rows(Fill(Box(0, 0, 6, 4), Box(1, 1, 5, 3), Box(2, 2, 4, 2)), 0));

    [Fact]
    public void A_keyhole_is_a_hole() =>
        Assert.Equal(
            ["#####...", "#...#...", "#...#...", "#...#...", "#####...", "........"],
            Rows(
                Fill(
                    Square(
                        -0.5,
                        -0.5,
                        (4.5, -0.5),
                        (4.5, 4.5),
                        (2.3, 4.5),
                        (2.3, 3.5),
                        (3.5, 3.5),
                        (3.5, 0.5),
                        (0.5, 0.5),
                        (0.5, 3.5),
                        (2.3, 3.5),
                        (2.3, 4.5),
                        (-0.5, 4.5)
                    )
                ),
                0
            )
        );

    [Fact]
    public void Two_contours_on_a_slice_both_count() =>
        Assert.Equal(
            ["##......", "........", "....##..", "........", "........", "........"],
            Rows(Fill(Box(0, 0, 1, 0), Box(4, 2, 5, 2)), 0)
        );

    [Fact]
    public void A_contour_counts_for_the_nearest_slice()
    {
        // Slices at 0, 2, 4, 6 mm. 2.9 mm is nearest to slice 1, 5 mm half-way and so slice 3; slice 2, between the planes, takes the one
        // at 5 mm, which is nearer.
        var mask = Fill(Box(1, 1, 2, 2, 2.9), Box(3, 3, 4, 4, 5));
        Assert.True(mask[1, 1, 1]);
        Assert.True(mask[3, 3, 2]);
        Assert.True(mask[3, 3, 3]);
        Assert.Equal(12, mask.VoxelCount);
    }

    [Fact]
    public void Of_two_planes_at_a_slice_the_nearer_counts()
    {
        var notes = new List<string>();
        var mask = Set(Box(1, 1, 2, 2, 0.2), Box(1, 1, 4, 4, 0.8))
            .ToMask(Structure(Box(1, 1, 2, 2, 0.2), Box(1, 1, 4, 4, 0.8)), Grid, notes);
        Assert.Equal(4, mask.VoxelCount);
        Assert.Contains("between slices", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Contours_beyond_the_grid_are_cut_off_or_noted()
    {
        var notes = new List<string>();
        var structure = Structure(Box(-3, -3, 1, 1), Box(1, 1, 2, 2, -2), Box(20, 20, 22, 22));
        var mask = Set().ToMask(structure, Grid, notes);
        Assert.Equal(["##......", "##......", "........", "........", "........", "........"], Rows(mask, 0));
        Assert.Equal(2, notes.Count);
        Assert.Contains("2 of 3 contours lie outside", notes[0], StringComparison.Ordinal);
        Assert.Contains("1 of 3 contours reach out of the image", notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_structure_outside_is_an_error_that_says_where_both_are()
    {
        var e = Assert.Throws<GeometryMismatchException>(() => Fill(Box(1, 1, 2, 2, 100)));
        Assert.Contains("z 100 to 100 mm", e.Message, StringComparison.Ordinal);
        Assert.Contains("z 0 to 6 mm", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contour_across_the_slices_is_an_error() =>
        Assert.Contains(
            "not parallel",
            Assert.Throws<GeometryMismatchException>(() => Fill(new Contour([new(1, 1, 0), new(4, 1, 4), new(1, 4, 2)]))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Structures_are_found_by_name_number_and_pattern()
    {
        using var folder = new TestFolder();
        DicomWriter.WriteStructureSet(
            [Named(1, "GTV"), Named(2, "gtv 2"), Named(5, "Liver"), Named(6, "Liver")],
            folder.File("rs"),
            new DicomIdentity("t"),
            Grid
        );
        var set = RtStructureSet.Read(folder.Path);
        Assert.Equal(1, set.Find(" GTV ").Number);
        Assert.Equal(5, set.Find("5").Number);
        Assert.Equal([1, 2], set.FindAll("gtv*").Select(s => s.Number));
        Assert.Equal([2], set.FindAll("GTV ?").Select(s => s.Number));
        Assert.Equal([2], set.FindAll("/[0-9]$/").Select(s => s.Number));
        Assert.Contains(
            "5 (1 contours), 6 (1 contours)",
            Assert.Throws<ImageFormatException>(() => set.Find("Liver")).Message,
            StringComparison.Ordinal
        );
        var missing = Assert.Throws<RoiNotFoundException>(() => set.Find("gtv"));
        Assert.Contains("GTV (number 1, 1 contours)", missing.Message, StringComparison.Ordinal);
        Assert.Equal(4, missing.Available.Count);
        Assert.Throws<RoiNotFoundException>(() => set.FindAll("PTV*"));
        Assert.Throws<RoiExpressionException>(() => set.FindAll("/(/"));
    }

    [Fact]
    public void Another_frame_of_reference_is_an_error()
    {
        using var folder = new TestFolder().Add(TestSlice.Stack(4));
        var series = TestFolder.Read(folder.Path);
        DicomWriter.WriteStructureSet([Named(1, "GTV")], folder.File("rs"), new DicomIdentity("other"), series.Volume.Geometry);
        var set = RtStructureSet.Read(folder.File("rs"));
        Assert.Contains(
            "frame of reference",
            Assert.Throws<GeometryMismatchException>(() => set.ToMask(set.Structures[0], series)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(9, set.ToMask(set.Structures[0], series.Volume.Geometry).VoxelCount);
    }

    [Fact]
    public void A_structure_without_contours_is_an_error() =>
        Assert.Throws<EmptyRoiException>(() => Set().ToMask(new RtStructure(1, "empty", "", [], 3), Grid));

    [Fact]
    public void A_series_and_its_structures_come_back_as_they_were_written()
    {
        var random = new Random(5);
        var geometry = new ImageGeometry(new GridSize(9, 7, 5), new Vector3D(0.7, 0.9, 2.5), new Vector3D(-100.123, 50.5, 1000.25),
            new Direction(new(0.8, 0.6, 0), new(0, 0, 1), new(0.6, -0.8, 0)));
        var voxels = Enumerable.Range(0, 315).Select(_ => (short)random.Next(-1024, 3000)).ToArray();
        var inside = voxels.Select(v => (byte)(v > 500 ? 1 : 0)).ToArray();
        var mask = Mask.Create(geometry, geometry.Region, inside);
        var identity = new DicomIdentity("round trip");
        using var folder = new TestFolder();
        DicomWriter.WriteCtSeries(Volume.Create(geometry, voxels), folder.Path, identity, TestContext.Current.CancellationToken);
        DicomWriter.WriteStructureSet(
            [new RtStructure(3, "GTV", "", Contour.Trace(mask), 0)],
            folder.File("rs.dcm"),
            identity,
            geometry
        );

        var series = TestFolder.Read(folder.Path);
        Assert.Equal(voxels.Select(v => (double)v), series.Volume.Read(series.Volume.Geometry.Region).Values.ToArray());
        Assert.Equal(identity.SeriesInstanceUid, series.SeriesInstanceUid);
        Assert.True((series.Volume.Geometry.ToPhysical(new(8, 6, 4)) - geometry.ToPhysical(new(8, 6, 4))).Length < 1e-9);
        var set = RtStructureSet.Read(folder.Path);
        Assert.Equal([identity.SeriesInstanceUid], set.ReferencedSeriesUids);
        var again = set.ToMask(set.Find("GTV"), series);
        Assert.Equal(mask.BoundingBox, again.BoundingBox);
        Assert.Equal(mask.Inside.ToArray(), again.Inside.ToArray());
    }

    // A list of corners that was cut off between two of them looks whole but for the number that stands beside it.
    [Fact]
    public void A_contour_of_fewer_corners_than_it_says_is_told()
    {
        using var folder = new TestFolder();
        var path = folder.File("rs.dcm");
        DicomWriter.WriteStructureSet([new RtStructure(3, "GTV", "", [Box(0, 0, 2, 2)], 0)], path, new DicomIdentity("short"), Grid);
        Assert.Empty(RtStructureSet.Read(path).Find("GTV").Notes);
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x06, 0x30, 0x46, 0x00, (byte)'I', (byte)'S', 2, 0, (byte)'4']);
        bytes[at + 8] = (byte)'7';
        File.WriteAllBytes(path, bytes);
        Assert.Contains("more or fewer corners", Assert.Single(RtStructureSet.Read(path).Find("GTV").Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_not_whole_are_written_to_one_step()
    {
        var voxels = Enumerable.Range(0, 64).Select(i => Math.Sin(i) * 1000).ToArray();
        using var folder = new TestFolder();
        DicomWriter.WriteCtSeries(
            Volume.Create(new ImageGeometry(new GridSize(4, 4, 4), new Vector3D(1, 1, 1)), voxels),
            folder.Path,
            new DicomIdentity("t"),
            TestContext.Current.CancellationToken
        );
        var read = TestFolder.Read(folder.Path).Volume;
        var back = read.Read(read.Geometry.Region).Values.ToArray();
        Assert.All(voxels.Zip(back), p => Assert.Equal(p.First, p.Second, 2000.0 / 65535));
    }

    /// <summary>Whatever the region, its traced contours filled give it back.</summary>
    [Fact]
    public void Tracing_and_filling_are_inverse() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<bool[]>().Filter(b => b.Length > 0),
                bits =>
                {
                    var width = 1 + bits.Length % 7;
                    var geometry = new ImageGeometry(
                        new GridSize(width, (bits.Length + 2 * width - 1) / (2 * width) + 1, 2),
                        new Vector3D(0.3, 0.9, 3),
                        new Vector3D(7, -3, 1)
                    );
                    var inside = new byte[geometry.Size.Count];
                    for (var i = 0; i < bits.Length && i < inside.Length; i++)
                        inside[i] = bits[i] ? (byte)1 : (byte)0;
                    var mask = Mask.Create(geometry, geometry.Region, inside);
                    if (mask.VoxelCount == 0)
                        return Contour.Trace(mask).Count == 0;
                    var again = Set().ToMask(new RtStructure(1, "any", "", Contour.Trace(mask), 0), geometry);
                    return again.BoundingBox == mask.BoundingBox && again.Inside.Span.SequenceEqual(mask.Inside.Span);
                }
            )
            .QuickCheckThrowOnFailure();

    private static RtStructure Named(int number, string name) => new(number, name, "", [Box(0, 0, 2, 2)], 0);

    private static Contour Box(int x0, int y0, int x1, int y1, double z = 0) =>
        Square(x0 - 0.5, y0 - 0.5, z, (x1 + 0.5, y0 - 0.5), (x1 + 0.5, y1 + 0.5), (x0 - 0.5, y1 + 0.5));

    private static Contour Square(double x, double y, params (double X, double Y)[] more) => Square(x, y, 0, more);

    private static Contour Square(double x, double y, double z, params (double X, double Y)[] more) =>
        new([new(x, y, z), .. more.Select(p => new Vector3D(p.X, p.Y, z))]);

    private static RtStructure Structure(params Contour[] contours) => new(1, "GTV", "", contours, 0);

    private static Mask Fill(params Contour[] contours) => Set().ToMask(Structure(contours), Grid);

    // A set of its own is needed only for its file's name in messages.
    private static RtStructureSet Set(params Contour[] contours)
    {
        using var folder = new TestFolder();
        DicomWriter.WriteStructureSet([Structure(contours)], folder.File("rs"), new DicomIdentity("t"), Grid);
        return RtStructureSet.Read(folder.File("rs"));
    }

    private static string[] Rows(Mask mask, int z) =>
        [
            .. Enumerable
                .Range(0, Grid.Size.Y)
                .Select(y => string.Concat(Enumerable.Range(0, Grid.Size.X).Select(x => mask[x, y, z] ? '#' : '.'))),
        ];
}
