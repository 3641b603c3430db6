using System.Globalization;
using Radiomics.Reporting.Drawing;
using Survival.Models.Cox;

namespace Radiomics.Reporting.Figures;

/// <summary>A forest plot of hazard ratios on a logarithmic axis.</summary>
public static class ForestFigure
{
    private const double Row = 21;
    private const double LineHeight = 14;
    private const double Size = 12;

    // The axis covers estimates up to a thousandfold and intervals up to tenfold beyond the outermost estimate.
    private const double Widest = 1000;
    private const double Reach = 10;

    // A plot that would be narrower beside its labels stands below them.
    private const double LeastPlot = 150, Indent = 26;

    /// <summary>Draws the rows from top to bottom. An interval that goes on beyond the axis ends in an arrow; an estimate beyond it is
    /// marked by an open
    /// triangle at the axis' end. The numbers beside the plot are always those of the row.</summary>
    /// <param name="rows">The rows; at least one with a hazard ratio.</param>
    /// <param name="title">The title.</param>
    /// <param name="style">Width; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">No row has a hazard ratio.</exception>
    public static Figure Draw(IReadOnlyList<ForestRow> rows, string title = "Hazard ratios", FigureStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(title);
        style = (style ?? FigureStyle.Default).Checked();
        var known = rows.Where(r => double.IsFinite(r.HazardRatio) && r.HazardRatio > 0).ToArray();
        if (known.Length == 0)
            throw new ArgumentException("No row has a hazard ratio.", nameof(rows));

        var digits = NumberText.RatioDigits(known.Select(r => r.HazardRatio));
        const string RatioTitle = "HR (95% CI)";
        string[] ratios = [.. rows.Select(r => double.IsNaN(r.HazardRatio) ? ""
            : NumberText.Ratio(r.HazardRatio, r.Lower, r.Upper, digits))];
        var ratioWidth = Math.Max(Canvas.TextWidth(RatioTitle, Size, true), TextLines.Widest(ratios, Size)) + 18;
        var pWidth = TextLines.Widest(rows.Select(r => NumberText.P(r.PValue)), Size);
        var fixedWidth = 16 + 24 + ratioWidth + pWidth + 12;
        // Labels take what they need up to a third of the figure, then break; the plot takes what is left.
        var widest = rows.Max(r => Canvas.TextWidth(r.Label, Size, IsSection(r))) + 34;
        var labels = Math.Min(widest, Math.Max(110, 0.34 * style.Width));
        var stacked = style.Width - fixedWidth - labels < LeastPlot;
        labels = stacked ? Indent : labels;
        var plotWidth = Math.Clamp(style.Width - fixedWidth - labels, 120, 320);
        var room = stacked ? plotWidth + fixedWidth - 32 : labels - 34;
        IReadOnlyList<string>[] lines = [.. rows.Select(r => TextLines.Wrap(r.Label, room, Size, IsSection(r)))];
        double[] heights =
            [.. rows.Zip(lines, (r, l) => Row + (LineHeight * (stacked && !IsSection(r) ? l.Count + 0.3 : l.Count - 1)))];

        var axis = AxisOf(known, plotWidth);
        var titles = TextLines.Wrap(title, labels + plotWidth + fixedWidth - 32, 13, bold: true);
        var top = 48.0 + (17 * titles.Count);
        var plotHeight = heights.Sum() + 6;
        // Colours are told where there are two of them.
        var coloured = known.Select(Colour).Distinct().Count() > 1;
        var canvas = new Canvas(16 + labels + plotWidth + fixedWidth - 16, top + plotHeight + 56 + (coloured ? Row : 0));
        for (var k = 0; k < titles.Count; k++)
            canvas.Text(16, 24 + (17 * k), titles[k], size: 13, bold: true);
        var plot = new Plot(canvas, labels, top, plotWidth, plotHeight, axis, new Axis(0, 1, [], ""));
        var (ratioAt, pAt) = (plot.Right + 24, plot.Right + 24 + ratioWidth);
        canvas.Text(ratioAt, top - 10, RatioTitle, bold: true);
        canvas.Text(pAt, top - 10, "p", bold: true);
        if (!stacked)
            plot.Line([(0, 0), (0, 1)], Palette.Grey, 1, [3, 3]);
        var at = top + 3;
        for (var k = 0; k < rows.Count; k++)
        {
            // Beside its label an interval stands in the middle of it, below it in a line of its own.
            var below = stacked && !IsSection(rows[k]);
            var y = at + (below ? heights[k] - (Row / 2) : heights[k] / 2);
            var label = below ? at + Row - 8 : y + 4 - (LineHeight * (lines[k].Count - 1) / 2.0);
            for (var i = 0; i < lines[k].Count; i++)
                canvas.Text(
                    IsSection(rows[k]) ? 16 : Indent,
                    label + (LineHeight * i),
                    lines[k][i],
                    size: Size,
                    bold: IsSection(rows[k])
                );
            at += heights[k];
            if (IsSection(rows[k]))
                continue;
            // No line goes through the labels.
            if (stacked)
                canvas.Line(plot.X(0), y - (Row / 2) + 2, plot.X(0), y + (Row / 2), Palette.Grey, 1, [3, 3]);
            Interval(canvas, plot, axis, rows[k], y);
            canvas.Text(ratioAt, y + 4, ratios[k].Length == 0 ? NumberText.None : ratios[k], size: Size);
            canvas.Text(pAt, y + 4, NumberText.P(rows[k].PValue), size: Size);
        }
        plot.Axes();
        if (coloured)
        {
            var key = top + plotHeight + 56;
            string[] words = ["p < 0.05", "p ≥ 0.05"];
            var wide = TextLines.Widest(words, Size) + 22;
            var x = Math.Clamp(plot.Left + (plotWidth / 2) - wide, 16, plot.Right);
            foreach (var (word, colour) in words.Zip([Palette.Vermilion, Palette.Blue]))
            {
                canvas.Rectangle(x, key - 1, 8, 8, colour);
                canvas.Text(x + 13, key + 7, word, size: Size);
                x += wide + 4;
            }
        }
        return canvas.ToFigure(
            title,
            string.Join("; ", known.Select(r => $"{r.Label}: {NumberText.Ratio(r.HazardRatio, r.Lower, r.Upper, digits)}"))
                + ". Vermilion: p < 0.05. Arrow: the interval goes on. Open triangle: the estimate is beyond the axis.",
            style
        );
    }

