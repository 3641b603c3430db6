using System.CommandLine;

namespace Radiomics.Cli;

/// <summary>How much a command says on standard error, in PyRadiomics' flags and by <c>--quiet</c>.</summary>
internal sealed class VerbosityOptions
{
    private readonly Option<bool> _quiet = new("--quiet", "-q")
    {
        Description = "No progress, notes or warnings on standard error, only why something failed. Results stay on standard output.",
        Recursive = true,
    };
    private readonly Option<int?> _verbosity = new("--verbosity", "-v")
    {
        Description = "How much to say, from 1 (failures alone) to 5; 3 (progress, notes and warnings) by default.",
        HelpName = "1-5",
        Arity = ArgumentArity.ZeroOrOne,
        Recursive = true,
    };
    private readonly Option<string?> _level = new("--logging-level")
    {
        Description = "The same by Python's names: NOTSET, DEBUG, INFO, WARNING, ERROR or CRITICAL.",
        HelpName = "level",
        Recursive = true,
    };

    private readonly Option<string?> _log = new("--log-file")
    {
        Description = "Add a log of the run to this file, a JSON object a line: rows and counts, no id, path or name.",
        HelpName = "file",
        Recursive = true,
    };

    public VerbosityOptions()
    {
        _level.AcceptOnlyFromAmong("NOTSET", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL");
        _verbosity.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value is not ("1" or "2" or "3" or "4" or "5"))
                result.AddError($"--verbosity '{token.Value}': give a whole number from 1 to 5, behind the other arguments.");
        });
    }

    public void AddTo(RootCommand root)
    {
        root.Options.Add(_quiet);
        root.Options.Add(_verbosity);
        root.Options.Add(_level);
        root.Options.Add(_log);
    }

    /// <summary>Where the log goes; <see langword="null"/> for nowhere.</summary>
    public string? LogFile(ParseResult parsed) => parsed.GetValue(_log);

    /// <summary>From 1 (least) to 5.</summary>
    public int Level(ParseResult parsed) =>
        parsed.GetValue(_quiet) ? 2
        : parsed.GetResult(_verbosity) is { } result ? (result.Tokens.Count == 0 ? 4 : parsed.GetValue(_verbosity) ?? 4)
        : parsed.GetValue(_level) switch
        {
            "CRITICAL" => 1,
            "ERROR" => 2,
            "INFO" => 4,
            "DEBUG" or "NOTSET" => 5,
            _ => 3,
        };
}
