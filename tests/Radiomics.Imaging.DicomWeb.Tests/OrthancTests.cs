using System.Diagnostics;
using System.Runtime.InteropServices;
using Radiomics.Cli;
using Radiomics.Features.Extraction;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;
using Reference;

namespace Radiomics.Imaging.DicomWeb.Tests;

/// <summary>Against a real archive.</summary>
public class OrthancTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_back_gives_the_same_bytes_of_features_and_names_nobody()
    {
        Assert.SkipUnless(OrthancServer.Exists, OrthancServer.Missing);
        using var orthanc = await OrthancServer.StartAsync();
        using var study = TestStudy.Make();
        var client = new DicomWebClient(orthanc.Http);

        Assert.Empty(await client.SendAsync(study.CtFiles, cancellationToken: Stop));
        Assert.Empty(await client.SendAsync([study.Structures, study.Segmentation, study.Report], cancellationToken: Stop));
        var found = Assert.Single(await client.FindStudiesAsync(new DicomWebQuery { PatientId = TestStudy.PatientId }, Stop));
        Assert.Equal((4, 12), (found.SeriesCount, found.InstanceCount));
        Assert.Empty(await client.FindStudiesAsync(new DicomWebQuery { PatientId = "SOMEBODY ELSE" }, Stop));
        var series = await client.FindSeriesAsync(found.StudyInstanceUid, Stop);
        DicomWebSeries Of(string modality) => series.Single(s => s.Modality == modality);
        Assert.Equal(9, Of("CT").InstanceCount);

        var ct = await client.ReadSeriesAsync(Of("CT"), cancellationToken: Stop);
        var set = await client.ReadStructureSetAsync(Of("RTSTRUCT"), cancellationToken: Stop);
        var segmentation = await client.ReadSegmentationAsync(Of("SEG"), cancellationToken: Stop);

        var (drawn, segmented) = (set.ToMask(set.Find("GTV"), ct), segmentation.ToMask(segmentation.Find("GTV"), ct));
        var local = DicomSeries.Read(study.Ct, cancellationToken: Stop);
        var localSet = RtStructureSet.Read(study.Structures);
        var expected = Bytes(local.Volume, localSet.ToMask(localSet.Find("GTV"), local));
        Assert.Equal(expected, Bytes(ct.Volume, drawn));
        Assert.Equal(expected, Bytes(ct.Volume, segmented));

        // What this library wrote lies under the patient of its study: one patient in the archive, with all four series.
        var patient = Assert.Single((await orthanc.AskAsync("patients?expand")).EnumerateArray());
        Assert.Equal(TestStudy.PatientId, patient.GetProperty("MainDicomTags").GetProperty("PatientID").GetString());
        Assert.Equal(TestStudy.PatientName, patient.GetProperty("MainDicomTags").GetProperty("PatientName").GetString());
        foreach (var said in new object[] { found, series[0], ct, new DicomWebQuery { PatientId = TestStudy.PatientId } })
            Assert.DoesNotContain("SECRET", $"{said}", StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", File.ReadAllText(study.Segmentation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jpeg_2000")]
    [InlineData("rle")]
    public async Task Compressed_series_come_as_they_are_stored(string syntax)
    {
        Assert.SkipUnless(OrthancServer.Exists, OrthancServer.Missing);
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        using var orthanc = await OrthancServer.StartAsync();
        using var study = TestStudy.Make(); // for a folder
        var client = new DicomWebClient(orthanc.Http);
        var files = Directory.GetFiles(SharedData.PathOf("data", "dicom_variants", syntax)).Order(StringComparer.Ordinal).ToList();
        await client.SendAsync([.. files, SharedData.PathOf("data", "dicom_variants", "seg_binary.dcm")], cancellationToken: Stop);
        var found = Assert.Single(await client.FindStudiesAsync(new DicomWebQuery { Modality = "SEG" }, Stop));
        var series = await client.FindSeriesAsync(found.StudyInstanceUid, Stop);

        var ct = await client.ReadSeriesAsync(series.Single(s => s.Modality == "CT"), cancellationToken: Stop);
        var segmentation = await client.ReadSegmentationAsync(series.Single(s => s.Modality == "SEG"), cancellationToken: Stop);

        var expected = ImageFile.ReadVolume(SharedData.PathOf("data", "dicom_variants", "expected_image.nrrd"));
        var (voxels, read) = (new double[expected.Size.Count], new double[expected.Size.Count]);
        expected.CopyTo(new Region(default, expected.Size), voxels);
        ct.Volume.CopyTo(new Region(default, expected.Size), read);
        Assert.Equal(voxels, read);
        var local = DicomSeries.Read(SharedData.PathOf("data", "dicom_variants", syntax), cancellationToken: Stop);
        var mask = segmentation.ToMask(segmentation.Segments[0], ct);
        Assert.Equal(Bytes(local.Volume, mask), Bytes(ct.Volume, mask));
        var saved = await client.SaveSeriesAsync(series.Single(s => s.Modality == "CT"), study.Folder, cancellationToken: Stop);
        Assert.Equal(
            files.Select(f => Convert.ToHexString(File.ReadAllBytes(f))).Order(StringComparer.Ordinal),
            saved.Select(f => Convert.ToHexString(File.ReadAllBytes(f))).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task The_tool_sends_lists_and_fetches_over_tls_and_names_nobody()
    {
        Assert.SkipUnless(OrthancServer.Exists, OrthancServer.Missing);
        using var orthanc = await OrthancServer.StartAsync(authenticated: true);
        using var study = TestStudy.Make();
        using var proxy = new TlsProxy(orthanc.Root.Port, study.Folder);
        var (url, password, wrong) = ($"https://127.0.0.1:{proxy.Port}/dicom-web", Path.Combine(study.Folder, "password"),
            Path.Combine(study.Folder, "wrong"));
        File.WriteAllText(password, $"{OrthancServer.User}:{OrthancServer.Password}\n");
        File.WriteAllText(wrong, "reader:something else");
        string[] access = ["--ca", proxy.Certificate, "--password-file", password];

        Assert.Contains("certificate is not trusted", (await Run(1, ["fetch", url, "--password-file", password])).Error,
            StringComparison.Ordinal);
        Assert.Contains("401", (await Run(1, ["fetch", url, "--ca", proxy.Certificate, "--password-file", wrong])).Error,
            StringComparison.Ordinal);
        Assert.Equal("9 stored.\n", (await Run(0, ["send", url, .. study.CtFiles, .. access])).Output);
        Assert.Equal("3 stored.\n", (await Run(0, ["send", url, study.Structures, study.Segmentation, study.Report, .. access])).Output);
        var uid = (await Run(0, ["fetch", url, "--patient-id", TestStudy.PatientId, .. access])).Output.Split(' ')[1];
        Assert.Equal(4, (await Run(0, ["fetch", url, "--study", uid, .. access])).Output.Split('\n',
            StringSplitOptions.RemoveEmptyEntries).Length);
        var target = Path.Combine(study.Folder, "fetched");
        var fetched = (await Run(0, ["fetch", url, "--study", uid, "-o", target, .. access])).Output;
        Assert.Equal(4, fetched.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        string Folder(string modality) => Directory.GetDirectories(target, modality + "-*").Single();
        var here = await Run(0, ["extract", study.Ct, study.Structures, "--roi", "GTV", "--json"]);
        var there = await Run(0, ["extract", Folder("CT"), Folder("RTSTRUCT"), "--roi", "GTV", "--json"]);
        Assert.Equal(Numbers(here.Output), Numbers(there.Output));
        Assert.True(Numbers(here.Output).Count > 90);

        // dcmtk reads the report that came back.
        if (File.Exists("/usr/bin/dsrdump"))
        {
            var start = new ProcessStartInfo("/usr/bin/dsrdump", Directory.GetFiles(Folder("SR")).Single())
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var dump = Process.Start(start)!;
            var text = await dump.StandardOutput.ReadToEndAsync(Stop);
            await dump.WaitForExitAsync(Stop);
            Assert.Equal(0, dump.ExitCode);
            Assert.Contains("115.5", text, StringComparison.Ordinal);
        }

        async Task<(string Output, string Error)> Run(int code, string[] arguments)
        {
            using var output = new StringWriter { NewLine = "\n" };
            using var error = new StringWriter { NewLine = "\n" };
            var ended = await Application.RunAsync(arguments, output, error, Stop);
            Assert.True(code == ended, $"{ended}: {error}");
            Assert.DoesNotContain("SECRET", output.ToString() + error, StringComparison.Ordinal);
            return (output.ToString(), error.ToString());
        }
    }

    [Fact]
    public async Task What_the_archive_does_not_have_is_said()
    {
        Assert.SkipUnless(OrthancServer.Exists, OrthancServer.Missing);
        using var orthanc = await OrthancServer.StartAsync();
        using var study = TestStudy.Make();
        var client = new DicomWebClient(orthanc.Http);
        var nothing = await Assert.ThrowsAsync<DicomWebException>(() =>
            client.ReadSeriesAsync(new DicomWebSeries("1.2.3", "1.2.3.4"), cancellationToken: Stop)
        );
        Assert.Contains("1.2.3.4", nothing.Message, StringComparison.Ordinal);
        Assert.Empty(await client.FindSeriesAsync("1.2.3", Stop));
        // Without its study the object goes under the placeholder, with a word.
        Assert.Contains("placeholder", Assert.Single(await client.SendAsync([study.Segmentation], cancellationToken: Stop)),
            StringComparison.Ordinal);
    }

    // The bits of every feature.
    private static byte[] Bytes(Volume image, Mask mask)
    {
        var features = new FeatureExtractor().Extract(image, mask, cancellationToken: Stop);
        return [.. MemoryMarshal.AsBytes<double>(features.Select(f => f.Value).ToArray())];
    }

    private static List<string> Numbers(string json) =>
        [.. json.Split('\n').Where(l => l.Contains("\"original_", StringComparison.Ordinal)).Select(l => l.Trim())];
}
