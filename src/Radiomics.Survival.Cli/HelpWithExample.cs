using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Radiomics.Cli.Commands;

namespace Radiomics.Cli;

/// <summary>The usual help, and after it the command's example.</summary>
internal sealed class HelpWithExample(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>Has the help of a command and all its subcommands end so.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction usual)
                option.Action = new HelpWithExample(usual);
        }
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ToolCommand command)
            parseResult.InvocationConfiguration.Output.WriteLine($"Example:\n  {command.Example}\n");
        return code;
    }
}
