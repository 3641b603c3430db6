using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Figures;

/// <summary>The numbers at risk under a time axis. Long names stand above their numbers instead of left of them.</summary>
internal sealed class RiskTable
{
    private const double Row = 16;
    private const double Gap = 10;
    private readonly string _title;
    private readonly double _half;
    private readonly bool _above;
    private readonly double _labels;

    /// <summary>A table of names, the widest of whose numbers is twice as wide as <paramref name="half"/>.</summary>
    public RiskTable(string title, IEnumerable<string> names, double half)
    {
        (_title, _half) = (title, half);
        _labels = Math.Max(Canvas.TextWidth(title, 11, bold: true), TextLines.Widest(names, 11)) + half + Gap + 8;
        _above = _labels > 120;
    }

    /// <summary>The room that it needs left of the axis.</summary>
    public double Left => _above ? 0 : _labels;

    /// <summary>The room that it needs below, with as many rows under its title.</summary>
    public double Height(int rows) => 22 + (Row * rows * (_above ? 2 : 1));

    /// <summary>Draws it under a plot; a row without a name stands beside the title.</summary>
    public void Draw(Canvas canvas, Plot plot, Axis time, IEnumerable<(string? Name, Func<double, double> AtRisk)> rows, FigureStyle style)
    {
        var y = plot.Bottom + Plot.Foot(time, plot.Right - plot.Left) + 6;
        var (x, anchor) = _above ? (plot.Left - _half, TextAnchor.Start) : (plot.Left - _half - Gap, TextAnchor.End);
        canvas.Text(x, y, _title, anchor, 11, bold: true);
        foreach (var (k, (name, atRisk)) in rows.Index())
        {
            if (name is not null)
            {
                y += Row;
                canvas.Text(x, y, name, anchor, 11, colour: style.Colour(k));
                y += _above ? Row : 0;
            }
            var end = double.NegativeInfinity;
            foreach (var tick in time.Ticks)
            {
                var text = NumberText.Patients(atRisk(tick));
                var half = Canvas.TextWidth(text, 11) / 2;
                if (plot.X(tick) - half < end + 3)
                    continue;
                canvas.Text(plot.X(tick), y, text, TextAnchor.Middle, 11);
                end = plot.X(tick) + half;
            }
        }
    }
}
