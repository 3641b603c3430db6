using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Plain;
using Radiomics.Imaging.Dicom;
using Survival.Models;

namespace Radiomics;

/// <summary>
/// The cases of a cohort, from a CSV file (which may be gzipped) with a header: <c>id</c>; <c>image</c>; <c>mask</c> (an RTSTRUCT, SEG,
/// label map or <c>.seg.nrrd</c>, or a folder; empty where the image's folder holds the contours too); <c>roi</c> or <c>label</c> where
/// there are several regions; <c>mask2</c>, <c>roi2</c>, <c>label2</c> for a second reader's; <c>series</c> for a SeriesInstanceUID;
/// <c>suv</c> for uptake values of a PET series (<c>bw</c>, <c>lbm</c>, <c>bsa</c>, <c>ibw</c>). Only <c>id</c> and
/// <c>image</c> must be there. Letter case of column names does not count; relative paths are relative to the file. Immutable.
/// </summary>
public sealed class CohortManifest
{
    /// <summary>The columns that mean something.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    ["id", "image", "mask", "roi", "label", "mask2", "roi2", "label2", "series", "suv"];

    private const string Advice = "; where another column names the cases, say which (the parameter id)";

    private static readonly Dictionary<string, PetValues> Measures = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bw"] = PetValues.SuvBodyWeight,
        ["lbm"] = PetValues.SuvLeanBodyMass,
        ["bsa"] = PetValues.SuvBodySurface,
        ["ibw"] = PetValues.SuvIdealWeight,
    };

    private CohortManifest(string folder, IReadOnlyList<CohortEntry> entries, IReadOnlyList<string> otherColumns) =>
        (Folder, Entries, OtherColumns) = (folder, entries, otherColumns);

    /// <summary>What relative paths are relative to.</summary>
    public string Folder { get; }

    /// <summary>The cases, in the manifest's order; at least one.</summary>
    public IReadOnlyList<CohortEntry> Entries { get; }

    /// <summary>The columns that were kept aside.</summary>
    public IReadOnlyList<string> OtherColumns { get; }

    /// <summary>Whether any case has a second reader.</summary>
    public bool HasSecondReader => Entries.Any(e => e.SecondMask is not null);

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="unknown">What becomes of columns that mean nothing to an extraction.</param>
    /// <param name="id">The column that names a case, where it is not called <c>id</c>; letter case does not count.</param>
    /// <exception cref="CohortManifestException">A column is missing or unknown, a cell is empty or no number where it must be, or an id
    /// stands twice; the message names the row.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static CohortManifest Read(string path, UnknownColumns unknown = UnknownColumns.Keep, string id = "id")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(id);
        SurvivalTable table;
        try
        {
            table = SurvivalTable.ReadCsv(path, new SurvivalTableOptions { MissingCells = [] });
        }
        catch (SurvivalModelException e)
        {
            throw new CohortManifestException(e.Message, 0, e);
        }
        return FromTable(table, Path.GetDirectoryName(Path.GetFullPath(path))!, unknown, id);
    }

    /// <summary>A manifest of cases that are at hand already.</summary>
    /// <param name="entries">The cases; at least one. Where two have the same <see cref="CohortEntry.Row"/>, or one has none, all are
    /// counted from 1 in their order.</param>
    /// <param name="folder">What relative paths are relative to; <see langword="null"/> for the current folder.</param>
    /// <exception cref="CohortManifestException">There is none, or an id is empty or stands twice.</exception>
    public static CohortManifest FromEntries(IReadOnlyList<CohortEntry> entries, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count == 0)
            throw new CohortManifestException("The manifest has no cases.");
        if (entries.Any(e => e.Row < 1) || entries.DistinctBy(e => e.Row).Count() < entries.Count)
            entries = [.. entries.Select((e, i) => e with { Row = i + 1 })];
        CheckIds(entries, "The manifest");
        return new CohortManifest(Path.GetFullPath(folder ?? "."), [.. entries], [.. entries.SelectMany(e => e.Other.Keys).Distinct()]);
    }

    /// <summary>A hash of what the cases are, by which shards know that they had the same manifest.</summary>
    internal string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var e in Entries)
        {
            var fields = string.Join(
                '\u001f',
                e.Id,
                e.Image,
                e.Mask,
                e.Roi,
                e.Label,
                e.SecondMask,
                e.SecondRoi,
                e.SecondLabel,
                e.SeriesUid,
                e.PetValues
            );
            hash.AppendData(Encoding.UTF8.GetBytes(e.Row == Entries[0].Row ? fields : "\n" + fields));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A path of the manifest as an absolute one; an address (<c>https://</c> and the like) as it is.</summary>
    /// <param name="path">The path, such as <see cref="CohortEntry.Image"/>.</param>
    public string PathOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        // No file's name has a NUL: such a one is not there.
        return ObjectAddress.Of(path) is not null ? path : Path.GetFullPath(Path.Combine(Folder, path.Replace('\0', '\uFFFD')));
    }

    private static CohortManifest FromTable(SurvivalTable table, string folder, UnknownColumns unknown, string idColumn)
    {
        string[] known = [idColumn, .. Columns.Skip(1)];
        var cells = new Dictionary<string, IReadOnlyList<string?>>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in table.ColumnNames)
        {
            if (!cells.TryAdd(name, table.Texts(name)))
                throw new CohortManifestException($"{table.Source}: the column '{name}' stands twice.");
        }
        string[] others = [.. table.ColumnNames.Where(n => !known.Contains(n, StringComparer.OrdinalIgnoreCase))];
        foreach (var needed in known.Take(2).Where(c => !cells.ContainsKey(c)))
            throw new CohortManifestException(
                $"{table.Source}: there is no column '{needed}'; the header has {PlainWords.List(table.ColumnNames)}. A manifest has "
                    + $"{string.Join(", ", known)}, of which '{idColumn}' and 'image' must be there{(needed == "image" ? "" : Advice)}."
            );
        if (unknown == UnknownColumns.Refuse && others.Length > 0)
            throw new CohortManifestException(
                $"{table.Source}: the column{(others.Length == 1 ? "" : "s")} {PlainWords.List(others)} mean nothing here. A manifest "
                    + $"has {string.Join(", ", known)}; leave the others out, or have them kept aside."
            );

        var entries = new List<CohortEntry>(table.RowCount);
        var (lastImage, lastMask) = ("", "");
        for (var i = 0; i < table.RowCount; i++)
        {
            var row = i;
            // A spreadsheet that once had more rows writes them on, empty.
            if (cells.Values.All(texts => string.IsNullOrWhiteSpace(texts[row])))
                continue;
            string? Text(string column) =>
                cells.TryGetValue(column, out var texts) && !string.IsNullOrWhiteSpace(texts[row]) ? texts[row]!.Trim() : null;
            string Needed(string column) =>
                Text(column) ?? throw new CohortManifestException(Invariant(
                    $"{table.Source}, row {row + 1}: the {column} is empty."
                ), row + 1);
            int? Number(string column) =>
                Text(column) is not { } text ? null
                // Python's pandas writes 1 as 1.0 where a cell of the column is empty.
                : int.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
                : throw new CohortManifestException(
                    Invariant($"{table.Source}, row {row + 1}: the {column} '{text}' is no whole number from 1 on. A name goes into ")
                        + $"'{column.Replace("label", "roi", StringComparison.Ordinal)}'.",
                    row + 1
                );
            var (id, image, roi, label) = (Needed(idColumn), Needed("image"), Text("roi"), Number("label"));
            // Regions of one image stand below each other, mostly: the text is kept once.
            lastImage = image = image == lastImage ? lastImage : image;
            var mask = Text("mask") ?? image;
            lastMask = mask = mask == lastMask ? lastMask : mask;
            var (mask2, roi2, label2) = (Text("mask2"), Text("roi2"), Number("label2"));
            if ((roi is not null && label is not null) || (roi2 is not null && label2 is not null))
                throw new CohortManifestException(
                    Invariant($"{table.Source}, row {row + 1} ('{id}'): a region is given by name or by label, not both."),
                    row + 1
                );
            var second = mask2 is not null || roi2 is not null || label2 is not null;
            // The second reader's structure is called as the first's where nothing else is said.
            var same = roi2 is null && label2 is null;
            entries.Add(
                new CohortEntry
                {
                    Id = id,
                    Row = row + 1,
                    Image = image,
                    Mask = mask,
                    Roi = roi,
                    Label = label,
                    SecondMask = second ? mask2 ?? mask : null,
                    SecondRoi = second && same ? roi : roi2,
                    SecondLabel = second && same ? label : label2,
                    SeriesUid = Text("series"),
                    PetValues =
                        Text("suv") is not { } measure ? PetValues.AsStored
                        : Measures.TryGetValue(measure, out var values) ? values
                        : throw new CohortManifestException(
                            Invariant($"{table.Source}, row {row + 1}: the suv '{measure}' is none of ")
                                + Invariant($"{string.Join(", ", Measures.Keys)}. Leave it ")
                                + $"empty for the values as stored.",
                            row + 1
                        ),
                    Other = Others(Text),
                }
            );
        }
        if (entries.Count == 0)
            throw new CohortManifestException($"{table.Source}: every row is empty; a manifest has a row for each case.");
        CheckIds(entries, table.Source);
        return new CohortManifest(folder, entries, others);

        // Of a million cases, a dictionary each would be most of the memory.
        Dictionary<string, string> Others(Func<string, string?> text) => others.Length == 0
            ? CohortEntry.NoOthers
            : others.Where(o => text(o) is not null).ToDictionary(o => o, o => text(o)!, StringComparer.Ordinal);
    }

    private static void CheckIds(IReadOnlyList<CohortEntry> entries, string source)
    {
        var rows = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (string.IsNullOrWhiteSpace(entry.Id))
                throw new CohortManifestException(Invariant($"{source}, row {entry.Row}: the id is empty."), entry.Row);
            if (!rows.TryAdd(entry.Id, entry.Row))
                throw new CohortManifestException(
                    Invariant(
                        $"{source}, row {entry.Row}: the id '{entry.Id}' stands in row {rows[entry.Id]} already; each case needs an id of "
                    )
                        + $"its own.",
                    entry.Row
                );
        }
    }

    /// <summary>How many cases there are, and which columns beside the manifest's own.</summary>
    public override string ToString() =>
        Invariant($"{Entries.Count} cases{(HasSecondReader ? ", with a second reader's masks" : "")}")
        + $"{(OtherColumns.Count == 0 ? "" : $"; further columns: {string.Join(", ", OtherColumns)}")}";
}
