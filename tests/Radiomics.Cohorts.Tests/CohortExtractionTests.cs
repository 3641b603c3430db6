using System.Collections.Concurrent;
using System.Globalization;
using Parquet;
using Radiomics.Features.Extraction;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Radiomics.Studies;
using Survival.Models;

namespace Radiomics.Tests.Cohorts;

public sealed class CohortExtractionTests
{
    // What describes image and region at each stage are numbers too, and the items of the reporting guideline texts: neither is a feature.
    [Theory]
    [InlineData("default")]
    [InlineData("ibsi-digital")]
    [InlineData("ibsi-c")]
    public async Task Tables_of_every_dialect_hold_what_is_no_feature_as_text_and_a_study_leaves_it_out(string preset)
    {
        using var cohort = new SmallCohort(4, secondReader: false);
        var settings = ExtractionSettings.Presets.Single(p => p.Name == preset).Settings;
        // The digital phantom's grey levels are whole numbers from 1.
        for (var c = 0; c < 4; c++)
        {
            var image = ImageFile.ReadVolume(cohort.PathOf($"image{c}.nrrd"));
            var levels = Enumerable.Range(0, (int)image.Geometry.Size.Count)
                .Select(i => (short)(1 + ((i + c) * 7919 % (50 + c)))).ToArray();
            ImageFile.WriteVolume(Volume.Create(image.Geometry, levels), cohort.PathOf($"image{c}.nrrd"));
        }
        Assert.Empty(cohort.Run("out", CohortOptions.Default with { Extraction = settings }).Failures);
        var features = Case.Open(cohort.PathOf("image0.nrrd"), cohort.PathOf("mask0.nii.gz")).Extract(settings, cancellationToken:
            TestContext.Current.CancellationToken).Single();
        Assert.True(features.Diagnostics.Count > 20);
        await using (var stream = File.OpenRead(cohort.PathOf("out/features.parquet")))
        {
            await using var parquet = await ParquetReader.CreateAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(
                features.Select(f => f.Key), parquet.Schema.GetDataFields().Where(f => f.ClrType == typeof(double)).Select(f => f.Name));
        }
        await File.WriteAllLinesAsync(cohort.PathOf("clinical.csv"),
            ["id,time,event", .. Enumerable.Range(0, 4).Select(i => $"P{i:00},{i + 1},{i % 2}")], TestContext.Current.CancellationToken);
        foreach (var file in new[] { "out/features.csv", "out/features.parquet" })
        {
            var study = StudyInput.Read(cohort.PathOf(file), cohort.PathOf("clinical.csv"));
            Assert.NotEmpty(study.Features.ColumnNames);
            Assert.Empty(study.Features.ColumnNames.Except(features.Select(f => f.Key)));
        }
    }

    [Fact]
    public void Tables_are_in_the_manifests_order_and_hold_what_a_single_extraction_gives()
    {
        using var cohort = new SmallCohort(7);
        var result = cohort.Run("out", new CohortOptions { MaxDegreeOfParallelism = 3 });
        Assert.Equal((7, 7, 0, 0), (result.Total, result.Computed.Count, result.Reused.Count, result.Failures.Count));
        var first = SurvivalTable.ReadCsv(Path.Combine(cohort.PathOf("out"), "features.csv"));
        var second = SurvivalTable.ReadCsv(Path.Combine(cohort.PathOf("out"), "features_reader2.csv"));
        Assert.Equal(["id", "Image", "Mask"], first.ColumnNames.Take(3));
        Assert.Equal(["P00", "P01", "P02", "P03", "P04", "P05", "P06"], first.Texts("id"));
        Assert.Equal(["P00", "P03", "P06"], second.Texts("id"));
        foreach (var (table, mask, row, c) in new[] { (first, "mask4", 4, 4), (second, "second3", 1, 3) })
        {
            var single = Case.Extract(
                cohort.PathOf($"image{c}.nrrd"),
                cohort.PathOf($"{mask}.nii.gz"),
                null,
                new CaseOptions { Labels = [1] },
                TestContext.Current.CancellationToken
            )[0];
            Assert.Equal(107, single.Count);
            foreach (var (name, value) in single)
                Assert.Equal(value, table.Numbers(name)[row]);
        }
    }

