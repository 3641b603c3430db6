using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Pictures;

namespace Radiomics.Reporting.Figures;

/// <summary>Image slices with the contour of the region, each with a caption.</summary>
public static class SliceFigure
{
    private const double Side = 300;

    /// <summary>Draws the slices, row by row.</summary>
    /// <param name="slices">The pictures and their captions; at least one.</param>
    /// <param name="columns">The pictures in a row; at least 1.</param>
    /// <param name="title">The title.</param>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one column.</exception>
    public static Figure Draw(
        IReadOnlyList<(SlicePicture Picture, string Caption)> slices,
        int columns = 3,
        string title = "Image and contour"
    )
    {
        ArgumentNullException.ThrowIfNull(slices);
        ArgumentException.ThrowIfNullOrEmpty(title);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (slices.Count == 0)
            throw new ArgumentException("There are no slices.", nameof(slices));
        columns = Math.Min(columns, slices.Count);
        var tallest = slices.Max(s => Side * s.Picture.Height / Math.Max(s.Picture.Width, s.Picture.Height));
        var canvas = new Canvas((columns * (Side + 16)) + 16, 40 + ((tallest + 34) * ((slices.Count + columns - 1) / columns)));
        canvas.Text(16, 24, title, size: 13, bold: true);
        for (var k = 0; k < slices.Count; k++)
        {
            var (picture, caption) = slices[k];
            var scale = Side / Math.Max(picture.Width, picture.Height);
            var (x, y) = (16 + (k % columns * (Side + 16)), 40 + (k / columns * (tallest + 34)));
            canvas.Rectangle(x, y, Side, tallest, "#000000");
            canvas.Picture(x + ((Side - (picture.Width * scale)) / 2), y, picture.Width * scale, picture.Height * scale, picture);
            canvas.Text(x, y + tallest + 17, caption, size: 11);
        }
        return canvas.ToFigure(title, string.Join("; ", slices.Select(s => s.Caption)));
    }
}
