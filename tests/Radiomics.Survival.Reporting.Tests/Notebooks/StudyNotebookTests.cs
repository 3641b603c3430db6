using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Reference;

namespace Radiomics.Reporting.Tests.Notebooks;

/// <summary>Runs the code cells of docs/samples/study.ipynb, one after the other, as one program.</summary>
public sealed partial class StudyNotebookTests
{
    private static readonly string Root = SharedData.Repository;

    [Fact]
    public async Task The_code_cells_run()
    {
        var notebook = Path.Combine(Root, "docs", "samples", "study.ipynb");
        Assert.SkipUnless(File.Exists(notebook), $"{notebook} is not there.");
        var folder = Directory.CreateTempSubdirectory("notebook-");
        try
        {
            var program = Path.Combine(folder.FullName, "study.cs");
            await File.WriteAllTextAsync(program, Program(notebook, out var shown), TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo("dotnet", ["run", "-c", "Release", program])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder.FullName,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await output + await error);
            Assert.Equal(shown, Rendered().Count(await output));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A package reference becomes the project's, usings go first, and a cell's last expression is rendered as a notebook renders
    /// it.</summary>
    private static string Program(string notebook, out int shown)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(notebook));
        var (head, usings, body) = (
            new StringBuilder(),
            new StringBuilder("using System.Reflection;\nusing System.Collections;\n"),
            new StringBuilder()
        );
        shown = 0;
        foreach (
            var cell in document
                .RootElement.GetProperty("cells")
                .EnumerateArray()
                .Where(c => c.GetProperty("cell_type").GetString() == "code")
        )
        {
            var lines = string.Concat(cell.GetProperty("source").EnumerateArray().Select(l => l.GetString())).Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                var line = lines[i].TrimEnd();
                if (Package().Match(line) is { Success: true } package)
                {
                    head.AppendLine($"#:project {Path.Combine(Root, "src", package.Groups[1].Value, package.Groups[1].Value + ".csproj")}");
                }
                else if (Using().IsMatch(line))
                {
                    usings.AppendLine(line);
                }
                else if (i == lines.Length - 1 && line.Length > 0 && line[^1] is not (';' or '}'))
                {
                    body.AppendLine($"Show({line});");
                    shown++;
                }
                else
                {
                    body.AppendLine(line);
                }
            }
        }
        const string show = """
            static void Show(object value)
            {
                var attribute = value.GetType().GetCustomAttributes(true).First(a => a.GetType().Name == "TypeFormatterSourceAttribute");
                var type = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
                var formatter = ((IEnumerable)type.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(type), [])!).Cast<object>().First();
                formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, Console.Out]);
                Console.WriteLine();
            }
            """;
        return $"#:property PublishAot=false\n{head}\n{usings}\n{body}\n{show}\n";
    }

    [GeneratedRegex(@"^#r ""nuget: *([\w.]+)")]
    private static partial Regex Package();

    [GeneratedRegex(@"^using [\w.= ]+;$")]
    private static partial Regex Using();

    [GeneratedRegex("<table>|<svg ")]
    private static partial Regex Rendered();
}
