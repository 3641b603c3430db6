using Radiomics.Features.Extraction;
using Radiomics.Features.Output;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Masks;

namespace Radiomics;

/// <summary>Writes images and regions in other formats than they were read from: NIfTI, NRRD, MetaImage, <c>.seg.nrrd</c>, DICOM series,
/// RTSTRUCT and SEG.</summary>
public static class CaseFile
{
    /// <summary>Reads an image and writes it again.</summary>
    /// <param name="imagePath">As for <see cref="Case.Open(string, string, CaseOptions?)"/>.</param>
    /// <param name="path">The new file, whose ending says its format; a name without an ending is the folder of a new CT series.</param>
    /// <param name="options">How the image is read; <see langword="null"/> for the defaults.</param>
    /// <returns>What a reader should know of the image.</returns>
    /// <exception cref="ImageFormatException">The image cannot be read.</exception>
    /// <exception cref="ArgumentException">The name's ending is that of no image format.</exception>
    public static IReadOnlyList<string> ConvertImage(string imagePath, string path, CaseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var image = CaseImage.Read(imagePath, options ?? new CaseOptions());
        if (Path.GetExtension(path).Length == 0)
            DicomWriter.WriteCtSeries(image.Volume, path, new DicomIdentity(imagePath));
        else
            ImageFile.WriteVolume(image.Volume, path, compress: true);
        return image.Series?.Warnings ?? [];
    }

    /// <summary>Writes the regions of a case, as they were used.</summary>
    /// <param name="input">The case.</param>
    /// <param name="path">
    /// The file, whose ending says its format: <c>.seg.nrrd</c> with names; <c>.nii</c>, <c>.nii.gz</c>, <c>.nrrd</c>, <c>.mha</c> as
    /// labels 1, 2, ... in their
    /// order; <c>.dcm</c> as the kind that is asked for.
    /// </param>
    /// <param name="asSegmentation">Whether a <c>.dcm</c> is a segmentation object; else it is a structure set.</param>
    /// <exception cref="EmptyRoiException">A region has no voxel.</exception>
    /// <exception cref="ImageFormatException">Regions of a label map overlap, or there are more than 255.</exception>
    /// <exception cref="ArgumentException">The name's ending is that of no image format.</exception>
    public static void WriteRegions(this Case input, string path, bool asSegmentation = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<KeyValuePair<string, Mask>> regions =
        [
            .. input.Regions.Select(r => KeyValuePair.Create(r.Name, MaskChecks.Align(input.Image.Geometry, r.Mask, null, out _))),
        ];
        if (regions.Find(r => r.Value.VoxelCount == 0) is { Key: { } empty })
            throw new EmptyRoiException($"The region '{empty}' has no voxel on the image's grid, so there is nothing to write.");
        if (path.EndsWith(".dcm", StringComparison.OrdinalIgnoreCase))
        {
            var identity = input.Identity;
            if (asSegmentation)
            {
                DicomWriter.WriteSegmentation(regions, path, identity);
                return;
            }
            DicomWriter.WriteStructureSet(
                [.. regions.Select((r, i) => new RtStructure(i + 1, r.Key, identity.FrameOfReferenceUid, ContourTracer.Trace(r.Value), 0))],
                path,
                identity,
                input.Image.Geometry
            );
            return;
        }
        if (path.EndsWith(".seg.nrrd", StringComparison.OrdinalIgnoreCase))
        {
            ImageFile.WriteSegmentation(regions, path);
            return;
        }
        ImageFile.WriteLabels(regions, path);
    }

    /// <summary>
    /// Writes the features of a case as a DICOM structured report (<see cref="DicomWriter.WriteMeasurementReport"/>), which lies in the
    /// image's study
    /// and names its files where it is a DICOM series. The patient in it is a placeholder.
    /// </summary>
    /// <param name="input">The case.</param>
    /// <param name="features">The features of its regions, in their order: what
    /// <see cref="Case.Extract(ExtractionSettings?, int, IProgress{ExtractionProgress}?, CancellationToken)"/> gives.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">There are not as many sets as regions.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteReport(this Case input, IReadOnlyList<FeatureSet> features, string path)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(features);
        if (features.Count != input.Regions.Count)
            throw new ArgumentException(
                FormattableString.Invariant($"There are {features.Count} sets of features and {input.Regions.Count} regions."),
                nameof(features)
            );
        DicomWriter.WriteMeasurementReport(
            [
                .. input.Regions.Zip(
                    features,
                    (region, set) =>
                        KeyValuePair.Create<string, IReadOnlyList<DicomMeasurement>>(
                            region.Name,
                            [
                                .. set.Select(f => new DicomMeasurement(
                                    f.Key,
                                    f.Value,
                                    FeatureCodes.CodeOf(f.Key),
                                    FeatureCodes.UnitOf(f.Key)
                                )),
                            ]
                        )
                ),
            ],
            path,
            input.Measured
        );
    }
}
