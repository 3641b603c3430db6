using Files;
using Notebooks;
using Radiomics.Reporting.Pictures;

namespace Radiomics.Reporting.Drawing;

/// <summary>A finished figure, as SVG, PNG, TIFF and PDF. The same figure gives the same bytes on every machine. Immutable.</summary>
/// <remarks>Text is measured and drawn in one embedded font (a subset of Liberation Sans) that goes with every file, so it has its place
/// whatever
/// fonts a reader has. A letter that the font lacks (Chinese, say) is right in SVG and a box in the other files.</remarks>
[TypeFormatterSource(typeof(Formatters))]
public sealed class Figure
{
    private string? _svg;

    internal Figure(string title, string description, double width, double height, IReadOnlyList<Shape> shapes, double? millimetres = null)
    {
        (Title, Description, Width, Height, Shapes) = (title, description, width, height, shapes);
        var natural = width / FigureStyle.UnitsPerMillimetre;
        WidthMillimetres = Math.Min(natural, millimetres ?? natural);
    }

    /// <summary>What it shows, in a few words.</summary>
    public string Title { get; }

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Description { get; }

    /// <summary>Its width in CSS pixels on a page.</summary>
    public double Width { get; }

    /// <summary>Its height in CSS pixels on a page.</summary>
    public double Height { get; }

    /// <summary>Its width on paper, in mm.</summary>
    public double WidthMillimetres { get; }

    internal IReadOnlyList<Shape> Shapes { get; }

    /// <summary>The figure as an SVG element that can stand in a file or in a page; it holds its font and refers to nothing outside
    /// itself.</summary>
    public string ToSvg() => _svg ??= SvgWriter.Write(this, withFont: true);

    /// <summary>The same without the font, for a page that brings it.</summary>
    internal string ToInlineSvg() => SvgWriter.Write(this, withFont: false);

    /// <summary>The same figure with a line of text under it, which no reader can miss.</summary>
    internal Figure Marked(string text) => new(Title, text + " " + Description, Width, Height + 22,
        [.. Shapes, new TextShape(new Pt(Width / 2, Height + 12), text, 11, TextAnchor.Middle, true, 0, Palette.Vermilion)],
            WidthMillimetres);

    /// <summary>Writes the figure as an RGB PNG that knows its size on paper.</summary>
    /// <param name="stream">Where it goes; it stays open.</param>
    /// <param name="dpi">Pixels per inch of paper, from 36 to 1200.</param>
    /// <exception cref="ArgumentOutOfRangeException">The resolution is outside its range.</exception>
    public void WritePng(Stream stream, double dpi = 300)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var (width, height, rgb) = Raster.Paint(this, Scale(dpi));
        PngEncoder.Write(stream, width, height, rgb, dpi);
    }

    /// <summary>Writes the figure as an RGB TIFF with LZW compression, which journals take.</summary>
    /// <param name="stream">Where it goes; it stays open.</param>
    /// <param name="dpi">Pixels per inch of paper, from 36 to 1200.</param>
    /// <exception cref="ArgumentOutOfRangeException">The resolution is outside its range.</exception>
    public void WriteTiff(Stream stream, double dpi = 300)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var (width, height, rgb) = Raster.Paint(this, Scale(dpi));
        TiffEncoder.Write(stream, width, height, rgb, dpi);
    }

    /// <summary>Writes the figure as a PDF page of its own size, with lines as lines and text as text.</summary>
    /// <param name="stream">Where it goes; it stays open.</param>
    public void WritePdf(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PdfWriter.Write(this, stream);
    }

    /// <summary>Writes the figure as its file's ending says, whole or not at all.</summary>
    /// <param name="path">The file, which is replaced: <c>.svg</c>, <c>.png</c>, <c>.tif</c>, <c>.tiff</c> or <c>.pdf</c>.</param>
    /// <param name="dpi">Pixels per inch of paper of PNG and TIFF, from 36 to 1200.</param>
    /// <exception cref="ArgumentException">Another ending.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The resolution is outside its range.</exception>
    public void Write(string path, double dpi = 300)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Action<Stream> write = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".svg" => stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(ToSvg())),
            ".png" => stream => WritePng(stream, dpi),
            ".tif" or ".tiff" => stream => WriteTiff(stream, dpi),
            ".pdf" => WritePdf,
            var other => throw new ArgumentException(
                $"A figure is written as .svg, .png, .tif, .tiff or .pdf, not as '{other}' ({path}).",
                nameof(path)
            ),
        };
        AtomicFile.Write(path, write);
    }

    private double Scale(double dpi) =>
        dpi is >= 36 and <= 1200
            ? dpi / 25.4 * WidthMillimetres / Width
            : throw new ArgumentOutOfRangeException(nameof(dpi), dpi, "A resolution is from 36 to 1200 pixels an inch.");
}
