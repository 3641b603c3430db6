using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting;

/// <summary>A figure of a report.</summary>
/// <param name="Name">The name of its files, without extension.</param>
/// <param name="Title">Its title.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Figure">The figure.</param>
public sealed record ReportFigure(string Name, string Title, string Caption, Figure Figure);
