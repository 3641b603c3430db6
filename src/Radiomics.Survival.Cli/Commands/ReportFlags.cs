using System.CommandLine;
using Radiomics.Reporting;
using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Figures;
using Radiomics.Studies;

namespace Radiomics.Cli.Commands;

/// <summary>What a study's report looks like, on the command line.</summary>
internal sealed class ReportFlags
{
    private readonly Option<string?> _images = new("--images")
    {
        Description =
            "The manifest that the features were extracted by (see 'cohort'): the report then shows the regions of the first patients on "
                + "their images.",
        HelpName = "manifest",
    };
    private readonly Option<string?> _maps = new("--maps")
    {
        Description =
            "With --images: a folder that holds a folder of feature maps for each patient, called by the id ('maps ... -o FOLDER/ID'). The "
                + "report shows the first of them in colour over their images.",
        HelpName = "folder",
    };
    private readonly Option<string[]> _figures = Several("--figures", "The files of each figure: svg, png, pdf, tiff. Several: with "
        + "commas, or the flag again. Default: svg,png,pdf.");
    private readonly Option<string[]> _tables = Several("--tables", "The files of each table: csv, md, tex, html, docx. "
        + "Several: with commas, or the flag again. Default: csv.");
    private readonly Option<double?> _dpi = new Option<double?>("--dpi")
    {
        Description = "Pixels per inch of PNG and TIFF figures, from 36 to 1200. Default: 300.",
        HelpName = "n",
    }.Real();
    private readonly Option<string?> _width = new("--figure-width")
    {
        Description = "The width of the figures in mm, or 'one-column' (85) or 'two-columns' (175). Default: 200.",
        HelpName = "mm",
    };
    private readonly Option<bool> _mark = new("--csv-bom") { Description = "Begin CSV tables with a byte order mark, for Excel." };
    private readonly Option<double?> _end = new Option<double?>("--km-end")
    {
        Description = "Where the time axis of the survival curves ends. Default: where under 5% or 5 patients are at risk.",
        HelpName = "time",
    }.Real();
    private readonly Option<bool> _every = new("--decisions-at-all") { Description = "Decision curves at every horizon." };
    private readonly Option<bool> _avoided = new("--interventions-avoided")
    {
        Description = "Decision curves as net interventions avoided per 100 patients.",
    };
    private readonly Option<double?> _smooth = new Option<double?>("--smooth-decisions")
    {
        Description = "Smooth the decision curves of the models by loess with this span, such as 0.2.",
        HelpName = "span",
    }.Real();
    private readonly Option<bool> _all = new("--calibration-of-all")
    {
        Description = "Calibration of every model, not of the final one "
        + "alone."
    };

    private static readonly (string Name, FigureFormat Format)[] _figureFormats =
    [
        ("svg", FigureFormat.Svg), ("png", FigureFormat.Png), ("pdf", FigureFormat.Pdf), ("tiff", FigureFormat.Tiff),
    ];

    private static readonly (string Name, TableFormat Format)[] _tableFormats =
    [
        ("csv", TableFormat.Csv), ("md", TableFormat.Markdown), ("tex", TableFormat.Latex), ("html", TableFormat.Html),
            ("docx", TableFormat.Docx),
    ];

    public void AddTo(Command command)
    {
        Among(_figures, [.. _figureFormats.Select(f => f.Name)]);
        Among(_tables, [.. _tableFormats.Select(f => f.Name)]);
        _width.Validators.Add(result =>
        {
            if (Width(result.GetValueOrDefault<string?>()) is not (>= 40 and <= 1000))
                result.AddError("--figure-width takes a number of mm from 40 to 1000, 'one-column' or 'two-columns'.");
        });
        _dpi.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double?>() is not (>= 36 and <= 1200))
                result.AddError("--dpi is a number from 36 to 1200.");
        });
        _smooth.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double?>() is not (> 0 and <= 1))
                result.AddError("--smooth-decisions is a number above 0 and at most 1.");
        });
        _end.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double?>() is not > 0)
                result.AddError("--km-end is a time above 0.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(_maps) is not null && result.GetValue(_images) is null)
                result.AddError("--maps needs --images, the manifest of the images that the maps lie over.");
        });
        Option[] options = [_images, _maps, _figures, _tables, _dpi, _width, _mark, _end, _every, _avoided, _smooth, _all];
        foreach (var option in options)
            command.Options.Add(option);
    }

    public ReportOptions Read(ParseResult parsed, StudyResult study, TextWriter error)
    {
        var options = ReportOptions.Default;
        var (slices, maps) = parsed.GetValue(_images) is { } manifest
            ? new RegionPictures(CohortManifest.Read(manifest), study, error).Draw(parsed.GetValue(_maps))
            : ([], []);
        return options with
        {
            FigureFormats = Parts(parsed.GetValue(_figures)) is { Length: > 0 } figures
                ? [.. figures.Select(f => _figureFormats.First(k => k.Name == f).Format)]
                : options.FigureFormats,
            TableFormats = Parts(parsed.GetValue(_tables)) is { Length: > 0 } tables
                ? [.. tables.Select(t => _tableFormats.First(k => k.Name == t).Format)]
                : options.TableFormats,
            Dpi = parsed.GetValue(_dpi) ?? options.Dpi,
            Style = Width(parsed.GetValue(_width)) is { } width ? new FigureStyle { WidthMillimetres = width } : options.Style,
            CsvByteOrderMark = parsed.GetValue(_mark),
            KaplanMeier = options.KaplanMeier with { End = parsed.GetValue(_end) },
            DecisionCurvesAtEveryHorizon = parsed.GetValue(_every),
            DecisionCurves = new DecisionCurveFigureOptions
            {
                InterventionsAvoided = parsed.GetValue(_avoided),
                SmoothSpan = parsed.GetValue(_smooth),
            },
            CalibrationOfEveryModel = parsed.GetValue(_all),
            Slices = slices,
            Maps = maps,
        };
    }

    private static double? Width(string? text) =>
        text switch
        {
            null => null,
            "one-column" => 85,
            "two-columns" => 175,
            _ => double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture,
                out var mm)
                ? mm
                : double.NaN,
        };

    private static Option<string[]> Several(string name, string description) =>
        new(name) { Description = description, HelpName = "a,b,c", AllowMultipleArgumentsPerToken = true };

    private static string[] Parts(string[]? texts) =>
        [.. (texts ?? []).SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()];

    private static void Among(Option<string[]> option, string[] names)
    {
        option.CompletionSources.Add(names);
        option.Validators.Add(result =>
        {
            foreach (var part in Parts([.. result.Tokens.Select(t => t.Value)]).Except(names))
                result.AddError($"{option.Name}: there is no '{part}'. There are: {string.Join(", ", names)}.");
        });
    }
}
