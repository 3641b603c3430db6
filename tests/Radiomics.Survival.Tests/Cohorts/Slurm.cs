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

    public static async Task<int> ShellAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", command]))!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
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
