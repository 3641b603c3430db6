using System.CommandLine;
using System.CommandLine.Parsing;
using Suggestions;

namespace Radiomics.Cli.Commands;

/// <summary>What is wrong with a command line, in the tool's own words.</summary>
internal static class UsageText
{
    /// <summary>Flags that there are not, which the parser takes for arguments or their values; with those that were probably
    /// meant.</summary>
    public static IReadOnlyList<string> UnknownFlags(ParseResult parsed)
    {
        var rest = parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash);
        return
        [
            .. rest.Where(t => t.Type == TokenType.Argument && t.Value is ['-', var second, ..] && (second == '-' || char.IsLetter(second)))
                .Select(t => Flag(t.Value, parsed)),
        ];
    }

    /// <summary>A command as it is typed: <c>radiomics cohort submit</c>.</summary>
    public static string Full(Command command) =>
        command is RootCommand || command.Parents.OfType<Command>().FirstOrDefault() is not { } parent
            ? "radiomics"
            : $"{Full(parent)} {command.Name}";

    private static string Flag(string token, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = token.Split('=', ':')[0];
        var flags = command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(o => o.Recursive))
            .SelectMany(o => o.Aliases.Append(o.Name))
            .Where(f => f.StartsWith("--", StringComparison.Ordinal));
        return $"'{Full(command)}' has no flag "
            + $"'{name}'.{Nearest.Suggest(name, flags)}";
    }

    // The parser's own message on a value that is none of an option's lists them below each other and does not name the option.
    private static string? OneOf(ParseError problem)
    {
        var lines = problem.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines is not [var head, .. { Length: > 0 } rest] || !head.EndsWith(':') || !rest.All(l => l is ['\'', .., '\'']))
            return null;
        string[] allowed = [.. rest.Select(l => l[1..^1])];
        var given = head.Split('\'') is [_, var value, ..] ? value : "";
        var owner = problem.SymbolResult as OptionResult ?? problem.SymbolResult?.Parent as OptionResult;
        return $"{(owner is null ? "" : Typed(owner) + " ")}'{given}': {Either(allowed)} was expected.{Nearest.Suggest(given, allowed)}";
    }

    private static string Either(string[] words) =>
        words.Length == 1 ? words[0] : string.Join(", ", words[..^1]) + " or " + words[^1];

    /// <summary>An option as it was typed: <c>-j</c> and not <c>--threads</c>.</summary>
    public static string Typed(OptionResult option) => option.IdentifierToken?.Value ?? option.Option.Name;

    /// <summary>The message; for a command or flag that there is not, with the one that was probably meant.</summary>
    public static string Of(ParseError problem, ParseResult parsed)
    {
        var message = problem.Message;
        if (OneOf(problem) is { } choice)
            return choice;
        if (parsed.UnmatchedTokens.FirstOrDefault(t => message.Contains($"'{t}'", StringComparison.Ordinal)) is not { } token)
            return message;
        var command = parsed.CommandResult.Command;
        if (token.StartsWith('-'))
            return Flag(token, parsed);
        if (command is RootCommand)
        {
            var names = command.Subcommands.Select(c => c.Name).ToArray();
            var near = Nearest.Suggest(token, names);
            return $"There is no command '{token}'.{(near.Length > 0 ? near : $" There are: {string.Join(", ", names)}.")}";
        }
        if (PatientTable.IsMeant(token))
            return $"'{token}' is one argument more than '{Full(command)}' takes. {PatientTable.Advice(command.Name, token)}";
        var tokens = parsed.Tokens;
        var at = Enumerable.Range(0, tokens.Count).FirstOrDefault(i => tokens[i].Value == token, -1);
        var hint = at >= 2 && tokens[at - 2].Type == TokenType.Option && tokens[at - 1].Type == TokenType.Argument
            ? $" Several values of one flag have commas: {tokens[at - 2].Value} {tokens[at - 1].Value},{token}."
            : "";
        return $"'{token}' is one argument more than '{Full(command)}' takes.{hint}";
    }
}
