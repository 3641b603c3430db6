using Plain;

namespace Radiomics.Imaging.Dicom;

/// <summary>
/// What a DICOM file or folder holds, without anything that could identify a patient: only UIDs, codes, sizes, the maker's
/// name and model of the scanner, and the names of structures and segments are ever read for it.
/// </summary>
public sealed record DicomDescription
{
    /// <summary>The file or folder.</summary>
    public required string Path { get; init; }

    /// <summary>The image series.</summary>
    public required IReadOnlyList<DicomSeriesDescription> Series { get; init; }

    /// <summary>The structure sets and segmentation objects.</summary>
    public required IReadOnlyList<DicomRegionsDescription> Regions { get; init; }

    /// <summary>How many objects of other kinds (reports, plans, doses ...) there are, by modality code.</summary>
    public required IReadOnlyDictionary<string, int> Others { get; init; }

    /// <summary>The damaged files of the folder that were passed over; usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>A line for each series, object and warning.</summary>
    public override string ToString() => string.Join('\n',
    [
        Path,
        .. Series.Select(s => Invariant(
            $"  {s.Modality}, {s.Files} files, {s.TransferSyntax}: {s.Geometry?.Size.ToString() ?? s.Problem}")),
        .. Regions.Select(r => $"  {r.Modality}: {r.Problem ?? PlainWords.List(r.Regions.Select(n => n.Name))}"),
        .. Others.Select(o => Invariant($"  {o.Value} of modality {o.Key}")),
        .. Warnings,
    ]);

    /// <summary>Describes a file, or the files of a folder (and of its sub-folders where it holds no image itself).</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ImageFormatException">There is no DICOM file, or none that is whole.</exception>
    public static DicomDescription Read(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var opened = Directory.Exists(path)
            ? DicomFolder.Open(path, recursive: false, 1, cancellationToken)
            : new OpenedFolder([DicomFile.Open(path)], []);
        if (
            Directory.Exists(path)
            && !opened.Files.Exists(DicomFolder.IsImage)
            && DicomFolder.Open(path, recursive: true, 1, cancellationToken) is var all
            && (opened.Files.Count == 0 || all.Files.Exists(DicomFolder.IsImage))
        )
            opened = all;
        var files = opened.Files;
        if (files.Count == 0)
        {
            opened.RefuseDamaged();
            throw new ImageFormatException(path, "there is no DICOM file in it.");
        }
        var (images, regions, others) = (new List<IDicomObject>(), new List<IDicomObject>(), new List<IDicomObject>());
        foreach (var file in files)
            (
                DicomFolder.HasRegions(file) ? regions
                : DicomFolder.IsImage(file) ? images
                : others
            ).Add(file);
        return new DicomDescription
        {
            Path = path,
            Warnings = [.. opened.Warnings(null)],
            Series =
            [
                .. images
                    .GroupBy(f => DicomFolder.Uid(f.Text(Tags.SeriesInstanceUid)))
                    .Select(g => DicomSeriesDescription.Of(path, g.Key, [.. g])),
            ],
            Regions = [.. regions.Select(DicomRegionsDescription.Of)],
            Others = others.GroupBy(DicomFolder.Modality).ToDictionary(g => g.Key.Length == 0 ? "unknown" : g.Key, g => g.Count()),
        };
    }

    /// <summary>Whether a path is a DICOM file, or a folder with one in it or its sub-folders.</summary>
    /// <param name="path">The file or folder.</param>
    /// <returns><see langword="false"/> also where there is nothing at the path, or it cannot be read.</returns>
    public static bool IsDicom(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Directory.Exists(path)
                ? Directory
                    .EnumerateFiles(
                        path,
                        "*",
                        new EnumerationOptions
                        {
                            RecurseSubdirectories = true,
                            MaxRecursionDepth = 16,
                            IgnoreInaccessible = true,
                        }
                    )
                    .Any(One)
                : File.Exists(path) && One(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        static bool One(string file)
        {
            try
            {
                return DicomFile.TryOpen(file) is not null;
            }
            catch (ImageFormatException)
            {
                return true; // damaged, but DICOM: reading it says what is wrong
            }
        }
    }
}
