using Radiomics.Reporting.Drawing;
using Survival.Models.NonParametric;

namespace Radiomics.Reporting.Figures;

/// <summary>
/// Kaplan-Meier curves with confidence bands, censoring ticks, medians, the log-rank p value, and the numbers at risk under the time axis.
/// </summary>
public static class KaplanMeierFigure
{
    private const double PanelWidth = 470;
    private const double PlotHeight = 260;
    private const double RiskRow = 16;
    private const string RiskTitle = "Number at risk";

    /// <summary>Draws the panels beside each other, on one time axis.</summary>
    /// <param name="panels">The panels; at least one, each with at least one group.</param>
    /// <param name="timeUnit">The unit of time, for the axis, in the plural; may be empty.</param>
    /// <param name="survival">What the curves are of.</param>
    /// <exception cref="ArgumentException">There is nothing to draw.</exception>
    public static Figure Draw(IReadOnlyList<KaplanMeierPanel> panels, string timeUnit = "", string survival = "Survival")
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentNullException.ThrowIfNull(timeUnit);
        if (panels.Count == 0 || panels.Any(p => p.Groups.Count == 0))
            throw new ArgumentException("There must be at least one panel, and each needs at least one group.", nameof(panels));
        var last = panels.SelectMany(p => p.Groups).Max(g => g.Curve.Time.Count == 0 ? 0 : g.Curve.Time[^1]);
        var time = Axis.Time(last > 0 ? last : 1, timeUnit);
        var groups = panels.Max(p => p.Groups.Count);
        var labelWidth =
            Math.Max(Canvas.TextWidth(RiskTitle, 11, bold: true), panels.SelectMany(p => p.Groups).Max(g => Canvas.TextWidth(g.Name, 11)))
            + 28;
        var lines = panels.Max(p => p.Groups.Count + (p.LogRank is null ? 0 : 1));
        var top = Plot.HeaderHeight(lines);
        var canvas = new Canvas((PanelWidth * panels.Count) + 16, top + PlotHeight + 62 + (RiskRow * groups));
        for (var k = 0; k < panels.Count; k++)
        {
            var left = (k * PanelWidth) + labelWidth;
            Panel(
                canvas,
                new Plot(canvas, left, top, PanelWidth - labelWidth - 12, PlotHeight, time, Axis.Cover(0, 1, survival)),
                panels[k],
                time,
                timeUnit,
                lines
            );
        }
        return canvas.ToFigure(
            "Kaplan-Meier curves",
            string.Join(
                "; ",
                panels.Select(p =>
                    p.Title
                    + ": "
                    + string.Join(", ", p.Groups.Select(g => Legend(g.Name, g.Curve, timeUnit)))
                    + (p.LogRank is { } t ? ", log-rank " + NumberText.PEquals(t.PValue) : "")
                )
            )
        );
    }

    private static void Panel(Canvas canvas, Plot plot, KaplanMeierPanel panel, Axis time, string unit, int lines)
    {
        var legend = panel
            .Groups.Select((g, k) => new LegendEntry(Legend(g.Name, g.Curve, unit), Palette.Of(k), Dash: Palette.Dashes[k % 4]))
            .ToList();
        if (panel.LogRank is { } test)
            legend.Add(new LegendEntry("Log-rank " + NumberText.PEquals(test.PValue)));
        plot.Header(panel.Title, legend, lines);
        for (var k = 0; k < panel.Groups.Count; k++)
            Curve(canvas, plot, panel.Groups[k].Curve, Palette.Of(k), Palette.Dashes[k % 4]);
        plot.Axes(38);

        var y = plot.Bottom + 50;
        canvas.Text(plot.Left - 14, y, RiskTitle, TextAnchor.End, 11, bold: true);
        for (var k = 0; k < panel.Groups.Count; k++)
        {
            y += RiskRow;
            canvas.Text(plot.Left - 14, y, panel.Groups[k].Name, TextAnchor.End, 11, colour: Palette.Of(k));
            foreach (var tick in time.Ticks)
                canvas.Text(plot.X(tick), y, NumberText.Short(panel.Groups[k].Curve.At(tick).AtRisk), TextAnchor.Middle, 11);
        }
    }

    private static string Legend(string name, SurvivalCurve curve, string unit)
    {
        var median = curve.Median;
        return double.IsNaN(median.Time)
            ? Invariant($"{name}: n = {curve.RowCount}, median not reached")
            : Invariant($"{name}: n = {curve.RowCount}, median {NumberText.WithUnit(NumberText.Fixed(median.Time, 1), unit)} (95% CI ")
                + $"{Limits(median)})";
    }

    private static string Limits(SurvivalQuantile median) =>
        (double.IsNaN(median.Lower) ? "not reached" : NumberText.Fixed(median.Lower, 1))
        + " to "
        + (double.IsNaN(median.Upper) ? "not reached" : NumberText.Fixed(median.Upper, 1));

    private static void Curve(Canvas canvas, Plot plot, SurvivalCurve curve, string colour, double[]? dash)
    {
        var band = new List<(double, double, double)> { (0, 1, 1) };
        var line = new List<(double, double)> { (0, 1) };
        var (before, lower, upper) = (1.0, 1.0, 1.0);
        for (var i = 0; i < curve.Time.Count; i++)
        {
            var (t, s) = (curve.Time[i], curve.Survival[i]);
            line.Add((t, before));
            line.Add((t, s));
            if (double.IsFinite(curve.Lower[i]) && double.IsFinite(curve.Upper[i]))
            {
                band.Add((t, lower, upper));
                (lower, upper) = (curve.Lower[i], curve.Upper[i]);
                band.Add((t, lower, upper));
            }
            before = s;
        }
        plot.Band(band, colour);
        plot.Line(line, colour, 1.8, dash);
        for (var i = 0; i < curve.Time.Count; i++)
        {
            if (curve.Censored[i] > 0)
                canvas.Line(
                    plot.X(curve.Time[i]),
                    plot.Y(curve.Survival[i]) - 4,
                    plot.X(curve.Time[i]),
                    plot.Y(curve.Survival[i]) + 4,
                    colour,
                    1.4
                );
        }
    }
}
