using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Figures;

/// <summary>
/// Calibration: observed against predicted survival at a time, by groups with confidence intervals, smoothly, and corrected by bootstrap.
/// </summary>
public static class CalibrationFigure
{
    /// <summary>Draws the panels, row by row, with a letter each.</summary>
    /// <param name="panels">The panels; at least one. Their titles say of which set and which time they are.</param>
    /// <param name="survival">What is predicted: <c>overall survival</c>, or <c>survival at 12 months</c> where all panels are of one
    /// time.</param>
    /// <param name="columns">The panels in a row at most; at least 1.</param>
    /// <param name="style">Width and colours; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There are no panels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one column.</exception>
    public static Figure Draw(
        IReadOnlyList<CalibrationPanel> panels,
        string survival = "survival",
        int columns = 3,
        FigureStyle? style = null
    )
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentNullException.ThrowIfNull(survival);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (panels.Count == 0)
            throw new ArgumentException("There are no panels.", nameof(panels));
        style = (style ?? FigureStyle.Default).Checked();
        var headers = panels
            .Select((p, k) => (PanelGrid.Letter(k, panels.Count) + p.Title, (IReadOnlyList<LegendEntry>)Legend(p)))
            .ToArray();
        var grid = new PanelGrid(
            style,
            headers,
            Axis.Cover(0, 1, "Predicted " + survival),
            Axis.Cover(0, 1, "Observed " + survival),
            280,
            420,
            1,
            330,
            columns: columns
        );
        for (var k = 0; k < panels.Count; k++)
        {
            var plot = grid.Panel(k);
            Points(grid.Canvas, plot, panels[k]);
            plot.Axes();
        }
        return grid.Canvas.ToFigure(
            "Calibration",
            string.Join("; ", headers.Select(h => h.Item1 + ": " + string.Join(", ", h.Item2.Select(l => l.Text)))),
            style
        );
    }

    private static void Points(Canvas canvas, Plot plot, CalibrationPanel panel)
    {
        plot.Line([(0, 0), (1, 1)], Palette.Grey, 1, [3, 3]);
        if (panel.Smooth is { } smooth)
            plot.Line(
                smooth.PredictedRisk.Zip(smooth.ObservedRisk, (p, o) => (1 - p, 1 - o)).OrderBy(p => p.Item1),
                Palette.Green,
                1.8,
                [7, 3]
            );
        if (panel.Groups is { } groups)
        {
            plot.Line(groups.Groups.OrderBy(g => g.MeanPredicted).Select(g => (g.MeanPredicted, g.Observed)), Palette.Blue, 1);
            foreach (var g in groups.Groups)
            {
                plot.ErrorBar(g.MeanPredicted, g.Lower, g.Upper, Palette.Blue, 1.4, 4);
                plot.Dot(g.MeanPredicted, g.Observed, Palette.Blue, 4);
            }
        }
        if (panel.Bootstrap is not { } bootstrap)
            return;
        if (panel.Groups is null)
        {
            foreach (var g in bootstrap.Groups.Where(g => double.IsFinite(g.MeanPredicted) && double.IsFinite(g.Observed)))
                plot.Dot(g.MeanPredicted, g.Observed, Palette.Blue, 4);
        }
        var corrected = bootstrap.CorrectedObserved;
        for (var g = 0; g < corrected.Count; g++)
        {
            if (double.IsFinite(corrected[g]) && double.IsFinite(bootstrap.Groups[g].MeanPredicted))
                Plot.Cross(canvas, plot.X(bootstrap.Groups[g].MeanPredicted), plot.Y(Math.Clamp(corrected[g], 0, 1)), Palette.Vermilion);
        }
    }

    private static List<LegendEntry> Legend(CalibrationPanel panel)
    {
        var lines = new List<LegendEntry>();
        if (panel.Groups is { } groups)
            lines.Add(new LegendEntry(
                $"{(panel.IsIncidence ? "incidence" : "Kaplan-Meier")} of {groups.Groups.Count} groups, 95% CI", Palette.Blue,
                LegendSign.Dot));
        else if (panel.Bootstrap is { } apparent)
            lines.Add(new LegendEntry($"apparent, of {apparent.Groups.Count} groups", Palette.Blue, LegendSign.Dot));
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
                "ideal" + (panel.Slope is { } s ? $"; slope {NumberText.WithInterval(s.Estimate, s.Lower, s.Upper, 2)}" : ""),
                Palette.Grey,
                Dash: [3, 3]
            )
        );
        return lines;
    }
}
