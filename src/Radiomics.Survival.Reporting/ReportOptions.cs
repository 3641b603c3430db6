using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Figures;
using Radiomics.Reporting.Pictures;

namespace Radiomics.Reporting;

/// <summary>What a report is called, how it names things, and what it shows besides the study. Immutable.</summary>
public sealed record ReportOptions
{
    /// <summary>The defaults.</summary>
    public static ReportOptions Default { get; } = new();

    /// <summary>The title; <see langword="null"/> for the protocol's.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// Whether the cohort is simulated; <see langword="null"/> for what the study's input says. The report then says so at its head, in
    /// every figure's and table's caption and in the files of the figures.
    /// </summary>
    public bool? Simulated { get; init; }

    /// <summary>What columns are called in figures and tables, by their name in the files, before the labels of the protocol. None by
    /// default.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Slices with a contour to show, with captions; none by default. They must not name a patient.</summary>
    public IReadOnlyList<(SlicePicture Picture, string Caption)> Slices { get; init; } = [];

    /// <summary>Maps to show, as <see cref="MapFigure"/> draws them, with captions; none by default.</summary>
    public IReadOnlyList<(Figure Figure, string Caption)> Maps { get; init; } = [];

    /// <summary>The width and colours of the figures. The default is <see cref="FigureStyle.Default"/>.</summary>
    public FigureStyle Style { get; init; } = FigureStyle.Default;

    /// <summary>The files of each figure; at least one kind; by default SVG, PNG and PDF.</summary>
    public IReadOnlyList<FigureFormat> FigureFormats { get; init; } = [FigureFormat.Svg, FigureFormat.Png, FigureFormat.Pdf];

    /// <summary>Pixels per inch of PNG and TIFF figures on paper, from 36 to 1200. The default is 300.</summary>
    public double Dpi { get; init; } = 300;

    /// <summary>The files of each table; at least one kind; by default CSV.</summary>
    public IReadOnlyList<TableFormat> TableFormats { get; init; } = [TableFormat.Csv];

    /// <summary>Whether CSV begins with a byte order mark, by which Excel knows that it is UTF-8. The default is
    /// <see langword="false"/>.</summary>
    public bool CsvByteOrderMark { get; init; }

    /// <summary>What the Kaplan-Meier figure shows. The default is <see cref="KaplanMeierFigureOptions.Default"/>.</summary>
    public KaplanMeierFigureOptions KaplanMeier { get; init; } = KaplanMeierFigureOptions.Default;

    /// <summary>What the decision curves show. The default is <see cref="DecisionCurveFigureOptions.Default"/>.</summary>
    public DecisionCurveFigureOptions DecisionCurves { get; init; } = DecisionCurveFigureOptions.Default;

    /// <summary>Whether there are decision curves at every horizon, and not at the calibration horizon alone. The default is
    /// <see langword="false"/>.</summary>
    public bool DecisionCurvesAtEveryHorizon { get; init; }

    /// <summary>Whether calibration is shown of every model, and not of the final one alone. The default is
    /// <see langword="false"/>.</summary>
    public bool CalibrationOfEveryModel { get; init; }

    /// <summary>Checks what has a range.</summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    internal void Check()
    {
        Style.Checked();
        if (!(Dpi is >= 36 and <= 1200))
            throw new ArgumentOutOfRangeException("options", Dpi, "Dpi is from 36 to 1200.");
        if (FigureFormats.Count == 0 || TableFormats.Count == 0)
            throw new ArgumentException("FigureFormats and TableFormats have at least one kind each.", "options");
    }
}

/// <summary>A kind of file of a figure.</summary>
public enum FigureFormat
{
    /// <summary>SVG, with its font.</summary>
    Svg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>PDF, a page of the figure's size.</summary>
    Pdf,

    /// <summary>TIFF with LZW compression.</summary>
    Tiff,
}

/// <summary>A kind of file of a table.</summary>
public enum TableFormat
{
    /// <summary>Comma-separated values in UTF-8.</summary>
    Csv,

    /// <summary>Markdown.</summary>
    Markdown,

    /// <summary>A LaTeX table for the package booktabs.</summary>
    Latex,

    /// <summary>HTML that Word opens, and that can be pasted into it as a table.</summary>
    Html,

    /// <summary>A Word document (Office Open XML).</summary>
    Docx,
}
