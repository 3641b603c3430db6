using Radiomics.Reporting.Drawing;
using Survival.Models.CompetingRisks;

namespace Radiomics.Reporting.Figures;

/// <summary>A group of <see cref="IncidenceFigure"/>.</summary>
/// <param name="Name">What it is called; empty where there is one.</param>
/// <param name="Event">The incidence of the event; <see langword="null"/> where nobody had it.</param>
/// <param name="Competing">That of the competing events; <see langword="null"/> where there was none.</param>
internal sealed record IncidenceGroup(string Name, CumulativeIncidence? Event, CumulativeIncidence? Competing);

/// <summary>Cumulative incidence of the event, whole lines with their bands, and of its competing events, dotted.</summary>
internal static class IncidenceFigure
{
    private static readonly double[] _dotted = [2, 3];

    /// <summary>Draws the panels on one time axis.</summary>
    /// <param name="panels">A title, the groups, and the line under the legend each.</param>
    /// <param name="outcome">The event.</param>
    /// <param name="end">Where the axis ends.</param>
    /// <param name="timeUnit">The unit of time; may be empty.</param>
    /// <param name="style">Width and colours.</param>
    public static Figure Draw(
        IReadOnlyList<(string Title, IReadOnlyList<IncidenceGroup> Groups, string Test)> panels,
        string outcome,
        double end,
        string timeUnit,
        FigureStyle style
    )
    {
        var time = Axis.Time(end, timeUnit);
        var headers = panels.Select(p => (p.Title, (IReadOnlyList<LegendEntry>)Legend(p.Groups, p.Test, outcome, style))).ToArray();
        var grid = new PanelGrid(style.Checked(), headers, time, Axis.Cover(0, 1, "Cumulative incidence"), 340, 480, 0.72, 270);
        for (var k = 0; k < panels.Count; k++)
        {
            var plot = grid.Panel(k);
            for (var g = 0; g < panels[k].Groups.Count; g++)
            {
                var (group, colour) = (panels[k].Groups[g], style.Colour(g));
                if (group.Event is { } own)
                {
                    plot.Band([.. Steps(own, own.Lower).Zip(Steps(own, own.Upper), (l, u) => (l.Time, l.Value, u.Value))], colour);
                    plot.Line(Steps(own, own.Estimate), colour);
                }
                if (group.Competing is { } other)
                    plot.Line(Steps(other, other.Estimate), colour, 1.4, _dotted);
            }
            plot.Axes();
        }
        return grid.Canvas.ToFigure(
            "Cumulative incidence",
            string.Join("; ", panels.Select(p => $"{p.Title}: {string.Join(", ", p.Groups.Select(g => g.Name))}. {p.Test}")),
            style);
    }

    private static List<LegendEntry> Legend(IReadOnlyList<IncidenceGroup> groups, string test, string outcome, FigureStyle style)
    {
        var legend = new List<LegendEntry>();
        for (var g = 0; g < groups.Count; g++)
        {
            var head = groups[g].Name.Length == 0 ? "" : groups[g].Name + ": ";
            legend.Add(new LegendEntry(head + outcome, style.Colour(g)));
            legend.Add(new LegendEntry(head + "competing events", style.Colour(g), Dash: _dotted));
        }
        if (test.Length > 0)
            legend.Add(new LegendEntry(test));
        return legend;
    }

    // Flat until each event, from 0; the last value holds to the end of the axis, where the line is cut.
    private static IEnumerable<(double Time, double Value)> Steps(CumulativeIncidence curve, IReadOnlyList<double> values)
    {
        var before = 0.0;
        yield return (0, 0);
        for (var k = 0; k < curve.Time.Count; k++)
        {
            yield return (curve.Time[k], before);
            before = values[k];
            yield return (curve.Time[k], before);
        }
    }
}
