namespace Radiomics.Reporting.Drawing;

/// <summary>Collects what is drawn, in order. Units are CSS pixels.</summary>
internal sealed partial class Canvas(double width, double height)
{
    /// <summary>The size of text unless another is asked for.</summary>
    public const double TextSize = 12;

    private readonly List<Shape> _shapes = [];

    public double Width => width;

    public double Height => height;

    public static double TextWidth(string text, double size = TextSize, bool bold = false) =>
        (bold ? TrueTypeFont.Bold : TrueTypeFont.Regular).Width(Minus(text)) * size;

    public void Line(
        double x1,
        double y1,
        double x2,
        double y2,
        string colour = Palette.Ink,
        double thickness = 1,
        IReadOnlyList<double>? dash = null
    ) => _shapes.Add(new PathShape([new Pt(x1, y1), new Pt(x2, y2)], false, null, colour, thickness, dash, 1));

    public void Polyline(IReadOnlyList<Pt> points, string colour, double thickness = 1.5, IReadOnlyList<double>? dash = null)
    {
        if (points.Count > 1)
            _shapes.Add(new PathShape(points, false, null, colour, thickness, dash, 1));
    }

    public void Polygon(IReadOnlyList<Pt> points, string fill, double opacity = 1)
    {
        if (points.Count > 2)
            _shapes.Add(new PathShape(points, true, fill, null, 0, null, opacity));
    }

    public void Rectangle(
        double x,
        double y,
        double w,
        double h,
        string? fill,
        string? stroke = null,
        double thickness = 1,
        double opacity = 1
    ) =>
        _shapes.Add(
            new PathShape(
                [new Pt(x, y), new Pt(x + w, y), new Pt(x + w, y + h), new Pt(x, y + h)],
                true,
                fill,
                stroke,
                thickness,
                null,
                opacity
            )
        );

    public void Circle(double x, double y, double radius, string? fill, string? stroke = null, double thickness = 1) =>
        _shapes.Add(new CircleShape(new Pt(x, y), radius, fill, stroke, thickness));

    /// <summary>A line of text; <paramref name="y"/> is its baseline.</summary>
    public void Text(
        double x,
        double y,
        string text,
        TextAnchor anchor = TextAnchor.Start,
        double size = TextSize,
        bool bold = false,
        string colour = Palette.Ink,
        double rotation = 0
    )
    {
        if (text.Length > 0)
            _shapes.Add(new TextShape(new Pt(x, y), Minus(text), size, anchor, bold, rotation, colour));
    }

    /// <summary>A hyphen before a number becomes a minus sign.</summary>
    public static string Minus(string text) => NegativeNumber().Replace(text, "\u2212");

    public void Picture(double x, double y, double w, double h, Pictures.SlicePicture picture) =>
        _shapes.Add(new ImageShape(new Pt(x, y), w, h, picture));

    /// <param name="title">What it shows.</param>
    /// <param name="description">The same for those who cannot see it.</param>
    /// <param name="style">How wide it is at most on paper.</param>
    public Figure ToFigure(string title, string description, FigureStyle? style = null) =>
        new(title, description, width, height, [.. _shapes], style?.WidthMillimetres);

    [System.Text.RegularExpressions.GeneratedRegex(@"(?<![\w\-.])-(?=\d)")]
    private static partial System.Text.RegularExpressions.Regex NegativeNumber();
}
