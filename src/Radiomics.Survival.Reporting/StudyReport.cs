using System.Reflection;
using System.Text;
using Files;
using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>
/// The report of a study: one HTML file that holds everything itself, the figures and the tables as files. It draws and prints
/// what the
/// study found, and computes nothing. The same study and options give the same bytes.
/// </summary>
public static class StudyReport
{
    /// <summary>The name of the page.</summary>
    public const string PageName = "report.html";

    private const string SumsName = "report.sha256", FigureFolder = "figures", TableFolder = "tables";

    internal static string Version { get; } =
        (typeof(StudyReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split(
            '+'
        )[0];

    /// <summary>
    /// Writes <c>report.html</c>, <c>figures/*</c> and <c>tables/*</c>, all written aside and named when the last is whole;
    /// <c>report.sha256</c> comes last, and <c>sha256sum -c</c> tells by it that no kill came between. Files of the same names are
    /// replaced; those that an
    /// earlier report left and this study does not have are removed, because they would be taken for its own. Both are told.
    /// </summary>
    /// <param name="result">The study.</param>
    /// <param name="directory">Where to; made where it is not there.</param>
    /// <param name="options">Title, labels, slices, kinds of files; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work between two files.</param>
    /// <returns>What was written, and what was replaced.</returns>
    /// <exception cref="ArgumentException">No directory, or an option outside its range.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static WrittenReport Write(
        StudyResult result,
        string directory,
        ReportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        options ??= ReportOptions.Default;
        options.Check();
        var figures = Figures(result, options, cancellationToken);
        var tables = Tables(result, options);
        var (figureFolder, tableFolder) = (Path.Combine(directory, FigureFolder), Path.Combine(directory, TableFolder));
        var simulated = options.Simulated ?? result.IsSimulated;
        using var files = new FileSet(directory, SumsName);
        var (names, replaced) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        void Add(string name, Action<Stream> write)
        {
            cancellationToken.ThrowIfCancellationRequested();
            names.Add(name);
            if (File.Exists(Path.Combine(directory, name)))
                replaced.Add(Path.Combine(directory, name));
            files.Write(name, write);
        }
        foreach (var figure in figures)
        {
            foreach (var format in options.FigureFormats.Distinct())
                Add($"{FigureFolder}/{figure.Name}{Ending(format)}", stream => Write(figure.Figure, format, options.Dpi, stream));
        }
        foreach (var table in tables)
        {
            // CSV has no note; what Save writes says so in a last row.
            var marked = simulated ? table with
            {
                Rows = [.. table.Rows,
                [ReportText.SimulatedMark, .. table.Header.Skip(1).Select(_ => "")]]
            } : table;
            foreach (var format in options.TableFormats.Distinct())
                Add($"{TableFolder}/{table.Name}{Ending(format)}", stream =>
                    Write(format == TableFormat.Csv ? marked : table, format, options.CsvByteOrderMark, stream));
        }
        foreach (var path in Left(figureFolder, tableFolder))
        {
            var name = $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}";
            if (names.Contains(name))
                continue;
            replaced.Add(path);
            files.Remove(name);
        }
        var html = ToHtml(result, figures, tables, options);
        Add(PageName, stream => stream.Write(Encoding.UTF8.GetBytes(html)));
        cancellationToken.ThrowIfCancellationRequested();
        return new WrittenReport(Path.Combine(directory, PageName), files.Finish(), replaced)
        {
            Notes = [.. Axis(result, options), .. Notes(figures, options)],
        };
    }

    // Months typed for years, say: the curves would stand in a corner.
    private static IEnumerable<string> Axis(StudyResult result, ReportOptions options)
    {
        var longest = result.Input.FollowUp.Time.ToArray().Max();
        if (options.KaplanMeier.End is not { } end || end <= 2 * longest)
            return [];
        var unit = result.Protocol.TimeUnit;
        return
        [
            Invariant($"The time axis of the survival curves was told to end at {end:G6} {unit}, the longest follow-up is {longest:G4} ")
                + Invariant($"{unit}: the curves fill {100 * longest / end:0.#}% of the figure."),
        ];
    }

