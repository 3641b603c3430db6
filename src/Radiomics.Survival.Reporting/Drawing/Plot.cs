namespace Radiomics.Reporting.Drawing;

/// <summary>A rectangle with an x and a y axis, and what is drawn in it by data coordinates, cut off at its edges.</summary>
internal sealed class Plot(Canvas canvas, double left, double top, double width, double height, Axis x, Axis y)
{
    public const double LegendLine = 17;
    private const double Tick = 4;
    private const double Small = 11;
    private const double TitleSize = 13;
    private const double TitleLine = 15;

    public double Left => left;

    public double Top => top;

    public double Right => left + width;

    public double Bottom => top + height;

    public double X(double value) => left + (x.Share(value) * width);

    public double Y(double value) => top + ((1 - y.Share(value)) * height);

    /// <summary>The axes with ticks, labels and titles.</summary>
    public void Axes()
    {
        canvas.Line(left, Bottom, Right, Bottom);
        if (y.Ticks.Count > 0)
            canvas.Line(left, top, left, Bottom);
        var end = double.NegativeInfinity;
        for (var k = 0; k < x.Ticks.Count; k++)
        {
            var at = X(x.Ticks[k]);
            canvas.Line(at, Bottom, at, Bottom + Tick);
            var half = Canvas.TextWidth(x.Labels[k], Small) / 2;
            if (at - half < end + 4)
                continue;
            canvas.Text(at, Bottom + Tick + 12, x.Labels[k], TextAnchor.Middle, Small);
            end = at + half;
        }
        var above = double.PositiveInfinity;
        for (var k = 0; k < y.Ticks.Count; k++)
        {
            var at = Y(y.Ticks[k]);
            canvas.Line(left - Tick, at, left, at);
            if (Math.Abs(at - above) < Small + 1)
                continue;
            canvas.Text(left - Tick - 3, at + 4, y.Labels[k], TextAnchor.End, Small);
            above = at;
        }
        var line = Bottom + 33;
        foreach (var text in TextLines.Wrap(x.Title, width))
        {
            canvas.Text(left + (width / 2), line, text, TextAnchor.Middle);
            line += TitleLine;
        }
        var titles = TextLines.Wrap(y.Title, height);
        for (var k = 0; k < titles.Count; k++)
            canvas.Text(
                left - TickRoom(y) - 6 - (TitleLine * (titles.Count - 1 - k)),
                top + (height / 2),
                titles[k],
                TextAnchor.Middle,
                rotation: -90
            );
    }

    /// <summary>The room that an upright axis takes left of a plot of some height.</summary>
    public static double LeftRoom(Axis y, double height) =>
        TickRoom(y) + (y.Title.Length == 0 ? 4 : 10 + (TitleLine * TextLines.Wrap(y.Title, height).Count));

    /// <summary>The room that a level axis takes under a plot of some width.</summary>
    public static double Foot(Axis x, double width) =>
        x.Title.Length == 0 ? 26 : 40 + (TitleLine * (TextLines.Wrap(x.Title, width).Count - 1)) + 6;

    private static double TickRoom(Axis y) => Tick + 3 + TextLines.Widest(y.Labels, Small);

    /// <summary>The panel's title, and a legend under it, above the axes; so they never stand on a curve.</summary>
    /// <param name="title">The title.</param>
    /// <param name="legend">The lines of the legend.</param>
    /// <param name="room">How much room there is above the axes, so that the titles of a row stand level.</param>
    public void Header(string title, IReadOnlyList<LegendEntry> legend, double room)
    {
        var at = top - room + 16;
        foreach (var line in TextLines.Wrap(title, width, TitleSize, bold: true))
        {
            canvas.Text(left, at, line, size: TitleSize, bold: true);
            at += LegendLine;
        }
        foreach (var entry in legend)
            at = Legend(canvas, left, at, width, entry);
    }

    /// <summary>How much room a header takes.</summary>
    public static double HeaderHeight(string title, IReadOnlyList<LegendEntry> legend, double width) =>
        12 + (LegendLine * (TextLines.Wrap(title, width, TitleSize, bold: true).Count
            + legend.Sum(l => TextLines.Wrap(l.Text, width - Indent(l), Small).Count)));

    /// <summary>How much room a line of a legend takes.</summary>
    public static double LegendHeight(LegendEntry entry, double width) =>
        LegendLine * TextLines.Wrap(entry.Text, width - Indent(entry), Small).Count;

    private static double Indent(LegendEntry entry) => entry.Colour is null ? 0 : 28;

    /// <summary>A line of a legend, in as many lines as it needs; gives the baseline of the next one.</summary>
    public static double Legend(Canvas canvas, double x, double baseline, double width, LegendEntry entry)
    {
        var lines = TextLines.Wrap(entry.Text, width - Indent(entry), Small);
        Legend(canvas, x, baseline, entry with { Text = lines[0] });
        for (var k = 1; k < lines.Count; k++)
            canvas.Text(x + Indent(entry), baseline + (LegendLine * k), lines[k], size: Small);
        return baseline + (LegendLine * lines.Count);
    }

