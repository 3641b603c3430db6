namespace Radiomics.Imaging.Dicom;

/// <summary>What the voxels of a PET image mean once they are read.</summary>
public enum PetValues
{
    /// <summary>What the file says: stored value times rescale slope plus intercept, in the unit of its element Units (BQML, GML, CNTS,
    /// ...).</summary>
    AsStored,

    /// <summary>
    /// Standardised uptake values by body weight, in g/ml: activity concentration in Bq/ml times the patient's weight in g, over the
    /// injected dose in Bq, decayed by its half-life from the injection to the time that the scanner corrected decay to
    /// (Decay Correction START; ADMIN: not decayed). Values that are SUVs already (GML) stay, Philips' counts (CNTS) are scaled
    /// by their private factor. The formula is the vendor-neutral one of the Quantitative Imaging Biomarkers Alliance
    /// (FDG-PET/CT profile, appendix on SUV from DICOM). A missing element is an error that names it.
    /// </summary>
    SuvBodyWeight,

    /// <summary>
    /// As <see cref="SuvBodyWeight"/>, by lean body mass in g: 1.10 W - 128 (W / H)² for men, 1.07 W - 148 (W / H)² for women, W in kg and
    /// H in cm
    /// (W. P. T. James, Research on Obesity, HMSO 1976; DICOM's LBMJAMES128). With 120 for men (A. Morgan and C. Bray 1994; DICOM's LBM)
    /// stored values are
    /// brought to 128.
    /// </summary>
    SuvLeanBodyMass,

    /// <summary>As <see cref="SuvBodyWeight"/>, by body surface in cm²: 71.84 W^0.425 H^0.725, W in kg and H in cm (D. and E. F. Du Bois
    /// 1916), so that values are in cm²/ml.</summary>
    SuvBodySurface,

    /// <summary>As <see cref="SuvBodyWeight"/>, by ideal weight in g: 48.0 + 1.06 (H - 152) kg for men, 45.5 + 0.91 (H - 152) kg for women,
    /// H in cm, as the Quantitative Imaging Biomarkers Alliance writes it.</summary>
    SuvIdealWeight,
}
