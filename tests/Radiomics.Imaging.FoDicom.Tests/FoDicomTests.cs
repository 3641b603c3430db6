using FellowOakDicom;
using FromPacs;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.DicomWeb.Tests;
using Reference;
using FoFile = FellowOakDicom.DicomFile;

namespace Radiomics.Imaging.FoDicom.Tests;

/// <summary>What fo-dicom reads gives the builders the same images and regions as this library's own parser.</summary>
public class FoDicomTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // The last two not by a codec of fo-dicom's own.
    [Theory]
    [InlineData("explicit_little")]
    [InlineData("explicit_big")]
    [InlineData("deflated")]
    [InlineData("rle")]
    [InlineData("jpeg_lossless")]
    [InlineData("jpeg_ls")]
    [InlineData("jpeg_2000")]
    public void A_series_has_the_same_voxels(string syntax)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var folder = SharedData.PathOf("data", "dicom_variants", syntax);
        var objects = Directory.GetFiles(folder).Select(f => new FoDicomObject(FoFile.Open(f))).ToList();
        Same(DicomSeries.Read(folder, cancellationToken: Stop), DicomSeries.FromObjects(objects, cancellationToken: Stop));
    }

    [Fact]
    public void An_object_of_many_frames_has_the_same_voxels()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var path = SharedData.PathOf("data", "dicom_variants", "enhanced_multiframe.dcm");
        Same(
            DicomSeries.Read(path, cancellationToken: Stop),
            DicomSeries.FromObjects([new FoDicomObject(FoFile.Open(path))], cancellationToken: Stop)
        );
    }

    [Theory]
    [InlineData("seg_binary.dcm")]
    [InlineData("seg_binary_all_frames.dcm")]
    [InlineData("seg_fractional.dcm")]
    [InlineData("seg_labelmap.dcm")]
    [InlineData("seg_two_segments.dcm")]
    public void A_segmentation_has_the_same_voxels(string name)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var path = SharedData.PathOf("data", "dicom_variants", name);
        var geometry = DicomSeries.Read(SharedData.PathOf("data", "dicom_variants", "explicit_little"),
            cancellationToken: Stop).Volume.Geometry;
        var (own, foreign) = (DicomSegmentation.Read(path), DicomSegmentation.FromObject(new FoDicomObject(FoFile.Open(path))));
        Assert.Equal(own.Segments, foreign.Segments);
        foreach (var segment in own.Segments)
            Assert.True(own.ToMask(segment, geometry).Inside.Span.SequenceEqual(foreign.ToMask(segment, geometry).Inside.Span));
    }

    [Fact]
    public async Task A_pacs_is_asked_by_find_get_and_move()
    {
        Assert.SkipUnless(OrthancServer.Exists, OrthancServer.Missing);
        var ourPort = OrthancServer.FreePort();
        using var orthanc = await OrthancServer.StartAsync(modality: ("RADIOMICS", ourPort));
        var folder = Directory.CreateTempSubdirectory("radiomics-fo-dicom").FullName;
        try
        {
            var (identity, geometry) = (new DicomIdentity("fo-dicom test"),
                new ImageGeometry(new GridSize(8, 7, 5), new Vector3D(1, 1, 2)));
            var voxels = Enumerable.Range(0, 280).Select(i => (short)(i * 37 % 501)).ToArray();
            DicomWriter.WriteCtSeries(Volume.Create<short>(geometry, voxels), Path.Combine(folder, "ct"), identity, Stop);
            var mask = Mask.Create(geometry, new Region(new VoxelIndex(2, 2, 1), new GridSize(4, 3, 3)),
                [.. Enumerable.Repeat((byte)1, 36)]);
            DicomWriter.WriteStructureSet(
                [new RtStructure(1, "GTV", identity.FrameOfReferenceUid, Contour.Trace(mask), 0)],
                Path.Combine(folder, "rs"),
                identity,
                geometry
            );
            foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            {
                using var content = new ByteArrayContent(await File.ReadAllBytesAsync(file, Stop));
                using var answer = await orthanc.Http.PostAsync(new Uri(orthanc.Root, "/instances"), content, Stop);
                answer.EnsureSuccessStatusCode();
            }

            var pacs = new Pacs("127.0.0.1", orthanc.DicomPort, "ORTHANC", "RADIOMICS");
            var series = await pacs.FindSeriesAsync(identity.StudyInstanceUid, Stop);
            Assert.Equal(["CT", "RTSTRUCT"], series.Select(s => s.Modality).Order(StringComparer.Ordinal));
            var (ct, rs) = (series.Single(s => s.Modality == "CT").Uid, series.Single(s => s.Modality == "RTSTRUCT").Uid);
            var local = DicomSeries.Read(Path.Combine(folder, "ct"), cancellationToken: Stop);
            var got = DicomSeries.FromObjects(await pacs.GetAsync(identity.StudyInstanceUid, ct, Stop), cancellationToken: Stop);
            Same(local, got);
            var moved = await pacs.MoveAsync(identity.StudyInstanceUid, ct, ourPort, Stop);
            Same(local, DicomSeries.FromObjects(moved, cancellationToken: Stop));
            var set = RtStructureSet.FromObject(Assert.Single(await pacs.GetAsync(identity.StudyInstanceUid, rs, Stop)));
            Assert.Equal(36, set.ToMask(set.Find("GTV"), got).VoxelCount);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // (45 minutes later by GE's private element than by the series' time, as in the imaging tests; here of fo-dicom's private elements.)
    [Fact]
    public void Private_elements_and_odd_numbers_are_found()
    {
        var creator = DicomPrivateCreator();
        var data = new FellowOakDicom.DicomDataset().NotValidated();
        data.Add(new DicomUniqueIdentifier(FellowOakDicom.DicomTag.SOPInstanceUID, "1.2.3"));
        data.Add(new DicomLongString(new FellowOakDicom.DicomTag(0x2005, 0x0010), creator.Creator));
        data.Add(new DicomFloatingPointSingle(new FellowOakDicom.DicomTag(0x2005, 0x100E, creator), 0.5f));
        data.Add(new DicomDecimalString(FellowOakDicom.DicomTag.ImagePositionPatient, "1.5", "-2e1", " 3 "));
        data.Add(new DicomUnsignedShort(FellowOakDicom.DicomTag.Rows, 40000));
        var o = new FoDicomObject(data);
        Assert.Equal([0.5], o.Numbers(new(0x2005, 0x100E)));
        Assert.Equal([1.5, -20, 3], o.Numbers(new(0x0020, 0x0032)));
        Assert.Equal([40000.0], o.Numbers(new(0x0028, 0x0010)));
        Assert.Equal((true, false, "object 1.2.3"), (o.Contains(new(0x2005, 0x100E)), o.Contains(new(0x7FE0, 0x0010)), o.Source));

        static FellowOakDicom.DicomPrivateCreator DicomPrivateCreator() => new("Philips MR Imaging DD 001");
    }

    private static void Same(DicomSeries expected, DicomSeries actual)
    {
        Assert.Equal(expected.Volume.Geometry, actual.Volume.Geometry);
        Assert.Equal(expected.Volume.PixelType, actual.Volume.PixelType);
        var (a, b) = (new double[expected.Volume.Size.Count], new double[expected.Volume.Size.Count]);
        expected.Volume.CopyTo(new Region(default, expected.Volume.Size), a);
        actual.Volume.CopyTo(new Region(default, actual.Volume.Size), b);
        Assert.Equal(a, b);
    }
}
