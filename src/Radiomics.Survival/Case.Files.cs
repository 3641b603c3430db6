using Plain;
using Radiomics.Features.Extraction;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Masks;

namespace Radiomics;

public sealed partial class Case
{
    /// <summary>Writes the regions, as they were used.</summary>
    /// <param name="path">
    /// The file, whose ending says its format: <c>.seg.nrrd</c> with names; <c>.nii</c>, <c>.nii.gz</c>, <c>.nrrd</c>, <c>.mha</c> as
    /// labels 1, 2, ... in their
    /// order; <c>.dcm</c> as the kind that is asked for.
    /// </param>
    /// <param name="asSegmentation">Whether a <c>.dcm</c> is a segmentation object; else it is a structure set.</param>
    /// <param name="names">The names to write, one a region in their order, all different; <see langword="null"/> for the regions' own,
    /// which of a label map are its numbers.</param>
    /// <exception cref="EmptyRoiException">A region has no voxel.</exception>
    /// <exception cref="ImageFormatException">Regions of a label map overlap, or there are more than 255.</exception>
    /// <exception cref="ArgumentException">The name's ending is that of no image format; or there are other than one name for each region,
    /// or an empty one or two that are the same.</exception>
    public void WriteRegions(string path, bool asSegmentation = false, IReadOnlyList<string>? names = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (names is not null && (names.Count != Regions.Count || names.Any(string.IsNullOrWhiteSpace)
            || names.Distinct(StringComparer.Ordinal).Count() != names.Count))
            throw new ArgumentException(
                Invariant($"There are {Regions.Count} regions ({PlainWords.List(Regions.Select(r => r.Name))}) and {names.Count} names ")
                    + $"({PlainWords.List(names)}); a name of its own is needed for each.",
                nameof(names));
        List<KeyValuePair<string, Mask>> regions =
        [
            .. Regions.Select((r, i) => KeyValuePair.Create(names?[i] ?? r.Name, MaskChecks.Align(Image.Geometry, r.Mask, null, out _))),
        ];
        if (regions.Find(r => r.Value.VoxelCount == 0) is { Key: { } empty })
            throw new EmptyRoiException($"The region '{empty}' has no voxel on the image's grid, so there is nothing to write.");
        if (path.EndsWith(".dcm", StringComparison.OrdinalIgnoreCase))
        {
            if (asSegmentation)
            {
                DicomWriter.WriteSegmentation(regions, path, Identity);
                return;
            }
            DicomWriter.WriteStructureSet(
                [.. regions.Select((r, i) => new RtStructure(i + 1, r.Key, Identity.FrameOfReferenceUid, Contour.Trace(r.Value), 0))],
                path,
                Identity,
                Image.Geometry
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
    /// Writes the features of the case as a DICOM structured report (<see cref="DicomWriter.WriteMeasurementReport"/>), which lies in the
    /// image's study
    /// and names its files where it is a DICOM series. The patient in it is a placeholder.
    /// </summary>
    /// <param name="features">The features of its regions, in their order: what
    /// <see cref="Extract(ExtractionSettings?, int, IProgress{ExtractionProgress}?, CancellationToken)"/> gives.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">There are not as many sets as regions.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteReport(IReadOnlyList<FeatureSet> features, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(features);
        if (features.Count != Regions.Count)
            throw new ArgumentException(
                FormattableString.Invariant($"There are {features.Count} sets of features and {Regions.Count} regions."),
                nameof(features)
            );
        DicomWriter.WriteMeasurementReport(
            [
                .. Regions.Zip(
                    features,
                    (region, set) =>
                        KeyValuePair.Create<string, IReadOnlyList<DicomMeasurement>>(
                            region.Name,
                            [
                                .. set.Select(f => new DicomMeasurement(
                                    f.Key,
                                    f.Value,
                                    FeatureSet.CodeOf(f.Key),
                                    FeatureSet.UnitOf(f.Key)
                                )),
                            ]
                        )
                ),
            ],
            path,
            Measured
        );
    }
}
