namespace Radiomics.Reporting.Drawing;

/// <summary>
/// Paints a drawing into 8-bit RGB, anti-aliased by exact area coverage: every edge adds its signed area to the pixels it crosses, and a
/// running
/// sum along each row gives the share of each pixel that is covered. No native code, and the same bytes on every machine.
/// </summary>
internal sealed class Raster
{
    private readonly int _width;
    private readonly int _height;
    private readonly double _scale;
    private readonly byte[] _rgb;
    private readonly double[] _cover;
    private int _top;
    private int _bottom;

    private Raster(int width, int height, double scale)
    {
        (_width, _height, _scale) = (width, height, scale);
        _rgb = new byte[3 * width * height];
        _rgb.AsSpan().Fill(255);
        _cover = new double[((width + 2) * height) + 2];
        (_top, _bottom) = (height, -1);
    }

    public static (int Width, int Height, byte[] Rgb) Paint(Figure figure, double scale)
    {
        var raster = new Raster((int)Math.Ceiling(figure.Width * scale), (int)Math.Ceiling(figure.Height * scale), scale);
        foreach (var shape in figure.Shapes)
        {
            switch (shape)
            {
                case PathShape path:
                    raster.Draw(path);
                    break;
                case CircleShape circle:
                    var ring = Ring(circle.Centre, circle.Radius);
                    raster.Draw(new PathShape(ring, true, circle.Fill, circle.Stroke, circle.Width, null, 1));
                    break;
                case TextShape text:
                    raster.Draw(text);
                    break;
                case ImageShape image:
                    raster.Draw(image);
                    break;
            }
        }
        return (raster._width, raster._height, raster._rgb);
    }

    private static Pt[] Ring(Pt centre, double radius)
    {
        const int Sides = 32;
        return
        [
            .. Enumerable
                .Range(0, Sides)
                .Select(k => new Pt(
                    centre.X + (radius * Math.Cos(2 * Math.PI * k / Sides)),
                    centre.Y + (radius * Math.Sin(2 * Math.PI * k / Sides))
                )),
        ];
    }

    private void Draw(PathShape path)
    {
        if (path.Fill is not null)
        {
            AddRing(path.Points);
            Flush(path.Fill, path.Opacity);
        }
        if (path.Stroke is null)
            return;
        IReadOnlyList<Pt> line = path.Closed ? [.. path.Points, path.Points[0]] : path.Points;
        IEnumerable<IReadOnlyList<Pt>> pieces = path.Dash is null ? [line] : Dashed(line, path.Dash);
        foreach (var piece in pieces)
            AddStroke(piece, path.Width / 2);
        Flush(path.Stroke, path.Opacity);
    }

    private void Draw(TextShape text)
    {
        var font = text.Bold ? TrueTypeFont.Bold : TrueTypeFont.Regular;
        var unit = text.Size / font.UnitsPerEm;
        var width = font.Width(text.Text) * text.Size;
        var x = text.Anchor switch { TextAnchor.Start => 0, TextAnchor.Middle => -width / 2, _ => -width };
        var (sin, cos) = Math.SinCos(text.Rotation * Math.PI / 180);
        foreach (var c in VisualOrder.Of(text.Text))
        {
            var glyph = font.Glyph(c);
            // A box is as wide as its letter was measured.
            var wide = glyph > 0 ? unit : font.Width(c) * text.Size / font.Advance(0);
            foreach (var ring in font.Outline(glyph))
            {
                AddRing([.. ring.Select(p =>
                {
                    var (px, py) = (x + (p.X * wide), -p.Y * unit);
                    return new Pt(text.At.X + (px * cos) - (py * sin), text.At.Y + (px * sin) + (py * cos));
                })]);
            }
            x += font.Width(c) * text.Size;
        }
        Flush(text.Colour, 1);
    }

    private void Draw(ImageShape image)
    {
        var source = image.Picture;
        var pixels = source.Rgb.Span;
        var (left, top) = ((int)Math.Round(image.At.X * _scale), (int)Math.Round(image.At.Y * _scale));
        var (w, h) = ((int)Math.Round(image.Width * _scale), (int)Math.Round(image.Height * _scale));
        for (var y = Math.Max(0, -top); y < h && top + y < _height; y++)
        {
            for (var x = Math.Max(0, -left); x < w && left + x < _width; x++)
            {
                // Made smaller, a pixel is the mean of those that it covers, or thin outlines would fall between pixels.
                var (x0, y0) = (x * source.Width / w, y * source.Height / h);
                var (x1, y1) = (Math.Max(x0 + 1, (x + 1) * source.Width / w), Math.Max(y0 + 1, (y + 1) * source.Height / h));
                var (red, green, blue, count) = (0, 0, 0, (x1 - x0) * (y1 - y0));
                for (var sy = y0; sy < y1; sy++)
                {
                    for (var sx = x0; sx < x1; sx++)
                    {
                        var pixel = pixels.Slice(3 * ((sy * source.Width) + sx), 3);
                        (red, green, blue) = (red + pixel[0], green + pixel[1], blue + pixel[2]);
                    }
                }
                var at = _rgb.AsSpan(3 * (((top + y) * _width) + left + x), 3);
                (at[0], at[1], at[2]) =
                    ((byte)((red + (count / 2)) / count), (byte)((green + (count / 2)) / count), (byte)((blue + (count / 2)) / count));
            }
        }
    }

