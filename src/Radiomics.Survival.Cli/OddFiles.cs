using System.CommandLine;
using System.CommandLine.Parsing;
using Files;

namespace Radiomics.Cli;

/// <summary>
/// Pipes, sockets and devices among a command's arguments: reading one waits for ever or never ends, and none is ever meant. In one place,
/// so that no option of a command is without it.
/// </summary>
internal static class OddFiles
{
    /// <summary>The first argument that is one; <see langword="null"/> where there is none.</summary>
    public static string? FirstOf(ParseResult parsed) =>
        parsed.Tokens.Where(t => t.Type == TokenType.Argument).Select(t => t.Value).FirstOrDefault(IsOdd);

    private static bool IsOdd(string argument)
    {
        // A text, an expression among them, that no file can be called.
        if (argument.Length == 0 || argument.Contains('\0', StringComparison.Ordinal))
            return false;
        try
        {
            return LinkedFile.Target(argument) is { Exists: true, Length: 0 } file && !PlainFile.IsRegular(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be looked at is refused where it is opened, if it is a file's name at all.
            return false;
        }
    }
}
