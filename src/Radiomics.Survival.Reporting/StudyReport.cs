using System.Reflection;
using System.Text;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>
/// The report of a study: one HTML file that holds everything itself, the figures as SVG and PNG, the tables as CSV. It draws and prints
/// what the
/// study found, and computes nothing. The same study and options give the same bytes.
/// </summary>
public static class StudyReport
{
    /// <summary>The name of the page.</summary>
    public const string PageName = "report.html";

    internal static string Version { get; } =
        (typeof(StudyReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split(
            '+'
        )[0];

    /// <summary>
    /// Writes <c>report.html</c>, <c>figures/*.svg</c>, <c>figures/*.png</c> and <c>tables/*.csv</c>; files of the same names are replaced.
    /// </summary>
    /// <param name="result">The study.</param>
    /// <param name="directory">Where to; made where it is not there.</param>
    /// <param name="options">Title, labels, slices; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work between two files.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="ArgumentException">No directory, or an option outside its range.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static string Write(
        StudyResult result,
        string directory,
        ReportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        options ??= ReportOptions.Default;
        if (!(options.PngScale is > 0 and <= 8))
            throw new ArgumentOutOfRangeException(nameof(options), options.PngScale, "PngScale is above 0 and at most 8.");
        var figures = ReportFigures.All(result, options, cancellationToken);
        var tables = ReportTables.All(result, options);
        var (figureFolder, tableFolder) = (Path.Combine(directory, "figures"), Path.Combine(directory, "tables"));
        Directory.CreateDirectory(figureFolder);
        Directory.CreateDirectory(tableFolder);
        foreach (var figure in figures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.WriteAllText(Path.Combine(figureFolder, figure.Name + ".svg"), figure.Figure.ToSvg());
            using var png = File.Create(Path.Combine(figureFolder, figure.Name + ".png"));
            figure.Figure.WritePng(png, options.PngScale);
        }
        foreach (var table in tables)
            File.WriteAllText(Path.Combine(tableFolder, table.Name + ".csv"), table.ToCsv());
        cancellationToken.ThrowIfCancellationRequested();
        var page = Path.Combine(directory, PageName);
        File.WriteAllText(page, ToHtml(result, figures, tables, options));
        return page;
    }

    /// <summary>The page alone, as text.</summary>
    /// <param name="result">The study.</param>
    /// <param name="options">Title, labels, slices; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static string ToHtml(StudyResult result, ReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        options ??= ReportOptions.Default;
        return ToHtml(result, ReportFigures.All(result, options, cancellationToken), ReportTables.All(result, options), options);
    }

    private static string ToHtml(
        StudyResult result,
        IReadOnlyList<ReportFigure> figures,
        IReadOnlyList<ReportTable> tables,
        ReportOptions options
    )
    {
        var page = new StringBuilder();
        new ReportPage(page, result, figures, tables, options).Write();
        return page.ToString();
    }
}
