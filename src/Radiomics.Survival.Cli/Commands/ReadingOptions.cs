using System.CommandLine;
using System.Globalization;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Cli.Commands;

/// <summary>The options that say how doubtful files are read.</summary>
internal sealed class ReadingOptions(bool allVolumes = false, bool allRegions = true)
{
    private readonly Option<string?> _compat = Choice(
        "--compat",
        "'pyradiomics' reads doubtful files as PyRadiomics (fractions of labels cut off, sheared grids as straight, MONOCHROME1 inverted).",
        "name",
        "pyradiomics"
    );
    private readonly Option<string?> _uneven = Choice(
        "--uneven",
        "'resample' interpolates a DICOM series of uneven or tilted slices onto an even grid.",
        "way",
        "resample"
    );
    private readonly Option<string?> _between = Choice(
        "--between-planes",
        "What lies between contour planes further apart than slices: 'slabs' (default) or 'shape' (shape-based interpolation).",
        "way",
        "slabs",
        "shape"
    );
    private readonly Option<double?> _threshold = new Option<double?>("--threshold")
    {
        Description = "The region is where the mask is at least this much, for maps of fractions or probabilities.",
        HelpName = "value",
    }.Real();
    private readonly Option<string?> _volume = new("--volume")
    {
        Description =
            "Which volume to read, from 0, where the series or file holds several ('radiomics info' lists them)"
            + (allVolumes ? "; 'all': each in turn." : "."),
        HelpName = allVolumes ? "n|all" : "n",
    };
    private readonly Option<string?> _grid = new("--grid-of")
    {
        Description = "Interpolate the image linearly onto the grid of this one before regions are read: a dose onto its CT.",
        HelpName = "image",
    };
    private readonly Option<string?> _values = Choice(
        "--values",
        "What stored DICOM numbers become: 'real-world' (the real-world value map) or 'philips' (Philips MR floating point values).",
        "kind",
        "real-world",
        "philips"
    );
    private readonly Option<bool> _ignoreFrame = new("--ignore-frame-of-reference")
    {
        Description = "Use contours although they name another frame of reference or series than the image's.",
    };

    private readonly Option<bool> _all = new("--all") { Description = "Every region of the file." };
    private readonly Option<double?> _expand = new Option<double?>("--expand")
    {
        Description = "Grow each region by so many mm (shrink it where negative).",
        HelpName = "mm",
    }.Real();
    private readonly Option<string?> _ring = new("--ring")
    {
        Description = "The ring between two margins round each region, in mm: 0,10.",
        HelpName = "inner,outer",
    };
    private readonly Option<string?> _within = new("--within")
    {
        Description = "Keep of each region what lies in this one (a name or an expression).",
        HelpName = "name",
    };
    private readonly Option<bool> _largest = new("--largest-component") { Description = "Keep the largest connected part of each region." };
    private readonly Option<string?> _window = new("--window")
    {
        Description = "Keep of each region the voxels of this range of intensities: -50,200.",
        HelpName = "low,high",
    };
    private readonly Option<string?> _suv = Choice(
        "--suv",
        "Turn a PET series into standardised uptake values: by body weight (bw), lean body mass (lbm), body surface (bsa) or ideal weight "
            + "(ibw).",
        "by",
        "bw",
        "lbm",
        "bsa",
        "ibw"
    );

    public void AddTo(Command command)
    {
        foreach (
            var option in new Option[]
            {
                _all,
                _expand,
                _ring,
                _within,
                _largest,
                _window,
                _suv,
                _values,
                _threshold,
                _volume,
                _grid,
                _uneven,
                _between,
                _ignoreFrame,
                _compat,
            }
        )
        {
            if (allRegions || option != _all)
                command.Options.Add(option);
        }
        _volume.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Number(text) is null && !(allVolumes && text == "all"))
                result.AddError($"--volume '{text}': a whole number from 0{(allVolumes ? ", or 'all'," : "")} was expected.");
        });
        command.Validators.Add(result =>
        {
            bool Has(Option? option) => option is not null && result.GetResult(option) is { Implicit: false };
            var labels = Has(command.Options.FirstOrDefault(o => o.Name == "--label"));
            var roi = command.Options.FirstOrDefault(o => o.Name == "--roi");
            if (labels && Has(roi))
                result.AddError("Give --label or --roi, not both.");
            foreach (var option in new Option[] { _all, _threshold }.Where(o => Has(o) && (labels || Has(roi))))
                result.AddError($"Give {option.Name}, or --label or --roi, not both.");
            if (roi is not null && result.GetResult(roi)?.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value)) == true)
                result.AddError("--roi names a region; it was empty.");
            if (Has(_suv) && Has(_values))
                result.AddError("Give --suv or --values, not both.");
        });
        foreach (var pair in new[] { _ring, _window })
        {
            pair.Validators.Add(result =>
            {
                if (Pair(result.GetValueOrDefault<string?>()) is null)
                    result.AddError($"{pair.Name} takes two numbers with a comma between them, the smaller first: {pair.HelpName}.");
            });
        }
    }

    public CaseOptions Apply(ParseResult parsed, CaseOptions options) => options with
    {
        All = allRegions && parsed.GetValue(_all),
        Edit = Edit(parsed),
        PetValues = parsed.GetValue(_suv) switch
        {
            "bw" => PetValues.SuvBodyWeight,
            "lbm" => PetValues.SuvLeanBodyMass,
            "bsa" => PetValues.SuvBodySurface,
            "ibw" => PetValues.SuvIdealWeight,
            _ => PetValues.AsStored,
        },
        Threshold = parsed.GetValue(_threshold),
        StoredValues = parsed.GetValue(_values) switch
        {
            "real-world" => StoredValues.RealWorld,
            "philips" => StoredValues.Philips,
            _ => StoredValues.Rescaled,
        },
        GridPath = parsed.GetValue(_grid),
        Volume = Number(parsed.GetValue(_volume)),
        ResampleUneven = parsed.GetValue(_uneven) is not null,
        PlaneFilling = parsed.GetValue(_between) == "shape" ? PlaneFilling.Shape : PlaneFilling.Slabs,
        IgnoreFrameOfReference = parsed.GetValue(_ignoreFrame),
        Compatibility = parsed.GetValue(_compat) is null ? Compatibility.None : Compatibility.PyRadiomics,
    };

    /// <summary>Whether every volume is asked for.</summary>
    public bool IsEachVolume(ParseResult parsed) => parsed.GetValue(_volume) == "all";

    /// <summary>As <see cref="IsEachVolume"/>, while the command line is checked.</summary>
    public bool AsksForEachVolume(System.CommandLine.Parsing.CommandResult result) => result.GetValue(_volume) == "all";

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private RegionEdit? Edit(ParseResult parsed)
    {
        var edit = new RegionEdit
        {
            LargestComponent = parsed.GetValue(_largest),
            Expand = parsed.GetValue(_expand) ?? 0,
            Ring = Pair(parsed.GetValue(_ring)),
            Within = parsed.GetValue(_within),
            Window = Pair(parsed.GetValue(_window)),
        };
        return edit == new RegionEdit() ? null : edit;
    }

    private static (double, double)? Pair(string? text) =>
        text?.Split(',') is [var a, var b]
        && double.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var low)
        && double.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var high)
        && low < high
            ? (low, high)
            : null;

    private static Option<string?> Choice(string name, string description, string help, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = help };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
