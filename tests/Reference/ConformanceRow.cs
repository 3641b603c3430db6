namespace Reference;

/// <summary>One row of docs/conformance.md: how one group of our values compares with one group of reference values.</summary>
/// <param name="Case">What was compared, such as <c>paper / brain1 / glcm</c>.</param>
/// <param name="Compared">How many values were compared.</param>
/// <param name="Outside">How many lie outside the reference's own closeness.</param>
/// <param name="Worst">The largest error, in units of <paramref name="Measure"/>.</param>
/// <param name="Allowed">The closeness the reference's README gives.</param>
/// <param name="Measure">What the error is: <c>relative</c>, <c>of range</c>, <c>voxels</c> ...</param>
/// <param name="Note">The cause, worked out, where a value lies outside; else empty, or the name of the worst value.</param>
public sealed record ConformanceRow(string Case, int Compared, int Outside, double Worst, double Allowed, string Measure, string Note = "");
