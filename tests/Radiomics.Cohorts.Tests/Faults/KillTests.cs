using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Radiomics.Tests.Cohorts;

namespace Radiomics.Tests.Faults;

/// <summary>
/// The tool is killed (SIGKILL) at random moments: what is there afterwards is old or whole, and the run that is left alone gives the bytes
/// of an undisturbed one. <c>RADIOMICS_KILLS=100</c> for as many of each kind; a few by default. <c>RADIOMICS_KILL_SEED</c> repeats one.
/// </summary>
public sealed class KillTests : IDisposable
{
    private static readonly int Kills = Setting("RADIOMICS_KILLS", 2);
    private readonly Random _random;
    private readonly string _folder = Directory.CreateTempSubdirectory("kills ü ").FullName;

    public KillTests()
    {
        var seed = Setting("RADIOMICS_KILL_SEED", Environment.TickCount);
        Console.WriteLine(Invariant($"kills: {Kills} of each kind, seed {seed}"));
        _random = new Random(seed);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Also with Parquet as a folder, which is swapped whole.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Merge(bool partitioned)
    {
        using var cohort = new SmallCohort(30);
        foreach (var output in new[] { "one", "many" })
        {
            for (var i = 0; i < 3; i++)
                cohort.Run(output, CohortOptions.Default with { Shard = new CohortShard(i, 3) });
        }
        var parts = new CohortMergeOptions { PartitionParquet = partitioned };
        CohortExtraction.Merge(cohort.PathOf("one"), parts, TestContext.Current.CancellationToken);
        var expected = cohort.Tables("one");
        string[] arguments = ["cohort", "merge", cohort.PathOf("many"), .. partitioned ? ["--partition-parquet"] : Array.Empty<string>()];
        var whole = Whole(arguments);
        Assert.Equal(expected, Named(cohort));
        for (var kill = 0; kill < Kills; kill++)
        {
            // Sometimes the first merge, sometimes one over what is there.
            if (kill % 2 == 0)
                Directory.GetFiles(cohort.PathOf("many")).ToList().ForEach(File.Delete);
            Kill(arguments, TimeSpan.FromMilliseconds(_random.NextDouble() * whole.TotalMilliseconds * 1.1));
            foreach (var (name, bytes) in Named(cohort))
                Assert.True(expected[name].AsSpan().SequenceEqual(bytes), $"{name} is another after kill {kill}");
            Assert.All(Parts("many"), p => Assert.True(File.ReadAllBytes(cohort.PathOf(Path.Combine("one", "features", p.Key)))
                .AsSpan().SequenceEqual(p.Value), $"{p.Key} is another after kill {kill}"));
        }
        Whole(arguments);
        Assert.Equal(expected, Named(cohort));
        Assert.Equal(expected, cohort.Tables("many"));
        Assert.Equal(Parts("one"), Parts("many"));
        Assert.Equal(partitioned ? 3 : 0, Parts("many").Count);
        Assert.Empty(Directory.GetFileSystemEntries(cohort.PathOf("many"), ".*"));

        Dictionary<string, byte[]> Parts(string of) => Directory.Exists(cohort.PathOf(Path.Combine(of, "features")))
            ? Directory.GetFiles(cohort.PathOf(Path.Combine(of, "features"))).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes)
            : [];

        Dictionary<string, byte[]> Named(SmallCohort of) =>
            of.Tables("many").Where(t => !t.Key.EndsWith(".tmp", StringComparison.Ordinal)).ToDictionary(t => t.Key, t => t.Value);
    }

