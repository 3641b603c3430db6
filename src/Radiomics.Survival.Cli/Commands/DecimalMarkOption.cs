using System.CommandLine;
using Survival.Models;

namespace Radiomics.Cli.Commands;

/// <summary>How a command's tables of text are read: the decimal mark, where it is named.</summary>
internal sealed class DecimalMarkOption
{
    private readonly Option<string?> _option = new("--decimal-mark")
    {
        Description = "The decimal mark of the tables; the other then separates thousands, but for a file whose numbers have it beyond "
            + "doubt. Without, each column is judged by itself, and what is unclear is refused.",
        HelpName = "comma|point",
    };

    public DecimalMarkOption() => _option.AcceptOnlyFromAmong("comma", "point");

    public static implicit operator Option(DecimalMarkOption own) => own._option;

    /// <summary>Reads a table of CSV by it.</summary>
    public SurvivalTableOptions In(ParseResult parsed) => new()
    {
        IsMarkOfSeveralFiles = true,
        DecimalMark = parsed.GetValue(_option) switch { "comma" => ',', "point" => '.', _ => null },
    };
}
