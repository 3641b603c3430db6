using Radiomics.Features.Extraction;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;

namespace Radiomics;

/// <summary>
/// An image and its regions, read from files (NIfTI, NRRD, MetaImage, <c>.seg.nrrd</c>) or DICOM folders (a series, an RTSTRUCT or SEG).
/// </summary>
public sealed partial class Case
{
    private Case(CaseImage image, string maskPath, IReadOnlyList<CaseRegion> regions, IReadOnlyList<string> warnings) =>
        (ImagePath, MaskPath, Image, Values, VolumeName, Regions, Warnings) = (
            image.Path,
            maskPath,
            image.Volume,
            image.Series?.Values ?? "",
            image.VolumeName,
            regions,
            warnings
        );

    /// <summary>What a report of measurements refers to.</summary>
    internal DicomIdentity Measured => MeasuredOnce.Value;

    /// <summary>What files written of this case refer to: the series' own UIDs, or made ones where the image is none.</summary>
    internal DicomIdentity Identity => IdentityOnce.Value;

    // Made of hashes, and most cases write no DICOM.
    private Lazy<DicomIdentity> MeasuredOnce { get; init; } = new(() => new DicomIdentity("case"));

    private Lazy<DicomIdentity> IdentityOnce { get; init; } = new(() => new DicomIdentity("case"));

    /// <summary>The formula that the image's values went through, with its inputs (SUV); empty where they are the file's.</summary>
    public string Values { get; }

    /// <summary>Which volume of its series or file it is: its number from 0 and what sets it apart; empty but for
    /// <see cref="OpenVolumes"/>.</summary>
    public string VolumeName { get; }

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

    /// <summary>The image, a line for each region, and the warnings.</summary>
    public override string ToString() => string.Join('\n',
        [Image.ToString(), .. Regions.Select(r => Invariant($"  {r.Name}: {r.Mask.VoxelCount} voxels")), .. Warnings]);

    /// <summary>Reads an image and its regions.</summary>
    /// <param name="imagePath">An image file, a folder with a DICOM series, or one file of a DICOM series.</param>
    /// <param name="maskPath">A label map or segmentation file, an RTSTRUCT or SEG, or a folder that holds one such object, which may be
    /// the image's.</param>
    /// <param name="options">What to read of them; <see langword="null"/> for label 1, or the only region there is.</param>
    /// <exception cref="ImageFormatException">A file is foreign or damaged, or of a kind that is not supported, or a folder holds no
    /// contours or several sets of them; or image and mask are one file, or two of the same content, without
    /// <see cref="CaseOptions.Threshold"/>.</exception>
    /// <exception cref="RoiNotFoundException">A region that was asked for is not there; the message lists those that are.</exception>
    /// <exception cref="EmptyRoiException">Nothing is marked, or <see cref="CaseOptions.Edit"/> leaves nothing of it.</exception>
    /// <exception cref="GeometryMismatchException">The contours belong to another image.</exception>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="AmbiguousRoiException">Nothing says which of several regions is meant; the message lists them.</exception>
    /// <exception cref="RoiExpressionException">A name of a region is meant as an expression or a regular one, and is none.</exception>
    /// <exception cref="ArgumentException">The options ask for regions in two ways that exclude each other.</exception>
    public static Case Open(string imagePath, string maskPath, CaseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        ArgumentException.ThrowIfNullOrEmpty(maskPath);
        options ??= new CaseOptions();
        using var activity = RadiomicsTelemetry.Start("radiomics.case.open");
        return Open(CaseImage.Read(imagePath, maskPath, options), maskPath, options);
    }

    /// <summary>Reads regions of an image that was read before, such as a second reader's.</summary>
    /// <param name="image">The image.</param>
    /// <param name="maskPath">As for <see cref="Open(string, string, CaseOptions?)"/>.</param>
    /// <param name="options">What to read; that which is about the image was settled when it was read.</param>
    /// <inheritdoc cref="Open(string, string, CaseOptions?)" path="/exception"/>
    public static Case Open(CaseImage image, string maskPath, CaseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentException.ThrowIfNullOrEmpty(maskPath);
        options ??= new CaseOptions();
        if (options.Threshold is null && IsSameFile(image.Path, maskPath))
        {
            throw new ImageFormatException(
                maskPath,
                "the mask is the image itself. Give a segmentation of the image, or say from which intensity on a voxel belongs to the "
                    + "region (CaseOptions.Threshold)."
            );
        }
        var warnings = new List<string>();
        return new Case(image, maskPath, image.ReadRegions(maskPath, options, warnings), warnings)
        {
            IdentityOnce = new(() => IdentityOf(image.Drawn)),
            MeasuredOnce = new(() => IdentityOf(image.Series)),
        };

        DicomIdentity IdentityOf(DicomSeries? series) =>
            series is { SeriesInstanceUid.Length: > 0 } ? DicomIdentity.Of(series) : new DicomIdentity(image.Path);
    }

