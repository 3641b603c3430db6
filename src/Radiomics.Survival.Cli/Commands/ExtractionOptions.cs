using System.CommandLine;
using System.CommandLine.Parsing;
using Radiomics.Features.Extraction;
using Radiomics.Features.Parameters;

namespace Radiomics.Cli.Commands;

/// <summary>The options that say what is extracted, the same for one case and for many.</summary>
internal static class ExtractionOptions
{
    public static Option<string?> Parameters() =>
        new("--params", "--param", "-p") { Description = "A PyRadiomics parameter file (YAML or JSON). Default: PyRadiomics' own defaults.", HelpName = "file" };

    public static Option<string?> Preset()
    {
        var preset = new Option<string?>("--preset") { Description = "Settings by name: 'default' (PyRadiomics' defaults) or 'hcc-sbrt' (the paper's 851 features).", HelpName = "name" };
        preset.AcceptOnlyFromAmong("default", "hcc-sbrt");
        return preset;
    }

    public static void Check(CommandResult result, Option<string?> parameters, Option<string?> preset)
    {
        if (result.GetValue(parameters) is not null && result.GetValue(preset) is not null)
            result.AddError("Give --params or --preset, not both.");
    }

    public static ExtractionSettings Load(ParseResult parsed, Option<string?> parameters, Option<string?> preset) => parsed.GetValue(parameters) is { } path
        ? ParameterFile.Load(path)
        : parsed.GetValue(preset) == "hcc-sbrt" ? ExtractionSettings.HccSbrt : ExtractionSettings.PyRadiomicsDefault;
}
