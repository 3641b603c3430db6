using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Masks;

namespace Radiomics.Imaging.Tests.Masks;

public sealed class MaskMeasuresTests
{
    private static readonly ImageGeometry Grid = new(new(6, 5, 4), new(2, 3, 4), new(10, 20, 30));

    [Fact]
    public void Voxels_that_share_a_corner_are_one_part()
    {
        Assert.Equal(1, Of((0, 0, 0), (1, 1, 1)).ComponentCount());
        Assert.Equal(1, Of((1, 0, 0), (0, 1, 1)).ComponentCount());
        Assert.Equal(2, Of((0, 0, 0), (2, 0, 0)).ComponentCount());
        Assert.Equal(2, Of((0, 0, 0), (0, 0, 2)).ComponentCount());
        Assert.Equal(2, Of((0, 0, 0), (5, 1, 0)).ComponentCount());
        Assert.Equal(0, Of().ComponentCount());
    }

    [Fact]
    public void Parts_that_meet_late_are_counted_once()
    {
        // A U in the plane: two arms that only the last row joins.
        Assert.Equal(
            1,
            Of((0, 0, 0), (0, 1, 0), (0, 2, 0), (1, 3, 0), (2, 3, 0), (3, 2, 0), (3, 1, 0), (3, 0, 0)).ComponentCount()
        );
        Assert.Equal(2, Of((0, 0, 0), (0, 1, 0), (0, 2, 0), (3, 2, 0), (3, 1, 0), (3, 0, 0)).ComponentCount());
    }

