using System.CommandLine;
using System.Diagnostics;
using Radiomics.Cli.Commands;
using Radiomics.Imaging;
using Survival.Models;

namespace Radiomics.Cli;

/// <summary>The command line as a function of its arguments and outputs.</summary>
public static class Application
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Progress and messages.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>0 done, 1 refused, 2 wrong usage, 130 cancelled.</returns>
    public static async Task<int> RunAsync(
        string[] arguments,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken = default
    )
    {
        var terminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        using var messages = new Messages(new PlainWriter(error), terminal);
        error = messages;
        var verbosity = new VerbosityOptions();
        if (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected)
            output = new PlainWriter(output);
        var root = new RootCommand("From a CT and its contour to radiomic features, a Rad-score and a prognosis. For research use only.")
        {
            CalculatorCommand.Create(error),
            DemoCommand.Create(output, error),
            CohortCommand.Create(output, error),
            ConvertCommand.Create(error),
            ExtractCommand.Create(output, error),
            FetchCommand.Create(output, error),
            InfoCommand.Create(output),
            MapsCommand.Create(error),
            PredictCommand.Create(output, error),
            RobustnessCommand.Create(output, error),
            SendCommand.Create(output, error),
            SimulateCommand.Create(error),
            StudyCommand.Create(output, error),
            TestRetestCommand.Create(output, error),
            ValidateCommand.Create(output, error),
        };
        verbosity.AddTo(root);
        root.Subcommands.Add(CompletionCommand.Create(output, root));
        HelpWithExample.AddTo(root);
        // As a call for help, but that nothing was done is a wrong usage.
        var called = arguments.Length > 0;
        arguments = called ? arguments : ["--help"];
        ParseResult parsed;
        try
        {
            // A path may begin with @: no argument is a file of arguments.
            parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        }
        catch (InvalidOperationException refusal)
        {
            // A command's own check asked for the value of an option that cannot be read: the message is the option's.
            await messages.RefuseAsync(refusal.Message);
            return ExitCode.WrongUsage;
        }
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            // Signals are the program's (Program.cs): the parser's own way leaves work that does not await without an answer.
            ProcessTerminationTimeout = null,
        };
        if (OddFiles.FirstOf(parsed) is { } odd)
        {
            await messages.RefuseAsync($"{odd} is a device, a pipe or a socket; give a file.");
            return ExitCode.Refused;
        }
        if (UsageText.UnknownFlags(parsed) is { Count: > 0 } unknown && parsed.Action is not HelpWithExample)
        {
            foreach (var flag in unknown)
                await messages.RefuseAsync(flag);
            await messages.RefuseAsync($"See '{UsageText.Full(parsed.CommandResult.Command)} --help'.");
            return ExitCode.WrongUsage;
        }
        if (parsed.Errors.Count > 0)
        {
            // Where something is missing, the parser's own message does not say what.
            var missing = MissingArguments.Describe(parsed);
            if (missing is not null)
                await messages.RefuseAsync(missing);
            // Where a command is misspelt, that none was given says nothing more,
            // and what stands behind it are that command's arguments.
            var misspelt = parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens.Count > 0;
            foreach (
                var problem in parsed
                    .Errors.Where(e => !misspelt || e.Message.Contains($"'{parsed.UnmatchedTokens[0]}'", StringComparison.Ordinal))
                    .Take(misspelt ? 1 : int.MaxValue).Where(e =>
                    missing is null
                    || !e.Message.Contains("Required", StringComparison.Ordinal)
                        && !e.Message.Contains("required", StringComparison.Ordinal)
                )
            )
                await messages.RefuseAsync(UsageText.Of(problem, parsed));
            await messages.RefuseAsync($"See '{UsageText.Full(parsed.CommandResult.Command)} --help'.");
            return ExitCode.WrongUsage;
        }
        messages.Level = verbosity.Level(parsed);
        var code = await InvokeAsync(parsed, invocation, messages, verbosity.LogFile(parsed), cancellationToken);
        return called ? code : ExitCode.WrongUsage;
    }

    // .NET's own words say neither what was tried nor what to do.
    private static string Denied(string message) =>
        message.Split('\'') is ["Access to the path ", .. var path, " is denied."]
            ? $"{string.Join('\'', path)} may not be read or written by you. Name another, or have it opened to you."
            : message;

    private static async Task<int> InvokeAsync(
        ParseResult parsed,
        InvocationConfiguration invocation,
        Messages messages,
        string? logFile,
        CancellationToken cancellationToken
    )
    {
        var (began, command) = (Stopwatch.GetTimestamp(), parsed.CommandResult.Command.Name);
        JsonLog? log = null;
        var code = ExitCode.Refused;
        try
        {
            log = logFile is null ? null : new JsonLog(logFile);
            messages.Log = log;
            if (log is not null)
                CommandLog.Started(log, command, RunRecord.Version);
            return code = await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            code = ExitCode.Cancelled;
            await messages.RefuseAsync("Cancelled; nothing was written.");
            return code;
        }
        catch (Exception refusal)
            when (refusal
                    is RadiomicsException
                        or SurvivalModelException
                        or IOException
                        or InvalidDataException
                        or UnauthorizedAccessException
                        or NotSupportedException
            )
        {
            if (log is not null)
                CommandLog.Refused(log, command, refusal.GetType().Name);
            await messages.RefuseAsync(refusal is UnauthorizedAccessException ? Denied(refusal.Message) : FlagNames.In(refusal.Message));
            return ExitCode.Refused;
        }
        catch (Exception unexpected)
        {
            if (log is not null)
                CommandLog.Refused(log, command, unexpected.GetType().Name);
            await messages.RefuseAsync(
                $"Something went wrong that should not have ({unexpected.GetType().Name}: {unexpected.Message}). Please report it with "
                    + $"the command line and the kind of files used."
            );
            return ExitCode.Refused;
        }
        finally
        {
            if (log is not null)
                CommandLog.Ended(log, command, code, Stopwatch.GetElapsedTime(began).TotalSeconds);
            log?.Dispose();
        }
    }
}
