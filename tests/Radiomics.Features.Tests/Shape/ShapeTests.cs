using FsCheck;
using FsCheck.Fluent;
using Radiomics.Features.Shape;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Shape;

public sealed class ShapeTests
{
    private static Mask Box(int x, int y, int z, Vector3D? spacing = null)
    {
        var geometry = new ImageGeometry(new GridSize(x, y, z), spacing ?? new Vector3D(1, 1, 1));
        return Mask.Create(geometry, geometry.Region, Enumerable.Repeat((byte)1, x * y * z).ToArray());
    }

    private static double Value(string name, ShapeMeasures measures) => ShapeFeatures.All.Single(f => f.Name == name).Compute!(measures);

    [Fact]
    public void One_voxel_is_an_octahedron()
    {
        // Six vertices half a voxel from the centre: volume (4/3) h³ with h = 1/2, eight faces of side sqrt(1/2).
        var s = new ShapeMeasures(Box(1, 1, 1));
        Assert.Equal(1.0 / 6, s.MeshVolume, 15);
        Assert.Equal(Math.Sqrt(3), s.SurfaceArea, 15);
        Assert.Equal(1, s.Diameter);
        Assert.Equal(1, s.SliceDiameter);
        Assert.Equal(0, s.MajorVariance);
    }

    [Fact]
    public void Two_by_two_by_two_voxels_by_hand()
    {
        // A cube of side 2 whose twelve edges and eight corners are cut: faces of a unit square, edges bevelled at 45 degrees.
        // Volume: the cube from centre to centre (1), six slabs 1/2 thick (3), twelve quarter prisms (1/8 each), eight corners (1/48 each).
        var s = new ShapeMeasures(Box(2, 2, 2));
        Assert.Equal(1 + 3 + 12.0 / 8 + 8.0 / 48, s.MeshVolume, 14);

        // Six unit squares, twelve bevels of 1 by sqrt(1/2), eight corner triangles of side sqrt(1/2).
        Assert.Equal(6 + 12 * Math.Sqrt(0.5) + 8 * Math.Sqrt(3) / 4 / 2, s.SurfaceArea, 13);
        Assert.Equal(8, Value("VoxelVolume", s));
        Assert.Equal(Math.Sqrt(5), s.SliceDiameter, 15); // from (-1/2, 0) to (3/2, 1) within a slice
        Assert.Equal(Math.Sqrt(6), s.Diameter, 15);
        Assert.Equal(0.25, s.MajorVariance, 15);
        Assert.Equal(1, Value("Elongation", s), 15);
        Assert.Equal(2, Value("MajorAxisLength", s), 14);
    }

    [Fact]
    public void Spacing_scales_each_axis()
    {
        var s = new ShapeMeasures(Box(4, 1, 1, new Vector3D(0.5, 2, 3)));
        Assert.Equal(12, Value("VoxelVolume", s));
        Assert.Equal(0.25 * 15 / 12, s.MajorVariance, 15); // (n² - 1) / 12 voxels
        Assert.Equal(0, Value("Flatness", s));
        Assert.Equal(3, s.RowDiameter);
    }

    [Fact]
    public void The_deprecated_three_follow_from_sphericity()
    {
        var s = new ShapeMeasures(Box(5, 4, 3));
        var sphericity = Value("Sphericity", s);
        Assert.Equal(Math.Pow(sphericity, 3), Value("Compactness2", s), 14);
        Assert.Equal(1 / sphericity, Value("SphericalDisproportion", s), 14);
        Assert.Equal(Math.Sqrt(Math.Pow(sphericity, 3)) / (6 * Math.PI), Value("Compactness1", s), 14);
    }

    [Fact]
    public void A_mask_without_voxels_in_the_box_is_refused()
    {
        var mask = Box(2, 2, 2);
        Assert.Throws<EmptyRoiException>(() => new ShapeMeasures(mask, new Region(new VoxelIndex(5, 5, 5), new GridSize(1, 1, 1))));
    }

    // The definition itself: every pair of mesh vertices.
    private static (double, double, double, double) DiametersByDefinition(Mask mask)
    {
        var points = new List<(int X, int Y, int Z)>();
        var (b, p) = (mask.BoundingBox, mask.Geometry.Spacing);
        for (var z = b.Start.Z - 1; z <= b.End.Z; z++)
        {
            for (var y = b.Start.Y - 1; y <= b.End.Y; y++)
            {
                for (var x = b.Start.X - 1; x <= b.End.X; x++)
                {
                    if (mask[x, y, z] != mask[x + 1, y, z])
                        points.Add((2 * x + 1, 2 * y, 2 * z));
                    if (mask[x, y, z] != mask[x, y + 1, z])
                        points.Add((2 * x, 2 * y + 1, 2 * z));
                    if (mask[x, y, z] != mask[x, y, z + 1])
                        points.Add((2 * x, 2 * y, 2 * z + 1));
                }
            }
        }
        double slice = 0, column = 0, row = 0, all = 0;
        foreach (var a in points)
        {
            foreach (var c in points)
            {
                var d = Math.Sqrt(
                    Math.Pow((a.X - c.X) * p.X / 2, 2) + Math.Pow((a.Y - c.Y) * p.Y / 2, 2) + Math.Pow((a.Z - c.Z) * p.Z / 2, 2)
                );
                slice = a.Z == c.Z ? Math.Max(slice, d) : slice;
                column = a.Y == c.Y ? Math.Max(column, d) : column;
                row = a.X == c.X ? Math.Max(row, d) : row;
                all = Math.Max(all, d);
            }
        }
        return (slice, column, row, all);
    }

