using System.Globalization;
using Plain;
using Radiomics.Imaging.Dicom;
using Survival.Models;

namespace Radiomics;

/// <summary>Makes the cases of a manifest from the rows of its file, one row in memory at a time.</summary>
internal sealed class ManifestRows
{
    private const string Advice = "; where another column names the cases, say which (the parameter id)";

    private static readonly Dictionary<string, PetValues> Measures = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bw"] = PetValues.SuvBodyWeight,
        ["lbm"] = PetValues.SuvLeanBodyMass,
        ["bsa"] = PetValues.SuvBodySurface,
        ["ibw"] = PetValues.SuvIdealWeight,
    };

    private readonly string _source, _id;
    private readonly string[] _names;
    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly int[] _others;
    private string _lastImage = "", _lastMask = "";

    private ManifestRows(string source, IReadOnlyList<string> header, bool refuseUnknown, string id)
    {
        (_source, _id) = (source, id);
        _names = [.. header];
        for (var j = 0; j < _names.Length; j++)
        {
            if (_names[j].Length > 0 && !_places.TryAdd(_names[j], j))
                throw new CohortManifestException($"{source}: the column '{_names[j]}' stands twice.");
        }
        string[] known = [id, .. CohortManifest.Columns.Skip(1)];
        string[] named = [.. _names.Where(n => n.Length > 0)];
        foreach (var needed in known.Take(2).Where(c => !_places.ContainsKey(c)))
            throw new CohortManifestException(
                $"{source}: there is no column '{needed}'; the header has {PlainWords.List(named)}. A manifest has "
                    + $"{string.Join(", ", known)}, of which '{id}' and 'image' must be there{(needed == "image" ? "" : Advice)}."
            );
        Others = [.. named.Where(n => !known.Contains(n, StringComparer.OrdinalIgnoreCase))];
        _others = [.. Others.Select(o => _places[o])];
        if (refuseUnknown && Others.Count > 0)
            throw new CohortManifestException(
                $"{source}: the column{(Others.Count == 1 ? "" : "s")} {PlainWords.List(Others)} mean nothing here. A manifest "
                    + $"has {string.Join(", ", known)}; leave the others out, or have them kept aside."
            );
    }

    /// <summary>The columns that mean nothing here.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>The cases of a file, and the columns that mean nothing here.</summary>
    /// <exception cref="CohortManifestException">A column or a cell cannot be meant, or the file is no table.</exception>
    public static (PackedEntries Entries, IReadOnlyList<string> Others) Read(string path, bool refuseUnknown, string id)
    {
        var source = Path.GetFileName(path);
        try
        {
            using var rows = SurvivalTable.ReadCsvRows(path).GetEnumerator();
            rows.MoveNext();
            var manifest = new ManifestRows(source, rows.Current.Cells, refuseUnknown, id);
            var entries = new PackedEntries();
            while (rows.MoveNext())
                entries.Add(manifest.Entry(rows.Current));
            return entries.Count > 0
                ? (entries, manifest.Others)
                : throw new CohortManifestException($"{source} has no rows, or every row is empty; a manifest has a row for each case.");
        }
        catch (SurvivalModelException e)
        {
            throw new CohortManifestException(e.Message, 0, e);
        }
    }

    private CohortEntry Entry(CsvRow row)
    {
        if (row.Cells.Count != _names.Length)
            throw Refusal(row, Invariant($"(line {row.Line}) has {row.Cells.Count} cells; the header has {_names.Length}. A comma ")
                + "inside a cell needs quotes round the cell.");
        if (Array.FindIndex(_names, n => n.Length == 0) is var unnamed and >= 0 && row.Cells[unnamed].Length > 0)
            throw Refusal(row, Invariant($"has a cell in column {unnamed + 1}, which has no name. Name it in the header."));
        var (id, image, roi, label) = (Needed(row, _id), Needed(row, "image"), Text(row, "roi"), Number(row, "label"));
        // Regions of one image stand below each other, mostly: the text is kept once.
        _lastImage = image = image == _lastImage ? _lastImage : image;
        var mask = Text(row, "mask") ?? image;
        _lastMask = mask = mask == _lastMask ? _lastMask : mask;
        var (mask2, roi2, label2) = (Text(row, "mask2"), Text(row, "roi2"), Number(row, "label2"));
        if ((roi is not null && label is not null) || (roi2 is not null && label2 is not null))
            throw Refusal(row, $"('{id}'): a region is given by name or by label, not both.");
        var second = mask2 is not null || roi2 is not null || label2 is not null;
        // The second reader's structure is called as the first's where nothing else is said.
        var same = roi2 is null && label2 is null;
        return new CohortEntry
        {
            Id = id,
            Row = row.Number,
            Image = image,
            Mask = mask,
            Roi = roi,
            Label = label,
            SecondMask = second ? mask2 ?? mask : null,
            SecondRoi = second && same ? roi : roi2,
            SecondLabel = second && same ? label : label2,
            SeriesUid = Text(row, "series"),
            PetValues = Values(row),
            Other = OthersOf(row),
        };
    }

    private PetValues Values(CsvRow row) =>
        Text(row, "suv") is not { } measure ? PetValues.AsStored
        : Measures.TryGetValue(measure, out var values) ? values
        : throw Refusal(row, $": the suv '{measure}' is none of {string.Join(", ", Measures.Keys)}. Leave it empty for the values as "
            + "stored.");

    // Of a million cases, a dictionary each would be most of the memory.
    private Dictionary<string, string> OthersOf(CsvRow row) => !Array.Exists(_others, o => row.Cells[o].Length > 0)
        ? CohortEntry.NoOthers
        : _others.Where(o => row.Cells[o].Length > 0).ToDictionary(o => _names[o], o => row.Cells[o], StringComparer.Ordinal);

    private string? Text(CsvRow row, string column) =>
        _places.TryGetValue(column, out var place) && row.Cells[place].Length > 0 ? row.Cells[place] : null;

    private string Needed(CsvRow row, string column) => Text(row, column) ?? throw Refusal(row, $": the {column} is empty.");

    // Python's pandas writes 1 as 1.0, or 1,0, where a cell of the column is empty.
    private int? Number(CsvRow row, string column) =>
        Text(row, column) is not { } text ? null
        : int.TryParse(
            text.EndsWith(",0", StringComparison.Ordinal) ? text[..^2] : text,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        ) && number > 0 ? number
        : throw Refusal(row, $": the {column} '{text}' is no whole number from 1 on. A name goes into "
            + $"'{column.Replace("label", "roi", StringComparison.Ordinal)}'.");

    private CohortManifestException Refusal(CsvRow row, string what) =>
        new(Invariant($"{_source}, row {row.Number}{(what[0] == ':' ? "" : " ")}{what}"), row.Number);
}
