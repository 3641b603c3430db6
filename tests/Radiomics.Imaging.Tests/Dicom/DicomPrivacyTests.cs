using System.Text.Json;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

/// <summary>Values that identify a patient are planted in every file; nothing that comes out may hold them.</summary>
public class DicomPrivacyTests
{
    private static readonly string[] Planted = ["PLANTED", "19470102", "1947"];

    private static readonly Action<DicomEncoder> Patient = e => e
        .Text(new DicomTag(0x0008, 0x0050), Vr.SH, "PLANTED-ACC")
        .Text(new DicomTag(0x0008, 0x0080), Vr.LO, "PLANTED HOSPITAL")
        .Text(new DicomTag(0x0008, 0x0090), Vr.PN, "PLANTED^PHYSICIAN")
        .Text(new DicomTag(0x0008, 0x103E), Vr.LO, "PLANTED DESCRIPTION")
        .Text(new DicomTag(0x0010, 0x0010), Vr.PN, "PLANTED^NAME")
        .Text(new DicomTag(0x0010, 0x0020), Vr.LO, "PLANTED-ID")
        .Text(new DicomTag(0x0010, 0x0030), Vr.DA, "19470102");

    [Fact]
    public void A_description_names_the_series_and_nobody()
    {
        using var folder = new TestFolder().Add([
            .. TestSlice.Stack(3).Select(s => s with { Patient = Patient }),
            new TestSlice { Modality = "RTDOSE", Series = "6" },
        ]);
        DicomWriter.WriteStructureSet(
            [new RtStructure(4, "GTV", "", [new Contour([new(0, 0, 0), new(3, 0, 0), new(0, 3, 0)])], 0)],
            folder.File("rs"),
            new DicomIdentity("t"),
            new ImageGeometry(new GridSize(4, 4, 3), new Vector3D(1, 1, 2))
        );
        var info = DicomDescription.Read(folder.Path, TestContext.Current.CancellationToken);

        var series = Assert.Single(info.Series);
        Assert.Equal(
            ("1.2.3", "CT", 3, "Explicit VR Little Endian"),
            (series.SeriesInstanceUid, series.Modality, series.Files, series.TransferSyntax)
        );
        Assert.Equal(
            (new GridSize(4, 4, 3), new Vector3D(1, 1, 2), PixelType.Int16),
            (series.Geometry!.Size, series.Geometry.Spacing, series.PixelType)
        );
        Assert.Equal(new DicomRegionDescription(4, "GTV", 1), Assert.Single(Assert.Single(info.Regions).Regions));
        Assert.Equal(1, info.Others["RTDOSE"]);
        Clean(JsonSerializer.Serialize(info));
        Assert.True(DicomDescription.IsDicom(folder.Path));
        Assert.False(DicomDescription.IsDicom(folder.File("nothing")));
    }

    public static TheoryData<int> Problems => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Problems))]
    public void No_error_names_a_patient(int problem)
    {
        var slices = TestSlice.Stack(4).Select(s => s with { Patient = Patient }).ToList();
        slices[1] = problem switch
        {
            0 => slices[1] with { Position = (0, 0, 0) },
            1 => slices[1] with { Position = (0, 0, 3) },
            2 => slices[1] with { Position = (5, 0, 2) },
            3 => slices[1] with { Rows = 3 },
            4 => slices[1] with { Axes = [0, 1, 0, 1, 0, 0] },
            5 => slices[1] with { Photometric = "PLANTED^NAME" },
            6 => slices[1] with { Modality = "PLANTED^NAME", Series = "PLANTED" },
            7 => slices[1] with { Allocated = 24 },
            8 => slices[1] with { Pixels = new byte[4] },
            _ => slices[1] with { Nuclear = e => e.Text(Tags.NumberOfFrames, Vr.IS, "PLANTED-ID") },
        };
        using var folder = new TestFolder().Add(slices);
        var error = Record.Exception(() => TestFolder.Read(folder.Path));
        for (var e = Assert.IsType<ImageFormatException>(error, exactMatch: false) as Exception; e is not null; e = e.InnerException)
            Clean(e.ToString());
        Clean(JsonSerializer.Serialize(DicomDescription.Read(folder.Path, TestContext.Current.CancellationToken)));
    }

    private static void Clean(string text) => Assert.All(Planted, p => Assert.DoesNotContain(p, text, StringComparison.OrdinalIgnoreCase));
}
