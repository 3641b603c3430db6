using System.Diagnostics;

namespace Radiomics.Tests.Cohorts;

/// <summary>A real Slurm of two nodes, of its own and stopped at the end.</summary>
internal sealed class Slurm : IAsyncDisposable
{
    public const string Missing = "slurmctld, slurmd and munged are not installed, or this is not root.";

    public static bool Exists =>
        OperatingSystem.IsLinux()
        && Environment.UserName == "root"
        && new[] { "slurmctld", "slurmd", "munged" }.All(p =>
            new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin" }.Any(f => File.Exists(Path.Combine(f, p)))
        );

    private static readonly string _script = Path.Combine(AppContext.BaseDirectory, "slurm.sh");

    /// <summary>The tool, quoted for the shell.</summary>
    public static string Tool { get; } = $"'{Path.Combine(AppContext.BaseDirectory, "radiomics")}'";

    /// <summary>The folder of its settings and logs.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("slurm-").FullName;

    public static async Task<Slurm> StartAsync()
    {
        var slurm = new Slurm();
        Assert.Equal(0, await slurm.ShellAsync($"bash '{_script}' start '{slurm.Folder}'"));
        return slurm;
    }

    public async ValueTask DisposeAsync()
    {
        await ShellAsync($"scancel -u root; bash '{_script}' stop '{Folder}'; sleep 1");
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>
    /// Runs a line of the shell, in which Slurm's commands are of this one; what it says goes to the test's own output where it ends with a
    /// fault. It may not have this process's streams: the test runner reads its messages from them, and a word between two of them ends the
    /// run ("crashed with exit code 0").
    /// </summary>
    public async Task<int> ShellAsync(string command)
    {
        var log = Path.GetTempFileName();
        try
        {
            // A file and not a pipe: the daemons that a line starts would keep a pipe open.
            using var process = Process.Start(new ProcessStartInfo("bash",
                ["-c", $"exec < /dev/null > '{log}' 2>&1; export SLURM_CONF='{Folder}/slurm.conf'; {command}"]))!;
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
