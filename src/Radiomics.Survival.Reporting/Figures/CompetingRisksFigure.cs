using Radiomics.Reporting.Drawing;
using Survival.Models;
using Survival.Models.CompetingRisks;

namespace Radiomics.Reporting.Figures;

/// <summary>One panel of <see cref="CompetingRisksFigure"/>.</summary>
/// <param name="Title">Its title, for example the cause, or the group whose causes are stacked.</param>
/// <param name="Curves">The names and curves: of one cause in each group, or of each cause in one group; at least one.</param>
/// <param name="Gray">Gray's test between the groups; <see langword="null"/> for none.</param>
public sealed record CompetingRisksPanel(
    string Title,
    IReadOnlyList<(string Name, CumulativeIncidence Curve)> Curves,
    TestResult? Gray = null
);

/// <summary>
/// Cumulative incidences where causes compete: curves of a cause by group with confidence bands and Gray's p value, or the causes of a
/// group stacked on each other, so that what is left at the top is the chance to be free of all. The numbers at risk stand under the time
/// axis.
/// </summary>
public static class CompetingRisksFigure
{
    private const double RiskRow = 16;
    private const double RiskGap = 10;
    private const string RiskTitle = "Number at risk";

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
        IReadOnlyList<CompetingRisksPanel> panels,
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
        IReadOnlyList<CompetingRisksPanel> panels,
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
        IReadOnlyList<CompetingRisksPanel> panels,
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
        options ??= KaplanMeierFigureOptions.Default;
        style = (style ?? FigureStyle.Default).Checked();
        if (options.End is <= 0 or double.NaN || options.YLimits is not { Low: >= 0, High: <= 1 } limits || limits.Low >= limits.High)
            throw new ArgumentException("End is above 0, YLimits are two ends within 0 and 1.", nameof(options));
        var time = TimeAxis(options.End ?? End(panels, options, stacked), timeUnit, options.Breaks);
        var y = limits == (0, 1)
            ? Axis.Cover(0, 1, options.YTitle ?? incidence)
            : Axis.Within(limits.Low, limits.High, options.YTitle ?? incidence);
        // Stacked causes are of the same patients: one row of numbers.
        var rows = panels.Select(p => stacked ? [("", p.Curves[0].Curve)] : p.Curves).ToArray();
        var zero = Canvas.TextWidth(NumberText.Patients(rows.SelectMany(r => r).Max(c => c.Curve.RowCount)), 11) / 2;
        var names = rows.SelectMany(r => r).Select(c => c.Item1).ToArray();
        var labelWidth = Math.Max(Canvas.TextWidth(RiskTitle, 11, bold: true), TextLines.Widest(names, 11)) + zero + RiskGap + 8;
        // Long names stand above their numbers instead of left of them.
        var above = labelWidth > 120;
        var most = rows.Max(r => r.Count);
        var below = !options.AtRiskTable ? 0 : stacked ? 22 : 22 + (RiskRow * most * (above ? 2 : 1));
        var styles = style.OfPanels(panels.Select(p => p.Curves.Select(c => c.Name)));
        var headers = panels
            .Select((p, k) => (
                stacked ? Text(p.Title, p.Curves[0].Curve) : p.Title, (IReadOnlyList<LegendEntry>)Legend(p, styles[k], stacked)))
            .ToArray();
        var grid = new PanelGrid(style, headers, time, y, 340, 480, 0.72, 270, below, options.AtRiskTable && !above ? labelWidth : 0);
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
                AtRisk(grid.Canvas, plot, rows[k], time, styles[k], above, zero, stacked);
        }
        return grid.Canvas.ToFigure(
            stacked ? "Stacked cumulative incidences" : "Cumulative incidences",
            string.Join("; ", panels.Select(p => p.Title + ": " + string.Join(", ", p.Curves.Select(c => Text(c.Name, c.Curve)))
                + (p.Gray is { } t ? ", Gray's test " + NumberText.PEquals(t.PValue) : ""))),
            style);
    }

    private static Axis TimeAxis(double end, string unit, IReadOnlyList<double>? breaks)
    {
        var axis = Axis.Time(end, unit);
        double[] at = [.. (breaks ?? []).Where(b => b >= 0 && b <= end)];
        return breaks is null ? axis : new Axis(0, end, at, axis.Title) { Labels = [.. at.Select(b => NumberText.Short(b))] };
    }

    // Where too few are left in every panel, as of Kaplan-Meier curves.
    private static double End(IReadOnlyList<CompetingRisksPanel> panels, KaplanMeierFigureOptions options, bool stacked)
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

    private static List<LegendEntry> Legend(CompetingRisksPanel panel, FigureStyle style, bool stacked)
    {
        var legend = panel.Curves
            .Select((c, k) => new LegendEntry(
                stacked ? c.Name : Text(c.Name, c.Curve), style.Colour(k), stacked ? LegendSign.Box : LegendSign.Line,
                stacked ? null : style.Dash(k)))
            .ToList();
        if (panel.Gray is { } test)
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

    private static void Stack(Plot plot, CompetingRisksPanel panel, FigureStyle style)
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

    private static void AtRisk(
        Canvas canvas,
        Plot plot,
        IReadOnlyList<(string Name, CumulativeIncidence Curve)> rows,
        Axis time,
        FigureStyle style,
        bool above,
        double zero,
        bool stacked)
    {
        var y = plot.Bottom + Plot.Foot(time, plot.Right - plot.Left) + 6;
        var (x, anchor) = above ? (plot.Left - zero, TextAnchor.Start) : (plot.Left - zero - RiskGap, TextAnchor.End);
        canvas.Text(x, y, RiskTitle, anchor, 11, bold: true);
        for (var k = 0; k < rows.Count; k++)
        {
            if (!stacked)
            {
                y += RiskRow;
                canvas.Text(x, y, rows[k].Name, anchor, 11, colour: style.Colour(k));
                y += above ? RiskRow : 0;
            }
            var end = double.NegativeInfinity;
            foreach (var tick in time.Ticks)
            {
                var text = NumberText.Patients(rows[k].Curve.AtRiskAt(tick));
                var half = Canvas.TextWidth(text, 11) / 2;
                if (plot.X(tick) - half < end + 3)
                    continue;
                canvas.Text(plot.X(tick), y, text, TextAnchor.Middle, 11);
                end = plot.X(tick) + half;
            }
        }
    }
}