    [Fact]
    public void Bytes_do_not_depend_on_threads_memory_or_what_was_there_before()
    {
        using var cohort = new SmallCohort(9);
        cohort.Run("one", new CohortOptions { MaxDegreeOfParallelism = 1 });
        cohort.Run("many", new CohortOptions { MaxDegreeOfParallelism = 4 });
        cohort.Run("tight", new CohortOptions { MaxDegreeOfParallelism = 4, MemoryLimit = 1 });
        var again = cohort.Run("many", new CohortOptions { MaxDegreeOfParallelism = 2 });
        Assert.Equal((0, 9), (again.Computed.Count, again.Reused.Count));
        foreach (var other in new[] { "many", "tight" })
            Assert.Equal(cohort.Tables("one"), cohort.Tables(other));
        Assert.Equal(6, cohort.Tables("one").Count);
    }

    [Fact]
    public async Task Parquet_holds_the_same_numbers()
    {
        using var cohort = new SmallCohort(3);
        cohort.Run("out");
        var csv = SurvivalTable.ReadCsv(Path.Combine(cohort.PathOf("out"), "features.csv"));
        await using var stream = File.OpenRead(Path.Combine(cohort.PathOf("out"), "features.parquet"));
        await using var parquet = await ParquetReader.CreateAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        var fields = parquet.Schema.GetDataFields();
        Assert.Equal(csv.ColumnNames, fields.Select(f => f.Name));
        using var group = parquet.OpenRowGroupReader(0);
        Assert.Equal(3, group.RowCount);
        foreach (var name in new[] { "original_shape_MeshVolume", "original_glcm_Imc1", "original_ngtdm_Coarseness" })
        {
            var values = new double[3];
            await group.ReadAsync<double>(
                fields.Single(f => f.Name == name),
                values,
                cancellationToken: TestContext.Current.CancellationToken
            );
            Assert.Equal(csv.Numbers(name), values);
        }
    }

    [Fact]
    public void A_failed_case_ends_nothing_is_named_without_its_files_and_is_tried_again()
    {
        using var cohort = new SmallCohort(5);
        File.WriteAllText(cohort.PathOf("image1.nrrd"), "Smith^John is no image");
        File.Move(cohort.PathOf("mask2.nii.gz"), cohort.PathOf("elsewhere.nii.gz"));
        var result = cohort.Run("out");
        Assert.Equal(["P00", "P03", "P04"], result.Computed);
        Assert.Equal([("P01", 2, CohortStage.Image), ("P02", 3, CohortStage.Mask)], result.Failures.Select(f => (f.Id, f.Row, f.Stage)));
        var table = File.ReadAllText(Path.Combine(cohort.PathOf("out"), "failures.csv"));
        Assert.StartsWith("id,stage,message\nP01,image,", table, StringComparison.Ordinal);
        foreach (var secret in new[] { "image1", "mask2", cohort.Folder, "Smith" })
            Assert.DoesNotContain(secret, table, StringComparison.Ordinal);
        Assert.Equal(3, SurvivalTable.ReadCsv(Path.Combine(cohort.PathOf("out"), "features.csv")).RowCount);

        File.Move(cohort.PathOf("elsewhere.nii.gz"), cohort.PathOf("mask2.nii.gz"));
        var again = cohort.Run("out");
        Assert.Equal(["P02"], again.Computed);
        Assert.Equal(["P00", "P03", "P04"], again.Reused);
        Assert.Equal(["P01"], again.Failures.Select(f => f.Id));
    }

