using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Radiomics.Features.Extraction;
using Radiomics.Studies;
using Radiomics.Tests.Cli;

namespace Radiomics.Tests.Cohorts;

/// <summary>A cohort in shards: what one run on one machine gives is the measure of all.</summary>
public sealed class ShardTests
{
    private static CohortOptions Shard(int index, int count) => CohortOptions.Default with { Shard = new CohortShard(index, count) };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void Merged_shards_have_the_bytes_of_one_run(int count)
    {
        using var cohort = new SmallCohort(9);
        File.WriteAllText(cohort.PathOf("image4.nrrd"), "damaged");
        var one = cohort.Run("one");
        for (var i = count - 1; i >= 0; i--)
            cohort.Run("many", Shard(i, count));
        var merged = CohortExtraction.Merge(cohort.PathOf("many"), TestContext.Current.CancellationToken);
        Assert.Equal(cohort.Tables("one"), cohort.Tables("many"));
        Assert.Equal(one.Failures, merged.Failures);
        Assert.Equal(9, merged.Total);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_record_of_a_merge_tells_what_the_shards_did_and_answers_for_the_study(bool inParts)
    {
        using var cohort = new SmallCohort(6);
        string[] run = ["cohort", cohort.Manifest, "-o", cohort.PathOf("many"), "--setting", "binWidth:12.5", "--shard"];
        for (var i = 0; i < 3; i++)
            Assert.Equal(0, (await Tool.RunAsync([.. run, $"{i}/3"])).Code);
        // A shard of another number of them has nothing to do with it.
        Assert.Equal(0, (await Tool.RunAsync([.. run, "0/5"])).Code);
        var (code, _, error) = await Tool.RunAsync(
            ["cohort", "merge", cohort.PathOf("many"), .. inParts ? new[] { "--partition-parquet" } : []]);
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(
            cohort.PathOf("many/run.json"), TestContext.Current.CancellationToken));
        var record = json.RootElement;
        Assert.Equal("cohort merge", record.GetProperty("command").GetString());
        Assert.Equal(12.5, record.GetProperty("extraction").GetProperty("setting").GetProperty("binWidth").GetDouble());
        Assert.Equal(["0/3", "1/3", "2/3"], record.GetProperty("earlier").EnumerateArray().Select(
            e => e.GetProperty("settings").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "shard")
                .GetProperty("value").GetString()));
        Assert.Equal(6, record.GetProperty("counts").GetProperty("cases").GetInt32());
        var outputs = record.GetProperty("outputs").EnumerateArray().ToDictionary(
            o => o.GetProperty("role").GetString()!, o => o.GetProperty("sha256").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(
            cohort.PathOf("many/features.csv"), TestContext.Current.CancellationToken))), outputs["features.csv"]);
        await File.WriteAllLinesAsync(cohort.PathOf("clinical.csv"),
            ["id,time,event", .. Enumerable.Range(0, 6).Select(i => $"P{i:00},{i + 1},{i % 2}")], TestContext.Current.CancellationToken);
        var study = StudyInput.Read(cohort.PathOf(inParts ? "many/features" : "many/features.parquet"), cohort.PathOf("clinical.csv"));
        var source = study.Sources.Single(s => s.Role == "features");
        Assert.StartsWith("radiomics ", source.ExtractedBy, StringComparison.Ordinal);
        Assert.Equal(12.5, ExtractionSettings.Parse(source.ExtractionParameters!).Image.BinWidth);
    }

    [Fact]
    public async Task A_merge_says_of_how_many_shards_it_has_no_record()
    {
        using var cohort = new SmallCohort(4);
        for (var i = 0; i < 2; i++)
            cohort.Run("many", Shard(i, 2));
        var (code, _, error) = await Tool.RunAsync("cohort", "merge", cohort.PathOf("many"));
        Assert.Equal(0, code);
        Assert.Contains("2 of 2 shards have no run.json", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(
            cohort.PathOf("many/run.json"), TestContext.Current.CancellationToken));
        Assert.False(json.RootElement.TryGetProperty("extraction", out _));
    }

    [Fact]
    public void Every_case_has_one_shard_which_a_row_more_does_not_change()
    {
        string[] ids = [.. Enumerable.Range(0, 1000).Select(i => Invariant($"P{i}"))];
        var (shares, three) = (ShardShares.Of("nowhere", 64), ShardShares.Of("nowhere", 3));
        Assert.InRange(ids.GroupBy(shares.IndexOf).Max(g => g.Count()), 16, 40);
        // By Python's hashlib: int.from_bytes(sha256(b"P0").digest()[:8], "big") % 64 is 19, % 3 is 1; of "P1" 24, of "P17" 15.
        Assert.Equal([19, 24, 15], new[] { "P0", "P1", "P17" }.Select(shares.IndexOf));
        Assert.Equal(1, three.IndexOf("P0"));
        Assert.Equal("", three.Fingerprint);
    }

    [Fact]
    public void Weighed_shards_are_even_and_a_row_more_moves_no_other()
    {
        using var cohort = new SmallCohort(1);
        string[] ids = [.. Enumerable.Range(0, 201).Select(i => Invariant($"P{i}"))];
        // Of 200 cases of one weight each of two shards has 100: no two have the same first 16 bits, by Python's hashlib.
        ShardShares.Of(cohort.Folder, 2).Weigh(ids.Take(200).Select(id => (id, 1L)));
        var before = ids.ToDictionary(id => id, ShardShares.Of(cohort.Folder, 2).IndexOf);
        Assert.Equal(100, ids.Take(200).Count(id => before[id] == 0));
        // Without weighing it is 90 to 110, by Python's hashlib.
        Assert.Equal(90, ids.Take(200).Count(id => ShardShares.Of("nowhere", 2).IndexOf(id) == 0));
        ShardShares.Of(cohort.Folder, 2).Weigh(ids.Select(id => (id, 1L)));
        var after = ShardShares.Of(cohort.Folder, 2);
        Assert.All(ids.Take(200), id => Assert.Equal(before[id], after.IndexOf(id)));
    }

    [Fact]
    public void One_case_of_great_weight_has_a_shard_to_itself()
    {
        using var cohort = new SmallCohort(1);
        string[] ids = [.. Enumerable.Range(0, 50).Select(i => Invariant($"P{i}"))];
        ShardShares.Of(cohort.Folder, 3).Weigh(ids.Select(id => (id, id == "P7" ? 1000L : 1L)));
        var shares = ShardShares.Of(cohort.Folder, 3);
        Assert.Equal([1, 24, 25], ids.GroupBy(shares.IndexOf).Select(g => g.Count()).Order());
        Assert.Single(ids, id => shares.IndexOf(id) == shares.IndexOf("P7"));
    }

    [Fact]
    public void Weighed_shards_merge_to_the_bytes_of_one_run_and_not_with_others()
    {
        using var cohort = new SmallCohort(9);
        cohort.Run("one");
        CohortExtraction.WeighShards(CohortManifest.Read(cohort.Manifest), cohort.PathOf("many"), 3, TestContext.Current.CancellationToken);
        var totals = Enumerable.Range(0, 3).Select(i => cohort.Run("many", Shard(i, 3)).Total).ToList();
        Assert.Equal([3, 3, 3], totals);
        CohortExtraction.Merge(cohort.PathOf("many"), TestContext.Current.CancellationToken);
        Assert.Equal(cohort.Tables("one"), cohort.Tables("many"));
        // Without the list a shard's cases are others.
        var list = cohort.PathOf(Path.Combine("many", "shards", "shares-of-0003.csv"));
        File.Move(list, list + ".away");
        cohort.Run("many", Shard(1, 3));
        var refusal = Assert.Throws<CohortIncompleteException>(() => CohortExtraction.Merge(cohort.PathOf("many")));
        Assert.Contains("different shares", refusal.Message, StringComparison.Ordinal);
        File.WriteAllText(list, "part,shard\n70000,1\n");
        var odd = Assert.Throws<IOException>(() => cohort.Run("many", Shard(1, 3)));
        Assert.Contains("shares-of-0003.csv, line 2", odd.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_not_ended_is_not_merged()
    {
        using var cohort = new SmallCohort(6);
        cohort.Run("out", Shard(0, 3));
        cohort.Run("out", Shard(2, 3));
        var refusal = Assert.Throws<CohortIncompleteException>(() => CohortExtraction.Merge(cohort.PathOf("out")));
        Assert.Contains("1 of 3 shards have not ended: 1.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(cohort.Tables("out"));
    }

    [Fact]
    public void Shards_of_different_settings_are_not_merged()
    {
        using var cohort = new SmallCohort(6);
        cohort.Run("out", Shard(0, 2));
        var other = ExtractionSettings.PyRadiomicsDefault;
        other = other with { Image = other.Image with { BinWidth = 10 } };
        cohort.Run("out", Shard(1, 2) with { Extraction = other });
        var refusal = Assert.Throws<CohortIncompleteException>(() => CohortExtraction.Merge(cohort.PathOf("out")));
        Assert.Contains("different settings", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_that_is_run_again_takes_over_what_it_had()
    {
        using var cohort = new SmallCohort(6);
        var first = cohort.Run("out", Shard(0, 2));
        var again = cohort.Run("out", Shard(0, 2));
        Assert.Empty(again.Computed);
        Assert.Equal(first.Computed, again.Reused);
        Assert.Equal(
            [new CohortShardState(new CohortShard(0, 2), true, first.Total, 0)],
            CohortExtraction.ShardStates(cohort.PathOf("out"))
        );
    }

    [Theory]
    [InlineData("64/64")]
    [InlineData("-1/4")]
    [InlineData("3")]
    [InlineData("0/0")]
    [InlineData("0/10001")]
    [InlineData("a/b")]
    public async Task What_is_no_shard_is_a_wrong_command_line(string shard)
    {
        using var cohort = new SmallCohort(1);
        var (code, _, error) = await Tool.RunAsync("cohort", cohort.Manifest, "-o", cohort.PathOf("out"), $"--shard={shard}");
        Assert.Equal(2, code);
        Assert.Contains("from 0/64 to 63/64", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "is not there")]
    [InlineData(".", "has no shards of a cohort")]
    public async Task A_folder_without_shards_has_no_state(string folder, string said)
    {
        using var cohort = new SmallCohort(1);
        var (code, output, error) = await Tool.RunAsync("cohort", "status", cohort.PathOf(folder));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Contains("Give the folder that", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_quote_what_they_are_given()
    {
        using var cohort = new SmallCohort(1);
        var output = cohort.PathOf("it's an output");
        var (code, paths, error) = await Tool.RunAsync(
            "cohort", "submit", cohort.Manifest, "-o", output, "--slurm", "--shards", "3", "--at-a-time", "2", "--mem", "2G", "--dry-run");
        Assert.True(code == 0, error);
        var array = await File.ReadAllTextAsync(paths.Split('\n')[0].Trim(), TestContext.Current.CancellationToken);
        Assert.Contains("#SBATCH --array=0-2%2\n", array, StringComparison.Ordinal);
        Assert.Contains(@"it'\''s an output", array, StringComparison.Ordinal);
        Assert.Contains("--shard \"$SLURM_ARRAY_TASK_ID/3\"", array, StringComparison.Ordinal);
    }

    /// <summary>
    /// What Slurm does a minute before a time limit (a signal to the batch script, by the script's own wish) and where a partition of
    /// higher priority takes the nodes: the shards go back into the queue and on where they were.
    /// </summary>
    [Fact]
    public async Task Slurm_takes_up_what_a_time_limit_or_a_preemption_ended()
    {
        Assert.SkipUnless(Slurm.Exists, Slurm.Missing);
        // Cases that take long enough to be interrupted on a quiet machine: a fine grid, of many images.
        using var cohort = new SmallCohort(40);
        var settings = cohort.PathOf("settings.yaml");
        await File.WriteAllTextAsync(settings, """
            imageType: {Original: {}, Wavelet: {}, LoG: {sigma: [1.0, 2.0, 3.0, 4.0]}}
            setting: {resampledPixelSpacing: [0.1, 0.1, 0.1], binWidth: 5}
            """, TestContext.Current.CancellationToken);
        await using var slurm = await Slurm.StartAsync();
        var output = cohort.PathOf("out");
        Assert.Equal(0, (await Tool.RunAsync("cohort", cohort.Manifest, "-o", cohort.PathOf("one"), "-p", settings)).Code);
        // The first job of this Slurm is the array.
        Assert.Equal(0, await slurm.ShellAsync(
            $"{Slurm.Tool} cohort submit '{cohort.Manifest}' -o '{output}' -p '{settings}' --slurm --shards 4 --time 10"));
        await Slurm.UntilAsync(() => Journals() >= 2, 120);
        await slurm.ShellAsync("for i in 1 2; do sbatch -p urgent -o /dev/null --wrap 'sleep 4'; done");
        await Slurm.UntilAsync(() => Log().Contains("preempt", StringComparison.OrdinalIgnoreCase), 60);
        // What they preempted waits for two minutes; the next shards are at work once there are four journals.
        await Slurm.UntilAsync(() => Journals() >= 4, 120);
        await slurm.ShellAsync("timeout 20 scancel --batch --signal=USR1 1_2 1_3");
        // Written last.
        await Slurm.UntilAsync(() => File.Exists(Path.Combine(output, "run.json")), 400);
        Assert.Equal(cohort.Tables("one"), cohort.Tables("out"));
        // Both happened to shards that were at work: each of these went back into the queue.
        Assert.True(Log().Split("has been requeued").Length - 1 >= 2, Log());
        foreach (var shard in new[] { 2, 3 })
            Assert.Equal(0, await slurm.ShellAsync($"scontrol show job 1_{shard} -o | grep -q Restarts=1"));

        string Log() => File.ReadAllText(Path.Combine(slurm.Folder, "slurmctld.log"));

        int Journals() => Directory.Exists(Path.Combine(output, "shards"))
            ? Directory.GetFiles(Path.Combine(output, "shards"), "journal.jsonl", SearchOption.AllDirectories).Length
            : 0;
    }

    /// <summary>On a real Slurm of two nodes, one of which is killed in the middle.</summary>
    [Fact]
    public async Task Slurm_gives_the_bytes_of_one_run_though_a_node_dies()
    {
        Assert.SkipUnless(Slurm.Exists, Slurm.Missing);
        using var cohort = new SmallCohort(40);
        await using var slurm = await Slurm.StartAsync();
        var output = cohort.PathOf("out");
        Assert.Equal(0, (await Tool.RunAsync("cohort", cohort.Manifest, "-o", cohort.PathOf("one"), "--preset", "hcc-sbrt")).Code);
        var submit = $"{Slurm.Tool} cohort submit '{cohort.Manifest}' -o '{output}' --preset hcc-sbrt --slurm --shards 6";
        // Nothing starts yet: twice, while the first is in the queue; and merged too early.
        Assert.Equal(0, await slurm.ShellAsync("scontrol update partitionname=all state=down"));
        Assert.Equal(0, await slurm.ShellAsync(submit));
        Assert.Equal(1, await slurm.ShellAsync(submit));
        Assert.Equal(1, await slurm.ShellAsync($"{Slurm.Tool} cohort merge '{output}'"));
        Assert.Equal(0, await slurm.ShellAsync("scontrol update partitionname=all state=up"));
        await Slurm.UntilAsync(() => Directory.Exists(Path.Combine(output, "shards")), 60);
        // The node dies: its daemon, and all that runs on it.
        await slurm.ShellAsync($"kill -9 $(cat '{slurm.Folder}/slurmd-n2.pid')");
        foreach (var process in Process.GetProcessesByName("radiomics").Where(p => IsOn(p, "n2", output)))
            process.Kill();
        await slurm.ShellAsync($"scontrol update nodename=n2 state=down reason=test; sleep 2; slurmd -N n2; "
            + "sleep 1; scontrol update nodename=n2 state=resume || true");
        // Written last.
        await Slurm.UntilAsync(() => File.Exists(Path.Combine(output, "run.json")), 240);
        Assert.Equal(cohort.Tables("one"), cohort.Tables("out"));
        Assert.Equal(0, await slurm.ShellAsync($"{Slurm.Tool} cohort status '{output}'"));

        // Only what this test's Slurm started there.
        static bool IsOn(Process process, string node, string output)
        {
            try
            {
                return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(output, StringComparison.Ordinal)
                    && File.ReadAllText($"/proc/{process.Id}/environ").Contains($"SLURMD_NODENAME={node}\0", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        }
    }
}
