using System.CommandLine.Parsing;

namespace Radiomics.Cli.Commands;

/// <summary>Files that a command would write over each other, or over what it reads.</summary>
internal static class OutputNames
{
    /// <summary>Refuses an output that is an input or another output of the command.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="inputs">What is read: how it is called on the command line, and its path where it was given.</param>
    /// <param name="outputs">What is written.</param>
    public static void Check(
        CommandResult result,
        IEnumerable<(string Name, string? Path)> inputs,
        IEnumerable<(string Name, string? Path)> outputs)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, path) in inputs.Where(IsGiven))
            taken.TryAdd(Full(path!), name);
        foreach (var (name, path) in outputs.Where(IsGiven))
        {
            if (!taken.TryAdd(Full(path!), name))
                result.AddError($"{name} '{path}' is {taken[Full(path!)]} too, which would be lost. Name another file.");
        }
    }

    // What no file can be called is refused where it is opened.
    private static bool IsGiven((string Name, string? Path) file) =>
        !string.IsNullOrEmpty(file.Path) && !file.Path.Contains('\0', StringComparison.Ordinal);

    private static string Full(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
