using System.CommandLine;
using System.CommandLine.Parsing;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Cli.Commands;

/// <summary>The options that say how doubtful files are read.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<string?> _compat = Choice("--compat", "'pyradiomics' reads doubtful files as PyRadiomics does (fractional labels cut off, sheared grids taken as straight).", "name", "pyradiomics");
    private readonly Option<string?> _uneven = Choice("--uneven", "'resample' interpolates a DICOM series of uneven or tilted slices onto an even grid.", "way", "resample");
    private readonly Option<string?> _between = Choice("--between-planes", "What lies between contour planes further apart than slices: 'slabs' (default) or 'shape' (shape-based interpolation).", "way", "slabs", "shape");
    private readonly Option<double?> _threshold = new Option<double?>("--threshold") { Description = "The region is where the mask is at least this much, for maps of fractions or probabilities.", HelpName = "value" }.Real();
    private readonly Option<int?> _volume = new Option<int?>("--volume") { Description = "Which volume to read, from 0, where the series or file holds several ('radiomics info' lists them).", HelpName = "n" }.Whole(least: 0);
    private readonly Option<bool> _ignoreFrame = new("--ignore-frame-of-reference") { Description = "Use contours although they name another frame of reference or series than the image's." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _threshold, _volume, _uneven, _between, _ignoreFrame, _compat })
            command.Options.Add(option);
    }

    public CaseOptions Apply(ParseResult parsed, CaseOptions options) => options with
    {
        Threshold = parsed.GetValue(_threshold),
        Volume = parsed.GetValue(_volume),
        Uneven = parsed.GetValue(_uneven) is null ? UnevenSlices.Refuse : UnevenSlices.Resample,
        PlaneFilling = parsed.GetValue(_between) == "shape" ? PlaneFilling.Shape : PlaneFilling.Slabs,
        IgnoreFrameOfReference = parsed.GetValue(_ignoreFrame),
        Compatibility = parsed.GetValue(_compat) is null ? Compatibility.None : Compatibility.PyRadiomics,
    };

    private static Option<string?> Choice(string name, string description, string help, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = help };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