    // A box for each piece and a disc for each bend, all turned the same way, so that overlaps add up instead of cancelling.
    private void AddStroke(IReadOnlyList<Pt> points, double half)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            var (dx, dy) = (b.X - a.X, b.Y - a.Y);
            var length = Math.Sqrt((dx * dx) + (dy * dy));
            if (length == 0)
                continue;
            var (nx, ny) = (-dy / length * half, dx / length * half);
            AddRing([new Pt(a.X - nx, a.Y - ny), new Pt(b.X - nx, b.Y - ny), new Pt(b.X + nx, b.Y + ny), new Pt(a.X + nx, a.Y + ny)]);
            if (i > 1)
                AddRing(Ring(a, half));
        }
    }

    private static List<List<Pt>> Dashed(IReadOnlyList<Pt> line, IReadOnlyList<double> dash)
    {
        var pieces = new List<List<Pt>>();
        var (k, left) = (0, dash[0]);
        List<Pt>? piece = [line[0]];
        for (var i = 1; i < line.Count; i++)
        {
            var (a, b) = (line[i - 1], line[i]);
            var length = Math.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
            var done = 0.0;
            while (length - done > left)
            {
                done += left;
                var at = new Pt(a.X + ((b.X - a.X) * done / length), a.Y + ((b.Y - a.Y) * done / length));
                if (piece is not null)
                {
                    piece.Add(at);
                    pieces.Add(piece);
                }
                k++;
                piece = k % 2 == 0 ? [at] : null;
                left = dash[k % dash.Count];
            }
            left -= length - done;
            piece?.Add(b);
        }
        if (piece is { Count: > 1 })
            pieces.Add(piece);
        return pieces;
    }

    private void AddRing(IReadOnlyList<Pt> ring)
    {
        for (var i = 0; i < ring.Count; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Count]);
            AddEdge(a.X * _scale, a.Y * _scale, b.X * _scale, b.Y * _scale);
        }
    }

    private void AddEdge(double x0, double y0, double x1, double y1)
    {
        if (y0 == y1)
            return;
        var direction = 1.0;
        if (y0 > y1)
            (x0, y0, x1, y1, direction) = (x1, y1, x0, y0, -1);
        var slope = (x1 - x0) / (y1 - y0);
        if (y0 < 0)
            (x0, y0) = (x0 - (y0 * slope), 0);
        var lastRow = Math.Min(_height - 1, (int)Math.Ceiling(y1) - 1);
        for (var row = (int)y0; row <= lastRow; row++)
        {
            _top = Math.Min(_top, row);
            _bottom = Math.Max(_bottom, row);
            var (ya, yb) = (Math.Max(y0, row), Math.Min(y1, row + 1));
            var (xa, xb) = (Math.Clamp(x0 + ((ya - y0) * slope), 0, _width), Math.Clamp(x0 + ((yb - y0) * slope), 0, _width));
            if (xa > xb)
                (xa, xb) = (xb, xa);
            AddRow(row * (_width + 2), xa, xb, direction * (yb - ya));
        }
    }

    // The part of an edge within one row, from xa to xb: pixels right of it are covered by `height`, those it crosses by their share.
    private void AddRow(int start, double xa, double xb, double height)
    {
        var (first, last) = ((int)xa, (int)Math.Ceiling(xb));
        if (last <= first + 1)
        {
            var share = 1 - (((xa + xb) / 2) - first);
            _cover[start + first] += height * share;
            _cover[start + first + 1] += height * (1 - share);
            return;
        }
        var perPixel = height / (xb - xa);
        var before = 0.0;
        for (var x = first; x < last; x++)
        {
            var (from, to) = (Math.Max(xa, x), Math.Min(xb, x + 1));
            // What the edge has covered of this pixel: all of its height so far, less the triangle left of it.
            var covered = ((to - from) * perPixel * (x + 1 - ((from + to) / 2))) + ((from - xa) * perPixel);
            _cover[start + x] += covered - before;
            before = covered;
        }
        _cover[start + last] += height - before;
    }

    private void Flush(string colour, double opacity)
    {
        double r = Palette.Channel(colour, 0), g = Palette.Channel(colour, 1), b = Palette.Channel(colour, 2);
        for (var y = _top; y <= _bottom; y++)
        {
            var row = _cover.AsSpan(y * (_width + 2), _width + 2);
            var sum = 0.0;
            for (var x = 0; x < _width; x++)
            {
                sum += row[x];
                var alpha = Math.Min(1, Math.Abs(sum)) * opacity;
                if (alpha < 1e-3)
                    continue;
                var pixel = _rgb.AsSpan(3 * ((y * _width) + x), 3);
                pixel[0] = (byte)Math.Round(pixel[0] + ((r - pixel[0]) * alpha));
                pixel[1] = (byte)Math.Round(pixel[1] + ((g - pixel[1]) * alpha));
                pixel[2] = (byte)Math.Round(pixel[2] + ((b - pixel[2]) * alpha));
            }
            row.Clear();
        }
        (_top, _bottom) = (_height, -1);
    }
}
