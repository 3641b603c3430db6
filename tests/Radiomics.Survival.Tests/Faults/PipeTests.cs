using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Radiomics.Tests.Cli;

namespace Radiomics.Tests.Faults;

/// <summary>A pipe that nobody writes to, and a device that never ends, in each place where the tool takes a table or settings: refused,
/// where reading would wait for ever.</summary>
public sealed partial class PipeTests : IDisposable
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

    // What the help says is a file, of every command: none may be forgotten.
    [Fact]
    public async Task Every_argument_that_is_a_file_refuses_pipes_sockets_and_devices()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        var (pipe, socket) = (Path.Combine(_folder.Path, "pipe"), Path.Combine(_folder.Path, "socket"));
        using (var made = Process.Start("mkfifo", [pipe]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socket));
        var link = Path.Combine(_folder.Path, "link");
        File.CreateSymbolicLink(link, pipe);
        var calls = new List<string[]>();
        foreach (var command in await CommandsAsync([]))
        {
            var (_, help, _) = await Tool.RunAsync([.. command, "--help"]);
            calls.AddRange(FileOption().Matches(help).Select(m => (string[])[.. command, m.Groups[1].Value]));
            if (help.Contains("Arguments:", StringComparison.Ordinal))
                calls.Add(command);
        }
        Assert.True(calls.Count >= 40, $"{calls.Count} found");
        foreach (var flag in new[] { "--ca", "--token-file", "--password-file", "--client-certificate", "--log-file", "--param" })
            Assert.Contains(calls, c => c[^1] == flag);
        foreach (var call in calls)
        {
            foreach (var odd in new[] { pipe, socket, link, "/dev/full", "/dev/zero" })
            {
                var (code, _, error) = await Task.Run(() => Tool.RunAsync([.. call, odd])).WaitAsync(
                    TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
                Assert.True(code != 0 && error.Contains("a pipe", StringComparison.Ordinal), $"{string.Join(' ', call)} {odd}: {error}");
            }
        }
    }

    [Theory]
    [InlineData("--token-file")]
    [InlineData("--password-file")]
    [InlineData("--ca")]
    [InlineData("--client-certificate")]
    public async Task A_file_of_secrets_that_is_far_too_large_is_refused_unread(string flag)
    {
        // Sparse: it has a length and no bytes.
        var large = Path.Combine(_folder.Path, "large");
        await using (var file = File.Create(large))
            file.SetLength(1L << 40);
        // Nobody listens there, and nobody is asked.
        var (code, _, error) = await Tool.RunAsync("fetch", "http://127.0.0.1:9", flag, large);
        Assert.Equal(1, code);
        Assert.Contains("1099511627776 bytes", error, StringComparison.Ordinal);
    }

    private static async Task<List<string[]>> CommandsAsync(string[] above)
    {
        var (_, help, _) = await Tool.RunAsync([.. above, "--help"]);
        var found = new List<string[]>();
        if (above.Length > 0)
            found.Add(above);
        var at = help.IndexOf("Commands:", StringComparison.Ordinal);
        if (at < 0)
            return found;
        foreach (var line in help[at..].Split('\n').Skip(1).TakeWhile(l => l.StartsWith("  ", StringComparison.Ordinal)))
        {
            // Indented further is what goes on of a description.
            if (line.Length > 2 && line[2] != ' ')
                found.AddRange(await CommandsAsync([.. above, line.Trim().Split(' ')[0]]));
        }
        return found;
    }

    // The first long name of an option whose value is a file.
    [GeneratedRegex(@"^ +(?:-\w, )?(--[\w-]+)[^<\n]*<[^>]*(?:file|json|html|csv)[^>]*>", RegexOptions.Multiline)]
    private static partial Regex FileOption();
}