    /// <summary>Draws the hazard ratios of a Cox model, of each level of a factor against the reference.</summary>
    /// <param name="fit">The model; at least one coefficient is estimated.</param>
    /// <param name="labels">What variables are called, by their names in the data; <see langword="null"/> for those names.</param>
    /// <param name="title">The title.</param>
    /// <param name="style">Width; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">No coefficient was estimated.</exception>
    public static Figure Draw(
        CoxModel fit, IReadOnlyDictionary<string, string>? labels = null, string title = "Hazard ratios", FigureStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return Draw(
            [.. ModelLine.Of(fit, labels, 0.95).Where(l => l.Coefficient is not null).Select(l =>
                new ForestRow(l.Title, l.Coefficient!.HazardRatio, l.Coefficient.Lower, l.Coefficient.Upper, l.Coefficient.PValue))],
            title, style);
    }

    private static string Colour(ForestRow row) => row.PValue < 0.05 ? Palette.Vermilion : Palette.Blue;

    private static bool IsSection(ForestRow row) => double.IsNaN(row.HazardRatio) && double.IsNaN(row.PValue);

    private static Axis AxisOf(ForestRow[] known, double width)
    {
        double Bound(double v) => Math.Clamp(v, 1 / Widest, Widest);
        var (least, most) = (known.Min(r => Bound(r.HazardRatio)), known.Max(r => Bound(r.HazardRatio)));
        var low = Math.Max(least / Reach, known.Min(r => double.IsFinite(r.Lower) ? Bound(r.Lower) : r.HazardRatio));
        var high = Math.Min(most * Reach, known.Max(r => double.IsFinite(r.Upper) ? Bound(r.Upper) : r.HazardRatio));
        double[] all = [.. Enumerable.Range(-4, 9).SelectMany(e => new[] { 1, 2, 5 }.Select(m => Math.Round(m * Math.Pow(10, e), 4)))];
        var from = Math.Min(0.5, all.Last(t => t <= low * 1.0001));
        var to = Math.Max(2, all.First(t => t >= high * 0.9999));
        double[] ticks = [.. all.Where(t => t >= from && t <= to)];
        // Where the numbers of 1, 2, 5 do not fit beside each other, 1 and its powers of ten alone.
        static string Label(double tick) => tick.ToString("0.####", CultureInfo.InvariantCulture);
        var room = width * Math.Log(2) / Math.Log(to / from);
        if (room < TextLines.Widest(ticks.Select(Label), Size) + 4)
            ticks = [.. ticks.Where(t => Math.Abs(Math.Log10(t) - Math.Round(Math.Log10(t))) < 1e-9)];
        return new Axis(Math.Log(from), Math.Log(to), [.. ticks.Select(t => Math.Log(t))], "Hazard ratio (log scale)")
        {
            Labels = [.. ticks.Select(Label)],
        };
    }

    private static void Interval(Canvas canvas, Plot plot, Axis axis, ForestRow r, double y)
    {
        if (!double.IsFinite(r.HazardRatio) || r.HazardRatio <= 0)
            return;
        var colour = Colour(r);
        double Place(double v) => plot.X(Math.Clamp(Math.Log(v), axis.Min, axis.Max));
        bool Below(double v) => v <= 0 || Math.Log(v) < axis.Min - 1e-9;
        bool Above(double v) => Math.Log(v) > axis.Max + 1e-9;
        if (!double.IsNaN(r.Lower) && !double.IsNaN(r.Upper))
        {
            var (from, to) = (Below(r.Lower) ? plot.Left : Place(r.Lower), Above(r.Upper) ? plot.Right : Place(r.Upper));
            canvas.Line(from, y, to, y, Palette.Blue, 1.6);
            if (Below(r.Lower))
                Arrow(canvas, plot.Left, y, -1);
            else
                canvas.Line(from, y - 3.5, from, y + 3.5, Palette.Blue, 1.6);
            if (Above(r.Upper))
                Arrow(canvas, plot.Right, y, 1);
            else
                canvas.Line(to, y - 3.5, to, y + 3.5, Palette.Blue, 1.6);
        }
        if (Below(r.HazardRatio) || Above(r.HazardRatio))
        {
            var (x, side) = Below(r.HazardRatio) ? (plot.Left, 1) : (plot.Right, -1);
            Pt[] ring = [new Pt(x, y), new Pt(x + (side * 9), y - 5), new Pt(x + (side * 9), y + 5), new Pt(x, y)];
            canvas.Polygon(ring, "#ffffff");
            canvas.Polyline(ring, colour, 1.4);
        }
        else
        {
            canvas.Rectangle(Place(r.HazardRatio) - 4, y - 4, 8, 8, colour);
        }
    }

    private static void Arrow(Canvas canvas, double x, double y, int side) =>
        canvas.Polygon([new Pt(x, y), new Pt(x - (side * 7), y - 4), new Pt(x - (side * 7), y + 4)], Palette.Blue);
}