    [Fact]
    public void Counts_as_a_flood_fill_does()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var size = new GridSize(1 + random.Next(7), 1 + random.Next(7), 1 + random.Next(7));
            var bytes = new byte[size.Count];
            var share = random.NextDouble();
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = random.NextDouble() < share * 0.4 ? (byte)1 : (byte)0;
            var mask = Mask.Create(new ImageGeometry(size, new(1, 1, 1)), new Region(default, size), bytes);
            Assert.Equal(FloodFill(bytes, size), mask.ComponentCount());
        }
    }

    [Fact]
    public void The_centre_of_mass_is_the_mean_of_indices_and_its_place()
    {
        var mask = Of((1, 2, 3), (2, 2, 3), (3, 4, 0));
        Assert.Equal(new Vector3D(2, 8 / 3.0, 2), mask.CentreOfMassIndex());
        Assert.Equal(new Vector3D(14, 28, 38), mask.CentreOfMass());
    }

    [Fact]
    public void A_region_at_the_edge_is_seen()
    {
        Assert.True(MaskChecks.TouchesBorder(Of((1, 2, 3))));
        Assert.True(MaskChecks.TouchesBorder(Of((0, 2, 2))));
        Assert.False(MaskChecks.TouchesBorder(Of((1, 1, 1), (4, 3, 2))));
        Assert.False(MaskChecks.TouchesBorder(Of()));
    }

    [Fact]
    public void The_hash_of_a_region_is_that_of_its_label_map()
    {
        // SHA-1 of three zero bytes, by any SHA-1 tool.
        Assert.Equal(
            "29e2dcfbb16f63bb0254df7585a15bb6fb5e927d",
            VoxelHash.Of(Volume.Create(new ImageGeometry(new(3, 1, 1), new(1, 1, 1)), new byte[3]))
        );
        var mask = Of((1, 2, 3), (2, 2, 3), (3, 4, 0));
        var labels = new float[6 * 5 * 4];
        labels[(3 * 5 + 2) * 6 + 1] = labels[(3 * 5 + 2) * 6 + 2] = labels[4 * 6 + 3] = 7.9f;
        Assert.Equal(VoxelHash.Of(mask, 7), VoxelHash.OfLabels(Volume.Create(Grid, labels)));
        Assert.NotEqual(VoxelHash.Of(mask), VoxelHash.Of(mask, 7));
    }

    [Fact]
    public void Labels_are_read_as_PyRadiomics_casts_them()
    {
        var geometry = new ImageGeometry(new(6, 1, 1), new(1, 1, 1));
        var fractions = Volume.Create(geometry, new[] { 0.9, 1.0, 1.99, -1.0, 2.0, double.NaN });
        Assert.Equal([1L, 2, 4294967295], Mask.LabelsOf(fractions, Compatibility.PyRadiomics));
        Assert.Equal(2, Mask.FromLabel(fractions, 1, Compatibility.PyRadiomics).VoxelCount);
        Assert.Contains(
            "voxel (0, 0, 0) holds 0.9",
            Assert.Throws<ImageFormatException>(() => Mask.FromLabel(fractions, 1)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(3, Mask.FromThreshold(fractions, 1).VoxelCount);
        Assert.Equal([1L, 4294967295], Mask.LabelsOf(Volume.Create(geometry, new short[] { 0, 1, 1, -1, 0, 0 })));
        Assert.Equal(1, Mask.FromLabel(Volume.Create(geometry, new short[] { 0, 1, 1, -1, 0, 0 }), 4294967295).VoxelCount);
    }

    [Fact]
    public void Errors_say_where_by_how_much_and_what_to_do()
    {
        var mask = Of((1, 1, 1), (2, 2, 2)).WithGeometry(new ImageGeometry(Grid.Size, Grid.Spacing, new(10, 20, 30.5)));
        var offset = Assert.Throws<GeometryMismatchException>(() => MaskChecks.Check(Grid, mask)).Message;
        Assert.Contains("along S by 0.5 mm", offset, StringComparison.Ordinal);
        // Half a millimetre is more than a tenth of a voxel: a tolerance would take each voxel for another.
        Assert.DoesNotContain("geometryTolerance", offset, StringComparison.Ordinal);
        var near = Of((1, 1, 1), (2, 2, 2)).WithGeometry(new ImageGeometry(Grid.Size, Grid.Spacing, new(10, 20, 30.05)));
        Assert.Contains(
            "geometryTolerance to 3e-2",
            Assert.Throws<GeometryMismatchException>(() => MaskChecks.Check(Grid, near)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("correctMask", offset, StringComparison.Ordinal);
        Assert.Equal(Grid, MaskChecks.Check(Grid, mask, new MaskSettings { GeometryTolerance = 0.3 }).Geometry);
        var outside = Assert
            .Throws<GeometryMismatchException>(() =>
                MaskChecks.CheckInside(new ImageGeometry(new(2, 5, 4), Grid.Spacing, Grid.Origin), mask)
            )
            .Message;
        Assert.Contains("2 mm past the end of the image's x axis", outside, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaskSettings { GeometryTolerance = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaskSettings { MinimumRoiDimensions = 4 });
    }

    private static Mask Of(params (int X, int Y, int Z)[] voxels)
    {
        var bytes = new byte[Grid.Size.Count];
        foreach (var (x, y, z) in voxels)
            bytes[(z * Grid.Size.Y + y) * Grid.Size.X + x] = 1;
        return Mask.Create(Grid, Grid.Region, bytes);
    }

    private static int FloodFill(byte[] inside, GridSize size)
    {
        var left = inside.Select(b => b != 0).ToArray();
        var parts = 0;
        for (var start = 0; start < left.Length; start++)
        {
            if (!left[start])
                continue;
            parts++;
            var stack = new Stack<int>([start]);
            left[start] = false;
            while (stack.TryPop(out var i))
            {
                var (x, y, z) = (i % size.X, i / size.X % size.Y, i / size.X / size.Y);
                for (var n = 0; n < 27; n++)
                {
                    var (a, b, c) = (x + n % 3 - 1, y + n / 3 % 3 - 1, z + n / 9 - 1);
                    if (a < 0 || b < 0 || c < 0 || a >= size.X || b >= size.Y || c >= size.Z || !left[(c * size.Y + b) * size.X + a])
                        continue;
                    left[(c * size.Y + b) * size.X + a] = false;
                    stack.Push((c * size.Y + b) * size.X + a);
                }
            }
        }
        return parts;
    }

    // PyRadiomics hashes the map, cast to 32-bit unsigned integers, whatever label of it is asked for.
    [Theory]
    [InlineData("0 2 2 0 2 0", 2)]
    [InlineData("0 2 3 0 2 1", 2)]
    [InlineData("0 2 3 0 2 1", 3)]
    [InlineData("0 2.0004 3 0 2 1", 3)]
    public void A_region_of_a_file_has_the_hash_of_the_file_s_labels(string voxels, int label)
    {
        double[] values = [.. voxels.Split(' ').Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture))];
        using var stream = new MemoryStream();
        ImageFile.WriteVolume(
            Volume.Create(new ImageGeometry(new(3, 2, 1), new(1, 1, 1)), values), stream, ImageFormat.Nrrd);
        stream.Position = 0;
        var mask = ImageFile.ReadMask(stream, label: label);
        byte[] cast = [.. values.SelectMany(v => BitConverter.GetBytes((uint)v))];
#pragma warning disable CA5350 // The hash that PyRadiomics names is SHA-1.
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(cast)), VoxelHash.Of(mask));
#pragma warning restore CA5350
    }
}
