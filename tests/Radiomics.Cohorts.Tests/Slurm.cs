using System.Diagnostics;

namespace Radiomics.Tests.Cohorts;

/// <summary>What tests on a real Slurm share.</summary>
internal static class Slurm
{
    public const string Missing = "slurmctld, slurmd and munged are not installed, or this is not root.";

    public static bool Exists =>
        OperatingSystem.IsLinux()
        && Environment.UserName == "root"
        && new[] { "slurmctld", "slurmd", "munged" }.All(p =>
            new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin" }.Any(f => File.Exists(Path.Combine(f, p)))
        );

    /// <summary>
    /// Runs a line of the shell; what it says goes to the test's own output where it ends with a fault. It may not have this process's
    /// streams: the test runner reads its messages from them, and a word between two of them ends the run ("crashed with exit code 0").
    /// </summary>
    public static async Task<int> ShellAsync(string command)
    {
        var log = Path.GetTempFileName();
        try
        {
            // A file and not a pipe: the daemons that a line starts would keep a pipe open.
            using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"exec < /dev/null > '{log}' 2>&1; {command}"]))!;
            await process.WaitForExitAsync(CancellationToken.None);
            if (process.ExitCode != 0)
                TestContext.Current.TestOutputHelper?.WriteLine($"{command}\n{await File.ReadAllTextAsync(log, CancellationToken.None)}");
            return process.ExitCode;
        }
        finally
        {
            File.Delete(log);
        }
    }

    public static async Task UntilAsync(Func<bool> condition, int seconds)
    {
        for (var i = 0; i < 5 * seconds; i++)
        {
            if (condition())
                return;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"not within {seconds} s");
    }
}
