using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text.Json;
using Radiomics.Tests.Cli;

namespace Radiomics.Tests.Cohorts;

/// <summary>What can be watched of a run, and that no patient is in it: ids, folders and files are called SECRET here.</summary>
[Collection(nameof(TelemetryTests))]
[CollectionDefinition(nameof(TelemetryTests), DisableParallelization = true)]
public sealed class TelemetryTests
{
    [Fact]
    public void Spans_and_metrics_count_cases_failures_and_bytes()
    {
        using var cohort = Secret(out var bytes);
        var (spans, values, tags) = (new List<Activity>(), new Dictionary<string, double>(), new List<string>());
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == RadiomicsTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (spans)
                    spans.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var meter = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == RadiomicsTelemetry.Name)
                    own.EnableMeasurementEvents(instrument);
            },
        };
        meter.SetMeasurementEventCallback<long>((i, value, more, _) => Add(i, value, more));
        meter.SetMeasurementEventCallback<double>((i, value, more, _) => Add(i, value, more));
        meter.Start();
        cohort.Run("out");
        cohort.Run("out");

        Assert.Equal(2, values["radiomics.cases computed"]);
        Assert.Equal(2, values["radiomics.cases failed"]);
        Assert.Equal(2, values["radiomics.cases reused"]);
        Assert.Equal(0, values["radiomics.cases.active "]);
        Assert.Equal(bytes, values["radiomics.input.io "]);
        Assert.True(values["radiomics.case.duration computed"] > 0);
        Assert.Equal(2, spans.Count(s => s.OperationName == "radiomics.cohort"));
        var cases = spans.Where(s => s.OperationName == "radiomics.case").ToList();
        Assert.Equal([1, 2, 2, 3], cases.Select(c => (int)c.GetTagItem("radiomics.case.row")!).Order());
        var failed = cases.Where(c => c.Status == ActivityStatusCode.Error).ToList();
        Assert.All(failed, c => Assert.Equal("System.IO.FileNotFoundException", c.GetTagItem("error.type")));
        Assert.Equal(2, failed.Count);
        var told = string.Join('\n', spans.SelectMany(s => s.TagObjects).Select(t => t.ToString()).Concat(tags));
        Assert.DoesNotContain("SECRET", told, StringComparison.OrdinalIgnoreCase);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> more)
        {
            var outcome = "";
            foreach (var (name, tag) in more)
            {
                tags.Add($"{name}={tag}");
                outcome = name == "radiomics.case.outcome" ? (string)tag! : outcome;
            }
            lock (values)
                values[$"{instrument.Name} {outcome}"] = values.GetValueOrDefault($"{instrument.Name} {outcome}") + value;
        }
    }

    [Fact]
    public void Where_nobody_listens_nothing_is_made()
    {
        for (var i = 0; i < 20_000; i++)
            CohortTelemetry.Case(i, 1000).Computed();
        var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        for (var i = 0; i < 100_000; i++)
            CohortTelemetry.Case(i, 1000).Computed();
        Console.WriteLine(Invariant($"telemetry without a listener: {watch.Elapsed.TotalNanoseconds / 100_000:0} ns a case"));
        // Nothing a case: what the runtime itself makes when it compiles anew is far below a byte each.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
        // A machine that is busy with other things may take a hundred times as long.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task A_log_is_a_json_object_a_line_and_provenance_tells_inputs_by_hash()
    {
        using var cohort = Secret(out _);
        var (log, output) = (cohort.PathOf("log.jsonl"), cohort.PathOf("out"));
        var (code, _, error) = await Tool.RunAsync("cohort", cohort.Manifest, "-o", output, "--log-file", log, "-s", "binWidth:20");
        Assert.Equal(1, code);
        Assert.Contains("SECRET", error, StringComparison.Ordinal);
        var lines = File.ReadAllLines(log);
        Assert.DoesNotContain("SECRET", string.Concat(lines), StringComparison.OrdinalIgnoreCase);
        var events = lines.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var names = events.ConvertAll(e => e.GetProperty("event").GetString()!);
        Assert.Equal(["CommandStarted", "CohortStarted"], names.Take(2));
        Assert.Equal(["CaseComputed", "CaseComputed", "CaseFailed"], names.Skip(2).Take(3).Order(StringComparer.Ordinal));
        Assert.Equal(["CohortEnded", "CommandEnded"], names.Skip(5));
        var failed = events.Single(e => e.GetProperty("event").GetString() == "CaseFailed");
        Assert.Equal((2, "Error", "image"), (failed.GetProperty("row").GetInt32(), failed.GetProperty("level").GetString(),
            failed.GetProperty("stage").GetString()));
        Assert.Equal(1, events[^1].GetProperty("exit_code").GetInt32());

        var text = await File.ReadAllTextAsync(Path.Combine(output, "run.json"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("SECRET", text, StringComparison.OrdinalIgnoreCase);
        using var run = JsonDocument.Parse(text);
        var input = run.RootElement.GetProperty("inputs")[0];
        Assert.Equal("manifest", input.GetProperty("role").GetString());
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(cohort.Manifest))), input.GetProperty("sha256").GetString());
        Assert.Equal(2, run.RootElement.GetProperty("counts").GetProperty("computed").GetInt32());
        Assert.Contains("binWidth:20", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u00", text, StringComparison.Ordinal);
        var setting = run.RootElement.GetProperty("extraction").GetProperty("setting");
        Assert.Equal(20, setting.GetProperty("binWidth").GetDouble());
        // Never given, and yet there: PyRadiomics' default.
        Assert.Equal("sitkBSpline", setting.GetProperty("interpolator").GetString());
        Assert.Contains(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(output, "features.csv")))),
            run.RootElement.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("sha256").GetString()));
    }

    [Fact]
    public async Task A_second_run_keeps_when_and_by_which_run_the_features_were_made()
    {
        using var cohort = new SmallCohort(2, secondReader: false);
        var (output, record) = (cohort.PathOf("out"), Path.Combine(cohort.PathOf("out"), "run.json"));
        async Task<JsonElement> Run(string width)
        {
            var (code, _, error) = await Tool.RunAsync("cohort", cohort.Manifest, "-o", output, "-s", width);
            Assert.True(code == 0, error);
            return JsonDocument.Parse(await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken)).RootElement;
        }
        var first = await Run("binWidth:20");
        Assert.False(first.TryGetProperty("earlier", out _));
        await Run("binWidth:20");
        // The second and third made nothing: the first alone is told of, with its time and its count.
        var earlier = Assert.Single((await Run("binWidth:20")).GetProperty("earlier").EnumerateArray());
        Assert.Equal(first.GetProperty("began").GetString(), earlier.GetProperty("began").GetString());
        Assert.Equal(2, earlier.GetProperty("counts").GetProperty("computed").GetInt32());
        Assert.Equal(20, earlier.GetProperty("extraction").GetProperty("setting").GetProperty("binWidth").GetDouble());
        // Of other settings every case is made anew, and nothing of the earlier run is left.
        Assert.False((await Run("binWidth:10")).TryGetProperty("earlier", out _));
        await File.WriteAllTextAsync(record, "{ torn", TestContext.Current.CancellationToken);
        var (_, _, told) = await Tool.RunAsync("cohort", cohort.Manifest, "-o", output, "-s", "binWidth:10");
        Assert.Contains("run.json is damaged", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_tells_where_its_features_come_from_when_asked()
    {
        using var cohort = new SmallCohort(1);
        var file = cohort.PathOf("from.json");
        var (code, _, error) = await Tool.RunAsync(
            "extract", cohort.PathOf("image0.nrrd"), cohort.PathOf("mask0.nii.gz"), "--provenance", file);
        Assert.True(code == 0, error);
        using var run = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var image = run.RootElement.GetProperty("inputs")[0];
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(cohort.PathOf("image0.nrrd")))),
            image.GetProperty("sha256").GetString()
        );
        Assert.Equal(Environment.ProcessorCount, run.RootElement.GetProperty("machine").GetProperty("processors").GetInt32());
    }

    // Three cases, of which the second has no image; bytes are those read in two runs.
    private static SmallCohort Secret(out double bytes)
    {
        var cohort = new SmallCohort(3, secondReader: false);
        var folder = Directory.CreateDirectory(cohort.PathOf("SECRET^NAME")).FullName;
        foreach (var file in Directory.GetFiles(cohort.Folder, "*.n*"))
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)));
        File.WriteAllLines(cohort.Manifest, File.ReadAllLines(cohort.Manifest).Select(l =>
            l.Replace("image", "SECRET^NAME/image", StringComparison.Ordinal)
                .Replace(",mask", ",SECRET^NAME/mask", StringComparison.Ordinal)
                .Replace("id,SECRET^NAME/image,SECRET^NAME/mask", "id,image,mask", StringComparison.Ordinal)
                .Replace("P0", "SECRET", StringComparison.Ordinal)));
        File.Delete(Path.Combine(folder, "image1.nrrd"));
        bytes = new[] { "image0.nrrd", "mask0.nii.gz", "image2.nrrd", "mask2.nii.gz", "mask1.nii.gz", "mask1.nii.gz" }
            .Sum(f => new FileInfo(Path.Combine(folder, f)).Length);
        return cohort;
    }
}
