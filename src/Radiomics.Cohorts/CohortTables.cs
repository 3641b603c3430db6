using Csv;
using Files;
using Radiomics.Features.Output;

namespace Radiomics;

/// <summary>A finished case where it is kept: it is read when it is asked for.</summary>
internal readonly record struct JournalledCase(CohortJournal Journal, string Id)
{
    public FinishedCase Read() => Journal.Read(Id);
}

/// <summary>
/// Writes the finished cases of journals as tables, in the manifest's order, one case in memory at a time (in Parquet a group of them).
/// </summary>
internal sealed class CohortTables
{
    private readonly IReadOnlyList<JournalledCase> _cases;
    private readonly string _folder;
    private readonly bool _spreadsheetSafe;
    private readonly List<string> _files = [];

    private CohortTables(IReadOnlyList<JournalledCase> cases, string folder, bool spreadsheetSafe) =>
        (_cases, _folder, _spreadsheetSafe) = (cases, folder, spreadsheetSafe);

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

    /// <summary>
    /// Writes all tables: of the cases that did not fail, in the manifest's order, and of those that did. <c>parts</c> are the same cases
    /// by part, where Parquet is to be a folder with a file for each.
    /// </summary>
    public static (IReadOnlyList<(string Id, string Message)> Warnings, IReadOnlyList<string> Files) WriteAll(
        IReadOnlyList<JournalledCase> cases,
        IReadOnlyList<CohortFailure> failures,
        bool hasSecondReader,
        string folder,
        bool spreadsheetSafe,
        IReadOnlyList<(string Name, IReadOnlyList<JournalledCase> Cases)>? parts,
        CancellationToken cancellationToken
    )
    {
        // The caller holds the journals, so that no other run writes tables here.
        AsideFolder.RemoveLeftovers(folder);
        var tables = new CohortTables(cases, folder, spreadsheetSafe);
        var (warnings, first, second) = tables.Survey(cancellationToken);
        tables.Features(first, hasSecondReader ? second : null, parts is null, cancellationToken);
        if (parts is not null)
        {
            tables.Parts("features", first, parts, c => c.Cells, cancellationToken);
            if (hasSecondReader)
                tables.Parts("features_reader2", second, parts, c => c.SecondCells, cancellationToken);
        }
        tables.Text("failures.csv", ["id", "stage", "message"], failures.Select(f => new[] { f.Id, NameOf(f.Stage), f.Message }));
        tables.Text("warnings.csv", ["id", "message"], warnings.Select(w => new[] { w.Id, w.Message }));
        return ([.. warnings], tables._files);
    }

    public static string NameOf(CohortStage stage) => stage switch
    {
        CohortStage.Image => "image",
        CohortStage.Mask => "mask",
        CohortStage.Features => "features",
        CohortStage.SecondMask => "second mask",
        _ => "second features",
    };

    // The columns of both readers' tables and all warnings, from one reading of the cases. Rows' columns are few and the same for most.
    private (List<(string Id, string Message)> Warnings, IReadOnlyList<string> First, IReadOnlyList<string> Second) Survey(
        CancellationToken cancellationToken
    )
    {
        var (warnings, first, second) = (new List<(string Id, string Message)>(), new List<string[]>(), new List<string[]>());
        foreach (var each in _cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var done = each.Read();
            warnings.AddRange(done.Warnings.Select(w => (done.Id, w)));
            Add(first, done.Cells);
            Add(second, done.SecondCells);
        }
        return (warnings, Header(first), Header(second));

        static void Add(List<string[]> kinds, IReadOnlyList<KeyValuePair<string, string>>? cells)
        {
            if (cells is not null && !kinds.Exists(k => k.Length == cells.Count && k.SequenceEqual(cells.Select(c => c.Key))))
                kinds.Add([.. cells.Select(c => c.Key)]);
        }

        static IReadOnlyList<string> Header(List<string[]> kinds) => kinds.Count == 0 ? ["id"] : FeatureFile.Header(kinds);
    }

    private void Features(
        IReadOnlyList<string> columns,
        IReadOnlyList<string>? second,
        bool inParquet,
        CancellationToken cancellationToken
    )
    {
        using var one = new FeatureTable(_folder, "features", columns, _spreadsheetSafe, inParquet);
        using var two = second is null
            ? null
            : new FeatureTable(_folder, "features_reader2", second, _spreadsheetSafe, inParquet);
        foreach (var each in _cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var done = each.Read();
            one.Add(done.Cells);
            if (done.SecondCells is { } cells)
                two?.Add(cells);
        }
        _files.AddRange(one.Finish());
        _files.AddRange(two?.Finish() ?? []);
    }

    // A folder of its own, written aside and swapped, so that no part of an earlier run stays beside those of this.
    private void Parts(
        string name,
        IReadOnlyList<string> columns,
        IReadOnlyList<(string Name, IReadOnlyList<JournalledCase> Cases)> parts,
        Func<FinishedCase, IReadOnlyList<KeyValuePair<string, string>>?> cellsOf,
        CancellationToken cancellationToken
    )
    {
        using var aside = new AsideFolder(_folder);
        foreach (var (part, cases) in parts)
        {
            using var file = new FileStream(Path.Combine(aside.Path, part + ".parquet"), FileMode.CreateNew, FileAccess.Write);
            var table = new FeatureParquet(file, columns);
            foreach (var each in cases)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (cellsOf(each.Read()) is { } cells)
                    table.Add(cells.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal));
            }
            table.Finish();
            file.Flush(flushToDisk: true);
        }
        var target = Path.Combine(_folder, name);
        aside.MoveTo(target);
        _files.Add(target);
    }

    private void Text(string name, IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows)
    {
        var path = Path.Combine(_folder, name);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            CsvText.WriteLine(writer, header, _spreadsheetSafe);
            foreach (var row in rows)
                CsvText.WriteLine(writer, row, _spreadsheetSafe);
        });
        _files.Add(path);
    }
}
