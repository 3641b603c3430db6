using System.Globalization;
using Files;
using Parquet;
using Parquet.Schema;
using Radiomics.Features.Output;

namespace Radiomics;

/// <summary>
/// Writes the finished cases of a journal as tables, in the manifest's order, one case in memory at a time (in Parquet a group of them).
/// </summary>
internal sealed class CohortTables(CohortJournal journal, IReadOnlyList<string> ids, string folder)
{
    private const int GroupSize = 256;
    private readonly List<string> _files = [];

    public IReadOnlyList<string> Files => _files;

    /// <summary>One reader's features.</summary>
    public void Features(string name, bool second)
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

    public void Failures(IReadOnlyList<CohortFailure> failures) => Write("failures.csv", stream =>
    {
        using var writer = NewWriter(stream);
        FeatureCsv.WriteLine(writer, ["id", "stage", "message"]);
        foreach (var failure in failures)
            FeatureCsv.WriteLine(writer, [failure.Id, NameOf(failure.Stage), failure.Message]);
    });

    public void Warnings(IReadOnlyList<CohortNote> warnings) => Write("warnings.csv", stream =>
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
        ids.Select(journal.Read).Select(c => second ? c.SecondCells : c.Cells).OfType<IReadOnlyList<KeyValuePair<string, string>>>();

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
