using System.Diagnostics;
using System.Text.Json;
using Radiomics.Tests.Cli;

namespace Radiomics.Tests.Cohorts;

public sealed class CohortCommandTests
{
    [Fact]
    public async Task Killed_again_and_again_it_loses_nothing_and_repeats_nothing()
    {
        using var cohort = new SmallCohort(24);
        // Slow enough to be killed in the middle: the small images with all 851 features.
        string[] arguments = ["cohort", cohort.Manifest, "--preset", "hcc-sbrt", "--parallel", "2", "-o"];
        Assert.Equal(0, (await Tool.RunAsync([.. arguments, cohort.PathOf("whole")])).Code);
        var random = new Random(20261123);
        var journal = Path.Combine(cohort.PathOf("killed"), CohortExtraction.JournalName);
        var (finished, kills) = (0, 0);
        for (var run = 0; run < 60; run++)
        {
            using var process = Start([.. arguments, cohort.PathOf("killed"), "--json"]);
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            // Sometimes before it has begun, mostly when some more of the journal (a case is about 20 kB) stands there: in the middle of
            // the next cases, or of writing.
            var wanted = Length(journal) + random.Next(1, 100_000);
            var ended =
                run % 4 == 3
                    ? process.WaitForExit(random.Next(400))
                    : SpinWait.SpinUntil(() => process.WaitForExit(4) || Length(journal) >= wanted, TimeSpan.FromMinutes(2))
                        && process.WaitForExit(random.Next(25));
            if (!ended)
            {
                process.Kill();
                process.WaitForExit();
                kills++;
            }
            else
            {
                Assert.True(process.ExitCode == 0, await errors);
                using var json = JsonDocument.Parse(await output);
                // What the killed runs had put on the disk is what this one did not compute.
                Assert.Equal(finished, json.RootElement.GetProperty("reused").GetArrayLength());
                Assert.Equal(24 - finished, json.RootElement.GetProperty("computed").GetArrayLength());
                break;
            }
            var now = WholeCases(journal);
            Assert.True(now >= finished, $"{finished} cases were finished, then {now}");
            finished = now;
        }
        Assert.Equal(24, WholeCases(journal));
        Assert.True(kills > 3, $"{kills} kills");
        Assert.Equal(cohort.Tables("whole"), cohort.Tables("killed"));
        // No case was computed twice: each stands in the journal once.
        Assert.Equal(24, File.ReadLines(journal).Count(IsCase));
    }

