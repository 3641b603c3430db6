using Radiomics.Reporting.Drawing;
using Survival.Models.CompetingRisks;

namespace Radiomics.Reporting.Figures;

/// <summary>
/// Cumulative incidences where causes compete: curves of a cause by group with confidence bands and Gray's p value, or the causes of a
/// group stacked on each other, so that what is left at the top is the chance to be free of all. The numbers at risk stand under the time
/// axis.
/// </summary>
public static class CompetingRisksFigure
{
    /// <summary>Draws curves of a cause by group: a panel a cause, or a set of patients.</summary>
    /// <param name="panels">The panels; at least one, each with at least one curve.</param>
    /// <param name="timeUnit">The unit of time, for the axis, in the plural; may be empty.</param>
    /// <param name="incidence">What the curves are of.</param>
    /// <param name="options">Axis, bands, table, as of Kaplan-Meier curves; <see langword="null"/> for the defaults. Ticks of censorings
    /// and medians are not drawn.</param>
    /// <param name="style">Width and colours; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is nothing to draw, a panel has more than 28 curves, or an option is outside its
    /// range.</exception>
    public static Figure Draw(
        IReadOnlyList<CurvePanel<CumulativeIncidence>> panels,
        string timeUnit = "",
        string incidence = "Cumulative incidence",
        KaplanMeierFigureOptions? options = null,
        FigureStyle? style = null) => Draw(panels, timeUnit, incidence, options, style, stacked: false);

    /// <summary>Draws the causes of a group on each other: a panel a group. The curves of a panel are of the same patients.</summary>
    /// <param name="panels">The panels; at least one, each with at least one curve.</param>
    /// <param name="timeUnit">The unit of time, for the axis, in the plural; may be empty.</param>
    /// <param name="incidence">What the areas are of.</param>
    /// <param name="options">Axis and table, as of Kaplan-Meier curves; <see langword="null"/> for the defaults.</param>
    /// <param name="style">Width and colours; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is nothing to draw, an option is outside its range, or the curves of a panel are more
    /// than 28 or of
    /// different patients.</exception>
    public static Figure DrawStacked(
        IReadOnlyList<CurvePanel<CumulativeIncidence>> panels,
        string timeUnit = "",
        string incidence = "Cumulative incidence",
        KaplanMeierFigureOptions? options = null,
        FigureStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(panels);
        if (panels.FirstOrDefault(p => p.Curves.Any(c => !c.Curve.Time.SequenceEqual(p.Curves[0].Curve.Time))) is { } mixed)
            throw new ArgumentException(
                $"The curves of '{mixed.Title}' are of different patients; stacked are the causes of the same.", nameof(panels));
        return Draw(panels, timeUnit, incidence, options, style, stacked: true);
    }

