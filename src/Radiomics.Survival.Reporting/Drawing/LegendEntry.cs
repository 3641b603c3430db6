namespace Radiomics.Reporting.Drawing;

/// <summary>A line of a legend.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Colour">The colour of its sign; <see langword="null"/> for no sign.</param>
/// <param name="Sign">What its sign is.</param>
/// <param name="Dash">The dashes of a line.</param>
/// <param name="Thickness">How thick a line is.</param>
internal sealed record LegendEntry(
    string Text,
    string? Colour = null,
    LegendSign Sign = LegendSign.Line,
    IReadOnlyList<double>? Dash = null,
    double Thickness = 2
);
