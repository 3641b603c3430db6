using System.CommandLine;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics completion bash|zsh|fish|pwsh</c>: a script that has a shell complete commands and flags.</summary>
internal static class CompletionCommand
{
    public static Command Create(TextWriter output, RootCommand root)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new ToolCommand(
            "completion",
            "Prints a script by which a shell completes the tool's commands and flags.",
            "source <(radiomics completion bash)"
        )
        {
            shell,
        };
        command.SetAction(
            (parsed, _) =>
            {
                output.Write(Script(parsed.GetRequiredValue(shell), root));
                return Task.FromResult(ExitCode.Done);
            }
        );
        return command;
    }

    private static string Script(string shell, RootCommand root)
    {
        var commands = root.Subcommands.OrderBy(c => c.Name, StringComparer.Ordinal).ToArray();
        string[] shared = [.. root.Options.Where(o => o.Recursive).Select(o => o.Name), "--help"];
        string Flags(Command c) => string.Join(' ', c.Options.Select(o => o.Name).Concat(shared).Distinct().Order(StringComparer.Ordinal));
        var names = string.Join(' ', commands.Select(c => c.Name));
        return shell switch
        {
            "fish" => string.Concat(
                commands.Select(c => $"complete -c radiomics -n __fish_use_subcommand -a {c.Name} -d '{Quoted(c.Description)}'\n")
                    .Concat(commands.SelectMany(c => Flags(c).Split(' ').Select(f =>
                        $"complete -c radiomics -n '__fish_seen_subcommand_from {c.Name}' -l {f[2..]}\n")))
            ),
            "pwsh" => "Register-ArgumentCompleter -Native -CommandName radiomics -ScriptBlock {\n"
                + "  param($word, $line, $at)\n  $flags = @{\n"
                + string.Concat(commands.Select(c => $"    '{c.Name}' = '{Flags(c)}'\n"))
                + "  }\n  $second = $line.CommandElements[1].Value\n"
                + $"  $words = if ($flags.ContainsKey(\"$second\")) {{ $flags[$second] }} else {{ '{names} --help' }}\n"
                + "  $words -split ' ' | Where-Object { $_ -like \"$word*\" }\n}\n",
            _ => (shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "")
                + "_radiomics() {\n  local word=\"${COMP_WORDS[COMP_CWORD]}\" words\n  case \"${COMP_WORDS[1]}\" in\n"
                + string.Concat(commands.Select(c => $"    {c.Name}) words=\"{Flags(c)}\" ;;\n"))
                + $"    *) words=\"{names} --help --version\" ;;\n  esac\n"
                + "  if [ \"$COMP_CWORD\" = 1 ]; then words=\"" + names + " --help --version\"; fi\n"
                + "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                + "  if [[ \"$word\" != -* && \"$COMP_CWORD\" != 1 ]]; then COMPREPLY+=($(compgen -f -- \"$word\")); fi\n}\n"
                + "complete -o filenames -F _radiomics radiomics\n",
        };
    }

    private static string Quoted(string? text) => (text ?? "").Replace("'", "\\'", StringComparison.Ordinal);
}
