namespace Radiomics.Reporting.Drawing;

/// <summary>A point; in a drawing x to the right and y downwards.</summary>
internal readonly record struct Pt(double X, double Y);