    [Fact]
    public void What_has_changed_is_computed_again_and_said()
    {
        using var cohort = new SmallCohort(4);
        cohort.Run("out");
        File.SetLastWriteTimeUtc(cohort.PathOf("image2.nrrd"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.WriteAllText(
            cohort.Manifest,
            File.ReadAllText(cohort.Manifest)
                .Replace("P01,image1.nrrd,mask1.nii.gz", "P01,image1.nrrd,mask3.nii.gz", StringComparison.Ordinal)
        );
        var result = cohort.Run("out");
        Assert.Equal(["P01", "P02"], result.Computed);
        Assert.Contains("row", result.Outdated[0].Message, StringComparison.Ordinal);
        Assert.Contains("image", result.Outdated[1].Message, StringComparison.Ordinal);
        var settings = cohort.Run(
            "out",
            new CohortOptions { Extraction = new ExtractionSettings { Image = new ImageSettings { BinWidth = 10 } } }
        );
        Assert.Equal((4, 4), (settings.Computed.Count, settings.Outdated.Count));
        Assert.All(settings.Outdated, o => Assert.Contains("settings", o.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Cancelled_work_keeps_what_is_finished()
    {
        using var cohort = new SmallCohort(12);
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentBag<CohortProgress>();
        var progress = new Callback(p =>
        {
            seen.Add(p);
            if (p.Finished == 3)
                stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() =>
            cohort.Run("out", new CohortOptions { MaxDegreeOfParallelism = 2 }, progress, stop.Token)
        );
        Assert.False(File.Exists(Path.Combine(cohort.PathOf("out"), "features.csv")));
        var rest = cohort.Run("out", new CohortOptions { MaxDegreeOfParallelism = 2 });
        Assert.InRange(rest.Reused.Count, 3, 5);
        Assert.Equal(12, rest.Reused.Count + rest.Computed.Count);
        cohort.Run("whole");
        Assert.Equal(cohort.Tables("whole"), cohort.Tables("out"));
        Assert.All(seen, p => Assert.Equal(12, p.Total));
    }

    [Fact]
    public void A_journal_that_was_cut_anywhere_loses_only_what_was_cut()
    {
        using var cohort = new SmallCohort(3);
        cohort.Run("whole");
        var journal = File.ReadAllBytes(Path.Combine(cohort.PathOf("whole"), CohortExtraction.JournalName));
        int[] ends = [.. Enumerable.Range(0, journal.Length).Where(i => journal[i] == '\n')];
        var cuts = ends.SelectMany(e => new[] { e - 1, e, e + 1 })
            .Concat([0, 1, 20])
            .Concat(Enumerable.Range(1, 12).Select(k => k * journal.Length / 13));
        foreach (var cut in cuts.Where(c => c <= journal.Length))
        {
            Directory.CreateDirectory(cohort.PathOf("cut"));
            File.WriteAllBytes(Path.Combine(cohort.PathOf("cut"), CohortExtraction.JournalName), journal[..cut]);
            var result = cohort.Run("cut");
            // Lines: the header, the columns' names, then a case each (with two readers' columns the names stand once, for they are the
            // same).
            var whole = ends.Count(e => e < cut);
            Assert.Equal(Math.Max(0, whole - 2), result.Reused.Count);
            Assert.Equal(3 - result.Reused.Count, result.Computed.Count);
            Assert.Equal(cohort.Tables("whole"), cohort.Tables("cut"));
        }
        // A flipped bit inside is found by the checksum.
        journal[ends[2] - 40] ^= 1;
        File.WriteAllBytes(Path.Combine(cohort.PathOf("cut"), CohortExtraction.JournalName), journal);
        var damaged = cohort.Run("cut");
        Assert.Equal((1, 2), (damaged.Computed.Count, damaged.Reused.Count));
        Assert.Contains("damaged", Assert.Single(damaged.JournalNotes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_use_and_a_foreign_journal_are_refused()
    {
        using var cohort = new SmallCohort(1);
        cohort.Run("out");
        var path = Path.Combine(cohort.PathOf("out"), CohortExtraction.JournalName);
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("another run", Assert.Throws<IOException>(() => cohort.Run("out")).Message, StringComparison.Ordinal);
        File.WriteAllText(path, "{\"something\": \"else\"}\n");
        Assert.Contains("no journal", Assert.Throws<IOException>(() => cohort.Run("out")).Message, StringComparison.Ordinal);
        Assert.Equal("{\"something\": \"else\"}\n", File.ReadAllText(path));
    }

    [Fact]
    public async Task The_gate_never_lets_more_in_than_the_limit_but_always_one()
    {
        using var gate = new MemoryGate(100);
        var random = new Random(1);
        var sizes = Enumerable.Range(0, 60).Select(_ => random.Next(1, 60)).Append(500).ToArray();
        await Task.WhenAll(sizes.Select(size => Task.Run(() =>
        {
            gate.Enter(size, TestContext.Current.CancellationToken);
            Thread.Sleep(1);
            gate.Leave(size);
        })));
        Assert.True(gate.Peak is 500 or <= 100, gate.Peak.ToString(CultureInfo.InvariantCulture));
    }

    private sealed class Callback(Action<CohortProgress> report) : IProgress<CohortProgress>
    {
        public void Report(CohortProgress value) => report(value);
    }
}
