using System.Diagnostics;
using System.Globalization;
using Radiomics.Studies;

namespace Radiomics.Tests.Cohorts;

/// <summary>
/// A cohort of rows that a generator makes in place of an extraction: journal, resume, merge, Parquet and a study of some of its patients.
/// <c>RADIOMICS_SCALE=1000000</c> says how many rows, <c>RADIOMICS_SCALE_SHARDS</c> how many shards; the measured numbers go to standard
/// output. Run it alone in a process: memory is the process' peak.
/// </summary>
public sealed class CohortScaleTests
{
    private const int Features = 107, Diagnostics = 22;
    private static readonly int Rows = Number("RADIOMICS_SCALE", 2_000), Shards = Number("RADIOMICS_SCALE_SHARDS", 4);

    private static readonly string[] Names =
    [
        .. Enumerable.Range(0, Diagnostics).Select(i => Invariant($"diagnostics_Image-original_{i}")),
        .. Enumerable.Range(0, Features).Select(i => Invariant($"original_glcm_Feature{i}")),
    ];

    [Fact]
    public void Rows_by_the_million_stay_in_bounds()
    {
        var scratch = Environment.GetEnvironmentVariable("RADIOMICS_SCALE_FOLDER") ?? Path.GetTempPath();
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "scale-" + Guid.NewGuid().ToString("N"))).FullName;
        var token = TestContext.Current.CancellationToken;
        try
        {
            var manifestPath = Path.Combine(folder, "manifest.csv");
            using (var writer = new StreamWriter(manifestPath))
            {
                writer.WriteLine("id,image,mask");
                for (var i = 0; i < Rows; i++)
                    writer.WriteLine(Invariant($"R{i:0000000},images/{i / 3:000000}.nii.gz,masks/{i:0000000}.nii.gz"));
            }
            var manifest = Measure("manifest", () => CohortManifest.Read(manifestPath));
            var output = Path.Combine(folder, "out");
            var options = CohortOptions.Default with { Rows = Row };
            var computed = 0;
            Measure("shards", () =>
            {
                for (var i = 0; i < Shards; i++)
                {
                    var result = CohortExtraction.Extract(
                        manifest, output, options with { Shard = new CohortShard(i, Shards) }, null, token);
                    computed += result.Computed.Count;
                }
                return computed;
            });
            Assert.Equal(Rows, computed);
            var again = Measure("resume of one shard", () =>
                CohortExtraction.Extract(manifest, output, options with { Shard = new CohortShard(0, Shards) }, null, token));
            Assert.Empty(again.Computed);
            again = null;
            manifest = null;
            Tell("journals", Directory.GetFiles(output, "journal.jsonl", SearchOption.AllDirectories));
            var merged = Measure("merge", () => CohortExtraction.Merge(output, token).Total);
            Assert.Equal(Rows, merged);
            var parts = new CohortMergeOptions { PartitionParquet = true };
            Measure("merge, Parquet by shard", () => CohortExtraction.Merge(output, parts, token).Total);
            Tell("CSV", [Path.Combine(output, "features.csv")]);
            Tell("Parquet", [Path.Combine(output, "features.parquet")]);

            // Some patients of the many; each row of a thousand, 200 at least.
            var step = Math.Max(1, Rows / Math.Max(200, Rows / 1000));
            var clinical = Path.Combine(folder, "clinical.csv");
            File.WriteAllLines(clinical, ["id,time,event", .. Enumerable.Range(0, Rows / step).Select(i =>
                Invariant($"R{i * step:0000000},{1 + (i * 37 % 101)},{i % 2}"))]);
            var input = Measure("reading for a study", () => StudyInput.Read(Path.Combine(output, "features.parquet"), clinical));
            Assert.Equal(Rows / step, input.Ids.Count);
            Assert.Equal(Features, input.Features.ColumnCount);
            // The generator's own number of the last patient's last feature.
            Assert.Equal(
                Value((Rows / step - 1) * step, Names.Length - 1),
                input.Features.Column(Features - 1)[^1]
            );
            var byParts = Measure("reading parts for a study", () => StudyInput.Read(Path.Combine(output, "features"), clinical));
            for (var j = 0; j < Features; j++)
                Assert.True(input.Features.Column(j).SequenceEqual(byParts.Features.Column(j)), Invariant($"column {j}"));
            if (Rows >= 100_000)
                Assert.InRange(Peak(), 0, 500);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Row(CohortEntry entry)
    {
        var cells = new KeyValuePair<string, string>[Names.Length + 3];
        (cells[0], cells[1], cells[2]) = (new("id", entry.Id), new("Image", entry.Image), new("Mask", entry.Mask));
        for (var j = 0; j < Names.Length; j++)
            cells[j + 3] = new(Names[j], j < Diagnostics
                 ? "(512, 512, 120)" : Value(entry.Row - 1, j).ToString("R", CultureInfo.InvariantCulture));
        return cells;
    }

    // Digits as real features have them: SplitMix64 of row and column (S. Vigna), as a number from 0 to 1000.
    private static double Value(int row, int column)
    {
        var z = ((ulong)row << 20) + (ulong)column + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1000.0 / (1L << 53));
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static T Measure<T>(string what, Func<T> work)
    {
        var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var result = work();
        Console.WriteLine(Invariant(
            $"{Rows} rows, {what}: {watch.Elapsed.TotalSeconds:0.0} s, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.0} s of ")
            + Invariant($"processor, peak {Peak()} MB"));
        return result;
    }

    private static void Tell(string what, string[] files) =>
        Console.WriteLine(Invariant($"{Rows} rows, {what}: {files.Sum(f => new FileInfo(f).Length) / (double)Rows:0} bytes a row"));

    private static long Peak()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 >> 20;
    }
}
