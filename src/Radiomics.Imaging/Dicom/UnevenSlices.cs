namespace Radiomics.Imaging.Dicom;

/// <summary>What becomes of a series whose slices do not lie on an even, rectangular grid.</summary>
public enum UnevenSlices
{
    /// <summary>It is refused; the message says where the slices lie.</summary>
    Refuse,

    /// <summary>
    /// It is interpolated linearly onto an even grid of the usual distance of slices, and a gantry tilt is sheared back, with a warning.
    /// Slices that lie on the
    /// grid stay as they are; the voxels become 32-bit floating point (64-bit where the series' own are).
    /// </summary>
    Resample,
}
