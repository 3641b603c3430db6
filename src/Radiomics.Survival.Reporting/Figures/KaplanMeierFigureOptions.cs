using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Figures;

/// <summary>What a <see cref="KaplanMeierFigure"/> shows. Immutable.</summary>
public sealed record KaplanMeierFigureOptions
{
    /// <summary>The defaults.</summary>
    public static KaplanMeierFigureOptions Default { get; } = new();

    /// <summary>Where the time axis ends; above 0. <see langword="null"/>: where fewer patients than <see cref="LeastAtRisk"/> or
    /// <see cref="LeastShareAtRisk"/> say are left in every panel.</summary>
    public double? End { get; init; }

    /// <summary>The patients that a panel must have at risk, at least, for the axis to go on; the whole of a smaller panel is
    /// shown. The default is 5.</summary>
    public int LeastAtRisk { get; init; } = 5;

    /// <summary>The same as a share of the panel's patients, from 0 to below 1. The default is 0.05.</summary>
    public double LeastShareAtRisk { get; init; } = 0.05;

    /// <summary>The times that are labelled, from 0; <see langword="null"/> for round ones.</summary>
    public IReadOnlyList<double>? Breaks { get; init; }

    /// <summary>The title of the upright axis; <see langword="null"/> for what the curves are of.</summary>
    public string? YTitle { get; init; }

    /// <summary>The ends of the upright axis, within 0 and 1. The default is 0 and 1.</summary>
    public (double Low, double High) YLimits { get; init; } = (0, 1);

    /// <summary>Whether ticks mark the censored patients. The default is <see langword="true"/>.</summary>
    public bool CensorMarks { get; init; } = true;

    /// <summary>Whether bands show the pointwise confidence limits. The default is <see langword="true"/>.</summary>
    public bool Bands { get; init; } = true;

    /// <summary>Whether the legend has the medians. The default is <see langword="true"/>.</summary>
    public bool Medians { get; init; } = true;

    /// <summary>Whether the numbers at risk stand under the axis. The default is <see langword="true"/>.</summary>
    public bool AtRiskTable { get; init; } = true;

    /// <summary>The options themselves, where they are within their ranges.</summary>
    internal KaplanMeierFigureOptions Checked() =>
        End is <= 0 or double.NaN || YLimits is not { Low: >= 0, High: <= 1 } limits || limits.Low >= limits.High
            ? throw new ArgumentException("End is above 0, YLimits are two ends within 0 and 1.", "options")
            : this;

    /// <summary>The time axis up to an end.</summary>
    internal Axis TimeAxis(double end, string unit)
    {
        var axis = Axis.Time(end, unit);
        double[] at = [.. (Breaks ?? []).Where(b => b >= 0 && b <= end)];
        return Breaks is null ? axis : new Axis(0, end, at, axis.Title) { Labels = [.. at.Select(b => NumberText.Short(b))] };
    }

    /// <summary>The upright axis of what the curves are of.</summary>
    internal Axis Upright(string what) =>
        YLimits == (0, 1) ? Axis.Cover(0, 1, YTitle ?? what) : Axis.Within(YLimits.Low, YLimits.High, YTitle ?? what);
}
