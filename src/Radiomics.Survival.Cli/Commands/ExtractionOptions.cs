using System.CommandLine;
using System.CommandLine.Parsing;
using Radiomics.Features.Extraction;

namespace Radiomics.Cli.Commands;

/// <summary>The options that say what is extracted, the same for one case and for many.</summary>
internal static class ExtractionOptions
{
    public static Option<string?> Parameters() =>
        new("--params", "--param", "-p")
        {
            Description =
                "A parameter file (YAML or JSON): PyRadiomics', or IBSI's with 'ibsi:' at its top. Default: PyRadiomics' own defaults.",
            HelpName = "file",
        };

    public static Option<string?> Preset()
    {
        var preset = new Option<string?>("--preset")
        {
            Description =
                "Settings by name: 'default' (PyRadiomics' defaults), 'hcc-sbrt' (the paper's 851 features), 'ibsi-digital' or 'ibsi-a' "
                    + "to 'ibsi-e' (IBSI 1's configurations).",
            HelpName = "name",
        };
        preset.AcceptOnlyFromAmong([.. ExtractionSettings.Presets.Select(p => p.Name)]);
        return preset;
    }

    /// <summary>PyRadiomics' <c>--setting</c>: what goes over the parameter file.</summary>
    public static Option<string[]> Overrides()
    {
        var setting = new Option<string[]>("--setting", "-s")
        {
            Description = "A setting that goes over the parameter file or preset, such as binWidth:25; may be given several times.",
            HelpName = "name:value",
            AllowMultipleArgumentsPerToken = false,
        };
        setting.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.IndexOf(':', StringComparison.Ordinal) < 1))
                result.AddError($"--setting '{token.Value}': give a name and a value with a colon between them, such as binWidth:25.");
        });
        return setting;
    }

    public static void Check(CommandResult result, Option<string?> parameters, Option<string?> preset)
    {
        if (result.GetValue(parameters) is "")
            result.AddError("--params names a file; it was empty.");
        if (result.GetValue(parameters) is not null && result.GetValue(preset) is not null)
            result.AddError("Give --params or --preset, not both.");
    }

    public static ExtractionSettings Load(
        ParseResult parsed,
        Option<string?> parameters,
        Option<string?> preset,
        Option<string[]> overrides
    ) =>
        (parsed.GetValue(parameters) is { } path
            ? ExtractionSettings.Load(path)
            : ExtractionSettings.Presets.First(p => p.Name == (parsed.GetValue(preset) ?? "default")).Settings)
        .Override(
            (parsed.GetValue(overrides) ?? []).Select(o =>
            {
                var colon = o.IndexOf(':', StringComparison.Ordinal);
                return new KeyValuePair<string, string>(o[..colon].Trim(), o[(colon + 1)..].Trim());
            })
        );
}
