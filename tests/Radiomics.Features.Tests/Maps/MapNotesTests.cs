using Radiomics.Features.Extraction;
using Radiomics.Features.Ibsi;
using Radiomics.Features.Maps;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Maps;

public sealed class MapNotesTests
{
    private static readonly ImageGeometry Grid = new(new GridSize(6, 5, 4), new Vector3D(1, 1, 1));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Voxels_outside_the_region_that_are_not_numbers_count_as_0_and_are_told(bool ibsi)
    {
        var settings = Settings("imageType:\n  Original: {}\n  Wavelet: {}\nfeatureClass:\n  firstorder: [Mean]\n");
        if (ibsi)
            settings = new ExtractionSettings { Ibsi = IbsiSettings.DigitalPhantom };
        var (spoilt, zero, notes) = (Ramp(), Ramp(), new List<string>());
        (spoilt[0], zero[0]) = (double.NaN, 0);
        (spoilt[^1], zero[^1]) = (double.PositiveInfinity, 0);
        var expected = new FeatureMapper(settings).Extract(Volume.Create(Grid, zero), Middle()).ToList();
        var maps = new FeatureMapper(settings).Extract(Volume.Create(Grid, spoilt), Middle(), note: notes.Add).ToList();
        Assert.Equal(expected.Select(m => m.Values.ToArray()), maps.Select(m => m.Values.ToArray()));
        var note = Assert.Single(notes, n => n.Contains("count as 0", StringComparison.Ordinal));
        Assert.Contains("(0, 0, 0)", note, StringComparison.Ordinal);

        spoilt[6 * 5 + 6 + 2] = double.NaN;
        var error = Assert.Throws<ImageFormatException>(
            () => new FeatureMapper(settings).Extract(Volume.Create(Grid, spoilt), Middle()).ToList());
        Assert.Contains("(2, 1, 1)", error.Message, StringComparison.Ordinal);
    }

    // Of the windows of radius 1 about (1, 1, 1) and (4, 1, 1) each holds one voxel and no pair: both voxels of every texture.
    [Fact]
    public void Maps_without_values_are_told_once_with_how_many()
    {
        var inside = new byte[Grid.Size.Count];
        (inside[6 * 5 + 6 + 1], inside[6 * 5 + 6 + 4]) = (1, 1);
        var notes = new List<string>();
        var maps = new FeatureMapper(Settings("featureClass:\n  glcm: [Contrast, Id]\n")).Extract(
            Volume.Create(Grid, Ramp()), Mask.Create(Grid, Grid.Region, inside), note: notes.Add).ToList();
        Assert.All(maps, m => Assert.All(m.Values.ToArray(), v => Assert.True(double.IsNaN(v))));
        var note = Assert.Single(notes);
        Assert.StartsWith("2 maps have voxels that are not a number", note, StringComparison.Ordinal);
        Assert.Contains("(2 of 2)", note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sigma_that_the_image_is_too_short_for_is_told()
    {
        var notes = new List<string>();
        var settings = Settings("imageType:\n  Original: {}\n  LoG: {sigma: [1.0, 9.0]}\nfeatureClass:\n  firstorder: [Mean]\n");
        var maps = new FeatureMapper(settings).Extract(Volume.Create(Grid, Ramp()), Middle(), note: notes.Add).ToList();
        Assert.Equal(["original_firstorder_Mean", "log-sigma-1-0-mm-3D_firstorder_Mean"], maps.Select(m => m.Name));
        Assert.Contains("sigma 9 mm was left out", Assert.Single(notes), StringComparison.Ordinal);
    }

    private static ExtractionSettings Settings(string yaml) => ExtractionSettings.Parse(yaml + "setting:\n  minimumROIDimensions: 1\n");

    private static double[] Ramp() => [.. Enumerable.Range(0, (int)Grid.Size.Count).Select(i => 10.0 * (i * 7 % 11) + 1)];

    private static Mask Middle()
    {
        var inside = new byte[Grid.Size.Count];
        for (var y = 1; y < 4; y++)
        {
            for (var x = 1; x < 5; x++)
                inside[6 * 5 + 6 * y + x] = inside[2 * 6 * 5 + 6 * y + x] = 1;
        }
        return Mask.Create(Grid, Grid.Region, inside);
    }
}