    /// <summary>Opens every volume of a series or file that holds several (time points, echoes, b-values), each with the regions.</summary>
    /// <param name="imagePath">As for <see cref="Open(string, string, CaseOptions?)"/>.</param>
    /// <param name="maskPath">As for <see cref="Open(string, string, CaseOptions?)"/>.</param>
    /// <param name="options">What to read of them; <see cref="CaseOptions.Volume"/> does not count.</param>
    /// <returns>A case for each volume, in the order in which <c>radiomics info</c> lists them; each is read when asked for.</returns>
    /// <inheritdoc cref="Open(string, string, CaseOptions?)" path="/exception"/>
    public static IEnumerable<Case> OpenVolumes(string imagePath, string maskPath, CaseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        ArgumentException.ThrowIfNullOrEmpty(maskPath);
        var each = (options ?? new CaseOptions()) with { Volume = null };
        return CaseImage.ReadVolumes(imagePath, each).Select(image => Open(image, maskPath, each));
    }

    /// <summary>
    /// Reads an image and its regions and computes the features of each, in one call:
    /// <c>Case.Extract("CT_FOLDER", "RTSTRUCT.dcm", ExtractionSettings.HccSbrt, new CaseOptions { Rois = ["GTV"]
    /// })[0]["original_shape_MeshVolume"]</c>.
    /// </summary>
    /// <param name="imagePath">As for <see cref="Open(string, string, CaseOptions?)"/>.</param>
    /// <param name="maskPath">As for <see cref="Open(string, string, CaseOptions?)"/>.</param>
    /// <param name="settings">What to compute; <see langword="null"/> for PyRadiomics' defaults.</param>
    /// <param name="options">What to read; where they name no region, the settings' label, or the only region there is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A set for each region, in the order asked for.</returns>
    /// <inheritdoc cref="Open(string, string, CaseOptions?)" path="/exception"/>
    public static IReadOnlyList<FeatureSet> Extract(
        string imagePath,
        string maskPath,
        ExtractionSettings? settings = null,
        CaseOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        Open(imagePath, maskPath, (options ?? new CaseOptions()).WithLabelOf(settings ?? new ExtractionSettings()))
            .Extract(settings, options?.MaxDegreeOfParallelism ?? Environment.ProcessorCount, null, cancellationToken);

    /// <summary>Computes the features of each region; the image is filtered once for regions that lie close together.</summary>
    /// <param name="settings">What to compute; <see langword="null"/> for PyRadiomics' defaults.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the numbers do not depend on it.</param>
    /// <param name="progress">Told about each image whose features are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A set for each of <see cref="Regions"/>.</returns>
    /// <exception cref="GeometryMismatchException">Image and contours do not lie on the same grid.</exception>
    /// <exception cref="EmptyRoiException">A region is empty or smaller than the settings ask for.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IReadOnlyList<FeatureSet> Extract(
        ExtractionSettings? settings = null,
        int maxDegreeOfParallelism = 1,
        IProgress<ExtractionProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        using var activity = RadiomicsTelemetry.Start("radiomics.case.extract");
        var features = new FeatureExtractor(settings).Extract(
            Image,
            [.. Regions.Select(r => r.Mask)],
            maxDegreeOfParallelism,
            progress,
            cancellationToken
        );
        activity?.SetTag("radiomics.regions", features.Count).SetTag("radiomics.features", features.Sum(f => f.Count));
        return features;
    }

    // A folder may hold both; of two files the contents tell, mostly by their lengths alone.
    private static bool IsSameFile(string image, string mask)
    {
        var (one, other) = (new FileInfo(image), new FileInfo(mask));
        if (!one.Exists || !other.Exists)
            return false;
        if (one.FullName == other.FullName)
            return true;
        if (one.Length != other.Length || one.Length == 0)
            return false;
        using var a = one.OpenRead();
        using var b = other.OpenRead();
        var (left, right) = (new byte[65536], new byte[65536]);
        for (int read; (read = a.ReadAtLeast(left, left.Length, throwOnEndOfStream: false)) > 0;)
        {
            var same = b.ReadAtLeast(right, right.Length, throwOnEndOfStream: false) == read;
            if (!same || !left.AsSpan(0, read).SequenceEqual(right.AsSpan(0, read)))
                return false;
        }
        return true;
    }
}
