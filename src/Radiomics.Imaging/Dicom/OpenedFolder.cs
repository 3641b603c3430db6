namespace Radiomics.Imaging.Dicom;

/// <summary>The DICOM files of a folder, and what is wrong with those that are damaged.</summary>
/// <param name="files">The whole ones.</param>
/// <param name="damaged">For each file of the folder, in the order of their paths, what is wrong; <see langword="null"/> for the
/// others.</param>
/// <param name="empty">How many files of no length were passed over.</param>
internal sealed class OpenedFolder(List<DicomFile> files, ImageFormatException?[] damaged, int empty = 0)
{
    public List<DicomFile> Files { get; } = files;

    /// <summary>What a reader of one series of the folder must know of its damaged files. They are called by their number, for a name may
    /// be a patient's.</summary>
    /// <param name="seriesUid">The series that is read; <see langword="null"/> where no image is.</param>
    /// <exception cref="ImageFormatException">A damaged file is one of the series, which would be read without it.</exception>
    public IEnumerable<string> Warnings(string? seriesUid)
    {
        if (seriesUid is { Length: > 0 } && Array.Find(damaged, d => d?.SeriesInstanceUid == seriesUid) is { } slice)
            throw slice;
        if (empty > 0)
        {
            yield return Invariant($"{empty} of {damaged.Length} files in the folder are empty (0 bytes) and are passed over. ")
                + "If they were slices, their copying failed: get a complete copy.";
        }
        var found = damaged.Index().Where(d => d.Item is not null).ToList();
        foreach (var (index, damage) in found.Take(20))
        {
            yield return Invariant($"File {index + 1} of {damaged.Length} in the folder, in the order of their names, is a damaged DICOM ")
                + $"file{Series(damage!)} and is passed over: {damage!.Problem}";
        }
        if (found.Count > 20)
            yield return Invariant($"{found.Count - 20} more files of the folder are damaged and passed over.");
    }

    /// <summary>Fails by the first damaged file: what was looked for may be in it.</summary>
    /// <exception cref="ImageFormatException">There is one.</exception>
    public void RefuseDamaged()
    {
        if (damaged.FirstOrDefault(d => d is not null) is { } first)
            throw first;
    }

    private static string Series(ImageFormatException damage) =>
        damage.SeriesInstanceUid.Length > 0 ? $" of series {damage.SeriesInstanceUid}" : "";
}