    public static void Legend(Canvas canvas, double x, double baseline, LegendEntry entry)
    {
        if (entry.Colour is not { } colour)
        {
            canvas.Text(x, baseline, entry.Text, size: Small);
            return;
        }
        switch (entry.Sign)
        {
            case LegendSign.Line:
                canvas.Line(x, baseline - 4, x + 22, baseline - 4, colour, entry.Thickness, entry.Dash);
                break;
            case LegendSign.Dot:
                canvas.Circle(x + 11, baseline - 4, 4, colour);
                break;
            case LegendSign.Cross:
                Cross(canvas, x + 11, baseline - 4, colour);
                break;
            case LegendSign.Box:
                canvas.Rectangle(x + 5, baseline - 9, 12, 10, colour);
                break;
        }
        canvas.Text(x + 28, baseline, entry.Text, size: Small);
    }

    public static void Cross(Canvas canvas, double x, double y, string colour)
    {
        canvas.Line(x - 4, y - 4, x + 4, y + 4, colour, 2);
        canvas.Line(x - 4, y + 4, x + 4, y - 4, colour, 2);
    }

    public void Line(IEnumerable<(double X, double Y)> points, string colour, double thickness = 1.8, IReadOnlyList<double>? dash = null)
    {
        var run = new List<Pt>();
        Pt? last = null;
        foreach (var (px, py) in points)
        {
            if (!double.IsFinite(px) || !double.IsFinite(py))
            {
                Flush();
                last = null;
                continue;
            }
            var next = new Pt(X(px), Y(py));
            if (last is { } from)
            {
                if (Clip(from, next) is { } seen)
                {
                    if (run.Count == 0 || run[^1] != seen.From)
                    {
                        Flush();
                        run.Add(seen.From);
                    }
                    run.Add(seen.To);
                }
                else
                {
                    Flush();
                }
            }
            last = next;
        }
        Flush();

        void Flush()
        {
            if (run.Count > 1)
                canvas.Polyline([.. run], colour, thickness, dash);
            run.Clear();
        }
    }

    /// <summary>The area between two curves of the same x; where one is not a number there is none.</summary>
    public void Band(IReadOnlyList<(double X, double Lower, double Upper)> points, string colour, double opacity)
    {
        // Steps have points at both ends of each, so those beyond the axis can go, but for the first, which is moved to its end.
        var known = points.Where(p => double.IsFinite(p.Lower) && double.IsFinite(p.Upper)).ToList();
        var seen = known.FindIndex(p => p.X > x.Max);
        if (seen >= 0)
            known = [.. known[..seen], known[seen] with { X = x.Max }];
        canvas.Polygon(
            [.. known.Select(p => new Pt(X(p.X), Bound(Y(p.Upper)))), .. Enumerable.Reverse(known)
                .Select(p => new Pt(X(p.X), Bound(Y(p.Lower))))],
            colour,
            opacity
        );
    }

    public void ErrorBar(double at, double lower, double upper, string colour, double thickness = 1, double cap = 3)
    {
        if (!double.IsFinite(lower) || !double.IsFinite(upper))
            return;
        var (px, low, high) = (X(at), Bound(Y(lower)), Bound(Y(upper)));
        canvas.Line(px, low, px, high, colour, thickness);
        canvas.Line(px - cap, low, px + cap, low, colour, thickness);
        canvas.Line(px - cap, high, px + cap, high, colour, thickness);
    }

    public void Dot(double at, double value, string colour, double radius = 3)
    {
        if (double.IsFinite(at) && double.IsFinite(value) && x.Share(at) is >= -1e-6 and <= 1.000001 && Y(value) >= top - 0.01
            && Y(value) <= Bottom + 0.01)
            canvas.Circle(X(at), Y(value), radius, colour);
    }

    public void Vertical(double at, string colour, IReadOnlyList<double>? dash = null) =>
        canvas.Line(X(at), top, X(at), Bottom, colour, 1.2, dash);

    private double Bound(double py) => Math.Clamp(py, top, Bottom);

    // Liang and Barsky's cut of a segment to the rectangle.
    private (Pt From, Pt To)? Clip(Pt a, Pt b)
    {
        var (dx, dy, enter, leave) = (b.X - a.X, b.Y - a.Y, 0.0, 1.0);
        Span<(double P, double Q)> edges = [(-dx, a.X - left), (dx, Right - a.X), (-dy, a.Y - top), (dy, Bottom - a.Y)];
        foreach (var (p, q) in edges)
        {
            if (p == 0)
            {
                if (q < -1e-9)
                    return null;
                continue;
            }
            var t = q / p;
            if (p < 0)
                enter = Math.Max(enter, t);
            else
                leave = Math.Min(leave, t);
        }
        if (enter > leave)
            return null;
        Pt At(double t) => t == 0 ? a : t == 1 ? b : new Pt(a.X + (t * dx), a.Y + (t * dy));
        return (At(enter), At(leave));
    }
}
