namespace Radiomics.Imaging.Dicom;

/// <summary>What the voxels of a PET image mean once they are read.</summary>
public enum PetValues
{
    /// <summary>What the file says: stored value times rescale slope plus intercept, in the unit of its element Units (BQML, GML, CNTS, ...).</summary>
    AsStored,

    /// <summary>
    /// Standardised uptake values by body weight, in g/ml: activity concentration in Bq/ml times the patient's weight in g, over the
    /// injected dose in Bq, decayed by its half-life from the injection to the time that the scanner corrected decay to
    /// (Decay Correction START; ADMIN: not decayed). Values that are SUVs already (GML) stay, Philips' counts (CNTS) are scaled
    /// by their private factor. The formula is the vendor-neutral one of the Quantitative Imaging Biomarkers Alliance
    /// (FDG-PET/CT profile, appendix on SUV from DICOM). A missing element is an error that names it.
    /// </summary>
    SuvBodyWeight,
}