    // The browser has fonts of its own for letters that ours lacks; the other kinds of files have not.
    private static string[] Notes(IReadOnlyList<ReportFigure> figures, ReportOptions options)
    {
        FigureFormat[] drawn = [.. options.FigureFormats.Distinct().Where(f => f != FigureFormat.Svg)];
        string[] letters =
        [
            .. figures.SelectMany(f => f.Figure.Shapes.OfType<TextShape>())
                .SelectMany(t => t.Text.EnumerateRunes().Select(r => r.ToString())
                    .Where(r => !(t.Bold ? TrueTypeFont.Bold : TrueTypeFont.Regular).Has(r)))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        return letters.Length == 0 || drawn.Length == 0 ? [] :
        [
            $"The figures' font lacks {ReportText.Count(letters.Length, "letter")} of the labels "
                + $"({string.Join(' ', letters.Take(8))}{(letters.Length > 8 ? " ..." : "")}). The page and the SVG show them in the "
                + $"reader's own font, {string.Join(", ", drawn.Select(f => f.ToString().ToUpperInvariant()))} a box in place of each. "
                + "Labels in Latin, Greek, Cyrillic or Hebrew letters have no boxes.",
        ];
    }

    // Files by the names that reports give and nobody else would.
    private static IEnumerable<string> Left(string figures, string tables)
    {
        string[] endings = [.. Enum.GetValues<FigureFormat>().Select(Ending), .. Enum.GetValues<TableFormat>().Select(Ending)];
        static IEnumerable<string> In(string folder, string pattern) =>
            Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern) : [];
        return In(figures, "fig*_*")
            .Where(f => Path.GetFileName(f) is [_, _, _, >= '0' and <= '9', ..])
            .Concat(In(tables, "*").Where(f => ReportTables.Names.Contains(Path.GetFileNameWithoutExtension(f))))
            .Where(f => endings.Contains(Path.GetExtension(f)))
            .Order(StringComparer.Ordinal)
            .ToArray();
    }

    private static string Ending(FigureFormat format) => format == FigureFormat.Tiff ? ".tif" : "." + format.ToString().ToLowerInvariant();

    private static string Ending(TableFormat format) =>
        format switch
        {
            TableFormat.Markdown => ".md",
            TableFormat.Latex => ".tex",
            _ => "." + format.ToString().ToLowerInvariant(),
        };

    private static void Write(Figure figure, FigureFormat format, double dpi, Stream stream)
    {
        switch (format)
        {
            case FigureFormat.Svg:
                stream.Write(Encoding.UTF8.GetBytes(figure.ToSvg()));
                break;
            case FigureFormat.Png:
                figure.WritePng(stream, dpi);
                break;
            case FigureFormat.Pdf:
                figure.WritePdf(stream);
                break;
            default:
                figure.WriteTiff(stream, dpi);
                break;
        }
    }

    private static void Write(ReportTable table, TableFormat format, bool mark, Stream stream)
    {
        if (format == TableFormat.Docx)
        {
            table.WriteDocx(stream);
            return;
        }
        if (mark && format == TableFormat.Csv)
            stream.Write(Encoding.UTF8.Preamble);
        stream.Write(Encoding.UTF8.GetBytes(format switch
        {
            TableFormat.Csv => table.ToCsv(),
            TableFormat.Markdown => table.ToMarkdown(),
            TableFormat.Latex => table.ToLatex(),
            _ => table.ToHtmlPage(),
        }));
    }

    /// <summary>The figures. A step that the study does not have has no figure.</summary>
    /// <param name="result">The study.</param>
    /// <param name="options">Labels and slices; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyList<ReportFigure> Figures(
        StudyResult result, ReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        options ??= ReportOptions.Default;
        options.Check();
        return ReportFigures.All(result, options, cancellationToken);
    }

    /// <summary>The tables: three as papers print them, and those behind the figures. A step that the study does not have has no
    /// table.</summary>
    /// <param name="result">The study.</param>
    /// <param name="options">Labels; <see langword="null"/> for the defaults.</param>
    public static IReadOnlyList<ReportTable> Tables(StudyResult result, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        return ReportTables.All(result, options ?? ReportOptions.Default);
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
        options.Check();
        return ToHtml(result, Figures(result, options, cancellationToken), Tables(result, options), options);
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
