using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;

namespace Radiomics.Tests.Cohorts;

/// <summary>
/// A Slurm array that is disturbed at random moments: tasks are cancelled, killed and put back into the queue, a node dies. What comes out
/// has the bytes of an undisturbed run, and nothing is computed twice. <c>RADIOMICS_SLURM_KILLS=100</c> for as many; one of each kind by
/// default. <c>RADIOMICS_KILL_SEED</c> repeats them.
/// </summary>
public sealed partial class SlurmTests : IAsyncLifetime
{
    private const int Cases = 24;
    private static readonly int Kills = Setting("RADIOMICS_SLURM_KILLS", 4);
    private static readonly int Seed = Setting("RADIOMICS_KILL_SEED", Environment.TickCount);
    private readonly SmallCohort _cohort = new(Cases);
    private Slurm? _slurm;

    public async ValueTask InitializeAsync() => _slurm = Slurm.Exists ? await Slurm.StartAsync() : null;

    public async ValueTask DisposeAsync()
    {
        if (_slurm is not null)
            await _slurm.DisposeAsync();
        _cohort.Dispose();
    }

    [Fact]
    public async Task Kills_at_random_moments_change_no_byte()
    {
        Assert.SkipUnless(Slurm.Exists, Slurm.Missing);
        TestContext.Current.TestOutputHelper?.WriteLine(Invariant($"{Kills} kills, seed {Seed}"));
        var random = new Random(Seed);
        _cohort.Run("one");
        var expected = _cohort.Tables("one");
        var whole = await UndisturbedAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            var name = Invariant($"out{kill}");
            await SubmitAsync(name);
            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * whole.TotalSeconds), TestContext.Current.CancellationToken);
            // Nothing is left to disturb where the array was faster than that: then it is as it would be.
            await _slurm!.ShellAsync((kill % 4) switch
            {
                0 => "scancel $(squeue -hr -t R -o %i | shuf -n 1)",
                1 => $"kill -9 $(pgrep -f '{_cohort.PathOf(name)}.*--shard' | shuf -n 1)",
                2 => "scontrol requeue $(squeue -hr -t R -o %i | shuf -n 1)",
                _ => $"kill -9 $(cat '{_slurm.Folder}/slurmd-n2.pid'); for p in $(pgrep -f '{_cohort.PathOf(name)}'); do "
                    + "grep -qz SLURMD_NODENAME=n2 /proc/$p/environ && kill -9 $p; done; "
                    + "scontrol update nodename=n2 state=down reason=test; sleep 1; slurmd -N n2; sleep 1; "
                    + "scontrol update nodename=n2 state=resume",
            });
            // What was cancelled, or killed too often, is submitted again, as a user would.
            for (var call = 0; !await EndAsync(name); call++)
            {
                Assert.True(call < 3, Invariant($"kill {kill} of seed {Seed}: {name} does not end"));
                await SubmitAsync(name);
            }
            var tables = _cohort.Tables(name);
            Assert.Equal(expected.Keys.Order(), tables.Keys.Order());
            foreach (var (table, bytes) in tables)
                Assert.True(expected[table].AsSpan().SequenceEqual(bytes), Invariant($"{table} after kill {kill} of seed {Seed}"));
            var ids = Directory.GetFiles(_cohort.PathOf(name), CohortExtraction.JournalName, SearchOption.AllDirectories)
                .SelectMany(File.ReadLines).Select(l => CaseOf().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value).ToList();
            Assert.Equal(Cases, ids.Count);
            Assert.Equal(Cases, ids.Distinct().Count());
        }
    }

    /// <summary>Within two minutes a case may take 41 seconds: one of eleven million voxels and 249 images takes longer.</summary>
    [Fact]
    public async Task A_case_longer_than_the_time_limit_fails_and_the_rest_goes_on()
    {
        Assert.SkipUnless(Slurm.Exists, Slurm.Missing);
        var geometry = new ImageGeometry(new GridSize(224, 224, 224), new Vector3D(1, 1, 1));
        var (voxels, region) = (new short[geometry.Size.Count], new byte[geometry.Size.Count]);
        for (var i = 0; i < voxels.Length; i++)
            (voxels[i], region[i]) = ((short)(i * 7919L % 2003), 1);
        ImageFile.WriteVolume(Volume.Create(geometry, voxels), _cohort.PathOf("slow.nrrd"));
        ImageFile.WriteVolume(Volume.Create(geometry, region), _cohort.PathOf("all.nii.gz"));
        await File.WriteAllTextAsync(
            _cohort.PathOf("settings.yaml"),
            "imageType: {Original: {}, Wavelet: {}, LoG: {sigma: ["
                + string.Join(", ", Enumerable.Range(10, 240).Select(s => Invariant($"{s / 10.0:0.0}"))) + "]}}",
            TestContext.Current.CancellationToken
        );
        await File.AppendAllTextAsync(
            _cohort.Manifest, "SLOW,slow.nrrd,all.nii.gz,1,,\n", TestContext.Current.CancellationToken);
        await SubmitAsync("out", $"-p '{_cohort.PathOf("settings.yaml")}' --time 2");
        await EndAsync("out");
        var failures = await File.ReadAllLinesAsync(
            Path.Combine(_cohort.PathOf("out"), "failures.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(2, failures.Length);
        Assert.StartsWith("SLOW,features,it did not end within the 4", failures[1], StringComparison.Ordinal);
        var features = await File.ReadAllLinesAsync(
            Path.Combine(_cohort.PathOf("out"), "features.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(Cases + 1, features.Length);
    }

    private async Task<TimeSpan> UndisturbedAsync()
    {
        var watch = Stopwatch.StartNew();
        await SubmitAsync("undisturbed");
        Assert.True(await EndAsync("undisturbed"));
        // The task that ended last has merged: nobody waited for the merge job.
        Assert.Single(Directory.GetFiles(Path.Combine(_cohort.PathOf("undisturbed"), "slurm"), "merged-*"));
        return watch.Elapsed;
    }

    private async Task SubmitAsync(string name, string more = "") =>
        Assert.Equal(0, await _slurm!.ShellAsync(
            $"{Slurm.Tool} cohort submit '{_cohort.Manifest}' -o '{_cohort.PathOf(name)}' --slurm --shards 4 {more}"));

    // Whether the tables are there when nothing is in the queue any more. What was put back would wait for two minutes.
    private async Task<bool> EndAsync(string name)
    {
        Assert.Equal(0, await _slurm!.ShellAsync(
            "for i in $(seq 1200); do for j in $(squeue -hr -t PD -o '%i %r' | grep BeginTime | cut -d' ' -f1); do "
                + "scontrol update jobid=$j StartTime=now; done; test -z \"$(squeue -h)\" && exit 0; sleep 0.5; done; exit 1"));
        return File.Exists(Path.Combine(_cohort.PathOf(name), "warnings.csv"));
    }

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    [GeneratedRegex("""^\w+ \{"case":"([^"]*)""")]
    private static partial Regex CaseOf();
}
