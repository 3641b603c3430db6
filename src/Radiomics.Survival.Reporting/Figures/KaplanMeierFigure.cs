using Radiomics.Reporting.Drawing;
using Survival.Models.NonParametric;

namespace Radiomics.Reporting.Figures;

/// <summary>
/// Kaplan-Meier curves with confidence bands, censoring ticks, medians, the log-rank p value, and the numbers at risk under the time axis.
/// </summary>
public static class KaplanMeierFigure
{
    private const double RiskRow = 16;
    private const double RiskGap = 10;
    private const string RiskTitle = "Number at risk";

    /// <summary>Draws the panels on one time axis, beside each other where there is room.</summary>
    /// <param name="panels">The panels; at least one, each with at least one group.</param>
    /// <param name="timeUnit">The unit of time, for the axis, in the plural; may be empty.</param>
    /// <param name="survival">What the curves are of.</param>
    /// <param name="options">Axis, marks, table; <see langword="null"/> for the defaults. By default the axis ends where under 5 % or 5 of
    /// a panel's
    /// patients are at risk (Pocock SJ and others, Lancet 2002;359:1686, on where such plots should end).</param>
    /// <param name="style">Width and colours; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is nothing to draw, a panel has more than 28 curves, or an option is outside its
    /// range.</exception>
    public static Figure Draw(
        IReadOnlyList<KaplanMeierPanel> panels,
        string timeUnit = "",
        string survival = "Survival",
        KaplanMeierFigureOptions? options = null,
        FigureStyle? style = null
    )
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentNullException.ThrowIfNull(timeUnit);
        if (panels.Count == 0 || panels.Any(p => p.Groups.Count == 0))
            throw new ArgumentException("There must be at least one panel, and each needs at least one group.", nameof(panels));
        foreach (var panel in panels)
            CheckCount(panel.Title, panel.Groups.Count);
        options ??= KaplanMeierFigureOptions.Default;
        style = (style ?? FigureStyle.Default).Checked();
        if (options.End is <= 0 or double.NaN || options.YLimits is not { Low: >= 0, High: <= 1 } limits || limits.Low >= limits.High)
            throw new ArgumentException("End is above 0, YLimits are two ends within 0 and 1.", nameof(options));
        var time = TimeAxis(options.End ?? End(panels, options), timeUnit, options.Breaks);
        var y = limits == (0, 1)
            ? Axis.Cover(0, 1, options.YTitle ?? survival)
            : Axis.Within(limits.Low, limits.High, options.YTitle ?? survival);
        var groups = panels.Max(p => p.Groups.Count);
        var names = panels.SelectMany(p => p.Groups).Select(g => g.Name).ToArray();
        var most = panels.SelectMany(p => p.Groups).Max(g => g.Curve.RowCount);
        var weighted = panels.SelectMany(p => p.Groups).Any(g => g.Curve.AtRisk.Any(n => n != Math.Floor(n)));
        var riskTitle = weighted ? "Weight at risk" : RiskTitle;
        var zero = Canvas.TextWidth(NumberText.Patients(most) + (weighted ? ".0" : ""), 11) / 2;
        var labelWidth = Math.Max(Canvas.TextWidth(riskTitle, 11, bold: true), TextLines.Widest(names, 11)) + zero + RiskGap + 8;
        // Long names stand above their numbers instead of left of them.
        var above = labelWidth > 120;
        var below = !options.AtRiskTable ? 0 : 22 + (RiskRow * groups * (above ? 2 : 1));
        var styles = style.OfPanels(panels.Select(p => p.Groups.Select(g => g.Name)));
        var headers = panels.Select((p, k) => (p.Title, (IReadOnlyList<LegendEntry>)Legend(p, timeUnit, options, styles[k]))).ToArray();
        var grid = new PanelGrid(style, headers, time, y, 340, 480, 0.72, 270, below, options.AtRiskTable && !above ? labelWidth : 0);
        for (var k = 0; k < panels.Count; k++)
        {
            var plot = grid.Panel(k);
            for (var g = 0; g < panels[k].Groups.Count; g++)
                Curve(
                    grid.Canvas, plot, time.Max, panels[k].Groups[g].Curve, styles[k].Colour(g), styles[k].Dash(g),
                    options.Bands ? Palette.BandOpacity(panels[k].Groups.Count) : 0, options.CensorMarks);
            plot.Axes();
            if (options.AtRiskTable)
                AtRisk(grid, plot, panels[k], riskTitle, time, styles[k], above, zero);
        }
        return grid.Canvas.ToFigure(
            "Kaplan-Meier curves",
            string.Join(
                "; ",
                panels.Select(p =>
                    p.Title
                    + ": "
                    + string.Join(", ", p.Groups.Select(g => Legend(g.Name, g.Curve, timeUnit, medians: true)))
                    + (p.LogRank is { } t ? ", log-rank " + NumberText.PEquals(t.PValue) : "")
                )
            ),
            style
        );
    }

    /// <summary>Refuses more curves than can be told apart by seven colours and four kinds of line.</summary>
    internal static void CheckCount(string title, int curves)
    {
        const int Most = 28;
        if (curves > Most)
            throw new ArgumentException(
                Invariant($"'{title}' has {curves} curves; {Most} at most can be told apart. Were they made of a number, a value each? ")
                    + "Make groups of it first, by a cut or its quartiles.", nameof(curves));
    }

    /// <summary>Where the axis ends: the last time at which some panel has enough patients at risk.</summary>
    internal static double End(IReadOnlyList<KaplanMeierPanel> panels, KaplanMeierFigureOptions options)
    {
        var last = panels.SelectMany(p => p.Groups).Max(g => g.Curve.Time.Count == 0 ? 0 : g.Curve.Time[^1]);
        var end = panels.Max(panel =>
        {
            var curves = panel.Groups.Select(g => g.Curve).ToArray();
            var least = Math.Max(options.LeastAtRisk, options.LeastShareAtRisk * curves.Sum(c => c.RowCount));
            double[] enough =
            [
                .. curves.SelectMany(c => c.Time).Distinct().Where(t => curves.Sum(c => c.At(t).AtRisk) >= least),
            ];
            return enough.Length == 0 ? last : enough.Max();
        });
        return end > 0 ? end : last > 0 ? last : 1;
    }

    private static Axis TimeAxis(double end, string unit, IReadOnlyList<double>? breaks)
    {
        var axis = Axis.Time(end, unit);
        return breaks is null ? axis : new Axis(0, end, [.. breaks.Where(b => b >= 0 && b <= end)], axis.Title)
        {
            Labels = [.. breaks.Where(b => b >= 0 && b <= end).Select(b => NumberText.Short(b))],
        };
    }

    private static void AtRisk(
        PanelGrid grid,
        Plot plot,
        KaplanMeierPanel panel,
        string title,
        Axis time,
        FigureStyle style,
        bool above,
        double zero
    )
    {
        var canvas = grid.Canvas;
        var y = plot.Bottom + Plot.Foot(time, plot.Right - plot.Left) + 6;
        var (x, anchor) = above ? (plot.Left - zero, TextAnchor.Start) : (plot.Left - zero - RiskGap, TextAnchor.End);
        canvas.Text(x, y, title, anchor, 11, bold: true);
        for (var k = 0; k < panel.Groups.Count; k++)
        {
            y += RiskRow;
            canvas.Text(x, y, panel.Groups[k].Name, anchor, 11, colour: style.Colour(k));
            y += above ? RiskRow : 0;
            var end = double.NegativeInfinity;
            foreach (var tick in time.Ticks)
            {
                var text = NumberText.Patients(panel.Groups[k].Curve.At(tick).AtRisk);
                var half = Canvas.TextWidth(text, 11) / 2;
                if (plot.X(tick) - half < end + 3)
                    continue;
                canvas.Text(plot.X(tick), y, text, TextAnchor.Middle, 11);
                end = plot.X(tick) + half;
            }
        }
    }

    private static List<LegendEntry> Legend(KaplanMeierPanel panel, string unit, KaplanMeierFigureOptions options, FigureStyle style)
    {
        var legend = panel
            .Groups.Select((g, k) =>
                new LegendEntry(Legend(g.Name, g.Curve, unit, options.Medians), style.Colour(k), Dash: style.Dash(k))
            )
            .ToList();
        if (panel.LogRank is { } test)
            legend.Add(new LegendEntry("Log-rank " + NumberText.PEquals(test.PValue)));
        return legend;
    }

    private static string Legend(string name, SurvivalCurve curve, string unit, bool medians)
    {
        var median = curve.Median;
        var head = Invariant($"{name}: n\u00a0=\u00a0{curve.RowCount}");
        return !medians ? head
            : double.IsNaN(median.Time) ? head + ", median not reached"
            : $"{head}, median {NumberText.WithUnit(NumberText.Fixed(median.Time, 1), unit)} (95%\u00a0CI {Limits(median)})";
    }

    private static string Limits(SurvivalQuantile median) =>
        double.IsNaN(median.Lower) && double.IsNaN(median.Upper) ? "not reached"
        : (double.IsNaN(median.Lower) ? "not reached" : NumberText.Fixed(median.Lower, 1))
        + " to "
        + (double.IsNaN(median.Upper) ? "not reached" : NumberText.Fixed(median.Upper, 1));

    private static void Curve(
        Canvas canvas,
        Plot plot,
        double end,
        SurvivalCurve curve,
        string colour,
        IReadOnlyList<double>? dash,
        double bands,
        bool censorMarks
    )
    {
        var band = new List<(double, double, double)> { (0, 1, 1) };
        var line = new List<(double, double)> { (0, 1) };
        var (before, lower, upper, known) = (1.0, 1.0, 1.0, true);
        for (var i = 0; i < curve.Time.Count; i++)
        {
            var (t, s) = (curve.Time[i], curve.Survival[i]);
            line.Add((t, before));
            line.Add((t, s));
            before = s;
            if (!known)
                continue;
            // The limits hold up to the time of the next ones; a curve that reaches 0 has none from there on.
            band.Add((t, lower, upper));
            (lower, upper) = (curve.Lower[i], curve.Upper[i]);
            known = double.IsFinite(lower) && double.IsFinite(upper);
            if (known)
                band.Add((t, lower, upper));
        }
        if (bands > 0)
            plot.Band(band, colour, bands);
        plot.Line(line, colour, 1.8, dash);
        for (var i = 0; censorMarks && i < curve.Time.Count; i++)
        {
            var (x, y) = (plot.X(curve.Time[i]), plot.Y(curve.Survival[i]));
            if (curve.Censored[i] > 0 && curve.Time[i] <= end && y >= plot.Top && y <= plot.Bottom)
                canvas.Line(x, y - 4, x, y + 4, colour, 1.4);
        }
    }
}