    private static Figure Draw(
        IReadOnlyList<CurvePanel<CumulativeIncidence>> panels,
        string timeUnit,
        string incidence,
        KaplanMeierFigureOptions? options,
        FigureStyle? style,
        bool stacked)
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentNullException.ThrowIfNull(timeUnit);
        if (panels.Count == 0 || panels.Any(p => p.Curves.Count == 0))
            throw new ArgumentException("There must be at least one panel, and each needs at least one curve.", nameof(panels));
        foreach (var panel in panels)
            KaplanMeierFigure.CheckCount(panel.Title, panel.Curves.Count);
        options = (options ?? KaplanMeierFigureOptions.Default).Checked();
        style = (style ?? FigureStyle.Default).Checked();
        var time = options.TimeAxis(options.End ?? End(panels, options, stacked), timeUnit);
        var y = options.Upright(incidence);
        // Stacked causes are of the same patients: one row of numbers, beside the title.
        var rows = panels.Select(p => stacked ? [("", p.Curves[0].Curve)] : p.Curves).ToArray();
        var table = new RiskTable(
            "Number at risk",
            rows.SelectMany(r => r).Select(c => c.Item1),
            Canvas.TextWidth(NumberText.Patients(rows.SelectMany(r => r).Max(c => c.Curve.RowCount)), 11) / 2);
        var below = options.AtRiskTable ? table.Height(stacked ? 0 : rows.Max(r => r.Count)) : 0;
        var styles = style.OfPanels(panels.Select(p => p.Curves.Select(c => c.Name)));
        var headers = panels
            .Select((p, k) => (
                stacked ? Text(p.Title, p.Curves[0].Curve) : p.Title, (IReadOnlyList<LegendEntry>)Legend(p, styles[k], stacked)))
            .ToArray();
        var grid = new PanelGrid(style, headers, time, y, 340, 480, 0.72, 270, below, options.AtRiskTable ? table.Left : 0);
        for (var k = 0; k < panels.Count; k++)
        {
            var plot = grid.Panel(k);
            if (stacked)
                Stack(plot, panels[k], styles[k]);
            else
            {
                for (var g = 0; g < panels[k].Curves.Count; g++)
                    Curve(plot, panels[k].Curves[g].Curve, styles[k].Colour(g), styles[k].Dash(g),
                        options.Bands ? Palette.BandOpacity(panels[k].Curves.Count) : 0);
            }
            plot.Axes();
            if (options.AtRiskTable)
                table.Draw(
                    grid.Canvas, plot, time,
                    rows[k].Select(c => (stacked ? null : c.Item1, (Func<double, double>)(at => c.Curve.AtRiskAt(at)))), styles[k]);
        }
        return grid.Canvas.ToFigure(
            stacked ? "Stacked cumulative incidences" : "Cumulative incidences",
            string.Join("; ", panels.Select(p => p.Title + ": " + string.Join(", ", p.Curves.Select(c => Text(c.Name, c.Curve)))
                + (p.Test is { } t ? ", Gray's test " + NumberText.PEquals(t.PValue) : ""))),
            style);
    }

    // Where too few are left in every panel, as of Kaplan-Meier curves.
    private static double End(IReadOnlyList<CurvePanel<CumulativeIncidence>> panels, KaplanMeierFigureOptions options, bool stacked)
    {
        var end = panels.Max(panel =>
        {
            CumulativeIncidence[] curves = stacked ? [panel.Curves[0].Curve] : [.. panel.Curves.Select(c => c.Curve)];
            var least = Math.Max(options.LeastAtRisk, options.LeastShareAtRisk * curves.Sum(c => c.RowCount));
            return curves.SelectMany(c => c.Time).Distinct().Where(t => curves.Sum(c => c.AtRiskAt(t)) >= least).DefaultIfEmpty(0).Max();
        });
        var last = panels.SelectMany(p => p.Curves).Max(c => c.Curve.LastTime);
        return end > 0 ? end : last > 0 ? last : 1;
    }

    private static List<LegendEntry> Legend(CurvePanel<CumulativeIncidence> panel, FigureStyle style, bool stacked)
    {
        var legend = panel.Curves
            .Select((c, k) => new LegendEntry(
                stacked ? c.Name : Text(c.Name, c.Curve), style.Colour(k), stacked ? LegendSign.Box : LegendSign.Line,
                stacked ? null : style.Dash(k)))
            .ToList();
        if (panel.Test is { } test)
            legend.Add(new LegendEntry("Gray's test " + NumberText.PEquals(test.PValue)));
        return legend;
    }

    private static string Text(string name, CumulativeIncidence curve) => Invariant($"{name}: n\u00a0=\u00a0{curve.RowCount}");

    private static void Curve(Plot plot, CumulativeIncidence curve, string colour, IReadOnlyList<double>? dash, double bands)
    {
        List<(double, double, double)> band = [(0, 0, 0)];
        List<(double, double)> line = [(0, 0)];
        var (before, lower, upper) = (0.0, 0.0, 0.0);
        for (var i = 0; i < curve.Time.Count; i++)
        {
            var t = curve.Time[i];
            line.Add((t, before));
            line.Add((t, before = curve.Estimate[i]));
            if (!double.IsFinite(curve.Lower[i]) || !double.IsFinite(curve.Upper[i]))
                continue;
            band.Add((t, lower, upper));
            (lower, upper) = (curve.Lower[i], curve.Upper[i]);
            band.Add((t, lower, upper));
        }
        // A curve is known to the last follow-up, though nothing happens there.
        line.Add((curve.LastTime, before));
        band.Add((curve.LastTime, lower, upper));
        if (bands > 0)
            plot.Band(band, colour, bands);
        plot.Line(line, colour, 1.8, dash);
    }

    private static void Stack(Plot plot, CurvePanel<CumulativeIncidence> panel, FigureStyle style)
    {
        var first = panel.Curves[0].Curve;
        var under = new double[first.Time.Count];
        for (var k = 0; k < panel.Curves.Count; k++)
        {
            var curve = panel.Curves[k].Curve;
            List<(double, double, double)> area = [(0, 0, 0)];
            List<(double, double)> edge = [(0, 0)];
            var (low, high) = (0.0, 0.0);
            for (var i = 0; i < under.Length; i++)
            {
                area.Add((curve.Time[i], low, high));
                edge.Add((curve.Time[i], high));
                (low, high) = (under[i], under[i] + curve.Estimate[i]);
                area.Add((curve.Time[i], low, high));
                edge.Add((curve.Time[i], high));
                under[i] = high;
            }
            area.Add((curve.LastTime, low, high));
            edge.Add((curve.LastTime, high));
            plot.Band(area, style.Colour(k), 0.35);
            plot.Line(edge, style.Colour(k), 1.4);
        }
    }
}
