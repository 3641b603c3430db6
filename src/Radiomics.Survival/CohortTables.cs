using System.Globalization;
using Files;
using Parquet;
using Parquet.Schema;
using Radiomics.Features.Output;

namespace Radiomics;

/// <summary>
/// Writes the finished cases of a journal as tables, in the manifest's order, one case in memory at a time (in Parquet a group of them).
/// </summary>
internal sealed class CohortTables(IReadOnlyList<Func<FinishedCase>> cases, string folder)
{
    private const int GroupSize = 256;
    private readonly List<string> _files = [];

    private IReadOnlyList<string> Files => _files;

    /// <summary>The names of all tables.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "features.csv",
        "features.parquet",
        "features_reader2.csv",
        "features_reader2.parquet",
        "failures.csv",
        "warnings.csv",
    ];

    /// <summary>Writes all tables: of the cases that did not fail, in the manifest's order, and of those that did.</summary>
    public static (CohortNote[] Warnings, IReadOnlyList<string> Files) WriteAll(
        IReadOnlyList<Func<FinishedCase>> cases,
        IReadOnlyList<CohortFailure> failures,
        bool hasSecondReader,
        string folder,
        CancellationToken cancellationToken
    )
    {
        CohortNote[] warnings =
        [
            .. cases.Select(read => read()).SelectMany(c => c.Warnings.Select(w => new CohortNote(c.Id, w))),
        ];
        cancellationToken.ThrowIfCancellationRequested();
        var tables = new CohortTables(cases, folder);
        tables.Features("features", second: false);
        if (hasSecondReader)
            tables.Features("features_reader2", second: true);
        tables.Failures(failures);
        tables.Warnings(warnings);
        return (warnings, tables.Files);
    }

    /// <summary>One reader's features.</summary>
    private void Features(string name, bool second)
    {
        // The rows' columns are few and the same for most, so that only different ones are kept.
        var columns = FeatureCsv.Header(Rows(second).Select(r => (IEnumerable<string>)[.. r.Select(c => c.Key)]));
        if (columns.Count == 0)
            columns = ["id"];
        Write(name + ".csv", stream =>
        {
            using var writer = NewWriter(stream);
            FeatureCsv.WriteLine(writer, columns);
            foreach (var row in Rows(second))
            {
                var cells = row.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
                FeatureCsv.WriteLine(writer, columns.Select(c => cells.GetValueOrDefault(c, "")));
            }
        });
        Write(name + ".parquet", stream => WriteParquet(stream, columns, Rows(second)).GetAwaiter().GetResult());
    }

    private void Failures(IReadOnlyList<CohortFailure> failures) => Write("failures.csv", stream =>
    {
        using var writer = NewWriter(stream);
        FeatureCsv.WriteLine(writer, ["id", "stage", "message"]);
        foreach (var failure in failures)
            FeatureCsv.WriteLine(writer, [failure.Id, NameOf(failure.Stage), failure.Message]);
    });

    private void Warnings(IReadOnlyList<CohortNote> warnings) => Write("warnings.csv", stream =>
    {
        using var writer = NewWriter(stream);
        FeatureCsv.WriteLine(writer, ["id", "message"]);
        foreach (var warning in warnings)
            FeatureCsv.WriteLine(writer, [warning.Id, warning.Message]);
    });

    private static string NameOf(CohortStage stage) => stage switch
    {
        CohortStage.Image => "image",
        CohortStage.Mask => "mask",
        CohortStage.Features => "features",
        CohortStage.SecondMask => "second mask",
        _ => "second features",
    };

    private IEnumerable<IReadOnlyList<KeyValuePair<string, string>>> Rows(bool second) =>
        cases.Select(read => read()).Select(c => second ? c.SecondCells : c.Cells).OfType<IReadOnlyList<KeyValuePair<string, string>>>();

    private void Write(string name, Action<Stream> write)
    {
        var path = Path.Combine(folder, name);
        AtomicFile.Write(path, write);
        _files.Add(path);
    }

    private static StreamWriter NewWriter(Stream stream) => new(stream, leaveOpen: true) { NewLine = "\n" };

    // Features are numbers, all else is text.
    private static async Task WriteParquet(
        Stream stream,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<KeyValuePair<string, string>>> rows
    )
    {
        var isText = columns
            .Select(c => c is "id" or "Image" or "Mask" or "Values" or "Roi" || c.StartsWith("diagnostics_", StringComparison.Ordinal))
            .ToArray();
        var fields = columns.Select((c, j) => isText[j] ? new DataField<string>(c) : (DataField)new DataField<double>(c)).ToArray();
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var group in rows.Chunk(GroupSize))
            {
                var cells = group.Select(r => r.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal)).ToArray();
                using var part = writer.CreateRowGroup();
                for (var j = 0; j < fields.Length; j++)
                {
                    var name = columns[j];
                    if (isText[j])
                        await part.WriteAsync(fields[j], [.. cells.Select(c => c.GetValueOrDefault(name, ""))]).ConfigureAwait(false);
                    else
                        await part.WriteAsync<double>(fields[j], cells.Select(c => Number(c.GetValueOrDefault(name, "nan"))).ToArray())
                            .ConfigureAwait(false);
                }
                part.CompleteValidate();
            }
        }
    }

    // As the CSV has it, which is as Python writes it.
    private static double Number(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
