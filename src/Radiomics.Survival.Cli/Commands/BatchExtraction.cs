using System.Globalization;
using Files;
using Plain;
using Radiomics.Features.Extraction;
using Radiomics.Features.Output;
using Radiomics.Imaging;
using Survival.Models;

namespace Radiomics.Cli.Commands;

/// <summary>A case of a batch file: its columns as they stand there, and what they say.</summary>
internal sealed record BatchCase(
    int Number,
    IReadOnlyList<KeyValuePair<string, string>> Columns,
    string Image,
    string Mask,
    int? Label,
    int? LabelChannel
)
{
    /// <summary>What is wrong with its row; empty where nothing is.</summary>
    public string Problem { get; init; } = "";

    /// <summary>A case that stands in no file.</summary>
    public static BatchCase Of(string image, string mask) => new(1, [], image, mask, null, null);
}

/// <summary>
/// PyRadiomics' batch file: a CSV with the columns <c>Image</c> and <c>Mask</c>, optionally <c>Label</c> and <c>Label_channel</c>, and any
/// others,
/// which come out in front of the features as there. A case that fails has its own columns alone, and is told.
/// </summary>
internal static class BatchExtraction
{
    private static readonly string[] Columns = ["Image", "Mask", "Label", "Label_channel"];

    private const string Shape =
        "A batch file starts with the names of its columns, Image and Mask among them, and has a row a case.";

