using System.Globalization;
using System.Text.Json;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;

namespace Radiomics.Tests.Cli;

/// <summary>A dose, or another image of another grid, under regions drawn on a CT; and series of several volumes.</summary>
public sealed class GridOptionTests
{
    // A dose that grows evenly along each axis is what linear interpolation gives back everywhere: its mean in a box is its value at the
    // box's
    // centre.
    [Fact]
    public async Task A_dose_is_measured_on_the_grid_of_its_ct()
    {
        using var folder = new TemporaryFolder();
        var ct = new ImageGeometry(new GridSize(20, 18, 10), new Vector3D(1, 1, 2), new Vector3D(-10, 5, 40));
        DicomWriter.WriteCtSeries(
            Volume.Create<short>(ct, new short[ct.Size.Count]),
            folder.PathOf("ct"),
            new DicomIdentity("dose test"),
            TestContext.Current.CancellationToken
        );
        var box = new Region(new VoxelIndex(5, 6, 3), new GridSize(6, 4, 5));
        var mask = Mask.Create(ct, box, [.. Enumerable.Repeat((byte)1, 120)]);
        var of = DicomIdentity.Of(DicomSeries.Read(folder.PathOf("ct"), cancellationToken: TestContext.Current.CancellationToken));
        DicomWriter.WriteStructureSet(
            [new RtStructure(1, "PTV", of.FrameOfReferenceUid, Imaging.Dicom.Contour.Trace(mask), 0)],
            folder.PathOf("rs.dcm"),
            of,
            ct
        );
        var dose = new ImageGeometry(new GridSize(9, 9, 9), new Vector3D(2.5, 2.5, 2.5), new Vector3D(-10.7, 4.2, 39.1));
        var voxels = new double[dose.Size.Count];
        for (var i = 0; i < voxels.Length; i++)
        {
            var place = dose.ToPhysical(new Vector3D(i % 9, i / 9 % 9, i / 81));
            voxels[i] = Gray(place);
        }
        ImageFile.WriteVolume(Volume.Create<double>(dose, voxels), folder.PathOf("dose.nrrd"));

        var (code, output, error) = await Tool.RunAsync(
            "extract", folder.PathOf("dose.nrrd"), folder.PathOf("rs.dcm"), "--roi", "PTV", "--grid-of", folder.PathOf("ct"), "--json"
        );

        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        var row = json.RootElement[0];
        var centre = ct.ToPhysical(new Vector3D(5 + 2.5, 6 + 1.5, 3 + 2));
        Assert.Equal(Gray(centre), Number(row, "original_firstorder_Mean"), 1e-9);
        // The corner of the box where all three are largest.
        Assert.Equal(Gray(ct.ToPhysical(new Vector3D(10, 9, 7))), Number(row, "original_firstorder_Maximum"), 1e-9);
        Assert.Equal(120, Number(row, "original_shape_VoxelVolume") / 2, 1e-9);

        // What the dose does not cover is not taken as nothing.
        ImageFile.WriteVolume(
            Volume.Create<double>(new ImageGeometry(new GridSize(9, 9, 5), dose.Spacing, dose.Origin), voxels[..405]),
            folder.PathOf("small.nrrd"));
        (code, _, error) = await Tool.RunAsync(
            "extract", folder.PathOf("small.nrrd"), folder.PathOf("rs.dcm"), "--roi", "PTV", "--grid-of", folder.PathOf("ct")
        );
        Assert.Equal(1, code);
        Assert.Contains("does not cover the region 'PTV'", error, StringComparison.Ordinal);

        static double Gray(Vector3D p) => 20 + 0.5 * p.X + 0.25 * p.Y + 0.125 * p.Z;
    }

    [Fact]
    public async Task Every_volume_gives_a_row()
    {
        using var folder = new TemporaryFolder();
        var geometry = new ImageGeometry(new GridSize(6, 6, 4), new Vector3D(1, 1, 1));
        // Three volumes of one file: 1, 2 and 3 times x + 1.
        using (var stream = File.Create(folder.PathOf("four.nrrd")))
        {
            stream.Write(
                "NRRD0004\ntype: short\ndimension: 4\nsizes: 3 6 6 4\nkinds: list domain domain domain\nspace: left-posterior-superior\n"u8
            );
            stream.Write("space directions: none (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\nendian: little\nencoding: raw\n\n"u8);
            for (var i = 0; i < 144; i++)
            {
                for (var v = 1; v <= 3; v++)
                    stream.Write(BitConverter.GetBytes((short)(v * (i % 6 + 1))));
            }
        }
        ImageFile.WriteMask(Mask.Create(geometry, geometry.Region, [.. Enumerable.Repeat((byte)1, 144)]), folder.PathOf("mask.nrrd"));

        var (code, output, error) = await Tool.RunAsync(
            "extract", folder.PathOf("four.nrrd"), folder.PathOf("mask.nrrd"), "--volume", "all", "--json"
        );

        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal([3.5, 7, 10.5], json.RootElement.EnumerateArray().Select(r => Number(r, "original_firstorder_Mean")));
        Assert.Equal(["0", "1", "2"], json.RootElement.EnumerateArray().Select(r => r.GetProperty("Volume").GetString()));
        Assert.Equal(2, (await Tool.RunAsync("extract", "a", "b", "--volume", "some")).Code);
        Assert.Equal(2, (await Tool.RunAsync("extract", "a", "b", "--volume", "all", "--sr", "c.dcm")).Code);
        Assert.Equal(2, (await Tool.RunAsync("convert", "a", "b", "--volume", "all")).Code);
    }

    private static double Number(JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.String } text
            ? double.Parse(text.GetString()!, CultureInfo.InvariantCulture)
            : row.GetProperty(name).GetDouble();
}
