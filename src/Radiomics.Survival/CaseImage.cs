using System.Globalization;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Masks;
using Radiomics.Imaging.Resampling;

namespace Radiomics;

/// <summary>The image of a case, read once, on which the contours of one reader or another are opened
/// (<see cref="Case.Open(CaseImage, string, CaseOptions?)"/>).</summary>
public sealed class CaseImage
{
    private static readonly string[] Extensions =
    [
        ".nii",
        ".nii.gz",
        ".nrrd",
        ".nhdr",
        ".mha",
        ".mhd",
        ".hdr",
        ".img",
        ".png",
        ".bmp",
        ".tif",
        ".tiff",
        ".jpg",
        ".jpeg",
    ];

    private CaseImage(string path, Volume volume, DicomSeries? series) => (Path, Volume, Series, Drawn) = (path, volume, series, series);

    /// <summary>What was read.</summary>
    public string Path { get; }

    /// <summary>The voxels.</summary>
    public Volume Volume { get; }

    /// <summary>The series that was read; <see langword="null"/> for a file of another kind.</summary>
    internal DicomSeries? Series { get; }

    /// <summary>The series on whose slices regions are drawn: the image's own, or that whose grid it was brought onto.</summary>
    internal DicomSeries? Drawn { get; private init; }

    /// <summary>The grid that the image had before it was brought onto another; <see langword="null"/> where it has its own.</summary>
    internal ImageGeometry? Covered { get; private init; }

    /// <summary>What sets the volume apart from the others of its series or file; empty where one was asked for.</summary>
    internal string VolumeName { get; private init; } = "";

    /// <summary>What was read, and the image.</summary>
    public override string ToString() => $"{Path}: {Volume}";

    /// <summary>Reads an image.</summary>
    /// <param name="path">An image file, a folder with a DICOM series, or one file of a DICOM series.</param>
    /// <param name="options">How it is read; <see langword="null"/> for the defaults.</param>
    /// <exception cref="RadiomicsException">A file is foreign or damaged, of a kind that is not supported, or lies in another frame of
    /// reference than <see cref="CaseOptions.GridPath"/>.</exception>
    /// <exception cref="IOException">There is no such file or folder, or it cannot be read.</exception>
    public static CaseImage Read(string path, CaseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new CaseOptions();
        var series = IsDicom(path) ? DicomInput.ReadSeries(path, options) : null;
        if (series is null)
            RefuseDicomValues(path, options);
        var volume = series?.Volume ?? ImageFile.ReadVolume(path, options.Volume, options.Compatibility);
        return new CaseImage(path, volume, series).OnGrid(options);
    }

    /// <summary>Reads an image on which contours are drawn: where its folder holds several series and none is asked for, the refusal says
    /// which one the contours name.</summary>
    /// <param name="path">As for <see cref="Read(string, CaseOptions?)"/>.</param>
    /// <param name="maskPath">The contours; they need not be there.</param>
    /// <param name="options">How it is read; <see langword="null"/> for the defaults.</param>
    /// <inheritdoc cref="Read(string, CaseOptions?)" path="/exception"/>
    public static CaseImage Read(string path, string maskPath, CaseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(maskPath);
        try
        {
            return Read(path, options);
        }
        catch (ImageFormatException several)
            when (options?.SeriesUid is null
                && DicomInput.SeriesOf(maskPath).FirstOrDefault(u => several.Problem.Contains(u, StringComparison.Ordinal)) is { } drawn
            )
        {
            throw new ImageFormatException(path, $"{several.Problem} The contours are drawn on series {drawn}.", several);
        }
    }