    /// <summary>Whether an input is a batch file.</summary>
    public static bool IsBatch(string input) => input.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a batch file. Paths are relative to it; rows without anything are passed over, and a row that cannot be meant, or
    /// has another number of cells than the header, is a case with a problem.</summary>
    public static IReadOnlyList<BatchCase> Read(string path)
    {
        List<CsvRow> rows;
        try
        {
            rows = [.. SurvivalTable.ReadCsvRows(path)];
        }
        catch (InvalidSurvivalDataException refusal)
        {
            throw new InvalidDataException($"{refusal.Message} {Shape}", refusal);
        }
        var header = rows[0].Cells;
        string[] names = [.. header.Where(n => n.Length > 0)];
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidDataException($"{path}: two columns are called '{twice.Key}'. Rename one.");
        rows.RemoveAt(0);
        if (rows.Count == 0)
            throw new InvalidDataException($"{path}: there are no cases. {Shape}");
        // One such row is its own mistake; of all it is the header's.
        if (rows.TrueForAll(r => r.Cells.Count != header.Count))
            throw new InvalidDataException(
                Invariant($"{path}: the header has {header.Count} cells, and no row as many (line {rows[0].Line} has ")
                    + Invariant($"{rows[0].Cells.Count}). {Shape}"));
        var columns = Columns.ToDictionary(c => c, c => Find(names, c, path), StringComparer.Ordinal);
        foreach (var needed in Columns.Take(2).Where(c => columns[c] is null))
        {
            var looksLikeRow = names.Any(c => c.AsSpan().ContainsAny('/', '\\') || ImageEnding(c));
            throw new InvalidDataException(
                $"{path}: there is no column '{needed}'; the header has {PlainWords.List(names)}. "
                    + (looksLikeRow ? "Is that a case already? Then write a line with the names of the columns above it. " : "")
                    + "A batch file has the columns Image and Mask, and may have Label and Label_channel; a manifest with ids is for "
                    + "'radiomics cohort'."
            );
        }
        var start = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var written = Columns.Where(c => columns[c] is not null).ToDictionary(c => columns[c]!, c => c, StringComparer.Ordinal);
        return [.. rows.Select(CaseOf)];

        BatchCase CaseOf(CsvRow row, int index)
        {
            var problems = new List<string>();
            var cells = header.Zip(row.Cells).Where(c => c.First.Length > 0)
                .ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);
            string? Text(string column) =>
                columns[column] is { } name && cells.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
            string PathIn(string column)
            {
                if (Text(column) is { } text)
                    return Path.GetFullPath(Path.Combine(start, text.Replace('\0', '\uFFFD')));
                problems.Add($"the {column} is empty.");
                return "";
            }
            int? Number(string column, int least)
            {
                // Python's pandas writes 1 as 1.0, or 1,0, where a cell of the column is empty.
                if (Text(column) is not { } text)
                    return null;
                if (
                    int.TryParse(
                        text.EndsWith(",0", StringComparison.Ordinal) ? text[..^2] : text,
                        NumberStyles.AllowDecimalPoint,
                        CultureInfo.InvariantCulture,
                        out var number
                    )
                    && number >= least
                )
                    return number;
                problems.Add(Invariant($"the {column} '{text}' is no whole number from {least} on."));
                return null;
            }
            if (row.Cells.Count != header.Count)
                problems.Add(
                    Invariant($"line {row.Line} has {row.Cells.Count} cells; the header has {header.Count}. A comma inside a cell needs ")
                        + "quotes round the cell."
                );
            else if (header.Zip(row.Cells).Any(c => c.First.Length == 0 && c.Second.Length > 0))
                problems.Add(Invariant($"line {row.Line} has a cell in a column without a name. Name it in the header."));
            return new BatchCase(
                index + 1,
                [.. names.Select(n => new KeyValuePair<string, string>(written.GetValueOrDefault(n, n), cells.GetValueOrDefault(n, "")))],
                PathIn("Image"),
                PathIn("Mask"),
                Number("Label", 1),
                Number("Label_channel", 0)
            )
            {
                Problem = string.Join(" ", problems),
            };
        }
    }

    private static bool ImageEnding(string name) =>
        new[] { ".nrrd", ".nii", ".nii.gz", ".mha", ".mhd", ".dcm", ".png", ".tif" }.Any(e =>
            name.EndsWith(e, StringComparison.OrdinalIgnoreCase)
        );

    // The column of a name, else the only one that differs from it by upper and lower case alone.
    private static string? Find(IReadOnlyList<string> names, string wanted, string path)
    {
        if (names.Contains(wanted, StringComparer.Ordinal))
            return wanted;
        string[] near = [.. names.Where(n => string.Equals(n, wanted, StringComparison.OrdinalIgnoreCase))];
        return near.Length < 2
            ? near.FirstOrDefault()
            : throw new InvalidDataException($"{path}: {PlainWords.List(near)} may all be the column '{wanted}'; call one of them so.");
    }

    /// <summary>Opens a case.</summary>
    /// <exception cref="InvalidDataException">Its row cannot be meant.</exception>
    public static Case Open(BatchCase item, ExtractionSettings settings, CaseOptions options) =>
        item.Problem.Length == 0
            ? Case.Open(item.Image, item.Mask, Of(item, settings, options))
            : throw new InvalidDataException(item.Problem);

    /// <summary>Whether what went wrong concerns a case, so that the others may go on.</summary>
    public static bool IsOfCase(Exception refusal) =>
        refusal is RadiomicsException or IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>Extracts the cases, several at a time; the rows are in the file's order, and a case that failed has no features.</summary>
    public static (IReadOnlyList<FeatureRow> Rows, int Failed) Run(
        IReadOnlyList<BatchCase> cases,
        ExtractionSettings settings,
        CaseOptions options,
        int jobs,
        Func<BatchCase, FeatureSet, FeatureRow> row,
        TextWriter error,
        ProgressLine progress,
        CancellationToken cancellationToken
    )
    {
        var rows = new FeatureRow[cases.Count];
        var messages = new List<string>[cases.Count];
        var (done, failed) = (0, 0);
        Parallel.For(
            0,
            cases.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(jobs, cases.Count), CancellationToken = cancellationToken },
            i =>
            {
                messages[i] = [];
                try
                {
                    var input = Open(cases[i], settings, options);
                    if (input.Regions.Count > 1)
                        throw new AmbiguousRoiException(
                            cases[i].Mask,
                            Invariant($"{input.Regions.Count} regions match: {PlainWords.List(input.Regions.Select(r => r.Name))}. ")
                                + "A batch file gives one by its column Label."
                        );
                    var set = input.Extract(WithChannel(cases[i], settings), 1, null, cancellationToken)[0];
                    rows[i] = row(cases[i], set);
                    foreach (var warning in input.Warnings.Concat(set.Warnings).Distinct())
                        messages[i].Add(Invariant($"warning: case {i + 1}: {FlagNames.In(warning)}"));
                }
                catch (Exception refusal) when (IsOfCase(refusal))
                {
                    rows[i] = row(cases[i], new FeatureSet([]));
                    messages[i].Add(Invariant($"failed: case {i + 1}: {FlagNames.In(refusal.Message)}"));
                    Interlocked.Increment(ref failed);
                }
                progress.Count(Interlocked.Increment(ref done), cases.Count, "cases");
            }
        );
        progress.Clear();
        foreach (var message in messages.SelectMany(m => m))
            error.WriteLine(message);
        return (rows, failed);
    }

    /// <summary>Writes rows as the format says: csv, json or txt.</summary>
    public static void Write(Stream stream, string format, IReadOnlyList<FeatureRow> rows, bool spreadsheetSafe)
    {
        if (format == "json")
        {
            FeatureFile.WriteJson(rows, stream);
            return;
        }
        using var writer = new StreamWriter(stream, leaveOpen: true);
        if (format == "csv")
        {
            FeatureFile.WriteCsv(rows, writer, spreadsheetSafe);
            return;
        }
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var (name, value) in rows[i].Cells())
                writer.Write(Invariant($"Case-{i + 1}_{name}: {value}\n"));
        }
    }

    /// <summary>Writes <c>features_N.csv</c> of each case.</summary>
    public static void WriteEach(string folder, IReadOnlyList<FeatureRow> rows, bool spreadsheetSafe)
    {
        NewFolder.Make(folder);
        for (var i = 0; i < rows.Count; i++)
        {
            FeatureRow[] one = [rows[i]];
            AtomicFile.Write(Path.Combine(folder, Invariant($"features_{i + 1}.csv")), stream =>
                Write(stream, "csv", one, spreadsheetSafe)
            );
        }
    }

    // The channel of a row stands among the settings that the provenance lists, as in PyRadiomics; IBSI's settings list none.
    private static ExtractionSettings WithChannel(BatchCase item, ExtractionSettings settings) =>
        settings.Ibsi is null && item.LabelChannel is { } channel
            ? settings.Override([new("label_channel", Invariant($"{channel}"))])
            : settings;

    private static CaseOptions Of(BatchCase item, ExtractionSettings settings, CaseOptions options) =>
        options with
        {
            Labels = item.Label is { } label ? [label] : options.Labels,
            LabelChannel = item.LabelChannel ?? settings.LabelChannel,
            MaxDegreeOfParallelism = 1,
        };
}