    // A shell's <(...), and what stands before a |: read once, and no bytes are hashed that are gone.
    [Theory]
    [InlineData("-p /dev/stdin", 7.5)]
    [InlineData("-p <(printf 'setting:\\n  binWidth: 3.5\\n')", 3.5)]
    public async Task Parameters_come_by_a_pipe_too(string given, double width)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says what a descriptor is.");
        using var cohort = new SmallCohort(1);
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c",
            $"exec > '{cohort.PathOf("log")}' 2>&1; printf 'setting:\n  binWidth: 7.5\n' | "
                + $"'{Path.Combine(AppContext.BaseDirectory, "radiomics")}' cohort '{cohort.Manifest}' "
                + $"-o '{cohort.PathOf("out")}' {given}"]))!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await File.ReadAllTextAsync(cohort.PathOf("log"), TestContext.Current.CancellationToken));
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(
            cohort.PathOf("out/run.json"), TestContext.Current.CancellationToken));
        Assert.Equal(width, json.RootElement.GetProperty("extraction").GetProperty("setting").GetProperty("binWidth").GetDouble());
        Assert.Equal(["manifest"], json.RootElement.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("role").GetString()));
    }

    [Theory]
    [InlineData("cohort submit MANIFEST -o OUT --slurm --shards 2 --dry-run -p", "read their parameters later")]
    [InlineData("study --features TABLE -o OUT --clinical", "is a pipe; give a file")]
    public async Task What_is_read_later_or_twice_is_no_pipe(string command, string said)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says what a descriptor is.");
        using var cohort = new SmallCohort(1);
        await File.WriteAllTextAsync(cohort.PathOf("table.csv"), "id,f\nP00,1\n", TestContext.Current.CancellationToken);
        command = command.Replace("MANIFEST", $"'{cohort.Manifest}'", StringComparison.Ordinal).Replace("OUT", $"'{cohort.PathOf("out")}'",
            StringComparison.Ordinal).Replace("TABLE", $"'{cohort.PathOf("table.csv")}'", StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c",
            $"exec > '{cohort.PathOf("log")}' 2>&1; echo '{{}}' | '{Path.Combine(AppContext.BaseDirectory, "radiomics")}' {command} "
                + "/dev/stdin"]))!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var log = await File.ReadAllTextAsync(cohort.PathOf("log"), TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode != 0 && log.Contains(said, StringComparison.Ordinal), log);
    }

    [Fact]
    public async Task A_failed_case_ends_with_1_and_the_rest_is_there()
    {
        using var cohort = new SmallCohort(3);
        File.Delete(cohort.PathOf("mask1.nii.gz"));
        var (code, output, error) = await Tool.RunAsync("cohort", cohort.Manifest, "-o", cohort.PathOf("out"), "--json");
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("P01", json.RootElement.GetProperty("failures")[0].GetProperty("id").GetString());
        Assert.Contains("2 of 3 cases computed", error, StringComparison.Ordinal);
        Assert.Contains("note", error, StringComparison.Ordinal);
        Assert.Equal(3, File.ReadLines(Path.Combine(cohort.PathOf("out"), "features.csv")).Count());
    }

    [Theory]
    [InlineData(2, "cohort")]
    [InlineData(2, "cohort", "m.csv")]
    [InlineData(2, "cohort", "m.csv", "-o", "x", "--parallel", "0")]
    [InlineData(2, "cohort", "m.csv", "-o", "x", "--memory", "0")]
    [InlineData(1, "cohort", "there-is-none.csv", "-o", "x")]
    public async Task Wrong_command_lines_and_manifests(int expected, params string[] arguments)
    {
        var (code, output, error) = await Tool.RunAsync(arguments);
        Assert.Equal(expected, code);
        Assert.Empty(output);
        Assert.NotEmpty(error);
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    // Lines that have an end; the last one may be torn.
    private static int WholeCases(string journal)
    {
        if (!File.Exists(journal))
            return 0;
        var text = File.ReadAllText(journal);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n').Count(IsCase);
    }

    private static bool IsCase(string line) => line.Contains("{\"case\":", StringComparison.Ordinal);

    private static Process Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet"
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "radiomics.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    [Fact]
    public async Task A_column_of_another_name_names_the_cases()
    {
        using var cohort = new SmallCohort(2);
        cohort.Run("one");
        var text = await File.ReadAllTextAsync(cohort.Manifest, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(cohort.Manifest, "Patient" + text["id".Length..], TestContext.Current.CancellationToken);
        var (code, _, error) = await Tool.RunAsync("cohort", cohort.Manifest, "-o", cohort.PathOf("two"), "--id", "Patient");
        Assert.True(code == 0, error);
        Assert.Equal(cohort.Tables("one"), cohort.Tables("two"));
        (code, _, error) = await Tool.RunAsync("cohort", cohort.Manifest, "-o", cohort.PathOf("two"));
        Assert.Equal(1, code);
        Assert.Contains("say which by --id", error, StringComparison.Ordinal);
        // The tasks of a cluster are told too.
        (_, var paths, _) = await Tool.RunAsync("cohort", "submit", cohort.Manifest, "-o", cohort.PathOf("three"), "--id", "Patient",
            "--slurm", "--shards", "2", "--dry-run");
        Assert.Contains("'--id' 'Patient' --shard", await File.ReadAllTextAsync(paths.Split('\n')[0].Trim(),
            TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
