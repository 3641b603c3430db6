using Radiomics.Features.Extraction;
using Radiomics.Features.Maps;
using Radiomics.Imaging;
using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Figures;

namespace Radiomics.Reporting.Tests.Figures;

public sealed class MapFigureTests
{
    // 12 x 12 x 3 voxels; the region is 8 x 6 in the slices 0 and 1, 4 x 4 in slice 2; intensities 0 left of x = 6 and 100 right of it.
    private static (Volume Image, Mask Mask) Halves(double spacing = 1)
    {
        var geometry = new ImageGeometry(new GridSize(12, 12, 3), new Vector3D(spacing, spacing, 2));
        var image = Volume.Create(geometry, Enumerable.Range(0, 432).Select(i => i % 12 < 6 ? 0.0 : 100).ToArray());
        bool Inside(int x, int y, int z) => z < 2 ? x is >= 2 and < 10 && y is >= 3 and < 9 : x is >= 4 and < 8 && y is >= 4 and < 8;
        return (
            image,
            Mask.Create(
                geometry,
                geometry.Region,
                [.. Enumerable.Range(0, 432).Select(i => (byte)(Inside(i % 12, i / 12 % 12, i / 144) ? 1 : 0))]
            )
        );
    }

    private static ImageShape Picture(Figure figure) => Assert.Single(figure.Shapes.OfType<ImageShape>());

    private static string At(ImageShape shape, double x, double y)
    {
        // The picture shows x from -1 to 12 (cut to 0 to 12), y likewise: all of the slice.
        var picture = shape.Picture;
        var at = 3 * (((int)(y / 12 * picture.Height) * picture.Width) + (int)(x / 12 * picture.Width));
        return Convert.ToHexStringLower(picture.Rgb.Span.Slice(at, 3));
    }

    [Theory]
    [InlineData("")]
    [InlineData("setting: {resampledPixelSpacing: [0.5, 0.5, 2], interpolator: sitkNearestNeighbor}\n")]
    public void Least_and_greatest_have_the_ends_of_the_scale(string more)
    {
        var (image, mask) = Halves();
        var settings = ExtractionSettings.Parse(
            more + "featureClass: {firstorder: [Mean]}\nvoxelSetting: {kernelRadius: 1, maskedKernel: true}"
        );
        var map = Assert.Single(new FeatureMapper(settings).Extract(image, mask));
        var figure = MapFigure.Draw(image, mask, map);
        var shape = Picture(figure);

        // Windows about x = 2 hold 0 alone, those about x = 9 hold 100 alone.
        Assert.Equal("440154", At(shape, 2.5, 5.5));
        Assert.Equal("fde725", At(shape, 9.5, 5.5));

        // Outside the region: the slice, black and white.
        Assert.Equal("000000", At(shape, 2.5, 1.5));
        Assert.Equal("ffffff", At(shape, 9.5, 1.5));
        var texts = figure.Shapes.OfType<TextShape>().Select(t => t.Text).ToList();
        Assert.Contains("original_firstorder_Mean", texts);
        string[] scale = ["0", "20", "40", "60", "80", "100"];
        Assert.Equal(scale, texts.Where(scale.Contains));
        // No voxel of the region is undefined, so nothing is said of such.
        Assert.Contains("Slice 1 of 3. The region's values: 0 to 100.", texts);
    }

    // A scale from 0.3534 to 2.5539 holds the halves from 0.5 to 2.5, of one number of decimals; of one value there is one number.
    [Theory]
    [InlineData(0.3534, 2.5539, "0.5 1.0 1.5 2.0 2.5")]
    [InlineData(-3.2e6, 1.1e6, "−3000000 −2000000 −1000000 0 1000000")]
    [InlineData(0.0, 0.000021, "0.000000 0.000005 0.000010 0.000015 0.000020")]
    [InlineData(0.0, 2.1e-9, "0 5e−10 1e−9 1.5e−9 2e−9")]
    [InlineData(7.25, 7.25, "7.25")]
    public void Round_numbers_stand_at_their_places_of_the_scale(double least, double greatest, string expected)
    {
        var (image, mask) = Halves();
        var map = Volume.Create(image.Geometry, Enumerable.Range(0, 432).Select(i => i % 12 < 6 ? least : greatest).ToArray());
        var figure = MapFigure.Draw(image, mask, map, "map");
        var picture = Picture(figure);
        var labels = figure.Shapes.OfType<TextShape>().Where(t => t.At.X > picture.At.X + picture.Width).ToList();
        Assert.Equal(expected, string.Join(' ', labels.Select(t => t.Text)));
        foreach (var label in labels.Where(_ => greatest > least))
        {
            var value = double.Parse(label.Text.Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture);
            var share = (value - least) / (greatest - least);
            Assert.Equal(picture.At.Y + (picture.Height * (1 - share)) + 4, label.At.Y, 6);
        }
    }
}
