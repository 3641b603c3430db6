using System.Globalization;
using System.Text;
using Plain;

namespace Radiomics.Reporting.Drawing;

/// <summary>
/// A drawing as SVG 1.1. Text stays text (it can be found, copied and read aloud) in the font that it was measured with, which the file or
/// the
/// page carries; a text with letters that the font lacks is held to its measured width.
/// </summary>
internal static class SvgWriter
{
    private const string Family = $"'{FontSubset.Family}','Liberation Sans',Arial,Helvetica,Arimo,sans-serif";

    public static string Write(Figure figure, bool withFont)
    {
        var svg = new StringBuilder();
        svg.Append(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(figure.Width)} {N(figure.Height)}\" width=\"{N(figure.Width)}\" "
                + $"height=\"{N(figure.Height)}\" role=\"img\" aria-label=\"{E(figure.Title)}\" font-family=\"{Family}\" "
                + "text-rendering=\"geometricPrecision\">\n"
        );
        svg.Append($"<title>{E(figure.Title)}</title><desc>{E(figure.Description)}</desc>\n");
        if (withFont)
            svg.Append($"<style>{FontSubset.FontFaces(figure.Shapes.OfType<TextShape>().Select(t => (t.Text, t.Bold)))}</style>\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        foreach (var shape in figure.Shapes)
        {
            switch (shape)
            {
                case PathShape path:
                    Path(svg, path);
                    break;
                case CircleShape circle:
                    svg.Append(
                        $"<circle cx=\"{N(circle.Centre.X)}\" cy=\"{N(circle.Centre.Y)}\" r=\"{N(circle.Radius)}\" "
                            + $"fill=\"{circle.Fill ?? "none"}\""
                    );
                    if (circle.Stroke is not null)
                        svg.Append($" stroke=\"{circle.Stroke}\" stroke-width=\"{N(circle.Width)}\"");
                    svg.Append("/>\n");
                    break;
                case TextShape text:
                    Text(svg, text);
                    break;
                case ImageShape image:
                    svg.Append(
                        $"<image x=\"{N(image.At.X)}\" y=\"{N(image.At.Y)}\" width=\"{N(image.Width)}\" height=\"{N(image.Height)}\" "
                            + $"href=\"{image.Picture.ToDataUri()}\"/>\n"
                    );
                    break;
            }
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void Path(StringBuilder svg, PathShape path)
    {
        svg.Append("<path d=\"");
        var pen = new Pt(double.NaN, double.NaN);
        for (var i = 0; i < path.Points.Count; i++)
        {
            // Rounded first, so that horizontal and vertical steps of curves become short commands.
            var p = new Pt(Math.Round(path.Points[i].X, 2), Math.Round(path.Points[i].Y, 2));
            if (i == 0)
                svg.Append($"M{N(p.X)} {N(p.Y)}");
            else if (p == pen)
                continue;
            else if (p.Y == pen.Y)
                svg.Append($"H{N(p.X)}");
            else if (p.X == pen.X)
                svg.Append($"V{N(p.Y)}");
            else
                svg.Append($"L{N(p.X)} {N(p.Y)}");
            pen = p;
        }
        svg.Append(path.Closed ? "Z\"" : "\"").Append($" fill=\"{path.Fill ?? "none"}\"");
        if (path.Stroke is not null)
            svg.Append($" stroke=\"{path.Stroke}\" stroke-width=\"{N(path.Width)}\" stroke-linejoin=\"round\"");
        if (path.Dash is not null)
            svg.Append($" stroke-dasharray=\"{string.Join(' ', path.Dash.Select(N))}\"");
        if (path.Opacity < 1)
            svg.Append($" opacity=\"{N(path.Opacity)}\"");
        svg.Append("/>\n");
    }

    private static void Text(StringBuilder svg, TextShape text)
    {
        svg.Append($"<text x=\"{N(text.At.X)}\" y=\"{N(text.At.Y)}\" font-size=\"{N(text.Size)}\" fill=\"{text.Colour}\"");
        if (text.Anchor != TextAnchor.Start)
            svg.Append(text.Anchor == TextAnchor.Middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"");
        if (!(text.Bold ? TrueTypeFont.Bold : TrueTypeFont.Regular).Has(text.Text))
            svg.Append($" textLength=\"{N(Canvas.TextWidth(text.Text, text.Size, text.Bold))}\" lengthAdjust=\"spacingAndGlyphs\"");
        if (text.Text.Contains("  ", StringComparison.Ordinal))
            svg.Append(" xml:space=\"preserve\"");
        if (text.Bold)
            svg.Append(" font-weight=\"bold\"");
        if (text.Rotation != 0)
            svg.Append($" transform=\"rotate({N(text.Rotation)} {N(text.At.X)} {N(text.At.Y)})\"");
        svg.Append($">{E(text.Text)}</text>\n");
    }

    private static string N(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    // Not HtmlEncode, which writes numeric entities for every letter beyond ASCII.
    private static string E(string text) =>
        PlainWords.WithoutControls(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);
}
