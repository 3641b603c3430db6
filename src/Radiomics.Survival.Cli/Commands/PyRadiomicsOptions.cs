using System.CommandLine;
using Radiomics.Features.Extraction;

namespace Radiomics.Cli.Commands;

/// <summary>The flags of PyRadiomics' own command that say how results are written.</summary>
internal sealed class PyRadiomicsOptions
{
    /// <summary>The format, whatever the output's name.</summary>
    public Option<string?> FormatOption { get; } = Choice(
        "--format",
        "-f",
        "The format of the output, whatever its name: csv, json or txt (a line a feature, 'Case-1_name: value').",
        "format",
        "csv",
        "json",
        "txt"
    );
    private readonly Option<string?> _paths = Choice(
        "--format-path",
        null,
        "How the paths of images and masks are written: absolute (default), relative (to the working folder or the batch file) or "
            + "basename.",
        "form",
        "absolute",
        "relative",
        "basename"
    );
    private readonly Option<bool> _unix = new("--unix-path", "-up") { Description = "Write paths with / on every system." };
    private readonly Option<bool> _skip = new("--skip-nans") { Description = "Leave out features that are not a number." };
    private readonly Option<bool> _validate = new("--validate")
    {
        Description = "Check the parameter file and whether the files of the cases are there, and extract nothing.",
    };

    /// <summary>Voxel mode: maps in place of features.</summary>
    public Option<string?> Mode { get; } = Choice(
        "--mode",
        "-m",
        "'segment' (features, the default) or 'voxel' (feature maps, as 'radiomics maps' makes them).",
        "mode",
        "segment",
        "voxel"
    );

    public Option<string?> OutputFolder { get; } = new("--out-dir", "-od")
    {
        Description = "A folder for features_N.csv of each case, or for the maps of --mode voxel; made where it is not there.",
        HelpName = "folder",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Mode, FormatOption, OutputFolder, _paths, _unix, _skip, _validate })
            command.Options.Add(option);
    }

    public bool IsVoxel(ParseResult parsed) => parsed.GetValue(Mode) == "voxel";

    public bool IsVoxel(System.CommandLine.Parsing.CommandResult parsed) => parsed.GetValue(Mode) == "voxel";

    public bool OnlyChecks(ParseResult parsed) => parsed.GetValue(_validate);

    /// <summary>The format asked for; <see langword="null"/> where the output's name decides.</summary>
    public string? Format(ParseResult parsed) => parsed.GetValue(FormatOption);

    /// <summary>A path as it is to be written.</summary>
    public string Path(ParseResult parsed, string path, string start)
    {
        var full = System.IO.Path.GetFullPath(System.IO.Path.Combine(start, path));
        var text = parsed.GetValue(_paths) switch
        {
            "relative" => System.IO.Path.GetRelativePath(start, full),
            "basename" => System.IO.Path.GetFileName(full),
            _ => full,
        };
        return parsed.GetValue(_unix) ? text.Replace('\\', '/') : text;
    }

    /// <summary>The features, without those that are not a number where asked.</summary>
    public FeatureSet Shown(ParseResult parsed, FeatureSet features) =>
        parsed.GetValue(_skip) ? new FeatureSet(features.Where(f => !double.IsNaN(f.Value)), features.Diagnostics) : features;

    private static Option<string?> Choice(string name, string? alias, string description, string help, params string[] values)
    {
        var option = alias is null ? new Option<string?>(name) : new Option<string?>(name, alias);
        option.Description = description;
        option.HelpName = help;
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
