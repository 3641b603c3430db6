using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Radiomics.Reporting.Drawing;

/// <summary>
/// A drawing as a PDF of one page (ISO 32000-1), as large as the figure: lines stay lines, text stays text in the embedded font and can be
/// found
/// and copied. The same figure gives the same bytes: no date and no random identifier is written.
/// </summary>
internal sealed class PdfWriter : IDisposable
{
    private readonly MemoryStream _file = new();
    private readonly List<long> _places = [0];
    private readonly StringBuilder _page = new();
    private readonly SortedDictionary<string, string> _states = new(StringComparer.Ordinal);
    private readonly List<Pictures.SlicePicture> _pictures = [];
    private readonly FontSubset[] _fonts;

    private PdfWriter(Figure figure)
    {
        string Letters(bool bold) => string.Concat(figure.Shapes.OfType<TextShape>().Where(t => t.Bold == bold).Select(t => t.Text));
        _fonts = [new FontSubset(TrueTypeFont.Regular, Letters(false), false), new FontSubset(TrueTypeFont.Bold, Letters(true), true)];
    }

    public static void Write(Figure figure, Stream stream)
    {
        using var writer = new PdfWriter(figure);
        writer.Write(figure);
        writer._file.WriteTo(stream);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(Figure figure)
    {
        // A point is 1/72 inch.
        var unit = figure.WidthMillimetres / 25.4 * 72 / figure.Width;
        var (width, height) = (figure.Width * unit, figure.Height * unit);
        Text("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        _page.Append($"{N(unit)} 0 0 {N(-unit)} 0 {N(height)} cm 1 j\n");
        foreach (var shape in figure.Shapes)
        {
            switch (shape)
            {
                case PathShape path:
                    Path(path);
                    break;
                case CircleShape circle:
                    Circle(circle);
                    break;
                case TextShape text:
                    Text(text);
                    break;
                case ImageShape image:
                    _pictures.Add(image.Picture);
                    _page.Append($"q {N(image.Width)} 0 0 {N(-image.Height)} {N(image.At.X)} {N(image.At.Y + image.Height)} cm ");
                    _page.Append(Invariant($"/I{_pictures.Count} Do Q\n"));
                    break;
            }
        }
        var content = Stream("", Encoding.Latin1.GetBytes(_page.ToString()));
        var fonts = _fonts.Select(Font).ToArray();
        var pictures = _pictures
            .Select(p => Stream(
                Invariant($"/Type/XObject/Subtype/Image/Width {p.Width}/Height {p.Height}/ColorSpace/DeviceRGB/BitsPerComponent 8"),
                p.Rgb.ToArray()
            ))
            .ToArray();
        var pages = _places.Count + 1;
        var resources =
            Invariant($"<</Font<</F0 {fonts[0]} 0 R/F1 {fonts[1]} 0 ")
                + Invariant($"R>>/XObject<<{string.Concat(pictures.Select((o, k) => Invariant($"/I{k + 1} {o} 0 R")))}>>")
            + $"/ExtGState<<{string.Concat(_states.Select(s => $"/{s.Value}<</ca {s.Key}/CA {s.Key}>>"))}>>>>";
        var page = Object(
            Invariant($"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 {N(width)} {N(height)}]/Contents {content} 0 R/Resources{resources}>>")
        );
        Object(Invariant($"<</Type/Pages/Kids[{page} 0 R]/Count 1>>"));
        var catalogue = Object(Invariant($"<</Type/Catalog/Pages {pages} 0 R/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>>>"));
        var information = Object($"<</Title {Hex(figure.Title)}/Subject {Hex(figure.Description)}/Producer(Radiomics.Survival)>>");
        var start = _file.Position;
        Text($"xref\n0 {_places.Count}\n0000000000 65535 f \n");
        foreach (var place in _places.Skip(1))
            Text(string.Create(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n"));
        Text(Invariant($"trailer\n<</Size {_places.Count}/Root {catalogue} 0 R/Info {information} 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    }

    private void Path(PathShape path)
    {
        Begin(path.Fill, path.Stroke, path.Width, path.Dash, path.Opacity);
        for (var i = 0; i < path.Points.Count; i++)
            _page.Append($"{N(path.Points[i].X)} {N(path.Points[i].Y)} {(i == 0 ? "m" : "l")}\n");
        if (path.Closed)
            _page.Append("h ");
        End(path.Fill, path.Stroke);
    }

    private void Circle(CircleShape circle)
    {
        Begin(circle.Fill, circle.Stroke, circle.Width, null, 1);
        // A quarter of a circle as a cubic curve: handles of 4/3 (sqrt(2) - 1) radii.
        var (x, y, r, h) = (circle.Centre.X, circle.Centre.Y, circle.Radius, circle.Radius * 4 / 3 * (Math.Sqrt(2) - 1));
        _page.Append($"{N(x + r)} {N(y)} m ");
        void Curve(params double[] p) => _page.AppendJoin(' ', p.Select(N)).Append(" c ");
        Curve(x + r, y + h, x + h, y + r, x, y + r);
        Curve(x - h, y + r, x - r, y + h, x - r, y);
        Curve(x - r, y - h, x - h, y - r, x, y - r);
        Curve(x + h, y - r, x + r, y - h, x + r, y);
        End(circle.Fill, circle.Stroke);
    }

    private void Begin(string? fill, string? stroke, double width, IReadOnlyList<double>? dash, double opacity)
    {
        _page.Append("q ");
        if (opacity < 1)
        {
            var key = N(opacity);
            _states.TryAdd(key, "G" + key.Replace('.', '_'));
            _page.Append($"/{_states[key]} gs ");
        }
        if (fill is not null)
            _page.Append($"{Colour(fill)} rg ");
        if (stroke is not null)
            _page.Append($"{Colour(stroke)} RG {N(width)} w ");
        if (dash is not null)
            _page.Append($"[{string.Join(' ', dash.Select(N))}] 0 d ");
    }

    private void End(string? fill, string? stroke) =>
        _page.Append((fill, stroke) switch { (null, _) => "S Q\n", (_, null) => "f Q\n", _ => "B Q\n" });

    private void Text(TextShape text)
    {
        var width = Canvas.TextWidth(text.Text, text.Size, text.Bold);
        var back = text.Anchor switch { TextAnchor.Start => 0, TextAnchor.Middle => width / 2, _ => width };
        var (sin, cos) = Math.SinCos(text.Rotation * Math.PI / 180);
        var (x, y) = (text.At.X - (back * cos), text.At.Y - (back * sin));
        var (font, measure) = (_fonts[text.Bold ? 1 : 0], text.Bold ? TrueTypeFont.Bold : TrueTypeFont.Regular);
        _page.Append(Invariant($"q {Colour(text.Colour)} rg BT /F{(text.Bold ? 1 : 0)} {N(text.Size)} Tf "));
        _page.Append($"{N(cos)} {N(sin)} {N(sin)} {N(-cos)} {N(x)} {N(y)} Tm [<");
        foreach (var letter in VisualOrder.Of(text.Text))
        {
            var glyph = font.Glyph(letter);
            _page.Append(glyph.ToString("X4", CultureInfo.InvariantCulture));
            // After a box the pen goes where the letter was measured to end, in thousandths to the left.
            if (glyph == 0)
                _page.Append($"> {N(font.Advance(0) - (1000 * measure.Width(letter)))} <");
        }
        _page.Append(">] TJ ET Q\n");
    }

    private int Font(FontSubset font, int index)
    {
        var name = $"/AAAAA{(char)('A' + index)}+RadiomicsSans-{(index == 0 ? "Regular" : "Bold")}";
        var file = Stream($"/Length1 {font.Bytes.Length}", font.Bytes);
        var map = new StringBuilder("/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/L def/CMapType 2 def\n");
        map.Append("1 begincodespacerange<0000><FFFF>endcodespacerange\n");
        foreach (var part in font.Glyphs.OrderBy(g => g.Value).Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{part.Length} beginbfchar\n");
            foreach (var (letter, glyph) in part)
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}><{(int)letter:X4}>\n");
            map.Append("endbfchar\n");
        }
        var unicode = Stream("", Encoding.ASCII.GetBytes(map.Append("endcmap end end\n").ToString()));
        // Helvetica's heights, which are Liberation Sans'.
        var descriptor = Object(
            $"<</Type/FontDescriptor/FontName{name}/Flags 4/FontBBox[-544 -303 1302 980]/ItalicAngle 0/Ascent 905/Descent "
                + $"-212/CapHeight 729"
            + Invariant($"/StemV 80/FontFile2 {file} 0 R>>")
        );
        var widths = string.Join(' ', Enumerable.Range(0, font.Glyphs.Count + 1).Select(g => N(font.Advance(g))));
        var cid = Object(
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            + Invariant($"/FontDescriptor {descriptor} 0 R/DW 1000/W[0[{widths}]]/CIDToGIDMap/Identity>>")
        );
        return Object(
            Invariant($"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{cid} 0 R]/ToUnicode {unicode} 0 R>>")
        );
    }

    private int Object(string text)
    {
        _places.Add(_file.Position);
        Text(Invariant($"{_places.Count - 1} 0 obj\n{text}\nendobj\n"));
        return _places.Count - 1;
    }

    private int Stream(string entries, byte[] data)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(data);
        _places.Add(_file.Position);
        Text(Invariant($"{_places.Count - 1} 0 obj\n<<{entries}/Length {packed.Length}/Filter/FlateDecode>>\nstream\n"));
        packed.WriteTo(_file);
        Text("\nendstream\nendobj\n");
        return _places.Count - 1;
    }

    private void Text(string text) => _file.Write(Encoding.Latin1.GetBytes(text));

    private static string Hex(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private static string Colour(string colour) =>
        string.Join(' ', Enumerable.Range(0, 3).Select(k => N(Palette.Channel(colour, k) / 255.0)));

    private static string N(double value) => (Math.Round(value, 4) + 0.0).ToString("0.####", CultureInfo.InvariantCulture);
}
