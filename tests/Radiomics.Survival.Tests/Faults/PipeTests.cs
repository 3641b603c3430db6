using System.Diagnostics;
using Radiomics.Tests.Cli;

namespace Radiomics.Tests.Faults;

/// <summary>A pipe that nobody writes to, and a device that never ends, in each place where the tool takes a table or settings: refused,
/// where reading would wait for ever.</summary>
public sealed class PipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cohort", "@", "-o", "OUT")]
    [InlineData("study", "--features", "@", "--clinical", "TABLE", "-o", "OUT")]
    [InlineData("study", "--features", "TABLE", "--clinical", "@", "-o", "OUT")]
    [InlineData("study", "--features", "TABLE", "--clinical", "TABLE", "--protocol", "@", "-o", "OUT")]
    [InlineData("extract", "image.nii", "mask.nii", "-p", "@")]
    [InlineData("predict", "--model", "@", "--patients", "TABLE")]
    [InlineData("info", "@")]
    public async Task Pipes_and_devices_are_refused(params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        var (table, pipe) = (Path.Combine(_folder.Path, "table.csv"), Path.Combine(_folder.Path, "pipe"));
        await File.WriteAllTextAsync(table, "id,time,event,f\na,1,1,2\n", TestContext.Current.CancellationToken);
        using (var made = Process.Start("mkfifo", [pipe]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        foreach (var odd in new[] { pipe, "/dev/zero" })
        {
            string[] call = [.. arguments.Select(a => a switch
            {
                "@" => odd,
                "TABLE" => table,
                "OUT" => Path.Combine(_folder.Path, "out"),
                _ => a,
            })];
            var (code, _, error) = await Task.Run(() => Tool.RunAsync(call)).WaitAsync(
                TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            Assert.NotEqual(0, code);
            Assert.Contains("a pipe", error, StringComparison.Ordinal);
        }
    }
}
