namespace Radiomics.Imaging.Dicom;

/// <summary>One number of a measurement report.</summary>
/// <param name="Name">Its full name, such as <c>wavelet-LLH_glcm_JointEntropy</c>; not empty.</param>
/// <param name="Value">The number; one that is not finite is written as a qualifier that says so, without a value.</param>
/// <param name="IbsiCode">The four-letter code of IBSI's reference manual, such as <c>TU9B</c>; <see langword="null"/> where IBSI does not
/// define it.</param>
/// <param name="Unit">The unit as UCUM writes it, such as <c>mm3</c>; <c>1</c> where there is none.</param>
public sealed record DicomMeasurement(string Name, double Value, string? IbsiCode = null, string Unit = "1");
