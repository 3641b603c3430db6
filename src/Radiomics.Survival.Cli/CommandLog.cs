using Microsoft.Extensions.Logging;

namespace Radiomics.Cli;

/// <summary>
/// What any command tells the log: that it began and how it ended. Its arguments are left out, for paths may name a patient.
/// </summary>
internal static partial class CommandLog
{
    [LoggerMessage(101, LogLevel.Information, "radiomics {Command} of version {Version} began", EventName = "CommandStarted")]
    public static partial void Started(ILogger logger, string command, string version);

    [LoggerMessage(102, LogLevel.Information, "radiomics {Command} ended with {ExitCode} in {Seconds} s", EventName = "CommandEnded")]
    public static partial void Ended(ILogger logger, string command, int exitCode, double seconds);

    [LoggerMessage(103, LogLevel.Error, "radiomics {Command} refused: {ErrorType}", EventName = "CommandRefused")]
    public static partial void Refused(ILogger logger, string command, string errorType);
}
