namespace Radiomics.Imaging.Formats;

/// <summary>The file formats that are read and written.</summary>
public enum ImageFormat
{
    /// <summary>NIfTI-1: <c>.nii</c>, <c>.nii.gz</c>, or a pair of <c>.hdr</c> and <c>.img</c>.</summary>
    Nifti1,

    /// <summary>NIfTI-2, in the same three forms.</summary>
    Nifti2,

    /// <summary>NRRD: <c>.nrrd</c>, or <c>.nhdr</c> with its data beside it. 3D Slicer's <c>.seg.nrrd</c> is one of these.</summary>
    Nrrd,

    /// <summary>MetaImage: <c>.mha</c>, or <c>.mhd</c> with its data beside it.</summary>
    MetaImage,

    /// <summary>PNG, read only: one slice of spacing 1.</summary>
    Png,

    /// <summary>An uncompressed Windows bitmap, read only: one slice of spacing 1.</summary>
    Bmp,

    /// <summary>A TIFF, read only: a slice of spacing 1 for each page.</summary>
    Tiff,

    /// <summary>A JPEG picture in greys, read only: one slice of spacing 1.</summary>
    Jpeg,
}
