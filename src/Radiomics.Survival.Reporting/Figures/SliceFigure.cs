using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Pictures;

namespace Radiomics.Reporting.Figures;

/// <summary>Image slices with the contour of the region, each with a caption.</summary>
public static class SliceFigure
{
    /// <summary>Draws the slices, row by row.</summary>
    /// <param name="slices">The pictures and their captions; at least one.</param>
    /// <param name="columns">The pictures in a row; at least 1.</param>
    /// <param name="title">The title.</param>
    /// <param name="style">Width; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one column.</exception>
    public static Figure Draw(
        IReadOnlyList<(SlicePicture Picture, string Caption)> slices,
        int columns = 3,
        string title = "Image and contour",
        FigureStyle? style = null
    )
    {
        ArgumentNullException.ThrowIfNull(slices);
        ArgumentException.ThrowIfNullOrEmpty(title);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (slices.Count == 0)
            throw new ArgumentException("There are no slices.", nameof(slices));
        style = (style ?? FigureStyle.Default).Checked();
        columns = Math.Clamp((int)(style.Width / 220), 1, Math.Min(columns, slices.Count));
        var side = Math.Min(300, ((style.Width - 16) / columns) - 16);
        var captions = slices
            .Select((s, k) => TextLines.Wrap(PanelGrid.Letter(k, slices.Count) + s.Caption, side, 11))
            .ToArray();
        var tallest = slices.Max(s => side * s.Picture.Height / Math.Max(s.Picture.Width, s.Picture.Height));
        var row = tallest + 18 + (14 * captions.Max(c => c.Count));
        var titles = TextLines.Wrap(title, (columns * (side + 16)) - 16, 13, bold: true);
        var top = 24 + (17 * titles.Count);
        var canvas = new Canvas((columns * (side + 16)) + 16, top + (row * ((slices.Count + columns - 1) / columns)));
        for (var k = 0; k < titles.Count; k++)
            canvas.Text(16, 24 + (17 * k), titles[k], size: 13, bold: true);
        for (var k = 0; k < slices.Count; k++)
        {
            var picture = slices[k].Picture;
            var scale = side / Math.Max(picture.Width, picture.Height);
            var (x, y) = (16 + (k % columns * (side + 16)), top + (k / columns * row));
            canvas.Rectangle(x, y, side, tallest, "#000000");
            canvas.Picture(x + ((side - (picture.Width * scale)) / 2), y, picture.Width * scale, picture.Height * scale, picture);
            for (var i = 0; i < captions[k].Count; i++)
                canvas.Text(x, y + tallest + 15 + (14 * i), captions[k][i], size: 11);
        }
        return canvas.ToFigure(title, string.Join("; ", slices.Select(s => s.Caption)), style);
    }
}