    /// <summary>Reads an image and writes it again, in another format than it was read from.</summary>
    /// <param name="imagePath">As for <see cref="Case.Open(string, string, CaseOptions?)"/>.</param>
    /// <param name="path">The new file, whose ending says its format; a name without an ending is the folder of a new CT series.</param>
    /// <param name="options">How the image is read; <see langword="null"/> for the defaults.</param>
    /// <returns>What a reader should know of the image.</returns>
    /// <exception cref="ImageFormatException">The image cannot be read.</exception>
    /// <exception cref="ArgumentException">The name's ending is that of no image format.</exception>
    public static IReadOnlyList<string> Convert(string imagePath, string path, CaseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var image = Read(imagePath, options ?? new CaseOptions());
        if (System.IO.Path.GetExtension(path).Length == 0)
            DicomWriter.WriteCtSeries(image.Volume, path, new DicomIdentity(imagePath));
        else
            ImageFile.WriteVolume(image.Volume, path, compress: true);
        return image.Series?.Warnings ?? [];
    }

    /// <summary>Every volume of a series or file, each read when it is asked for.</summary>
    internal static IEnumerable<CaseImage> ReadVolumes(string path, CaseOptions options)
    {
        if (IsDicom(path))
        {
            return DicomInput
                .ReadVolumes(path, options)
                .Select((s, i) => new CaseImage(path, s.Volume, s) { VolumeName = Named(i, s.VolumeName) }.OnGrid(options));
        }
        RefuseDicomValues(path, options);
        return Enumerable
            .Range(0, ImageFile.Describe(path).Channels)
            .Select(i => (Volume: ImageFile.ReadVolume(path, i, options.Compatibility), Name: Named(i, "")))
            .Select(v => new CaseImage(path, v.Volume, null) { VolumeName = v.Name }.OnGrid(options));

        static string Named(int index, string name) => FormattableString.Invariant($"{index}{(name.Length > 0 ? ": " : "")}{name}");
    }

    private static void RefuseDicomValues(string path, CaseOptions options)
    {
        if (options.SeriesUid is { } series)
            throw new ImageFormatException(
                path,
                $"series {series} is asked for, but the image is no folder of DICOM series. Give the folder, or leave the series out.");
        if (options.PetValues != PetValues.AsStored)
            throw new ImageFormatException(
                path,
                "SUV is asked for, but the image is no DICOM series and says nothing of weight, dose and time. Give the series, or read "
                    + "the values as stored."
            );
        if (options.StoredValues != StoredValues.Rescaled)
            throw new ImageFormatException(
                path,
                "another scale of its values is asked for, but the image is no DICOM series and holds none. Give the series, or read the "
                    + "values as stored."
            );
    }

    private CaseImage OnGrid(CaseOptions options)
    {
        if (options.GridPath is not { } path)
            return this;
        var grid = Read(
            path,
            new CaseOptions { ResampleUneven = options.ResampleUneven, MaxDegreeOfParallelism = options.MaxDegreeOfParallelism }
        );
        if (
            !options.IgnoreFrameOfReference
            && Series is { FrameOfReferenceUid: { Length: > 0 } own }
            && grid.Series is { FrameOfReferenceUid: { Length: > 0 } other }
            && own != other
        )
            throw new GeometryMismatchException(
                $"{Path} is in the frame of reference {own}, {path} in {other}: a place in one is not known in the other. Use the image "
                    + "that it belongs to, or, if you know that both frames are one, say so (CaseOptions.IgnoreFrameOfReference)."
            );
        var resampled = Resampler.Resample(Volume, grid.Volume.Geometry, Interpolator.Linear, options.MaxDegreeOfParallelism);
        return new CaseImage(Path, resampled, Series) { Drawn = grid.Series, Covered = Volume.Geometry, VolumeName = VolumeName };
    }

