namespace Radiomics.Imaging.Dicom;

/// <summary>What is made of the numbers that a file stores.</summary>
public enum StoredValues
{
    /// <summary>Stored value times rescale slope plus rescale intercept, as SimpleITK; of a parametric map of whole numbers, its real-world
    /// values.</summary>
    Rescaled,

    /// <summary>
    /// What its real-world value map says (PS3.3 section C.7.6.16.2.11): stored value times slope plus intercept of the map, or the entry
    /// of
    /// its table,
    /// in the map's unit; NaN outside the range that it maps. An image without a map, with several, or in several units is refused.
    /// </summary>
    RealWorld,

    /// <summary>
    /// The floating point values of Philips MR scanners, which compare between series: (stored value x rescale slope + rescale intercept)
    /// / (rescale
    /// slope x scale slope), the scale slope being Philips' private element (2005,100E) (T. L. Chenevert et al., Transl. Oncol. 2014,
    /// 7(1):65-71,
    /// doi:10.1593/tlo.13811). An image without it is refused.
    /// </summary>
    Philips,
}
