namespace Radiomics.Imaging.Dicom;

/// <summary>How slices become a volume.</summary>
/// <param name="Slices">The slices in their order along the normal.</param>
/// <param name="Geometry">The volume's grid.</param>
/// <param name="Plan">How each of the volume's slices is interpolated; <see langword="null"/> where the slices are the volume's.</param>
/// <param name="Warnings">What a reader should know.</param>
internal sealed record SliceLayout(Slice[] Slices, ImageGeometry Geometry, SlicePlan? Plan, IReadOnlyList<string> Warnings);

/// <summary>How slices are interpolated onto an even, rectangular grid.</summary>
/// <param name="Places">Where each slice of the grid lies among the series' slices: 2.25 is a quarter of the way from the third to the
/// fourth.</param>
/// <param name="Shifts">How many of the grid's columns and rows each of the series' slices is moved by.</param>
internal sealed record SlicePlan(double[] Places, (double X, double Y)[] Shifts);