    internal List<CaseRegion> ReadRegions(string path, CaseOptions options, List<string> warnings)
    {
        if (options.Labels.Count > 0 && options.Rois.Count > 0)
            throw new ArgumentException("Regions are asked for by label or by name, not both.", nameof(options));
        if (options.All && (options.Labels.Count > 0 || options.Rois.Count > 0 || options.LabelUnions.Count > 0))
            throw new ArgumentException("Every region is asked for, and some by label or name; give one or the other.", nameof(options));
        if (options.Threshold is not null && (options.Labels.Count > 0 || options.Rois.Count > 0))
            throw new ArgumentException("A region is given by a threshold, or by labels or names, not both.", nameof(options));
        warnings.AddRange(Series?.Warnings ?? []);
        if (Series is null && HasTwoValues())
            warnings.Add("The image holds no more than two values, as a mask does: are image and mask swapped?");
        var regions = ReadUnedited(path, options, warnings);
        if (options.Edit is { } edit)
            regions = [.. regions.Select(r => r with { Mask = edit.Apply(r, Volume, name => Named(path, name, options, warnings)) })];
        if (Covered is { } covered)
            regions.ForEach(r => CheckCovered(covered, r));
        return regions;
    }

    // Of an image the first slice with something in it has more.
    private bool HasTwoValues()
    {
        var size = Volume.Size;
        var slice = new double[(long)size.X * size.Y];
        var (first, second) = (double.NaN, double.NaN);
        for (var z = 0; z < size.Z; z++)
        {
            Volume.CopyTo(new Region(new VoxelIndex(0, 0, z), new GridSize(size.X, size.Y, 1)), slice);
            foreach (var value in slice)
            {
                if (value == first || value == second)
                    continue;
                if (double.IsNaN(value) || !double.IsNaN(second))
                    return false;
                (first, second) = double.IsNaN(first) ? (value, second) : (first, value);
            }
        }
        return true;
    }

    // What the image does not cover, resampling makes 0.
    private static void CheckCovered(ImageGeometry covered, CaseRegion region)
    {
        if (region.Mask.VoxelCount == 0)
            return;
        try
        {
            MaskChecks.CheckInside(covered, region.Mask);
        }
        catch (GeometryMismatchException e)
        {
            throw new GeometryMismatchException(
                $"The image does not cover the region '{region.Name}' on the grid that it was brought onto, where it would be taken as 0. "
                    + e.Message
            );
        }
    }

    // Labels as one region and expressions of names are made of plain regions.
    private List<CaseRegion> ReadUnedited(string path, CaseOptions options, List<string> warnings)
    {
        var plain = options with { LabelUnions = [] };
        var regions = new List<CaseRegion>();
        foreach (var labels in options.LabelUnions)
        {
            var parts = ReadPlain(path, plain with { Labels = labels }, warnings);
            var name = string.Join('+', labels.Select(l => Invariant($"{l}")));
            regions.Add(new CaseRegion(name, parts.Select(r => r.Mask).Aggregate((a, b) => a.Union(b))));
        }
        if (options.LabelUnions.Count > 0 && options.Labels.Count == 0)
            return regions;
        if (!options.Rois.Any(r => RoiExpression.Parse(r) is not null))
            return [.. regions, .. ReadPlain(path, plain, warnings)];
        foreach (var roi in options.Rois)
        {
            if (RoiExpression.Parse(roi) is null || Has(path, roi, plain))
                regions.AddRange(ReadPlain(path, plain with { Rois = [roi] }, warnings));
            else
                regions.Add(new CaseRegion(roi.Trim(), Named(path, roi, plain, warnings)));
        }
        return regions;
    }

    // The region of a name, of all names that fit a pattern, or of an expression.
    private Mask Named(string path, string text, CaseOptions options, List<string> warnings)
    {
        var plain = options with { Labels = [], LabelUnions = [], All = false };
        if (RoiExpression.Parse(text) is not { } expression || Has(path, text, plain))
            return ReadPlain(path, plain with { Rois = [text] }, warnings).Select(r => r.Mask).Aggregate((a, b) => a.Union(b));
        var parts = new List<string>();
        var made = expression.Evaluate(name =>
        {
            var part = Named(path, name, options, warnings);
            parts.Add(Invariant($"'{name}' has {part.VoxelCount} voxels"));
            return part;
        });
        return made.VoxelCount > 0
            ? made
            : throw new EmptyRoiException($"{path}: '{text.Trim()}' leaves no voxel: {string.Join(", ", parts.Distinct())}.");
    }

