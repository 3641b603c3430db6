namespace Radiomics.Reporting.Drawing;

/// <summary>Panels beside each other as far as the width goes, then below each other, each with a header, a plot and room for its
/// axes.</summary>
internal sealed class PanelGrid
{
    private const double Gap = 18;
    private readonly Axis _x;
    private readonly Axis _y;
    private readonly double _side;
    private readonly double _aspect;
    private readonly double _left;
    private readonly int _columns;
    private readonly double _panelWidth;
    private readonly IReadOnlyList<(string Title, IReadOnlyList<LegendEntry> Legend)> _headers;

    /// <summary>Lays the panels out.</summary>
    /// <param name="style">The width.</param>
    /// <param name="headers">A panel's title and legend each.</param>
    /// <param name="x">The axis of time or the like.</param>
    /// <param name="y">The upright axis.</param>
    /// <param name="least">The least width of a panel.</param>
    /// <param name="most">The greatest.</param>
    /// <param name="aspect">The plot's height by its width; <paramref name="height"/> bounds it.</param>
    /// <param name="height">The plot's height at most.</param>
    /// <param name="below">Room under the axes.</param>
    /// <param name="left">Room needed left of the plot, besides the axis.</param>
    /// <param name="columns">At most so many panels in a row.</param>
    /// <param name="gap">Room between the legend and the axes, besides the usual.</param>
    public PanelGrid(
        FigureStyle style,
        IReadOnlyList<(string Title, IReadOnlyList<LegendEntry> Legend)> headers,
        Axis x,
        Axis y,
        double least,
        double most,
        double aspect,
        double height = 300,
        double below = 0,
        double left = 0,
        int columns = int.MaxValue,
        double gap = 0
    )
    {
        (_x, _y, _headers, _aspect) = (x, y, headers, aspect);
        _columns = Math.Clamp((int)(style.Width / least), 1, Math.Min(columns, headers.Count));
        _panelWidth = Math.Min(style.Width / _columns, most);
        _left = Math.Max(left, Plot.LeftRoom(y, height));
        _side = _panelWidth - _left - Gap;
        PlotHeight = Math.Min(height, _side * _aspect);
        HeaderHeight = headers.Max(h => Plot.HeaderHeight(h.Title, h.Legend, _side)) + gap;
        RowHeight = HeaderHeight + PlotHeight + Plot.Foot(x, _side) + below;
        Canvas = new Canvas(_panelWidth * _columns, RowHeight * ((headers.Count + _columns - 1) / _columns));
    }

    public Canvas Canvas { get; }

    public double HeaderHeight { get; }

    public double PlotHeight { get; }

    public double RowHeight { get; }

    /// <summary>The width of each plot.</summary>
    public double PlotWidth => _side;

    /// <summary>A panel's plot, with its title and legend drawn; the axes are drawn last, over the curves.</summary>
    public Plot Panel(int index) => Panel(index, Canvas, _y);

    /// <summary>The same on a larger canvas, or with an upright axis of its own.</summary>
    public Plot Panel(int index, Canvas canvas, Axis y)
    {
        var plot = new Plot(
            canvas,
            (index % _columns * _panelWidth) + _left,
            (index / _columns * RowHeight) + HeaderHeight,
            _side,
            PlotHeight,
            _x,
            y
        );
        plot.Header(_headers[index].Title, _headers[index].Legend, HeaderHeight);
        return plot;
    }

    /// <summary>The letter before a panel's title where there are several: <c>(a) </c>.</summary>
    public static string Letter(int index, int count) => count < 2 ? "" : index < 26 ? $"({(char)('a' + index)}) "
        + $"" : Invariant($"({index + 1}) ");
}
