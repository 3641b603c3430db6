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

    /// <summary>Stopped by a signal to interrupt (128 + 2, as shells count).</summary>
    public const int Cancelled = 130;

    /// <summary>Stopped by a signal to terminate (128 + 15).</summary>
    public const int Terminated = 143;
}
