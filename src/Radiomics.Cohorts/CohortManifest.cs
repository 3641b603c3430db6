using System.Security.Cryptography;
using System.Text;

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

    // Going through the cases of a large manifest unpacks them.
    private bool? _hasSecondReader;

    private CohortManifest(string folder, IReadOnlyList<CohortEntry> entries, IReadOnlyList<string> otherColumns) =>
        (Folder, Entries, OtherColumns) = (folder, entries, otherColumns);

    /// <summary>What relative paths are relative to.</summary>
    public string Folder { get; }

    /// <summary>The cases, in the manifest's order; at least one.</summary>
    public IReadOnlyList<CohortEntry> Entries { get; }

    /// <summary>The columns that were kept aside.</summary>
    public IReadOnlyList<string> OtherColumns { get; }

    /// <summary>Whether any case has a second reader.</summary>
    public bool HasSecondReader => _hasSecondReader ??= Entries.Any(e => e.SecondMask is not null);

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="refuseUnknownColumns">Whether columns that mean nothing to an extraction are refused, so that a misspelt one is
    /// noticed; else they are kept aside, in <see cref="CohortEntry.Other"/>, and go into no output.</param>
    /// <param name="id">The column that names a case, where it is not called <c>id</c>; letter case does not count.</param>
    /// <exception cref="CohortManifestException">A column is missing or unknown, a cell is empty or no number where it must be, or an id
    /// stands twice; the message names the row.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static CohortManifest Read(string path, bool refuseUnknownColumns = false, string id = "id")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(id);
        var (entries, others) = ManifestRows.Read(path, refuseUnknownColumns, id);
        CheckIds(entries, Path.GetFileName(path));
        return new CohortManifest(Path.GetDirectoryName(Path.GetFullPath(path))!, entries, others);
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
        var before = "";
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
            hash.AppendData(Encoding.UTF8.GetBytes(before + fields));
            before = "\n";
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

    // By their hashes, for a million ids would be a tenth of a gigabyte; where two are equal, the ids are compared.
    private static void CheckIds(IReadOnlyList<CohortEntry> entries, string source)
    {
        var hashes = new HashSet<ulong>(entries.Count);
        foreach (var entry in entries)
        {
            if (string.IsNullOrWhiteSpace(entry.Id))
                throw new CohortManifestException(Invariant($"{source}, row {entry.Row}: the id is empty."), entry.Row);
            if (!hashes.Add(CohortShard.HashOf(entry.Id)) && entries.First(e => e.Id == entry.Id) is var first && first.Row != entry.Row)
                throw new CohortManifestException(
                    Invariant(
                        $"{source}, row {entry.Row}: the id '{entry.Id}' stands in row {first.Row} already; each case needs an id of "
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
