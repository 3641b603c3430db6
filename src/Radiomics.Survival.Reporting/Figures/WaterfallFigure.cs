using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Figures;

/// <summary>A waterfall of scores: one bar a patient, from the cut-off, in ascending order, by whether the patient had the event.</summary>
public static class WaterfallFigure
{
    private const double PanelWidth = 430;
    private const double PlotHeight = 230;

    /// <summary>Draws the panels beside each other, on the same score axis.</summary>
    /// <param name="panels">The panels; at least one, with as many events as scores.</param>
    /// <param name="cutPoint">The cut-off, where the bars begin.</param>
    /// <param name="scoreName">What the score is called.</param>
    /// <param name="happened">What those with the event did.</param>
    /// <param name="notHappened">What is said of the others.</param>
    /// <exception cref="ArgumentException">There are no panels or scores, or not as many events as scores.</exception>
    public static Figure Draw(
        IReadOnlyList<WaterfallPanel> panels,
        double cutPoint,
        string scoreName = "Rad-score",
        string happened = "had the event",
        string notHappened = "no event at last follow-up"
    )
    {
        ArgumentNullException.ThrowIfNull(panels);
        if (panels.Count == 0 || panels.Any(p => p.Scores.Count == 0 || p.Scores.Count != p.Events.Count))
            throw new ArgumentException("There must be at least one panel, each with scores and as many events.", nameof(panels));
        var y = Axis.Cover(
            Math.Min(cutPoint, panels.Min(p => p.Scores.Min())),
            Math.Max(cutPoint, panels.Max(p => p.Scores.Max())),
            scoreName
        );
        var header = Plot.HeaderHeight(3);
        var canvas = new Canvas((PanelWidth * panels.Count) + 10, header + PlotHeight + 52);
        for (var k = 0; k < panels.Count; k++)
        {
            var panel = panels[k];
            var n = panel.Scores.Count;
            var plot = new Plot(
                canvas,
                (k * PanelWidth) + 62,
                header,
                PanelWidth - 78,
                PlotHeight,
                new Axis(0, n, [], Invariant($"{n} patients, by {scoreName}")),
                y
            );
            var order = Enumerable.Range(0, n).OrderBy(i => panel.Scores[i]).ToArray();
            for (var b = 0; b < n; b++)
            {
                var (from, to) = (plot.Y(cutPoint), plot.Y(panel.Scores[order[b]]));
                var colour = panel.Events[order[b]] ? Palette.Vermilion : Palette.Sky;
                canvas.Rectangle(
                    plot.X(b + 0.1),
                    Math.Min(from, to),
                    plot.X(b + 0.9) - plot.X(b + 0.1),
                    Math.Max(0.8, Math.Abs(to - from)),
                    colour
                );
            }
            plot.Line([(0, cutPoint), (n, cutPoint)], Palette.Ink, 1);
            plot.Header(panel.Title,
            [
                new LegendEntry(Invariant($"{happened} ({panel.Events.Count(e => e)})"), Palette.Vermilion, LegendSign.Box),
                new LegendEntry(Invariant($"{notHappened} ({panel.Events.Count(e => !e)})"), Palette.Sky, LegendSign.Box),
                new LegendEntry($"bars begin at the cut-off, {NumberText.Fixed(cutPoint, 3)}", Palette.Ink),
            ],
            3);
            plot.Axes(44);
        }
        return canvas.ToFigure(
            $"Waterfall of the {scoreName}",
            string.Join("; ", panels.Select(p => $"{p.Title}: {p.Scores.Count} patients"))
        );
    }
}