    // Whether a region is called so: then a sign in its name is no operator.
    private bool Has(string path, string name, CaseOptions options)
    {
        try
        {
            return ReadPlain(path, options with { Rois = [name] }, []).Count > 0;
        }
        catch (RoiNotFoundException)
        {
            return false;
        }
    }

    private IReadOnlyList<CaseRegion> ReadPlain(string path, CaseOptions options, List<string> warnings) =>
        IsDicom(path) ? DicomInput.ReadRegions(path, this, options, warnings) : ReadFile(path, options);

    /// <summary>Whether a path is read as DICOM: a folder is, and a file that is no image of another kind, neither by its content nor by
    /// its name's ending.</summary>
    /// <param name="path">A file or folder.</param>
    // A damaged file that is called an image gets the image reader's message, not the DICOM reader's.
    public static bool IsDicom(string path) => Directory.Exists(path)
        || (!ImageFile.IsImage(path) && !Extensions.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)));

    private List<CaseRegion> ReadFile(string path, CaseOptions options)
    {
        if (options.Threshold is { } threshold)
            return [FromThreshold(path, ImageFile.ReadVolume(path, options.LabelChannel), threshold)];
        if (options.Labels is [var only])
            return [new CaseRegion(Invariant($"{only}"), ImageFile.ReadMask(path, only, options.LabelChannel, options.Compatibility))];
        var segmentation = ImageFile.ReadSegmentation(path, options.Compatibility);
        var regions = Choose(path, segmentation, options);
        // 3D Slicer saves the box that it needs and says where it lies.
        return segmentation.ReferenceOffset is null || options.Compatibility == Compatibility.PyRadiomics
            ? regions
            : [.. regions.Select(r => r with { Mask = MaskChecks.Place(Volume.Geometry, r.Mask) ?? r.Mask })];
    }

    private static CaseRegion FromThreshold(string path, Volume values, double threshold)
    {
        var mask = Mask.FromThreshold(values, threshold);
        if (mask.VoxelCount > 0)
            return new CaseRegion(Invariant($">= {threshold}"), mask);
        var most = double.NegativeInfinity;
        foreach (var value in values.Read(values.Geometry.Region).Values.Span)
            most = value > most ? value : most;
        throw new EmptyRoiException(
            Invariant($"{path}: no voxel of the mask is at least {threshold}, the threshold; its greatest value is {most:G9}.")
        );
    }

    private static List<CaseRegion> Choose(string path, Segmentation segmentation, CaseOptions options)
    {
        if (options.Labels.Count > 0)
            return [.. options.Labels.Select(label => new CaseRegion(Invariant(
                $"{label}"
            ), segmentation.ToMask(label, options.LabelChannel)))];
        var names = segmentation.Segments.Select(s => s.Name).ToList();
        if (options.Rois.Count > 0)
        {
            return
            [
                .. options
                    .Rois.SelectMany(roi =>
                        new RoiPattern(roi).Choose(names, path) is { Count: > 0 } found ? found
                        : segmentation.Segments.Any(s => s.Id == roi.Trim()) ? [roi.Trim()]
                        : throw new RoiNotFoundException(path, roi, names)
                    )
                    .Distinct()
                    .Select(name => new CaseRegion(name, segmentation.ToMask(name))),
            ];
        }
        if (options.All)
            return
            [
                .. segmentation.Segments.Select(s => new CaseRegion(s.Name, segmentation.ToMask(s))).Where(r => r.Mask.VoxelCount > 0),
            ];
        if (segmentation.Segments.All(s => s.Name == s.Label.ToString(CultureInfo.InvariantCulture)))
            return [new CaseRegion("1", segmentation.ToMask(1, options.LabelChannel))];
        return names.Count == 1
            ? [new CaseRegion(names[0], segmentation.ToMask(segmentation.Segments[0]))]
            : throw DicomInput.NoneNamed(path, names);
    }
}
