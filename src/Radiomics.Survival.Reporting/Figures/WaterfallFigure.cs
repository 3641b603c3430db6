using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Figures;

/// <summary>A waterfall of scores: one bar a patient, from the cut-off, in ascending order, by whether the patient had the event.</summary>
public static class WaterfallFigure
{
    /// <summary>Draws the panels beside each other, on the same score axis.</summary>
    /// <param name="panels">The panels; at least one: a title, for example the set, and of each patient the score, which is finite, and
    /// whether there was the event.</param>
    /// <param name="cutPoint">The cut-off, where the bars begin.</param>
    /// <param name="scoreName">What the score is called.</param>
    /// <param name="happened">What those with the event did.</param>
    /// <param name="notHappened">What is said of the others.</param>
    /// <param name="style">Width; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There are no panels or scores, or not as many events as scores.</exception>
    public static Figure Draw(
        IReadOnlyList<(string Title, IReadOnlyList<double> Scores, IReadOnlyList<bool> Events)> panels,
        double cutPoint,
        string scoreName = "Rad-score",
        string happened = "had the event",
        string notHappened = "no event at last follow-up",
        FigureStyle? style = null
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
        var headers = panels
            .Select((p, k) => (
                PanelGrid.Letter(k, panels.Count) + p.Title,
                (IReadOnlyList<LegendEntry>)
                [
                    new LegendEntry(Invariant($"{happened} ({p.Events.Count(e => e)})"), Palette.Vermilion, LegendSign.Box),
                    new LegendEntry(Invariant($"{notHappened} ({p.Events.Count(e => !e)})"), Palette.Sky, LegendSign.Box),
                    new LegendEntry($"bars begin at the cut-off, {NumberText.Short(cutPoint)}", Palette.Ink),
                ]
            ))
            .ToArray();
        style = (style ?? FigureStyle.Default).Checked();
        var grid = new PanelGrid(style, headers, new Axis(0, 1, [], $"Patients, by {scoreName}"), y, 300, 470, 0.62, 230);
        var canvas = grid.Canvas;
        for (var k = 0; k < panels.Count; k++)
        {
            var panel = panels[k];
            var n = panel.Scores.Count;
            var plot = grid.Panel(k);
            var order = Enumerable.Range(0, n).OrderBy(i => panel.Scores[i]).ToArray();
            for (var b = 0; b < n; b++)
            {
                var (from, to) = (plot.Y(cutPoint), plot.Y(panel.Scores[order[b]]));
                var colour = panel.Events[order[b]] ? Palette.Vermilion : Palette.Sky;
                canvas.Rectangle(
                    plot.X((b + 0.1) / n),
                    Math.Min(from, to),
                    plot.X((b + 0.9) / n) - plot.X((b + 0.1) / n),
                    Math.Max(0.8, Math.Abs(to - from)),
                    colour
                );
            }
            plot.Line([(0, cutPoint), (1, cutPoint)], Palette.Ink, 1);
            plot.Axes();
        }
        return canvas.ToFigure(
            $"Waterfall of the {scoreName}",
            string.Join("; ", panels.Select(p => $"{p.Title}: {p.Scores.Count} patients")),
            style
        );
    }
}
