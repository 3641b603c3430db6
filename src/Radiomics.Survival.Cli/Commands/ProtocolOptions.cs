using System.CommandLine;
using Radiomics.Studies;

namespace Radiomics.Cli.Commands;

/// <summary>A protocol on the command line: a file or a name, and a flag for every setting of it.</summary>
internal sealed class ProtocolOptions
{
    /// <summary>The name of the protocol that comes with the tool.</summary>
    public const string HccSbrt = "hcc-sbrt";

    private readonly Option<string?> _protocol = new("--protocol")
    {
        Description =
            $"The protocol: a YAML file of these settings, such as the protocol.yaml of an earlier study, or '{HccSbrt}'. Flags go over "
                + $"it. Without, '{HccSbrt}' is taken where the files have all its columns and features.",
        HelpName = "file",
    };

    private readonly Option<string?> _external = new("--external-model")
    {
        Description = "A model of another study to measure beside: a YAML file with 'external_model', as a protocol has it.",
        HelpName = "file",
    };

    private readonly List<(ProtocolSetting Setting, Option Option)> _settings =
    [
        .. StudyProtocol.Settings.Select(s =>
            (
                s,
                s.IsFlag
                    ? (Option)new Option<bool>(s.Flag) { Description = s.Description }
                    : s.IsList ? new Option<string[]>(s.Flag) { Description = Help(s), HelpName = "a,b,c" }
                    : new Option<string?>(s.Flag) { Description = Help(s), HelpName = s.ValueName }
            )
        ),
    ];

    public void AddTo(Command command)
    {
        command.Options.Add(_protocol);
        command.Options.Add(_external);
        foreach (var (_, option) in _settings)
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            foreach (var (setting, option) in _settings)
            {
                if (Text(option, result.GetValue, result.GetValue) is not { } value)
                    continue;
                try
                {
                    setting.Set(StudyProtocol.Default, value);
                }
                catch (StudyProtocolException refusal)
                {
                    result.AddError($"{setting.Flag} {refusal.Problem}");
                }
            }
        });
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_protocol) is not null;

    public StudyProtocol Read(ParseResult parsed) =>
        Over(
            parsed.GetValue(_protocol) switch
            {
                null => StudyProtocol.Default,
                HccSbrt => HccSbrtProtocol.Value,
                var file => StudyProtocol.Read(file),
            },
            parsed
        );

    /// <summary>A protocol with what the flags say of columns that are known once the files are read.</summary>
    public StudyProtocol For(StudyInput input, StudyProtocol protocol, ParseResult parsed)
    {
        foreach (var (setting, option) in _settings.Where(s => s.Setting.NamesColumns))
        {
            if (Text(option, parsed.GetValue, parsed.GetValue) is not { } value)
                continue;
            try
            {
                protocol = setting.SetFor(protocol, value, input);
            }
            catch (StudyProtocolException refusal)
            {
                throw new StudyProtocolException(setting.Flag, 0, "", refusal.Problem, refusal);
            }
        }
        return protocol;
    }

    /// <summary>A protocol with what the flags say instead, but for <see cref="For"/>.</summary>
    public StudyProtocol Over(StudyProtocol protocol, ParseResult parsed)
    {
        foreach (var (setting, option) in _settings.Where(s => !s.Setting.NamesColumns))
        {
            if (option is Option<bool> flag)
                protocol = parsed.GetValue(flag) ? setting.Set(protocol, "yes") : protocol;
            else if (Text(option, parsed.GetValue, parsed.GetValue) is { } value)
                protocol = setting.Set(protocol, value);
        }
        return parsed.GetValue(_external) is { } file
            ? protocol with
            {
                ExternalModel =
                    StudyProtocol.Read(file).ExternalModel ?? throw new StudyProtocolException(file, 0, "external_model", "it is missing."),
            }
            : protocol;
    }

    // The text of a setting; a list may be given by commas, by the flag several times, or both.
    private static string? Text(Option option, Func<Option<string?>, string?> one, Func<Option<string[]>, string[]?> several) =>
        option switch
        {
            Option<string?> text => one(text),
            Option<string[]> list => several(list) is { Length: > 0 } parts ? string.Join(',', parts) : null,
            _ => null,
        };

    private static string Help(ProtocolSetting setting)
    {
        var value = setting.ValueIn(StudyProtocol.Default);
        var form = setting.IsList ? " Several: with commas, or the flag again; one with a comma in double quotes: '\"a, b\",c'." : "";
        // The words of an outcome follow from its name, so that the words of an unnamed event are no defaults.
        var follows = setting.Key.StartsWith("outcome_", StringComparison.Ordinal);
        return setting.Description + form + (follows || value.Length is 0 or > 40 ? "" : $" Default: {value}.");
    }
}
