using System.Diagnostics;
using Radiomics.Tests.Cli;
using Radiomics.Tests.Cohorts;

namespace Radiomics.Tests.Faults;

/// <summary>
/// A full disk, one that turns read-only, and a clock that jumps: on a small file system of its own (needs root; else skipped).
/// </summary>
public sealed class DiskTests
{
    [Fact]
    public async Task A_cohort_on_a_full_disk_goes_on_when_there_is_room()
    {
        using var cohort = new SmallCohort(12);
        cohort.Run("whole");
        using var disk = SmallDisk.Mount("64k");
        var output = Path.Combine(disk.Path, "out");
        var (code, _, error) = await Tool.RunAsync("cohort", cohort.Manifest, "-o", output);
        Assert.Equal(1, code);
        Assert.Contains("go", error, StringComparison.Ordinal);
        Assert.Contains("No space left", error, StringComparison.Ordinal);
        Assert.DoesNotContain("should not have", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(output), f => f.EndsWith(".csv", StringComparison.Ordinal));
        disk.Remount("size=64m");
        (code, _, error) = await Tool.RunAsync("cohort", cohort.Manifest, "-o", output);
        Assert.True(code == 0, error);
        foreach (var (name, bytes) in cohort.Tables("whole"))
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(output, name)));
    }

    [Theory]
    [InlineData("cohort")]
    [InlineData("extract")]
    [InlineData("convert")]
    [InlineData("study")]
    [InlineData("simulate")]
    [InlineData("maps")]
    public async Task What_is_written_to_a_full_disk_is_refused_and_leaves_what_was_there(string command)
    {
        using var cohort = new SmallCohort(12);
        using var disk = SmallDisk.Mount("64k");
        var output = Path.Combine(disk.Path, "out");
        var (image, mask) = (cohort.PathOf("image0.nrrd"), cohort.PathOf("mask0.nii.gz"));
        string[] arguments = command switch
        {
            "cohort" => ["cohort", cohort.Manifest, "-o", output],
            "extract" => ["extract", image, mask, "-o", output + ".csv"],
            "convert" => ["convert", image, output + ".nrrd"],
            "simulate" => ["simulate", "-o", output],
            "maps" => ["maps", image, mask, "-o", output],
            _ => ["study", "--features", "f.csv.gz", "--clinical", "c.csv", "-o", output],
        };
        if (command == "study")
        {
            var data = cohort.PathOf("data");
            Assert.Equal(0, (await Tool.RunAsync("simulate", "-o", data)).Code);
            (arguments[2], arguments[4]) = (Path.Combine(data, "features.csv.gz"), Path.Combine(data, "cohort.csv"));
        }
        var before = Path.Combine(disk.Path, command is "extract" ? "out.csv" : command is "convert" ? "out.nrrd" : "before");
        await File.WriteAllTextAsync(before, "before", TestContext.Current.CancellationToken);
        disk.Fill();
        var (code, _, error) = await Tool.RunAsync(arguments);
        Assert.Equal(1, code);
        Assert.Contains("No space left", error, StringComparison.Ordinal);
        Assert.DoesNotContain("should not have", error, StringComparison.Ordinal);
        Assert.Equal("before", await File.ReadAllTextAsync(before, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(
            Directory.GetFiles(disk.Path, "*", SearchOption.AllDirectories), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_read_only_disk_is_named_so()
    {
        using var cohort = new SmallCohort(1);
        using var disk = SmallDisk.Mount("1m");
        disk.Remount("ro");
        foreach (var arguments in new[]
        {
            new[] { "cohort", cohort.Manifest, "-o", Path.Combine(disk.Path, "out") },
            ["extract", cohort.PathOf("image0.nrrd"), cohort.PathOf("mask0.nii.gz"), "-o", Path.Combine(disk.Path, "f.csv")],
            ["extract", cohort.PathOf("image0.nrrd"), cohort.PathOf("mask0.nii.gz"), "--log-file", Path.Combine(disk.Path, "log")],
        })
        {
            var (code, _, error) = await Tool.RunAsync(arguments);
            Assert.Equal(1, code);
            Assert.Contains("Read-only", error, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("in use", error, StringComparison.Ordinal);
        }
    }

    /// <summary>The times of files jump back and forth: what is compared by content is taken over all the same.</summary>
    [Theory]
    [InlineData(-3650)]
    [InlineData(3650)]
    public void A_clock_that_jumps_loses_nothing(int days)
    {
        using var cohort = new SmallCohort(3);
        var exact = new CohortOptions { CompareContent = true };
        cohort.Run("out", exact);
        var before = cohort.Tables("out");
        foreach (var file in Directory.GetFiles(cohort.Folder, "*.n*").Concat(Directory.GetFiles(cohort.PathOf("out"))))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(days));
        // A time that is another is a change, as far as anybody can tell without reading: computed again, with the same numbers.
        Assert.Equal(3, cohort.Run("out", exact).Outdated.Count);
        Assert.Equal(3, cohort.Run("out", exact).Reused.Count);
        Assert.Equal(before, cohort.Tables("out"));
    }

    private sealed class SmallDisk : IDisposable
    {
        private SmallDisk(string path) => Path = path;

        public string Path { get; }

        public static SmallDisk Mount(string size)
        {
            var path = Directory.CreateTempSubdirectory("disk ").FullName;
            if (!OperatingSystem.IsLinux() || Environment.UserName != "root"
                || Run("mount", "-t", "tmpfs", "-o", "size=" + size, "t", path) != 0)
            {
                Directory.Delete(path);
                Assert.Skip("A file system cannot be mounted here.");
            }
            return new SmallDisk(path);
        }

        public void Remount(string how) => Assert.Equal(0, Run("mount", "-o", "remount," + how, Path));

        public void Fill()
        {
            using var file = File.Create(System.IO.Path.Combine(Path, "filler"));
            try
            {
                while (true)
                    file.Write(new byte[4096]);
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Dispose()
        {
            Run("umount", "-l", Path);
            Directory.Delete(Path);
        }

        private static int Run(string program, params string[] arguments)
        {
            // The test runner reads its messages from this process's output: nothing else may write there.
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
