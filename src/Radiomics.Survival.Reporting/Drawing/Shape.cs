namespace Radiomics.Reporting.Drawing;

/// <summary>One thing drawn. Colours are <c>#rrggbb</c>; a <see langword="null"/> fill or stroke is none.</summary>
internal abstract record Shape;

internal sealed record PathShape(
    IReadOnlyList<Pt> Points,
    bool Closed,
    string? Fill,
    string? Stroke,
    double Width,
    IReadOnlyList<double>? Dash,
    double Opacity
) : Shape;

internal sealed record CircleShape(Pt Centre, double Radius, string? Fill, string? Stroke, double Width) : Shape;

internal sealed record TextShape(Pt At, string Text, double Size, TextAnchor Anchor, bool Bold, double Rotation, string Colour) : Shape;

internal sealed record ImageShape(Pt At, double Width, double Height, Pictures.SlicePicture Picture) : Shape;
