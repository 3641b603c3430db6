using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Reference;

namespace Radiomics.Reporting.Tests.Notebooks;

/// <summary>
/// Runs docs/samples/*.ipynb cell by cell in .NET Interactive itself, over its stdio protocol. The packages' own references become the
/// assemblies built here; cells of Python and R run where Jupyter has a kernel for them.
/// </summary>
public sealed class InteractiveNotebookTests
{
    private static readonly string[] Assemblies =
    [
        "Radiomics.Imaging", "Radiomics.Features", "Survival.Models", "Survival.Models.Parquet", "Survival.Models.DataFrame",
            "Radiomics.Studies",
        "Radiomics.Survival", "Radiomics.Cohorts", "Nomogram.HccSbrt", "Radiomics.Survival.Reporting", "Radiomics.Samples", "YamlDotNet",
        "Parquet",
        "Microsoft.Data.Analysis",
    ];

    private const string CSharp = "csharp";

    [Theory]
    [InlineData("study.ipynb", 12)]
    [InlineData("polyglot.ipynb", 4)]
    public async Task Every_cell_runs(string name, int cells)
    {
        var shown = await RunAsync(name, CSharp);
        Assert.Equal(cells, shown.Count);
        // Whatever a cell ends with is shown: a table, a figure or text.
        Assert.All(shown.Skip(1), text => Assert.NotEqual("", text));
    }

    /// <summary>Python and R read the features that the cells before wrote, and see the volume that those printed.</summary>
    [Theory]
    [InlineData("python3", "pythonkernel", "import pandas")]
    [InlineData("ir", "Rkernel", "")]
    public async Task Features_are_handed_to(string kernel, string name, string needs)
    {
        Assert.SkipUnless(
            Jupyter.Has(kernel, needs),
            $"Jupyter, its kernel '{kernel}' or what that imports is not there; the cells of '{name}' are not run. Install them "
                + "(Debian: apt-get install jupyter-client python3-ipykernel python3-pandas r-cran-irkernel)."
        );
        var shown = await RunAsync("polyglot.ipynb", CSharp, name);
        Assert.Equal(6, shown.Count);
        Assert.Contains("2 rows come back, MeshVolume 35588.8 mm3", shown[3], StringComparison.Ordinal);
        Assert.Contains("2 rows, MeshVolume 35588.8", shown[5], StringComparison.Ordinal);
    }

    // What each cell of some kernels shows, in the order of the notebook.
    private static async Task<List<string>> RunAsync(string name, params string[] kernels)
    {
        var tool = Tool();
        Assert.SkipWhen(
            tool is null,
            "dotnet-interactive is not on the PATH; the notebook is not run. Install it (dotnet tool install -g "
                + "Microsoft.dotnet-interactive)."
        );
        var notebook = Path.Combine(SharedData.Repository, "docs", "samples", name);
        Assert.SkipUnless(File.Exists(notebook), $"{notebook} is not there.");
        var start = new ProcessStartInfo(tool!, ["stdio", "--default-kernel", CSharp])
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
            var shown = new List<string>();
            foreach (var (kernel, code) in Cells(notebook, kernels))
                shown.Add(await SubmitAsync(process, $"cell{shown.Count + 1}", kernel, code));
            return shown;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<string> SubmitAsync(Process process, string token, string kernel, string code)
    {
        var command = new { token, commandType = "SubmitCode", command = new { code, targetKernelName = kernel } };
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var shown = new StringBuilder();
        // A kernel of another language that does not start says nothing.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            // What is not an event, such as the blank line that a slow start leaves, is not the protocol's.
            if (!line.StartsWith('{'))
                continue;
            using var message = JsonDocument.Parse(line);
            if (
                !message.RootElement.TryGetProperty("command", out var of)
                || of.ValueKind != JsonValueKind.Object
                || of.GetProperty("token").GetString()?.Split('.')[0] != token
            )
                continue;
            var values = message.RootElement.GetProperty("event");
            switch (message.RootElement.GetProperty("eventType").GetString())
            {
                case "ReturnValueProduced" or "DisplayedValueProduced" or "StandardOutputValueProduced":
                    foreach (var value in values.GetProperty("formattedValues").EnumerateArray())
                        shown.AppendLine(value.GetProperty("value").GetString());
                    break;
                case "CommandFailed" or "ErrorProduced":
                    Assert.Fail($"{token}: {values.GetProperty("message").GetString()}\n{code}");
                    break;
                // A directive is a command of its own within the cell's.
                case "CommandSucceeded" when of.GetProperty("token").GetString() == token:
                    return shown.ToString();
            }
        }
        throw new InvalidOperationException($"{token}: .NET Interactive ended.");
    }

    private static List<(string Kernel, string Code)> Cells(string notebook, string[] kernels)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(notebook));
        var references = string.Join(
            '\n',
            Assemblies
                .Select(a => Path.Combine(AppContext.BaseDirectory, a + ".dll"))
                .Where(File.Exists)
                .Select(a => $"#r \"{a}\"")
        );
        var cells = new List<(string, string)>();
        foreach (var cell in document.RootElement.GetProperty("cells").EnumerateArray())
        {
            if (cell.GetProperty("cell_type").GetString() != "code")
                continue;
            var kernel = cell.GetProperty("metadata").GetProperty("polyglot_notebook").GetProperty("kernelName").GetString()!;
            var text = string.Concat(cell.GetProperty("source").EnumerateArray().Select(l => l.GetString()));
            // A cell that connects a kernel is C#'s, and is needed for that kernel alone.
            var of = kernels.FirstOrDefault(k => text.Contains($"--kernel-name {k} ", StringComparison.Ordinal));
            if (text.StartsWith("#!connect", StringComparison.Ordinal) ? of is not null : kernels.Contains(kernel))
                cells.Add((kernel, text.StartsWith("#r \"nuget: Radiomics", StringComparison.Ordinal) ? references : text));
        }
        return cells;
    }

    private static string? Tool() =>
        Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator)
            .Append(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools"))
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet-interactive.exe" : "dotnet-interactive"))
            .FirstOrDefault(File.Exists);
}
