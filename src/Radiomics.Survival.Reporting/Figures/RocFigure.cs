using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Figures;

/// <summary>Time-dependent ROC curves, with the area and its confidence interval at each time in the legend.</summary>
public static class RocFigure
{
    private const double PanelWidth = 300;
    private const double Side = 226;

    /// <summary>Draws the panels, row by row.</summary>
    /// <param name="panels">The panels; at least one.</param>
    /// <param name="columns">The panels in a row; at least 1.</param>
    /// <param name="timeUnit">The unit of time, for the legend.</param>
    /// <exception cref="ArgumentException">There are no panels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one column.</exception>
    public static Figure Draw(IReadOnlyList<RocPanel> panels, int columns = 3, string timeUnit = "")
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentNullException.ThrowIfNull(timeUnit);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (panels.Count == 0)
            throw new ArgumentException("There are no panels.", nameof(panels));
        columns = Math.Min(columns, panels.Count);
        var lines = panels.Max(p => p.Curves.At.Count);
        var header = Plot.HeaderHeight(lines);
        var rowHeight = header + Side + 52;
        var canvas = new Canvas((columns * PanelWidth) + 10, rowHeight * ((panels.Count + columns - 1) / columns));
        for (var k = 0; k < panels.Count; k++)
        {
            var auc = panels[k].Curves;
            var plot = new Plot(
                canvas,
                (k % columns * PanelWidth) + 58,
                (k / columns * rowHeight) + header,
                Side,
                Side,
                Axis.Cover(0, 1, "1 - specificity"),
                Axis.Cover(0, 1, "Sensitivity")
            );
            plot.Line([(0, 0), (1, 1)], "#b0b0b0", 1, [3, 3]);
            for (var t = 0; t < auc.At.Count; t++)
                plot.Line(auc.Curve(t).Select(p => (p.FalsePositiveRate, p.TruePositiveRate)), Palette.Of(t), 1.8, Palette.Dashes[t % 4]);
            plot.Header(
                panels[k].Title,
                [.. auc.At.Select((a, t) => new LegendEntry(Legend(a, timeUnit), Palette.Of(t), Dash: Palette.Dashes[t % 4]))],
                lines
            );
            plot.Axes(38);
        }
        return canvas.ToFigure(
            "Time-dependent ROC curves",
            string.Join("; ", panels.Select(p => p.Title + ": " + string.Join(", ", p.Curves.At.Select(a => Legend(a, timeUnit)))))
        );
    }

    private static string Legend(Survival.Models.Discrimination.TimeAuc at, string unit) =>
        $"{NumberText.Time(at.Time, unit)}: AUC {NumberText.WithInterval(at.Auc, at.Lower, at.Upper, 2)}";
}
