using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Figures;

/// <summary>
/// Calibration: observed against predicted survival at a time, by groups with confidence intervals, smoothly, and corrected by bootstrap.
/// </summary>
public static class CalibrationFigure
{
    private const double PanelWidth = 410;
    private const double Side = 320;

    /// <summary>Draws the panels beside each other.</summary>
    /// <param name="panels">The panels; at least one.</param>
    /// <param name="time">The time of the prediction.</param>
    /// <param name="timeUnit">Its unit, in the plural; may be empty.</param>
    /// <param name="survival">What is predicted.</param>
    /// <exception cref="ArgumentException">There are no panels.</exception>
    public static Figure Draw(IReadOnlyList<CalibrationPanel> panels, double time, string timeUnit = "", string survival = "survival")
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentNullException.ThrowIfNull(timeUnit);
        if (panels.Count == 0)
            throw new ArgumentException("There are no panels.", nameof(panels));
        var legends = panels.Select(Legend).ToArray();
        var lines = legends.Max(l => l.Count);
        var header = Plot.HeaderHeight(lines);
        var canvas = new Canvas((PanelWidth * panels.Count) + 10, header + Side + 52);
        var what = $"{survival} at {NumberText.Time(time, timeUnit)}";
        for (var k = 0; k < panels.Count; k++)
        {
            var plot = new Plot(
                canvas,
                (k * PanelWidth) + 60,
                header,
                Side,
                Side,
                Axis.Cover(0, 1, "Predicted " + what),
                Axis.Cover(0, 1, "Observed " + what)
            );
            plot.Line([(0, 0), (1, 1)], Palette.Grey, 1, [3, 3]);
            if (panels[k].Smooth is { } smooth)
                plot.Line(
                    smooth.PredictedRisk.Zip(smooth.ObservedRisk, (p, o) => (1 - p, 1 - o)).OrderBy(p => p.Item1),
                    Palette.Green,
                    1.8,
                    [7, 3]
                );
            if (panels[k].Groups is { } groups)
            {
                plot.Line(groups.Groups.OrderBy(g => g.MeanPredicted).Select(g => (g.MeanPredicted, g.Observed)), Palette.Blue, 1);
                foreach (var g in groups.Groups)
                {
                    plot.ErrorBar(g.MeanPredicted, g.Lower, g.Upper, Palette.Blue, 1.4, 4);
                    plot.Dot(g.MeanPredicted, g.Observed, Palette.Blue, 4);
                }
            }
            if (panels[k].Bootstrap is { } bootstrap)
            {
                var corrected = bootstrap.CorrectedObserved;
                for (var g = 0; g < corrected.Count; g++)
                {
                    if (double.IsFinite(corrected[g]) && double.IsFinite(bootstrap.Groups[g].MeanPredicted))
                        Plot.Cross(
                            canvas,
                            plot.X(bootstrap.Groups[g].MeanPredicted),
                            plot.Y(Math.Clamp(corrected[g], 0, 1)),
                            Palette.Vermilion
                        );
                }
            }
            plot.Header(panels[k].Title, legends[k], lines);
            plot.Axes(40);
        }
        return canvas.ToFigure(
            $"Calibration at {NumberText.Time(time, timeUnit)}",
            string.Join("; ", panels.Select((p, k) => p.Title + ": " + string.Join(", ", legends[k].Select(l => l.Text))))
        );
    }

    private static List<LegendEntry> Legend(CalibrationPanel panel)
    {
        var lines = new List<LegendEntry>();
        if (panel.Groups is { } groups)
            lines.Add(new LegendEntry($"Kaplan-Meier of {groups.Groups.Count} groups with 95% CI", Palette.Blue, LegendSign.Dot));
        if (panel.Bootstrap is { } bootstrap)
            lines.Add(
                new LegendEntry(
                    $"corrected for optimism "
                        + Invariant(
                            $"({(bootstrap.GroupDifferences.Count == 0 ? 0 : bootstrap.GroupDifferences.Max(d => d.Resamples))} resamples)"
                        ),
                    Palette.Vermilion,
                    LegendSign.Cross
                )
            );
        if (panel.Smooth is { } smooth)
            lines.Add(
                new LegendEntry(
                    $"smooth: ICI {NumberText.Fixed(smooth.Ici, 3)}, E50 {NumberText.Fixed(smooth.E50, 3)}, E90 "
                        + $"{NumberText.Fixed(smooth.E90, 3)}",
                    Palette.Green,
                    Dash: [7, 3]
                )
            );
        lines.Add(
            new LegendEntry(
                "ideal" + (panel.Slope is { } s ? $"; calibration slope {NumberText.WithInterval(s.Slope, s.Lower, s.Upper, 2)}" : ""),
                Palette.Grey,
                Dash: [3, 3]
            )
        );
        return lines;
    }
}
