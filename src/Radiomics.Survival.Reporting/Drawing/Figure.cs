using Notebooks;
using Radiomics.Reporting.Pictures;

namespace Radiomics.Reporting.Drawing;

/// <summary>A finished figure, as SVG and as PNG. The same figure gives the same bytes on every machine. Immutable.</summary>
[TypeFormatterSource(typeof(Formatters))]
public sealed class Figure
{
    private string? _svg;

    internal Figure(string title, string description, double width, double height, IReadOnlyList<Shape> shapes) =>
        (Title, Description, Width, Height, Shapes) = (title, description, width, height, shapes);

    /// <summary>What it shows, in a few words.</summary>
    public string Title { get; }

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Description { get; }

    /// <summary>Its width in CSS pixels.</summary>
    public double Width { get; }

    /// <summary>Its height in CSS pixels.</summary>
    public double Height { get; }

    internal IReadOnlyList<Shape> Shapes { get; }

    /// <summary>The figure as an SVG element that can stand in a file or in a page; it refers to nothing outside itself.</summary>
    public string ToSvg() => _svg ??= SvgWriter.Write(this);

    /// <summary>The same figure with a line of text under it, which no reader can miss.</summary>
    internal Figure Marked(string text) => new(Title, text + " " + Description, Width, Height + 22,
        [.. Shapes, new TextShape(new Pt(Width / 2, Height + 12), text, 11, TextAnchor.Middle, true, 0, Palette.Vermilion)]);

    /// <summary>Writes the figure as an RGB PNG.</summary>
    /// <param name="stream">Where it goes; it stays open.</param>
    /// <param name="scale">Pixels of the PNG per CSS pixel, above 0 and at most 8: 2 is sharp on screens, 3 about 300 dpi on a
    /// page.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not in (0, 8].</exception>
    public void WritePng(Stream stream, double scale = 2)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!(scale is > 0 and <= 8))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "A scale is above 0 and at most 8.");
        var (width, height, rgb) = Raster.Paint(this, scale);
        PngEncoder.Write(stream, width, height, rgb);
    }
}
