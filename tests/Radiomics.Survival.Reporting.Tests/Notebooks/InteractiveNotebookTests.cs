using System.Diagnostics;
using System.Text.Json;
using Reference;

namespace Radiomics.Reporting.Tests.Notebooks;

/// <summary>
/// Runs docs/samples/*.ipynb cell by cell in .NET Interactive itself, over its stdio protocol. The packages' own references become the
/// assemblies built
/// here; cells of other languages are left out, for they need Jupyter.
/// </summary>
public sealed class InteractiveNotebookTests
{
    private static readonly string[] Assemblies =
    [
        "Radiomics.Imaging", "Radiomics.Features", "Survival.Models", "Survival.Models.Parquet", "Survival.Models.DataFrame",
            "Radiomics.Studies",
        "Radiomics.Survival", "Nomogram.HccSbrt", "Radiomics.Survival.Reporting", "Radiomics.Samples", "YamlDotNet", "Parquet",
        "Microsoft.Data.Analysis",
    ];

    [Theory]
    [InlineData("study.ipynb", 12)]
    [InlineData("polyglot.ipynb", 4)]
    public async Task Every_cell_runs(string name, int cells)
    {
        var tool = Tool();
        Assert.SkipWhen(
            tool is null,
            "dotnet-interactive is not on the PATH; the notebook is not run. Install it (dotnet tool install -g "
                + "Microsoft.dotnet-interactive)."
        );
        var notebook = Path.Combine(SharedData.Repository, "docs", "samples", name);
        Assert.SkipUnless(File.Exists(notebook), $"{notebook} is not there.");
        var start = new ProcessStartInfo(tool!, ["stdio", "--default-kernel", "csharp"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The tool is built for an earlier runtime; the assemblies need this one.
        start.Environment["DOTNET_ROLL_FORWARD"] = "LatestMajor";
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        try
        {
            var run = 0;
            foreach (var code in Cells(notebook))
            {
                var shown = await RunAsync(process, $"cell{++run}", code);
                // Whatever a cell ends with is shown: a table, a figure or text.
                Assert.True(shown > 0 || code.StartsWith("#r", StringComparison.Ordinal), $"{name}, cell {run} shows nothing.");
            }
            Assert.Equal(cells, run);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<int> RunAsync(Process process, string token, string code)
    {
        var command = new { token, commandType = "SubmitCode", command = new { code, targetKernelName = "csharp" } };
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var shown = 0;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // What is not an event, such as the blank line that a slow start leaves, is not the protocol's.
            if (!line.StartsWith('{'))
                continue;
            using var message = JsonDocument.Parse(line);
            if (
                !message.RootElement.TryGetProperty("command", out var of)
                || of.ValueKind != JsonValueKind.Object
                || of.GetProperty("token").GetString() != token
            )
                continue;
            switch (message.RootElement.GetProperty("eventType").GetString())
            {
                case "ReturnValueProduced" or "DisplayedValueProduced" or "StandardOutputValueProduced":
                    shown++;
                    break;
                case "CommandFailed":
                    Assert.Fail($"{token}: {message.RootElement.GetProperty("event").GetProperty("message").GetString()}\n{code}");
                    break;
                case "CommandSucceeded":
                    return shown;
            }
        }
        throw new InvalidOperationException($"{token}: .NET Interactive ended.");
    }

    private static List<string> Cells(string notebook)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(notebook));
        var references = string.Join(
            '\n',
            Assemblies
                .Select(a => Path.Combine(AppContext.BaseDirectory, a + ".dll"))
                .Where(File.Exists)
                .Select(a => $"#r \"{a}\"")
        );
        var cells = new List<string>();
        foreach (var cell in document.RootElement.GetProperty("cells").EnumerateArray())
        {
            var text = string.Concat(cell.GetProperty("source").EnumerateArray().Select(l => l.GetString()));
            if (cell.GetProperty("cell_type").GetString() == "code" && !text.StartsWith("#!", StringComparison.Ordinal))
                cells.Add(text.StartsWith("#r \"nuget: Radiomics", StringComparison.Ordinal) ? references : text);
        }
        return cells;
    }

    private static string? Tool() =>
        Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator)
            .Append(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools"))
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet-interactive.exe" : "dotnet-interactive"))
            .FirstOrDefault(File.Exists);
}
