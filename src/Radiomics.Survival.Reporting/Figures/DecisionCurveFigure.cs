using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Figures;

/// <summary>Decision curves: the net benefit of each model, of treating all and of treating none, by the threshold probability.</summary>
public static class DecisionCurveFigure
{
    private const double PanelWidth = 420;
    private const double PlotHeight = 260;

    /// <summary>Draws the panels beside each other, on the same axes.</summary>
    /// <param name="panels">The panels; at least one.</param>
    /// <param name="time">The time of the predicted event.</param>
    /// <param name="timeUnit">Its unit, in the plural; may be empty.</param>
    /// <param name="label">What a strategy is called, by its name; <see langword="null"/> to keep the names.</param>
    /// <param name="outcome">The event.</param>
    /// <exception cref="ArgumentException">There are no panels, or no net benefits.</exception>
    public static Figure Draw(
        IReadOnlyList<DecisionCurvePanel> panels,
        double time,
        string timeUnit = "",
        Func<string, string>? label = null,
        string outcome = "the event"
    )
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentNullException.ThrowIfNull(timeUnit);
        label ??= name => name;
        var points = panels
            .SelectMany(p => p.Curve.Strategies)
            .SelectMany(s => s.Points)
            .Where(p => double.IsFinite(p.NetBenefit))
            .ToArray();
        if (points.Length == 0)
            throw new ArgumentException("There is no net benefit to draw.", nameof(panels));
        // Treating all falls without bound at high thresholds; below -0.05 nothing is told by it.
        var most = Math.Max(0.05, points.Max(p => p.NetBenefit));
        var y = Axis.Within(-0.05, most * 1.05, "Net benefit", 6);
        var x = Axis.Within(
            points.Min(p => p.Threshold),
            points.Max(p => p.Threshold),
            $"Threshold probability of {outcome} by {NumberText.Time(time, timeUnit)}",
            6
        );
        var lines = panels.Max(p => p.Curve.Strategies.Count);
        var header = Plot.HeaderHeight(lines);
        var canvas = new Canvas((PanelWidth * panels.Count) + 10, header + PlotHeight + 52);
        for (var k = 0; k < panels.Count; k++)
        {
            var plot = new Plot(canvas, (k * PanelWidth) + 62, header, PanelWidth - 78, PlotHeight, x, y);
            var legend = new List<LegendEntry>();
            var model = 0;
            foreach (var strategy in panels[k].Curve.Strategies.OrderBy(s => s.Name is "all" ? 1 : s.Name is "none" ? 2 : 0))
            {
                var (text, colour, dash) = strategy.Name switch
                {
                    "all" => ("treat all", Palette.Grey, new double[] { 3, 3 }),
                    "none" => ("treat none", Palette.Ink, null),
                    _ => (label(strategy.Name), Palette.Of(model), Palette.Dashes[model++ % 4]),
                };
                plot.Line(
                    strategy.Points.Select(p => (p.Threshold, p.NetBenefit)),
                    colour,
                    strategy.Name is "all" or "none" ? 1.2 : 1.8,
                    dash
                );
                legend.Add(new LegendEntry(text, colour, Dash: dash));
            }
            plot.Header(panels[k].Title, legend, lines);
            plot.Axes(46);
        }
        return canvas.ToFigure(
            $"Decision curves at {NumberText.Time(time, timeUnit)}",
            string.Join("; ", panels.Select(p => $"{p.Title}: risk of all {NumberText.Fixed(p.Curve.EventRate, 3)}"))
        );
    }
}
