namespace Radiomics.Reporting.Drawing;

/// <summary>The sign before a line of a legend.</summary>
internal enum LegendSign
{
    Line,
    Dot,
    Cross,
    Box,
}
