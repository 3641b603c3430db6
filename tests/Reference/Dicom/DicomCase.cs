namespace Reference.Dicom;

/// <summary>A DICOM series with its structure set or segmentation in the shared folder, and the files that say what it must give.</summary>
/// <param name="Name">What the row is called.</param>
/// <param name="Series">The folder or file of the image, under <c>data</c>.</param>
/// <param name="Image">The file with the expected voxels; <see langword="null"/> where there is none.</param>
/// <param name="Regions">The structure set or segmentation object; <see langword="null"/> where there is none.</param>
/// <param name="Roi">The structure or segment; its first one where <see langword="null"/>.</param>
/// <param name="Mask">The file with the expected region.</param>
/// <param name="Refused">The transfer syntax that the refusal must name, where refusing is right.</param>
/// <param name="Label">The label of the region in <paramref name="Mask"/>.</param>
/// <param name="Explained">How many voxels differ because of the reference itself, for the reason in <paramref name="Cause"/>.</param>
/// <param name="Cause">Why.</param>
public sealed record DicomCase(
    string Name,
    string Series,
    string? Image = null,
    string? Regions = null,
    string? Roi = null,
    string? Mask = null,
    string? Refused = null,
    int Label = 1,
    int Explained = 0,
    string Cause = ""
)
{
    /// <summary>The ten pairs, the liver's three structures, the twelve encodings and the segmentation objects.</summary>
    public static IReadOnlyList<DicomCase> All { get; } = [.. Pairs(), .. Liver(), .. Encodings(), .. Segmentations()];

    private static IEnumerable<DicomCase> Pairs()
    {
        yield return new(
            "IBSI CT phantom",
            "ibsi_1_ct_radiomics_phantom/dicom/image",
            "ibsi_1_ct_radiomics_phantom/nifti/image/phantom.nii.gz",
            "ibsi_1_ct_radiomics_phantom/dicom/mask/DCM_RS_00060.dcm",
            "GTV-1",
            "ibsi_1_ct_radiomics_phantom/nifti/mask/mask.nii.gz"
        );
        foreach (var patient in new[] { "STS_001", "STS_002", "STS_003" })
        {
            foreach (var modality in new[] { "CT", "PET", "MR_T1" })
            {
                var (dicom, nifti) = ($"ibsi_validation/dicom/{patient}/{modality}", $"ibsi_validation/nifti/{patient}/{modality}");
                yield return new(
                    $"{patient} {modality}",
                    $"{dicom}/image",
                    $"{nifti}_image.nii.gz",
                    $"{dicom}/mask/RS.dcm",
                    $"GTV_Mass_{modality}",
                    $"{nifti}_mask.nii.gz"
                );
            }
        }
    }

    private static IEnumerable<DicomCase> Liver()
    {
        foreach (var roi in new[] { "GTV_reader1", "GTV_reader2", "GTV_rim" })
            yield return new($"liver_ct {roi}", "liver_ct/image", null, "liver_ct/rtstruct.dcm", roi, $"liver_ct/expected_{roi}.nrrd");
        yield return new(
            "liver_ct SEG GTV_reader1",
            "liver_ct/image",
            null,
            "liver_ct/seg.dcm",
            "GTV_reader1",
            "liver_ct/expected_GTV_reader1.nrrd",
            Explained: 1,
            Cause: "the object has voxel (114, 258, 25) set, which the file of expected voxels has not: frame 7, bit 6 x 512 x 512 + 258 "
                + "x 512 + 114 = 1705074, is bit 2 of byte 213134 = 0xFC"
        );
        yield return new(
            "liver_ct SEG GTV_reader2",
            "liver_ct/image",
            null,
            "liver_ct/seg.dcm",
            "GTV_reader2",
            "liver_ct/expected_GTV_reader2.nrrd"
        );
    }

    private static IEnumerable<DicomCase> Encodings()
    {
        foreach (
            var read in new[]
            {
                "explicit_little",
                "explicit_big",
                "deflated",
                "rle",
                "jpeg_lossless",
                "jpeg_ls",
                "jpeg_2000",
                "enhanced_multiframe.dcm",
            }
        )
            yield return new(read, $"dicom_variants/{read}", "dicom_variants/expected_image.nrrd");
    }

    private static IEnumerable<DicomCase> Segmentations()
    {
        foreach (var file in new[] { "seg_binary", "seg_binary_all_frames", "seg_fractional", "seg_labelmap" })
            yield return new(
                file,
                "dicom_variants/explicit_little",
                null,
                $"dicom_variants/{file}.dcm",
                null,
                "dicom_variants/expected_mask.nrrd"
            );
        yield return new(
            "seg_labelmap 2",
            "dicom_variants/explicit_little",
            null,
            "dicom_variants/seg_labelmap.dcm",
            "Shifted",
            "dicom_variants/expected_labels.nrrd",
            Label: 2
        );
        for (var label = 1; label <= 2; label++)
            yield return new(
                $"seg_two_segments {label}",
                "dicom_variants/explicit_little",
                null,
                "dicom_variants/seg_two_segments.dcm",
                $"{label}",
                "dicom_variants/expected_labels.nrrd",
                Label: label
            );
    }
}
