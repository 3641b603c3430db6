namespace Radiomics.Imaging.Dicom;

/// <summary>A structure or segment.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Contours">The number of closed contours; <see langword="null"/> for a segment.</param>
/// <param name="Problem">Why it cannot be read; <see langword="null"/> where it can.</param>
public sealed record DicomRegionDescription(int Number, string Name, int? Contours, string? Problem = null);
