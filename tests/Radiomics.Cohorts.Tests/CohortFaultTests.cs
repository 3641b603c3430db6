using System.Diagnostics;
using Radiomics.Features.Extraction;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;

namespace Radiomics.Tests.Cohorts;

/// <summary>Rows that cannot be read, files that change, disks that are full: none of them may end a cohort or leave a wrong row.</summary>
public sealed class CohortFaultTests
{
    private static Volume Image(int seed)
    {
        var geometry = new ImageGeometry(new GridSize(14, 12, 9), new Vector3D(1, 1, 2.5));
        return Volume.Create(
            geometry,
            Enumerable.Range(0, (int)geometry.Size.Count).Select(i => (short)((i + seed) * 7919 % 211)).ToArray()
        );
    }

    [Theory]
    [InlineData("detached.mhd")]
    [InlineData("pair.hdr.gz")]
    [InlineData("detached.nhdr")]
    public void Voxels_that_stand_in_another_file_count_as_the_image(string name)
    {
        using var cohort = new SmallCohort(1, secondReader: false);
        if (name.StartsWith("pair", StringComparison.Ordinal))
            WritePair(cohort, 1);
        else
            ImageFile.WriteVolume(Image(1), cohort.PathOf(name));
        if (name.EndsWith(".mhd", StringComparison.Ordinal))
        {
            // The raw file has a name of its own.
            File.Move(cohort.PathOf("detached.raw"), cohort.PathOf("voxels.bin"));
            File.WriteAllText(
                cohort.PathOf(name),
                File.ReadAllText(cohort.PathOf(name)).Replace("detached.raw", "voxels.bin", StringComparison.Ordinal)
            );
        }
        File.WriteAllText(cohort.Manifest, $"id,image,mask\nP00,{name},mask0.nii.gz\n");
        cohort.Run("out");
        Assert.Equal(["P00"], cohort.Run("out").Reused);
        if (name.StartsWith("pair", StringComparison.Ordinal))
            WritePair(cohort, 2);
        else
            File.WriteAllBytes(
                cohort.PathOf(name.EndsWith(".mhd", StringComparison.Ordinal) ? "voxels.bin" : "detached.raw"),
                Bytes(Image(2))
            );
        var changed = cohort.Run("out");
        Assert.Equal(["P00"], changed.Computed);
        Assert.Contains("the image's files", Assert.Single(changed.Outdated).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_is_compared_where_asked_for()
    {
        using var cohort = new SmallCohort(1, secondReader: false);
        ImageFile.WriteVolume(Image(1), cohort.PathOf("image0.nrrd"));
        var options = new CohortOptions { CompareContent = true };
        cohort.Run("out", options);
        Assert.Single(cohort.Run("out", options).Reused);
        var time = File.GetLastWriteTimeUtc(cohort.PathOf("image0.nrrd"));
        ImageFile.WriteVolume(Image(2), cohort.PathOf("image0.nrrd"));
        File.SetLastWriteTimeUtc(cohort.PathOf("image0.nrrd"), time);
        Assert.Single(cohort.Run("out", options).Computed);
    }

    [Fact]
    public void Files_in_sub_folders_of_a_series_count()
    {
        using var cohort = new SmallCohort(1, secondReader: false);
        Directory.CreateDirectory(cohort.PathOf("series/deep"));
        var file = cohort.PathOf("series/deep/a.dcm");
        File.WriteAllText(file, "one");
        var first = CaseFiles.Fingerprint(cohort.PathOf("series"), isImage: true, content: false, TestContext.Current.CancellationToken);
        File.WriteAllText(file, "another");
        Assert.NotEqual("missing", first);
        Assert.NotEqual(
            first,
            CaseFiles.Fingerprint(cohort.PathOf("series"), isImage: true, content: false, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void A_link_is_what_it_leads_to()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Links need rights on Windows.");
        using var cohort = new SmallCohort(1, secondReader: false);
        File.Move(cohort.PathOf("image0.nrrd"), cohort.PathOf("store.nrrd"));
        File.CreateSymbolicLink(cohort.PathOf("image0.nrrd"), cohort.PathOf("store.nrrd"));
        cohort.Run("out");
        Assert.Single(cohort.Run("out").Reused);
        ImageFile.WriteVolume(Image(5), cohort.PathOf("store.nrrd"));
        Assert.Single(cohort.Run("out").Computed);
    }

    [Fact]
    public void A_row_that_cannot_be_read_fails_by_itself()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Pipes and links of this kind are Unix'.");
        using var cohort = new SmallCohort(2, secondReader: false);
        File.CreateSymbolicLink(cohort.PathOf("dangling.nrrd"), cohort.PathOf("nowhere.nrrd"));
        File.CreateSymbolicLink(cohort.PathOf("circle.nrrd"), cohort.PathOf("circle.nrrd"));
        File.WriteAllText(cohort.PathOf("empty.nrrd"), "");
        using (var made = Process.Start("mkfifo", cohort.PathOf("pipe.nrrd")))
            made.WaitForExit();
        Directory.CreateDirectory(cohort.PathOf("folder"));
        string[] bad = ["dangling.nrrd", "circle.nrrd", "empty.nrrd", "pipe.nrrd", "folder", "nul\0.nrrd", new string('n', 300) + ".nrrd"];
        File.AppendAllLines(cohort.Manifest, bad.Select((b, i) => $"B{i},{b},mask0.nii.gz,1"));
        var result = cohort.Run("out");
        Assert.Equal(["P00", "P01"], result.Computed);
        Assert.Equal(bad.Select((_, i) => $"B{i}"), result.Failures.Select(f => f.Id));
        Assert.All(result.Failures, f => Assert.Equal(CohortStage.Image, f.Stage));
        Assert.Contains("pipe", result.Failures[3].Message, StringComparison.Ordinal);
        Assert.Contains("row 8, column 'image' of the manifest", result.Failures[5].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_names_no_folder_and_hides_no_word()
    {
        using var cohort = new SmallCohort(1, secondReader: false);
        Directory.CreateDirectory(cohort.PathOf("Smith/header"));
        ImageFile.WriteVolume(Image(1), cohort.PathOf("Smith/header/image.mhd"));
        File.Move(cohort.PathOf("Smith/header/image.raw"), cohort.PathOf("Smith/header/elsewhere.raw"));
        File.WriteAllText(cohort.Manifest, "id,image,mask\nP00,Smith/header/image.mhd,mask0.nii.gz\n");
        var message = Assert.Single(cohort.Run("out").Failures).Message;
        Assert.Equal("its data file is not there. Keep the header and its data in one folder.", message);
    }

    [Fact]
    public void Naming_a_region_in_another_row_gives_the_bytes_of_a_fresh_run()
    {
        using var cohort = new SmallCohort(2, secondReader: false);
        cohort.Run("out");
        File.WriteAllText(cohort.Manifest, "id,image,mask,roi\nP00,image0.nrrd,mask0.nii.gz,\nP01,image1.nrrd,mask1.nii.gz,1\n");
        cohort.Run("out");
        cohort.Run("fresh");
        Assert.Equal(cohort.Tables("fresh"), cohort.Tables("out"));
    }

    [Theory]
    [InlineData("one foreign line without an end")]
    [InlineData("one foreign line\n")]
    public void A_foreign_file_in_the_journals_place_is_not_overwritten(string text)
    {
        using var cohort = new SmallCohort(1, secondReader: false);
        Directory.CreateDirectory(cohort.PathOf("out"));
        var journal = Path.Combine(cohort.PathOf("out"), CohortExtraction.JournalName);
        File.WriteAllText(journal, text);
        Assert.Throws<IOException>(() => cohort.Run("out"));
        Assert.Equal(text, File.ReadAllText(journal));
    }

    private static byte[] Bytes(Volume volume)
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".mhd");
        ImageFile.WriteVolume(volume, path);
        var raw = Path.ChangeExtension(path, ".raw");
        var bytes = File.ReadAllBytes(raw);
        File.Delete(path);
        File.Delete(raw);
        return bytes;
    }

    // A NIfTI-1 pair, both gzipped, from a single file: header of 348 bytes with the magic of a pair, voxels after 352.
    private static void WritePair(SmallCohort cohort, int seed)
    {
        ImageFile.WriteVolume(Image(seed), cohort.PathOf("single.nii"));
        var bytes = File.ReadAllBytes(cohort.PathOf("single.nii"));
        "ni1\0"u8.CopyTo(bytes.AsSpan(344));
        BitConverter.TryWriteBytes(bytes.AsSpan(108), 0f);
        Gzip(cohort.PathOf("pair.hdr.gz"), bytes.AsSpan(0, 348));
        Gzip(cohort.PathOf("pair.img.gz"), bytes.AsSpan(352));
        if (seed == 2)
            return;
        File.Delete(cohort.PathOf("single.nii"));
    }

    private static void Gzip(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = File.Create(path);
        using var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest);
        gzip.Write(bytes);
    }

    /// <summary>A case that does not end in its time fails by itself, and is not begun again before it may take longer.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_case_that_takes_too_long_is_given_up_and_the_rest_goes_on(bool inShard)
    {
        using var cohort = new SmallCohort(3, secondReader: false);
        var sigmas = string.Join(", ", Enumerable.Range(10, 100).Select(s => FormattableString.Invariant($"{s / 10.0:0.0}")));
        var settings = ExtractionSettings.Parse($"imageType: {{Original: {{}}, Wavelet: {{}}, LoG: {{sigma: [{sigmas}]}}}}");
        // What compiling takes is not the cases'.
        cohort.Run("warm", CohortOptions.Default with { Extraction = settings });
        var slow = cohort.PathOf("slow.nrrd");
        // A hundred images of seven million voxels take a quiet machine several times as long as they may.
        var geometry = new ImageGeometry(new GridSize(192, 192, 192), new Vector3D(1, 1, 1));
        ImageFile.WriteVolume(
            Volume.Create(geometry, Enumerable.Range(0, (int)geometry.Size.Count).Select(i => (short)(i * 7919L % 2003)).ToArray()), slow);
        ImageFile.WriteVolume(Volume.Create(geometry, Enumerable.Repeat((byte)1, (int)geometry.Size.Count).ToArray()),
            cohort.PathOf("all.nii.gz"));
        var lines = File.ReadAllLines(cohort.Manifest).ToList();
        lines.Insert(1, "SLOW,slow.nrrd,all.nii.gz,1");
        File.WriteAllLines(cohort.Manifest, lines);
        var options = CohortOptions.Default with
        {
            Extraction = settings,
            MaxDegreeOfParallelism = 1,
            CaseTimeLimit = TimeSpan.FromSeconds(6),
            Shard = inShard ? new CohortShard(0, 1) : null,
        };
        var result = cohort.Run("out", options);
        Assert.Equal(["P00", "P01", "P02"], result.Computed);
        var failure = Assert.Single(result.Failures);
        Assert.Equal(("SLOW", 1), (failure.Id, failure.Row));
        Assert.Contains("did not end within the 6 s", failure.Message, StringComparison.Ordinal);
        // As often as the job is put back into the queue: nothing is read again, and the failure is said again.
        var again = cohort.Run("out", options);
        Assert.Equal(0, again.InputBytes);
        Assert.Equal(result.Failures, again.Failures);
        Assert.Equal(["P00", "P01", "P02"], again.Reused);
        // With more time it is tried.
        var more = cohort.Run("out", options with { CaseTimeLimit = TimeSpan.FromSeconds(6.5) });
        Assert.True(more.InputBytes > 0);
        Assert.Contains("the 6.5 s", more.Failures[0].Message, StringComparison.Ordinal);
        // Other files make it another case, which is tried, and ends.
        File.Copy(cohort.PathOf("image0.nrrd"), slow, overwrite: true);
        File.Copy(cohort.PathOf("mask0.nii.gz"), cohort.PathOf("all.nii.gz"), overwrite: true);
        Assert.Equal(["SLOW"], cohort.Run("out", options).Computed);
        Assert.Empty(cohort.Run("out", options).Failures);
    }
}