    [Fact]
    public void What_a_killed_run_left_goes_and_what_is_being_written_stays()
    {
        using var cohort = new SmallCohort(2);
        cohort.Run("out");
        var left = cohort.PathOf(Path.Combine("out", $".{Guid.NewGuid():N}.tmp"));
        var written = cohort.PathOf(Path.Combine("out", $".{Guid.NewGuid():N}.tmp"));
        var other = cohort.PathOf(Path.Combine("out", ".mine.tmp"));
        File.WriteAllText(left, "half a table");
        File.WriteAllText(other, "somebody's own");
        using (new FileStream(written, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            cohort.Run("out");
        Assert.False(File.Exists(left));
        Assert.True(File.Exists(written));
        Assert.True(File.Exists(other));
    }

    // A killed process leaves the lock, unlocked, or the folder alone; somebody at work holds it.
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void A_folder_that_a_killed_run_left_goes_and_one_that_is_worked_in_stays(bool hasLock, bool held, bool stays)
    {
        using var cohort = new SmallCohort(2);
        cohort.Run("out");
        var left = cohort.PathOf(Path.Combine("out", $".{Guid.NewGuid():N}.tmp"));
        Directory.CreateDirectory(left + ".d");
        File.WriteAllText(Path.Combine(left + ".d", "0000-of-0003.parquet"), "half a part");
        var mine = Directory.CreateDirectory(cohort.PathOf(Path.Combine("out", ".mine.tmp.d")));
        if (hasLock)
            File.WriteAllText(left, "");
        using (held ? new FileStream(left, FileMode.Open, FileAccess.Write, FileShare.None) : null)
            cohort.Run("out");
        Assert.Equal(stays, Directory.Exists(left + ".d"));
        Assert.True(mine.Exists);
    }

    [Fact]
    public void Cohort()
    {
        using var cohort = new SmallCohort(12);
        cohort.Run("whole");
        var expected = cohort.Tables("whole");
        string[] arguments = ["cohort", cohort.Manifest, "-o", cohort.PathOf("killed"), "--parallel", "2"];
        var whole = Whole(arguments);
        var fresh = true;
        for (var kill = 0; kill < Kills; kill++)
        {
            if (fresh)
                Directory.Delete(cohort.PathOf("killed"), recursive: true);
            fresh = !Kill(arguments, TimeSpan.FromMilliseconds(_random.NextDouble() * whole.TotalMilliseconds * 1.1));
            if (!Directory.Exists(cohort.PathOf("killed")))
                continue;
            foreach (var (name, bytes) in cohort.Tables("killed").Where(t => !t.Key.EndsWith(".tmp", StringComparison.Ordinal)))
                Assert.True(expected[name].AsSpan().SequenceEqual(bytes), $"{name} is another after kill {kill}");
        }
        Whole(arguments);
        Assert.Equal(expected, cohort.Tables("killed"));
        var ids = File.ReadLines(Path.Combine(cohort.PathOf("killed"), CohortExtraction.JournalName))
            .Where(l => l.Contains("{\"case\":", StringComparison.Ordinal)).Select(l => l.Split('"')[3]).ToList();
        Assert.Equal(12, ids.Count);
        Assert.Equal(12, ids.Distinct().Count());
    }

    [Fact]
    public void Study()
    {
        var data = Path.Combine(_folder, "data");
        Whole(["simulate", "-o", data, "--seed", "5"]);
        string[] Arguments(string output) =>
        [
            "study", "--features", Path.Combine(data, "features.csv.gz"), "--clinical", Path.Combine(data, "cohort.csv"),
            "-o", Path.Combine(_folder, output),
        ];
        var whole = Whole(Arguments("whole"));
        var expected = Files("whole");
        var killed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            // Mostly when files are being written.
            var after = kill % 4 == 0
                ? TimeSpan.FromMilliseconds(_random.NextDouble() * whole.TotalMilliseconds)
                : TimeSpan.FromMilliseconds(_random.Next(400));
            killed += Kill(Arguments("killed"), after, kill % 4 == 0 ? null : () => IsWriting("killed")) ? 1 : 0;
            if (!Directory.Exists(Path.Combine(_folder, "killed")))
                continue;
            // Each file that has its name is whole: the bytes of the undisturbed run.
            foreach (var (name, hash) in Files("killed"))
                Assert.True(expected[name] == hash, $"{name} is half-written or another after kill {kill}");
        }
        Whole(Arguments("killed"));
        Assert.Equal(expected, Files("killed"));
        // What the killed runs left is gone.
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder, "killed"), ".*.tmp*"));
        Console.WriteLine(Invariant($"kills: study, {killed} of {Kills} before its end"));
    }

    private bool IsWriting(string output) => Directory.Exists(Path.Combine(_folder, output))
        && Directory.EnumerateFileSystemEntries(Path.Combine(_folder, output), ".*.tmp").Any();

    // All but what was being written aside, and the record of the run with its times.
    private SortedDictionary<string, string> Files(string output) => new(
        Directory.GetFiles(Path.Combine(_folder, output), "*", SearchOption.AllDirectories)
            .Select(f => (Name: Path.GetRelativePath(Path.Combine(_folder, output), f), Path: f))
            .Where(f => !f.Name.Contains(".tmp", StringComparison.Ordinal) && f.Name != "run.json")
            .ToDictionary(f => f.Name, f => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f.Path)))),
        StringComparer.Ordinal);

    private static TimeSpan Whole(string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return watch.Elapsed;
    }

    // Whether it was killed before its end.
    private static bool Kill(string[] arguments, TimeSpan after, Func<bool>? when = null)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (when is not null)
            SpinWait.SpinUntil(() => process.WaitForExit(5) || when(), TimeSpan.FromMinutes(3));
        var ended = process.WaitForExit(after);
        if (!ended)
            process.Kill();
        process.WaitForExit();
        _ = (error.Result, output.Result);
        return !ended;
    }

    private static Process Start(string[] arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "radiomics.exe" : "radiomics"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
