using Radiomics.Reporting.Drawing;
using Survival.Models;
using Survival.Models.NonParametric;

namespace Radiomics.Reporting.Figures;

/// <summary>
/// Kaplan-Meier curves with confidence bands, censoring ticks, medians, the log-rank p value, and the numbers at risk under the time axis.
/// </summary>
public static class KaplanMeierFigure
{
    /// <summary>Draws a cohort's curve, or one for each value of a column with the log-rank test between them.</summary>
    /// <param name="cohort">The cohort; as <see cref="KaplanMeier.Fit(Cohort, KaplanMeierOptions?)"/> and
    /// <see cref="LogRank.Test(Cohort, string, double)"/> take it.</param>
    /// <param name="by">The column; <see langword="null"/> for one curve of all.</param>
    /// <param name="timeUnit">The unit of time, for the axis, in the plural; may be empty.</param>
    /// <param name="survival">What the curves are of.</param>
    /// <param name="options">Axis, marks, table; <see langword="null"/> for the defaults.</param>
    /// <param name="style">Width and colours; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is no such column, it has more than 28 values, or an option is outside its
    /// range.</exception>
    public static Figure Draw(
        Cohort cohort,
        string? by = null,
        string timeUnit = "",
        string survival = "Survival",
        KaplanMeierFigureOptions? options = null,
        FigureStyle? style = null
    )
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var curves = by is null ? [KaplanMeier.Fit(cohort)] : KaplanMeier.Fit(cohort, by);
        return Draw(
            [
                new(
                    "",
                    [.. curves.Select(c => (by is null ? "All" : c.Name, c))],
                    by is null || curves.Count < 2 ? null : LogRank.Test(cohort, by).Test
                ),
            ],
            timeUnit, survival, options, style);
    }

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
        IReadOnlyList<CurvePanel<SurvivalCurve>> panels,
        string timeUnit = "",
        string survival = "Survival",
        KaplanMeierFigureOptions? options = null,
        FigureStyle? style = null
    )
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentNullException.ThrowIfNull(timeUnit);
        if (panels.Count == 0 || panels.Any(p => p.Curves.Count == 0))
            throw new ArgumentException("There must be at least one panel, and each needs at least one group.", nameof(panels));
        foreach (var panel in panels)
            CheckCount(panel.Title, panel.Curves.Count);
        options = (options ?? KaplanMeierFigureOptions.Default).Checked();
        style = (style ?? FigureStyle.Default).Checked();
        var time = options.TimeAxis(options.End ?? End(panels, options), timeUnit);
        var y = options.Upright(survival);
        var groups = panels.Max(p => p.Curves.Count);
        var most = panels.SelectMany(p => p.Curves).Max(g => g.Curve.RowCount);
        var weighted = panels.SelectMany(p => p.Curves).Any(g => g.Curve.AtRisk.Any(n => n != Math.Floor(n)));
        var table = new RiskTable(
            weighted ? "Weight at risk" : "Number at risk",
            panels.SelectMany(p => p.Curves).Select(g => g.Name),
            Canvas.TextWidth(NumberText.Patients(most) + (weighted ? ".0" : ""), 11) / 2);
        var below = options.AtRiskTable ? table.Height(groups) : 0;
        var styles = style.OfPanels(panels.Select(p => p.Curves.Select(g => g.Name)));
        var headers = panels.Select((p, k) => (p.Title, (IReadOnlyList<LegendEntry>)Legend(p, timeUnit, options, styles[k]))).ToArray();
        var grid = new PanelGrid(style, headers, time, y, 340, 480, 0.72, 270, below, options.AtRiskTable ? table.Left : 0);
        for (var k = 0; k < panels.Count; k++)
        {
            var plot = grid.Panel(k);
            for (var g = 0; g < panels[k].Curves.Count; g++)
                Curve(
                    grid.Canvas, plot, time.Max, panels[k].Curves[g].Curve, styles[k].Colour(g), styles[k].Dash(g),
                    options.Bands ? Palette.BandOpacity(panels[k].Curves.Count) : 0, options.CensorMarks);
            plot.Axes();
            if (options.AtRiskTable)
                table.Draw(
                    grid.Canvas, plot, time,
                    panels[k].Curves.Select(g => ((string?)g.Name, (Func<double, double>)(at => g.Curve.At(at).AtRisk))), styles[k]);
        }
        return grid.Canvas.ToFigure(
            "Kaplan-Meier curves",
            string.Join(
                "; ",
                panels.Select(p =>
                    p.Title
                    + ": "
                    + string.Join(", ", p.Curves.Select(g => Legend(g.Name, g.Curve, timeUnit, medians: true)))
                    + (p.Test is { } t ? ", log-rank " + NumberText.PEquals(t.PValue) : "")
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
    internal static double End(IReadOnlyList<CurvePanel<SurvivalCurve>> panels, KaplanMeierFigureOptions options)
    {
        var last = panels.SelectMany(p => p.Curves).Max(g => g.Curve.Time.Count == 0 ? 0 : g.Curve.Time[^1]);
        var end = panels.Max(panel =>
        {
            var curves = panel.Curves.Select(g => g.Curve).ToArray();
            var least = Math.Max(options.LeastAtRisk, options.LeastShareAtRisk * curves.Sum(c => c.RowCount));
            double[] enough =
            [
                .. curves.SelectMany(c => c.Time).Distinct().Where(t => curves.Sum(c => c.At(t).AtRisk) >= least),
            ];
            return enough.Length == 0 ? last : enough.Max();
        });
        return end > 0 ? end : last > 0 ? last : 1;
    }

    private static List<LegendEntry> Legend(
        CurvePanel<SurvivalCurve> panel, string unit, KaplanMeierFigureOptions options, FigureStyle style)
    {
        var legend = panel
            .Curves.Select((g, k) =>
                new LegendEntry(Legend(g.Name, g.Curve, unit, options.Medians), style.Colour(k), Dash: style.Dash(k))
            )
            .ToList();
        if (panel.Test is { } test)
            legend.Add(new LegendEntry("Log-rank " + NumberText.PEquals(test.PValue)));
        return legend;
    }

    private static string Legend(string name, SurvivalCurve curve, string unit, bool medians)
    {
        var median = curve.Median;
        var digits = NumberText.TimeDigits([median.Estimate]);
        var head = Invariant($"{name}: n\u00a0=\u00a0{curve.RowCount}");
        return !medians ? head
            : double.IsNaN(median.Estimate) ? head + ", median not reached"
            : $"{head}, median {NumberText.WithUnit(NumberText.Fixed(median.Estimate, digits), unit)} "
                + $"(95%\u00a0CI {Limits(median, digits)})";
    }

    private static string Limits(Interval median, int digits) =>
        double.IsNaN(median.Lower) && double.IsNaN(median.Upper) ? "not reached"
        : (double.IsNaN(median.Lower) ? "not reached" : NumberText.Fixed(median.Lower, digits))
        + " to "
        + (double.IsNaN(median.Upper) ? "not reached" : NumberText.Fixed(median.Upper, digits));

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
