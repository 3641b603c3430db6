using Plain;

namespace Radiomics.Imaging.Dicom;

/// <summary>Finds DICOM objects in a folder, whatever their names are, and the image series among them.</summary>
internal static class DicomFolder
{
    /// <summary>Opens the DICOM files of a folder, in the order of their paths; other files are passed over, and damaged ones kept
    /// apart.</summary>
    public static OpenedFolder Open(string folder, bool recursive, int threads, CancellationToken cancellationToken)
    {
        string[] paths;
        try
        {
            paths = Directory.GetFiles(
                folder,
                "*",
                new EnumerationOptions
                {
                    RecurseSubdirectories = recursive,
                    MaxRecursionDepth = 16,
                    AttributesToSkip = FileAttributes.System,
                }
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageFormatException(folder, "the folder cannot be read.", e);
        }
        Array.Sort(paths, StringComparer.Ordinal);
        var (files, damaged) = (new DicomFile?[paths.Length], new ImageFormatException?[paths.Length]);
        For(
            paths.Length,
            threads,
            i =>
            {
                try
                {
                    files[i] = DicomFile.TryOpen(paths[i]);
                }
                // A link that leads nowhere is damage; a disk that fails, or a file that may not be read, is why the folder cannot be.
                catch (ImageFormatException e)
                    when (e.InnerException is FileNotFoundException or not (IOException or UnauthorizedAccessException))
                {
                    damaged[i] = e;
                }
            },
            cancellationToken
        );
        // An empty file that is called as the others are was one of them before its copying failed.
        var endings = paths.Where((_, i) => files[i] is not null).Select(Path.GetExtension).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var empty = paths.Where((p, i) => files[i] is null && damaged[i] is null && endings.Contains(Path.GetExtension(p)))
            .Count(IsEmptyFile);
        return new OpenedFolder([.. files.OfType<DicomFile>()], damaged, empty);
    }

    /// <summary>Opens the files of a folder; those of its sub-folders too where none of them is what is looked for.</summary>
    public static OpenedFolder Search(string folder, Predicate<DicomFile> wanted, int threads, CancellationToken cancellationToken)
    {
        var opened = Open(folder, recursive: false, threads, cancellationToken);
        return opened.Files.Exists(wanted) ? opened : Open(folder, recursive: true, threads, cancellationToken);
    }

    // A link counts as what it leads to; one that leads nowhere has no length to ask for.
    private static bool IsEmptyFile(string path)
    {
        try
        {
            return Files.LinkedFile.Target(path) is { Exists: true, Length: 0, Attributes: var a } && (a & FileAttributes.Device) == 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Runs the steps on as many threads as asked for; the first error in their order is thrown.</summary>
    public static void For(int count, int threads, Action<int> step, CancellationToken cancellationToken)
    {
        if (threads <= 1)
        {
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                step(i);
            }
            return;
        }
        var errors = new Exception?[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, i =>
        {
            try
            {
                step(i);
            }
            catch (RadiomicsException e)
            {
                errors[i] = e;
            }
        });
        if (errors.FirstOrDefault(e => e is not null) is { } error)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>Whether an object holds regions: a structure set or a segmentation.</summary>
    public static bool HasRegions(IDicomObject file) => RtStructureSet.IsStructureSet(file) || DicomSegmentation.IsSegmentation(file);

    /// <summary>Whether an object is an image rather than a structure set, a plan, a dose, a segmentation, a report ...</summary>
    public static bool IsImage(IDicomObject file)
    {
        if (
            !file.Contains(Tags.Rows)
            || !(file.Contains(Tags.PixelData) || file.Contains(Tags.FloatPixelData) || file.Contains(Tags.DoublePixelData))
        )
            return false;
        return Modality(file)
            is not ("SEG" or "RTDOSE" or "RTSTRUCT" or "RTPLAN" or "REG" or "PR" or "SR" or "KO" or "RWV" or "FID" or "PLAN");
    }

    /// <summary>The modality's code; an empty text where it is not given or not a code.</summary>
    public static string Modality(IDicomObject file) => Code(file.Text(Tags.Modality));

    /// <summary>A text if it is a code string (PS3.5 section 6.2), which cannot be anything personal by accident of a misused element; else
    /// nothing.</summary>
    public static string Code(string? text) =>
        text is { Length: <= 16 } && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '_' or ' ') ? text : "";

    /// <summary>A text if it is a UID (PS3.5 section 9.1); else nothing.</summary>
    public static string Uid(string? text) => text is { Length: <= 64 } && text.All(c => char.IsAsciiDigit(c) || c == '.') ? text : "";

    /// <summary>The series that was asked for, or the only one.</summary>
    public static List<IDicomObject> Choose(string source, IEnumerable<IDicomObject> files, string? wanted)
    {
        var all = files.ToList();
        var series = all.Where(IsImage).GroupBy(f => Uid(f.Text(Tags.SeriesInstanceUid))).ToList();
        if (wanted is not null)
        {
            return series.FirstOrDefault(s => s.Key == wanted)?.ToList()
                ?? throw new ImageFormatException(
                    source,
                    $"there is no image series {wanted}. {(series.Count == 0 ? "There are no images." : "There are: " + Describe(series))}"
                );
        }
        return series.Count switch
        {
            1 => [.. series[0]],
            0 => throw new ImageFormatException(
                source,
                all.Count == 0
                    ? "there is no DICOM file in it."
                    : $"there is no DICOM image in it, only "
                        + $"{PlainWords.List(all.GroupBy(Modality).Select(g => Invariant($"{g.Count()} x {OrUnknown(g.Key)}")))}."
            ),
            _ => throw new ImageFormatException(
                source,
                $"there are {series.Count} image series; choose one by its SeriesInstanceUID "
                    + $"({nameof(DicomSeriesOptions)}.{nameof(DicomSeriesOptions.SeriesInstanceUid)}): {Describe(series)}"
            ),
        };
    }

    private static string Describe(List<IGrouping<string, IDicomObject>> series) =>
        string.Join(
            "; ",
            series.Take(20).Select(s => Invariant(
                $"{(s.Key.Length == 0 ? "(no UID)" : s.Key)} ({Modality(s.First())}, {s.Count()} file(s))"
            ))
        ) + (series.Count > 20 ? "; ..." : ".");

    private static string OrUnknown(string modality) => modality.Length == 0 ? "unknown modality" : modality;
}
