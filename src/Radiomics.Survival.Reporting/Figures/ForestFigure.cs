using System.Globalization;
using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Figures;

/// <summary>A forest plot of hazard ratios on a logarithmic axis.</summary>
public static class ForestFigure
{
    private const double Row = 21;
    private const double PlotWidth = 300;

    /// <summary>Draws the rows from top to bottom.</summary>
    /// <param name="rows">The rows; at least one with a hazard ratio.</param>
    /// <param name="title">The title.</param>
    /// <exception cref="ArgumentException">No row has a hazard ratio.</exception>
    public static Figure Draw(IReadOnlyList<ForestRow> rows, string title = "Hazard ratios")
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(title);
        var known = rows.Where(r => double.IsFinite(r.HazardRatio) && r.HazardRatio > 0).ToArray();
        if (known.Length == 0)
            throw new ArgumentException("No row has a hazard ratio.", nameof(rows));
        var low = Math.Max(0.02, known.Min(r => double.IsFinite(r.Lower) ? r.Lower : r.HazardRatio));
        var high = Math.Min(60, known.Max(r => double.IsFinite(r.Upper) ? r.Upper : r.HazardRatio));
        double[] round = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];
        var (from, to) = (Math.Min(0.5, round.LastOrDefault(t => t <= low, 0.02)), Math.Max(2, round.FirstOrDefault(t => t >= high, 60)));
        double[] ticks = [.. round.Where(t => t >= from && t <= to)];
        var axis = new Axis(Math.Log(from), Math.Log(to), [.. ticks.Select(t => Math.Log(t))], "Hazard ratio (log scale)")
        {
            Labels = [.. ticks.Select(t => t.ToString(CultureInfo.InvariantCulture))],
        };

        var labels = rows.Max(r => Canvas.TextWidth(r.Label, 12, double.IsNaN(r.HazardRatio))) + 36;
        string[] ratios =
        [
            .. rows.Select(r => r.HazardRatio is double.NaN ? "" : NumberText.WithInterval(r.HazardRatio, r.Lower, r.Upper, 2)),
        ];
        var ratioWidth = Math.Max(Canvas.TextWidth("HR (95% CI)", 12, true), ratios.Max(t => Canvas.TextWidth(t, 12))) + 24;
        const double Top = 62;
        var canvas = new Canvas(labels + PlotWidth + 24 + ratioWidth + 70, Top + (Row * rows.Count) + 56);
        canvas.Text(16, 24, title, size: 13, bold: true);
        var plot = new Plot(canvas, labels, Top, PlotWidth, (Row * rows.Count) + 6, axis, new Axis(0, 1, [], ""));
        var (ratioAt, pAt) = (plot.Right + 24, plot.Right + 24 + ratioWidth);
        canvas.Text(ratioAt, Top - 10, "HR (95% CI)", bold: true);
        canvas.Text(pAt, Top - 10, "p", bold: true);
        plot.Line([(0, 0), (0, 1)], Palette.Grey, 1, [3, 3]);
        for (var k = 0; k < rows.Count; k++)
        {
            var (r, y) = (rows[k], Top + ((k + 0.5) * Row) + 4);
            var section = double.IsNaN(r.HazardRatio) && double.IsNaN(r.PValue);
            canvas.Text(section ? 16 : 28, y + 4, r.Label, size: 12, bold: section);
            if (section || !double.IsFinite(r.HazardRatio) || r.HazardRatio <= 0)
                continue;
            double Place(double v) => plot.X(Math.Log(Math.Clamp(v, from, to)));
            if (double.IsFinite(r.Lower) && double.IsFinite(r.Upper))
            {
                canvas.Line(Place(r.Lower), y, Place(r.Upper), y, Palette.Blue, 1.6);
                foreach (var (end, cut) in new[] { (r.Lower, r.Lower < from), (r.Upper, r.Upper > to) })
                {
                    // An interval that runs off the axis ends without a cap.
                    if (!cut)
                        canvas.Line(Place(end), y - 3.5, Place(end), y + 3.5, Palette.Blue, 1.6);
                }
            }
            if (r.HazardRatio >= from && r.HazardRatio <= to)
                canvas.Rectangle(Place(r.HazardRatio) - 4, y - 4, 8, 8, r.PValue < 0.05 ? Palette.Vermilion : Palette.Blue);
            canvas.Text(ratioAt, y + 4, ratios[k], size: 12);
            canvas.Text(pAt, y + 4, NumberText.P(r.PValue), size: 12);
        }
        plot.Axes();
        return canvas.ToFigure(
            title,
            string.Join("; ", known.Select(r => $"{r.Label}: {NumberText.WithInterval(r.HazardRatio, r.Lower, r.Upper, 2)}"))
                + ". Vermilion: p < 0.05."
        );
    }
}
