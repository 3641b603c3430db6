using System.Globalization;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;

namespace Radiomics.Survival;

/// <summary>An image and its regions, read from files (NIfTI, NRRD, MetaImage, <c>.seg.nrrd</c>) or DICOM folders (a series, an RTSTRUCT).</summary>
public sealed class Case
{
    private static readonly string[] ImageExtensions = [".nii", ".nii.gz", ".nrrd", ".nhdr", ".mha", ".mhd", ".hdr", ".img"];

    private Case(string imagePath, string maskPath, Volume image, IReadOnlyList<CaseRegion> regions, IReadOnlyList<string> warnings) =>
        (ImagePath, MaskPath, Image, Regions, Warnings) = (imagePath, maskPath, image, regions, warnings);

    /// <summary>What was read as the image.</summary>
    public string ImagePath { get; }

    /// <summary>What was read as the contours.</summary>
    public string MaskPath { get; }

    /// <summary>The image.</summary>
    public Volume Image { get; }

    /// <summary>The regions, in the order asked for; at least one.</summary>
    public IReadOnlyList<CaseRegion> Regions { get; }

    /// <summary>What a reader should know, such as contours that were left out; usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Reads an image and its regions.</summary>
    /// <param name="imagePath">An image file, a folder with a DICOM series, or one file of a DICOM series.</param>
    /// <param name="maskPath">A label map or segmentation file, an RTSTRUCT, or a folder that holds one.</param>
    /// <param name="options">What to read of them; <see langword="null"/> for label 1, or the only region there is.</param>
    /// <exception cref="ImageFormatException">A file is foreign or damaged, or of a kind that is not supported.</exception>
    /// <exception cref="RoiNotFoundException">A region that was asked for is not there; the message lists those that are.</exception>
    /// <exception cref="EmptyRoiException">Nothing is marked.</exception>
    /// <exception cref="GeometryMismatchException">The contours belong to another image.</exception>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    public static Case Open(string imagePath, string maskPath, CaseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        ArgumentException.ThrowIfNullOrEmpty(maskPath);
        options ??= new CaseOptions();
        if (options.Labels.Count > 0 && options.Rois.Count > 0)
            throw new ArgumentException("Regions are asked for by label or by name, not both.", nameof(options));

        var warnings = new List<string>();
        var series = IsDicom(imagePath) ? DicomInput.ReadSeries(imagePath, options) : null;
        var image = series?.Volume ?? ImageFile.ReadVolume(imagePath);
        var regions = IsDicom(maskPath) ? DicomInput.ReadRegions(maskPath, image, series, options, warnings) : ReadRegions(maskPath, options);
        return new Case(imagePath, maskPath, image, regions, warnings);
    }

    // A damaged file that is called an image gets the image reader's message, not the DICOM reader's.
    private static bool IsDicom(string path) => Directory.Exists(path)
        || (!ImageFile.IsImage(path) && !ImageExtensions.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)));

    private static List<CaseRegion> ReadRegions(string path, CaseOptions options)
    {
        if (options.Labels is [var only])
            return [new CaseRegion($"{only}", ImageFile.ReadMask(path, only, options.LabelChannel))];
        var segmentation = ImageFile.ReadSegmentation(path);
        if (options.Labels.Count > 0)
            return [.. options.Labels.Select(label => new CaseRegion($"{label}", segmentation.GetMask(label, options.LabelChannel)))];
        var names = segmentation.Segments.Select(s => s.Name).ToList();
        if (options.Rois.Count > 0)
        {
            return [.. options.Rois.SelectMany(roi => NamePattern.Match(path, roi, names)).Distinct()
                .Select(name => new CaseRegion(name, segmentation.GetMask(name)))];
        }
        if (segmentation.Segments.All(s => s.Name == s.Label.ToString(CultureInfo.InvariantCulture)))
            return [new CaseRegion("1", segmentation.GetMask(1, options.LabelChannel))];
        return names.Count == 1
            ? [new CaseRegion(names[0], segmentation.GetMask(segmentation.Segments[0]))]
            : throw DicomInput.NoneNamed(path, names);
    }
}
