namespace Radiomics.Reporting.Figures;

/// <summary>A line of <see cref="ForestFigure"/>.</summary>
/// <param name="Label">The variable, or the title of a section.</param>
/// <param name="HazardRatio">The hazard ratio; NaN for a section's title.</param>
/// <param name="Lower">The lower end of its interval.</param>
/// <param name="Upper">The upper end of its interval.</param>
/// <param name="PValue">Its p value.</param>
public sealed record ForestRow(string Label, double HazardRatio, double Lower, double Upper, double PValue)
{
    /// <summary>The title of a section.</summary>
    /// <param name="title">The title.</param>
    public static ForestRow Section(string title) => new(title, double.NaN, double.NaN, double.NaN, double.NaN);
}
