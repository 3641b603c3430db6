using System.CommandLine;
using Radiomics.Cli.Commands;

namespace Radiomics.Cli;

/// <summary>Says which arguments a command line lacks, for the parser says only that it lacks some.</summary>
internal static class MissingArguments
{
    /// <summary>The message; <see langword="null"/> where none is missing.</summary>
    public static string? Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        string[] missing =
        [
            .. command
                .Arguments.Where(a => a.Arity.MinimumNumberOfValues > (parsed.GetResult(a)?.Tokens.Count ?? 0))
                .Select(a => $"<{a.Name}>"),
            .. command.Options.Where(o => o.Required && parsed.GetResult(o) is null).Select(o => $"{o.Name} <{o.HelpName}>"),
        ];
        var example = command is ToolCommand tool ? $" For example: {tool.Example}" : "";
        return missing.Length == 0 ? null : $"'{UsageText.Full(command)}' needs {string.Join(" and ", missing)}.{example}";
    }
}
