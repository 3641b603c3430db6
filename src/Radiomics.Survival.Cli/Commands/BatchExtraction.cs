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
);

/// <summary>
/// PyRadiomics' batch file: a CSV with the columns <c>Image</c> and <c>Mask</c>, optionally <c>Label</c> and <c>Label_channel</c>, and any
/// others,
/// which come out in front of the features as there. A case that fails has its own columns alone, and is told.
/// </summary>
internal static class BatchExtraction
{
    /// <summary>Whether an input is a batch file.</summary>
    public static bool IsBatch(string input) => input.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a batch file. Paths are relative to it.</summary>
    public static IReadOnlyList<BatchCase> Read(string path)
    {
        var table = SurvivalTable.ReadCsv(path, new SurvivalTableOptions { MissingCells = [] });
        foreach (var needed in new[] { "Image", "Mask" })
        {
            if (!table.ColumnNames.Contains(needed, StringComparer.Ordinal))
                throw new InvalidDataException(
                    $"{path}: there is no column '{needed}'; the header has {PlainWords.List(table.ColumnNames)}. A batch file has "
                        + $"the columns "
                        + "Image and Mask, and may have Label and Label_channel; a manifest with ids is for 'radiomics cohort'."
                );
        }
        var start = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var cases = new List<BatchCase>();
        for (var i = 0; i < table.RowCount; i++)
        {
            string? Text(string column) =>
                table.ColumnNames.Contains(column, StringComparer.Ordinal) && !string.IsNullOrWhiteSpace(table.Texts(column)[i])
                    ? table.Texts(column)[i]!.Trim()
                    : null;
            string Needed(string column) =>
                Text(column) ?? throw new InvalidDataException(Invariant($"{path}, row {i + 1}: the {column} is empty."));
            int? Number(string column, int least) =>
                Text(column) is not { } text ? null
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number
                : throw new InvalidDataException(Invariant($"{path}, row {i + 1}: the {column} '{text}' is no whole number from {least} ")
                    + Invariant($"on."));
            cases.Add(
                new BatchCase(
                    i + 1,
                    [.. table.ColumnNames.Select(c => new KeyValuePair<string, string>(c, table.Texts(c)[i] ?? ""))],
                    Path.GetFullPath(Path.Combine(start, Needed("Image"))),
                    Path.GetFullPath(Path.Combine(start, Needed("Mask"))),
                    Number("Label", 1),
                    Number("Label_channel", 0)
                )
            );
        }
        return cases.Count > 0 ? cases : throw new InvalidDataException($"{path}: there are no cases.");
    }

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
                    var input = Case.Open(cases[i].Image, cases[i].Mask, Of(cases[i], settings, options));
                    if (input.Regions.Count > 1)
                        throw new AmbiguousRoiException(
                            cases[i].Mask,
                            Invariant($"{input.Regions.Count} regions match: {PlainWords.List(input.Regions.Select(r => r.Name))}. ")
                                + "A batch file gives one by its column Label."
                        );
                    var set = input.Extract(settings, 1, null, cancellationToken)[0];
                    rows[i] = row(cases[i], set);
                    foreach (var warning in input.Warnings.Concat(set.Warnings).Distinct())
                        messages[i].Add(Invariant($"warning: case {i + 1}: {FlagNames.In(warning)}"));
                }
                catch (Exception refusal)
                    when (refusal is RadiomicsException or IOException or InvalidDataException or UnauthorizedAccessException
                        or NotSupportedException)
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
    public static void Write(Stream stream, string format, IReadOnlyList<FeatureRow> rows)
    {
        if (format == "json")
        {
            FeatureJson.Write(rows, stream);
            return;
        }
        using var writer = new StreamWriter(stream, leaveOpen: true);
        if (format == "csv")
        {
            FeatureCsv.Write(rows, writer);
            return;
        }
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var (name, value) in FeatureCsv.Cells(rows[i]))
                writer.Write(Invariant($"Case-{i + 1}_{name}: {value}\n"));
        }
    }

    /// <summary>Writes <c>features_N.csv</c> of each case.</summary>
    public static void WriteEach(string folder, IReadOnlyList<FeatureRow> rows)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < rows.Count; i++)
        {
            FeatureRow[] one = [rows[i]];
            AtomicFile.Write(Path.Combine(folder, Invariant($"features_{i + 1}.csv")), stream => Write(stream, "csv", one));
        }
    }

    public static CaseOptions Of(BatchCase item, ExtractionSettings settings, CaseOptions options) =>
        options with
        {
            Labels = item.Label is { } label ? [label] : options.Labels,
            LabelChannel = item.LabelChannel ?? settings.LabelChannel,
            MaxDegreeOfParallelism = 1,
        };
}
