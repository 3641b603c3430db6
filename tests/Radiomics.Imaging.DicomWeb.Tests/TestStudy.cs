using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.DicomWeb.Tests;

/// <summary>A CT, its structure set and segmentation, of a patient whose name must never be seen, as files.</summary>
internal sealed class TestStudy : IDisposable
{
    public const string PatientId = "SECRET-4711";
    public const string PatientName = "SECRET^PERSON";

    public string Folder { get; } = Directory.CreateTempSubdirectory("radiomics-dicomweb").FullName;

    public string Ct => Path.Combine(Folder, "ct");

    public string Structures => Path.Combine(Folder, "rs.dcm");

    public string Segmentation => Path.Combine(Folder, "seg.dcm");

    public string Report => Path.Combine(Folder, "sr.dcm");

    public IReadOnlyList<string> CtFiles => [.. Directory.GetFiles(Ct).Order(StringComparer.Ordinal)];

    /// <summary>A ball of 100 in noise, named, and contours of it; made, so that it needs no reference data.</summary>
    public static TestStudy Make()
    {
        var study = new TestStudy();
        var size = new GridSize(24, 20, 9);
        var geometry = new ImageGeometry(size, new Vector3D(0.9, 0.9, 2.5), new Vector3D(-10, -12, 30), Direction.Identity);
        var (voxels, inside, seed) = (new short[size.Count], new byte[size.Count], 12345u);
        for (var i = 0; i < voxels.Length; i++)
        {
            var (x, y, z) = (i % size.X - 11, i / size.X % size.Y - 9, i / (size.X * size.Y) - 4);
            seed = seed * 1664525 + 1013904223;
            inside[i] = (byte)(x * x + y * y + 6 * z * z < 50 ? 1 : 0);
            voxels[i] = (short)((inside[i] == 1 ? 100 : -50) + (int)(seed >> 27));
        }
        var identity = new DicomIdentity("dicomweb test");
        DicomWriter.WriteCtSeries(Volume.Create<short>(geometry, voxels), study.Ct, identity, TestContext.Current.CancellationToken);
        foreach (var file in Directory.GetFiles(study.Ct))
            Name(file);
        var mask = Mask.FromLabel(Volume.Create<byte>(geometry, inside), 1);
        var of = DicomIdentity.Of(DicomSeries.Read(study.Ct, cancellationToken: TestContext.Current.CancellationToken));
        DicomWriter.WriteStructureSet(
            [new RtStructure(1, "GTV", of.FrameOfReferenceUid, Contour.Trace(mask), 0)],
            study.Structures,
            of,
            geometry
        );
        DicomWriter.WriteSegmentation([new("GTV", mask)], study.Segmentation, of);
        DicomWriter.WriteMeasurementReport(
            [new("GTV", [new DicomMeasurement("original_firstorder_Mean", 115.5, "Q4LE", "1")])],
            study.Report,
            of
        );
        return study;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // Puts a patient in the place of the placeholder. (dcmtk's dcmodify would do; the test needs no dcmtk.)
    private static void Name(string file)
    {
        var bytes = File.ReadAllBytes(file).ToList();
        Replace(bytes, [0x10, 0, 0x10, 0, (byte)'P', (byte)'N'], PatientName);
        Replace(bytes, [0x10, 0, 0x20, 0, (byte)'L', (byte)'O'], PatientId);
        Replace(bytes, [0x08, 0, 0x50, 0, (byte)'S', (byte)'H'], "SECRETACC");
        Replace(bytes, [0x08, 0, 0x70, 0, (byte)'L', (byte)'O'], "Maker");
        File.WriteAllBytes(file, [.. bytes]);
    }

    private static void Replace(List<byte> bytes, byte[] head, string text)
    {
        var at = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes).IndexOf(head);
        Assert.True(at > 0);
        var length = bytes[at + 6] + 256 * bytes[at + 7];
        bytes.RemoveRange(at + 6, length + 2);
        var padded = text.Length % 2 == 0 ? text : text + " ";
        bytes.InsertRange(at + 6, [(byte)padded.Length, 0, .. padded.Select(c => (byte)c)]);
    }
}