    private static Mask Random(int seed, Vector3D spacing, int x = 9, int y = 8, int z = 7)
    {
        var random = new System.Random(seed);
        var geometry = new ImageGeometry(new GridSize(x, y, z), spacing);
        var share = random.NextDouble();
        byte[] inside = [.. Enumerable.Range(0, x * y * z).Select(_ => random.NextDouble() < share ? (byte)1 : (byte)0)];
        inside[random.Next(inside.Length)] = 1;
        return Mask.Create(geometry, geometry.Region, inside);
    }

    [Fact]
    public void Diameters_are_those_of_all_pairs_of_vertices() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed =>
        {
            var mask = Random(seed, new Vector3D(0.7, 1.3, 2.9), 3 + seed % 7, 3 + seed % 5, 1 + seed % 6);
            var s = new ShapeMeasures(mask);
            var (slice, column, row, all) = DiametersByDefinition(mask);
            return Near(slice, s.SliceDiameter) && Near(column, s.ColumnDiameter) && Near(row, s.RowDiameter) && Near(all, s.Diameter);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Turning_the_axes_round_turns_the_diameters_round() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed =>
        {
            var mask = Random(seed, new Vector3D(0.7, 1.3, 2.9));
            var size = mask.Geometry.Size;
            var turned = new byte[size.Count];
            for (var z = 0; z < size.Z; z++)
            {
                for (var y = 0; y < size.Y; y++)
                {
                    for (var x = 0; x < size.X; x++)
                        turned[(x * size.Z + z) * size.Y + y] = mask[x, y, z] ? (byte)1 : (byte)0;
                }
            }
            var geometry = new ImageGeometry(new GridSize(size.Y, size.Z, size.X), new Vector3D(1.3, 2.9, 0.7));
            var (a, b) = (new ShapeMeasures(mask), new ShapeMeasures(Mask.Create(geometry, geometry.Region, turned)));
            return Near(a.SliceDiameter, b.ColumnDiameter) && Near(a.ColumnDiameter, b.RowDiameter) && Near(a.RowDiameter, b.SliceDiameter)
                && Near(a.Diameter, b.Diameter) && Near(a.MajorVariance, b.MajorVariance) && Near(a.LeastVariance, b.LeastVariance);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Moving_a_region_changes_nothing()
    {
        var at = Box(3, 4, 5, new Vector3D(0.3, 0.7, 1.1));
        var geometry = new ImageGeometry(new GridSize(200, 9, 9), new Vector3D(0.3, 0.7, 1.1));
        var moved = Mask.Create(geometry, new Region(new VoxelIndex(150, 2, 3), new GridSize(3, 4, 5)), at.Inside.Span);
        foreach (var feature in ShapeFeatures.All)
            Assert.Equal(feature.Compute!(new ShapeMeasures(at)), feature.Compute!(new ShapeMeasures(moved)));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(130)]
    public void Long_rows_cross_the_words(int length)
    {
        var s = new ShapeMeasures(Box(length, 1, 1));
        Assert.Equal(length, s.VoxelCount);
        Assert.Equal((length * (double)length - 1) / 12, s.MajorVariance, 9);
        Assert.Equal(length, s.Diameter, 12);

        // A bar of n voxels: an octahedron cut in two, and n - 1 unit lengths of a diamond of area 1/2 between the halves.
        Assert.Equal(1.0 / 6 + (length - 1) * 0.5, s.MeshVolume, 10);
    }

    [Fact]
    public void Eigenvalues_of_a_matrix_worked_by_hand()
    {
        Span<double> m = [2, 2, 5, 1, 0, 0]; // {{2, 1}, {1, 2}} has 1 and 3
        PrincipalAxes.Eigenvalues(m);
        Assert.Equal(1, m[0], 14);
        Assert.Equal(3, m[1], 14);
        Assert.Equal(5, m[2], 14);
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-12 * (1 + Math.Abs(a));

    // Two voxels lie on a line: no width, no thickness. Their covariance is d d' / 4 for the distance d between them, so that
    // MajorAxisLength = 4 sqrt(|d|² / 4) = 2 |d|.
    [Theory]
    [InlineData(3, 1, 2)]
    [InlineData(2, 3, 3)]
    [InlineData(4, 2, 1)]
    [InlineData(1, 3, 4)]
    public void Two_voxels_have_neither_width_nor_thickness(int x, int y, int z)
    {
        var geometry = new ImageGeometry(new GridSize(6, 6, 6), new Vector3D(0.7, 1.1, 1.3));
        var inside = new byte[216];
        (inside[0], inside[x + 6 * y + 36 * z]) = (1, 1);
        var mask = Mask.Create(geometry, geometry.Region, inside);
        var image = Volume.Create(geometry, [.. Enumerable.Range(0, 216).Select(i => (double)i)]);
        var settings = Radiomics.Features.Extraction.ExtractionSettings.Parse(
            "featureClass: {shape: []}\nsetting: {minimumROIDimensions: 1}");
        var shape = new Radiomics.Features.Extraction.FeatureExtractor(settings).Extract(image, mask);
        Assert.Equal((0.0, 0.0, 0.0, 0.0), (
            shape["original_shape_MinorAxisLength"],
            shape["original_shape_Elongation"],
            shape["original_shape_LeastAxisLength"],
            shape["original_shape_Flatness"]));
        var distance = Math.Sqrt(0.49 * x * x + 1.21 * y * y + 1.69 * z * z);
        Assert.Equal(2 * distance, shape["original_shape_MajorAxisLength"], 1e-12);
    }
}
