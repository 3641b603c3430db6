using Radiomics.Imaging;
using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Tests.Drawing;

public sealed class RasterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    public void A_polygon_covers_its_area(double scale)
    {
        // A triangle of area 20 * 13 / 2 = 130, off the pixels' edges.
        var canvas = new Canvas(40, 30);
        canvas.Polygon([new Pt(3.3, 4.1), new Pt(23.3, 4.1), new Pt(11.7, 17.1)], "#000000");
        Assert.Equal(130 * scale * scale, Ink(canvas, scale), 0.4 * scale);
    }

    [Fact]
    public void A_line_covers_its_length_times_its_width()
    {
        var canvas = new Canvas(60, 60);
        canvas.Line(5, 5, 35, 45, "#000000", 2);
        Assert.Equal(50 * 2, Ink(canvas, 1), 0.6);
    }

    [Fact]
    public void Dashes_cover_their_share()
    {
        var canvas = new Canvas(120, 10);
        canvas.Line(5, 5, 105, 5, "#000000", 2, [6, 4]);
        Assert.Equal(60 * 2, Ink(canvas, 1), 0.5);
    }

    [Fact]
    public void A_ring_of_two_turns_is_not_darker_and_shapes_off_the_canvas_are_cut()
    {
        var canvas = new Canvas(10, 10);
        canvas.Rectangle(-5, -5, 10, 10, "#000000");
        canvas.Rectangle(8, 8, 50, 50, "#000000");
        canvas.Rectangle(-50, -50, 10, 10, "#000000");
        Assert.Equal(25 + 4, Ink(canvas, 1), 0.1);
    }

    [Fact]
    public void Opacity_mixes_with_what_is_below()
    {
        var canvas = new Canvas(4, 4);
        canvas.Polygon([new Pt(0, 0), new Pt(4, 0), new Pt(4, 4), new Pt(0, 4)], "#000000", 0.25);
        Assert.Equal(4, Ink(canvas, 1), 0.05);
    }

    // A frame around a picture of 90 pixels, drawn over 30: every pixel of every edge still has its colour.
    [Fact]
    public void A_picture_made_smaller_keeps_its_thin_lines()
    {
        var image = Volume.Create(new ImageGeometry(new GridSize(90, 90, 1), new Vector3D(1, 1, 1)), new float[8100]);
        var inside = new byte[8100];
        for (var k = 0; k < 8100; k++)
            inside[k] = (byte)(k % 90 is 0 or 89 || k / 90 is 0 or 89 ? 1 : 0);
        var mask = Mask.Create(image.Geometry, image.Geometry.Region, inside);
        var picture = Radiomics.Reporting.Pictures.SlicePicture.Draw(image, mask, scale: 1);
        var canvas = new Canvas(30, 30);
        canvas.Picture(0, 0, 30, 30, picture);
        var (_, _, rgb) = Raster.Paint(canvas.ToFigure("test", ""), 1);
        bool Coloured(int x, int y) => rgb[3 * ((y * 30) + x)] != rgb[(3 * ((y * 30) + x)) + 2];
        for (var k = 0; k < 30; k++)
            Assert.True(Coloured(k, 0) && Coloured(k, 29) && Coloured(0, k) && Coloured(29, k));
    }

    // How many pixels' worth of black there is.
    private static double Ink(Canvas canvas, double scale)
    {
        var (_, _, rgb) = Raster.Paint(canvas.ToFigure("test", ""), scale);
        return rgb.Where((_, i) => i % 3 == 0).Sum(v => (255 - v) / 255.0);
    }
}
