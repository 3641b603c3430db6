namespace Radiomics.Imaging;

/// <summary>Whose reading of a doubtful file counts. Where a file leaves no doubt both are the same.</summary>
public enum Compatibility
{
    /// <summary>
    /// This library's: a label within 1e-3 of a whole number is that number and any other fraction is refused; sheared grids are refused; a
    /// NIfTI slope of 0
    /// or not-a-number means no scaling at all; a voxel that is not a number counts as 0 outside the region and is refused inside it.
    /// </summary>
    None,

    /// <summary>
    /// What PyRadiomics 3.1 with SimpleITK 2.5 does: labels lose their fraction (2.9999998 is label 2) and wrap into 32 bits; sheared NRRD
    /// and MetaImage
    /// grids are read as if they were not; a NIfTI slope of 0 counts as 1 and its intercept is added; a NIfTI's voxels that are not numbers
    /// are 0.
    /// </summary>
    PyRadiomics,
}
