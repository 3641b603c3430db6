namespace Radiomics.Cli.Commands;

/// <summary>What the tool's exit code says.</summary>
internal static class ExitCode
{
    /// <summary>What was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>The input or a setting was refused.</summary>
    public const int Refused = 1;

    /// <summary>The command line itself was wrong.</summary>
    public const int WrongUsage = 2;
}
