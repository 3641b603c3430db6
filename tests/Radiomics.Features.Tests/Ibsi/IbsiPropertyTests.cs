using Radiomics.Features.Extraction;
using Radiomics.Features.Ibsi;
using Radiomics.Features.Parameters;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Ibsi;

public class IbsiPropertyTests
{
    private static readonly GridSize Size = new(9, 8, 7);

    private static double[] Voxels { get; } = [.. Enumerable.Range(0, 504).Select(i => (double)(i * 7919 % 97 % 13 + 1))];

    private static byte[] Inside { get; } = [.. Enumerable.Range(0, 504).Select(i => (byte)(i * 31 % 11 < 8 ? 1 : 0))];

    private static FeatureSet Extract(GridSize size, double[] voxels, byte[] inside, IbsiSettings settings)
    {
        var geometry = new ImageGeometry(size, new Vector3D(1.5, 1.5, 1.5));
        return new FeatureExtractor(new ExtractionSettings { Ibsi = settings, AdditionalInfo = false }).Extract(
            Volume.Create(geometry, voxels),
            Mask.Create(geometry, geometry.Region, inside)
        );
    }

    private static void Same(FeatureSet a, FeatureSet b, Func<string, bool> but, double tolerance = 1e-9)
    {
        Assert.Equal(a.Names, b.Names);
        foreach (var (name, value) in a)
        {
            if (!but(name))
                Assert.True(
                    double.IsNaN(value) ? double.IsNaN(b[name]) : Math.Abs(value - b[name]) <= tolerance * Math.Max(1, Math.Abs(value)),
                    $"{name}: {b[name]} for {value}"
                );
        }
    }

    [Fact]
    public void A_quarter_turn_in_the_plane_changes_nothing()
    {
        var (voxels, inside) = (new double[504], new byte[504]);
        var turned = new GridSize(Size.Y, Size.X, Size.Z);
        for (var z = 0; z < Size.Z; z++)
        {
            for (var y = 0; y < Size.Y; y++)
            {
                for (var x = 0; x < Size.X; x++)
                {
                    var from = (z * Size.Y + y) * Size.X + x;
                    var to = (z * turned.Y + x) * turned.X + turned.X - 1 - y;
                    (voxels[to], inside[to]) = (Voxels[from], Inside[from]);
                }
            }
        }

        // The mesh's table cuts ambiguous faces in a way of its own, so its area and volume may turn a little.
        Same(
            Extract(Size, Voxels, Inside, IbsiSettings.DigitalPhantom),
            Extract(turned, voxels, inside, IbsiSettings.DigitalPhantom),
            name =>
                name.StartsWith("morph_", StringComparison.Ordinal)
                && name
                    is not ("morph_diam" or "morph_com" or "morph_moran_i" or "morph_geary_c" or "morph_pca_maj_axis" or "morph_vol_approx")
        );
    }

    [Fact]
    public void A_shift_by_voxels_changes_nothing()
    {
        var (wide, voxels, inside) = (new GridSize(13, 12, 9), new double[13 * 12 * 9], new byte[13 * 12 * 9]);
        for (var i = 0; i < 504; i++)
        {
            var (x, y, z) = (i % 9, i / 9 % 8, i / 72);
            var to = ((z + 1) * 12 + y + 3) * 13 + x + 2;
            (voxels[to], inside[to]) = (Voxels[i], Inside[i]);
        }

        // A sphere of 1 cm³ about a voxel now holds voxels that were past the image.
        Same(
            Extract(Size, Voxels, Inside, IbsiSettings.DigitalPhantom), Extract(wide, voxels, inside, IbsiSettings.DigitalPhantom),
            name => name.StartsWith("loc_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    public void Bins_by_number_do_not_see_where_grey_begins(int bins)
    {
        var settings = IbsiSettings.DigitalPhantom with
        {
            Bins = IbsiBins.FixedNumber(bins),
            Families = ["histogram", "glcm", "glrlm", "glszm", "gldzm", "ngtdm", "ngldm"],
        };
        Same(Extract(Size, Voxels, Inside, settings), Extract(Size, [.. Voxels.Select(v => 4 * v - 64)], Inside, settings), _ => false);
    }

    [Fact]
    public void Presets_and_settings_are_read_from_parameter_files()
    {
        var settings = ExtractionSettings.Parse("""
            ibsi:
              preset: ibsi-e
              spacing: [1, 1, 0]
              interpolation: catmull-rom
              maskInterpolation: nearest
              partialVolume: 0.4
              roundIntensities: false
              range: [null, 300]
              outlierSigma: 2.5
              bins: {size: 12.5}
              ivhBins: none
              aggregations: [3D_comb, 2_5D_avg]
              distance: 2
              coarseness: 1
              families: [glcm, ngldm]
              names: code
            setting:
              label: 2
            """).Ibsi!;
        Assert.Equal(new Vector3D(1, 1, 0), settings.Spacing);
        Assert.Equal(Imaging.Resampling.Interpolator.CatmullRom, settings.Interpolator);
        Assert.Equal(Imaging.Resampling.Interpolator.NearestNeighbor, settings.MaskInterpolator);
        Assert.Equal(0.4, settings.PartialVolumeThreshold);
        Assert.False(settings.RoundIntensities);
        Assert.Equal((double.NegativeInfinity, 300), settings.ResegmentationRange);
        Assert.Equal(2.5, settings.OutlierSigma);
        Assert.Equal(IbsiBins.FixedSize(12.5), settings.Bins);
        Assert.Equal(IbsiBins.None, settings.IvhBins);
        Assert.Equal([IbsiAggregation.Volume3DMerged, IbsiAggregation.Slices25DAveraged], settings.Aggregations);
        Assert.Equal((2, 1, IbsiNaming.Code), (settings.Distance, settings.Coarseness, settings.Naming));
        Assert.Equal(IbsiBins.FixedNumber(32), ExtractionSettings.Parse("ibsi: ibsi-b").Ibsi!.Bins);
        var given = Extract(Size, Voxels, Inside, settings with { Spacing = null, ResegmentationRange = null });
        Assert.Contains("GYBY_3D_comb", given.Names);
        Assert.Contains("CAS9_2_5D", given.Names);
        Assert.Equal(25 * 2 + 17 * 2, given.Count);
    }

    [Theory]
    [InlineData("ibsi: {bin: {size: 5}}", "Did you mean 'bins'")]
    [InlineData("ibsi: ibsi-f", "ibsi-e")]
    [InlineData("ibsi: {bins: {size: 0}}", "greater than 0")]
    [InlineData("ibsi: {range: [5, 1]}", "above")]
    [InlineData("ibsi: {partialVolume: 2}", "at most 1")]
    [InlineData("ibsi: {families: [glmc]}", "glcm")]
    [InlineData("ibsi: {aggregations: []}", "empty")]
    public void What_cannot_be_meant_is_refused(string text, string said)
    {
        var refused = Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse(text));
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Contains("line 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprints_tell_settings_apart()
    {
        var prints = IbsiSettings
            .Presets.Select(p => new ExtractionSettings { Ibsi = p.Settings }.Fingerprint())
            .Append(ExtractionSettings.PyRadiomicsDefault.Fingerprint())
            .ToList();
        Assert.Equal(prints.Count, prints.Distinct().Count());
    }

    [Fact]
    public void Families_and_names_are_whole()
    {
        // IBSI's numbers of features, but for the fractions between those of the intensity-volume histogram.
        var counts = IbsiFamilies.All.ToDictionary(f => f.Name, f => f.Features.Count);
        Assert.Equal((29, 2, 18, 23), (counts["morphology"], counts["local"], counts["statistics"], counts["histogram"]));
        Assert.Equal(
            (25, 16, 16, 16, 5, 17),
            (counts["glcm"], counts["glrlm"], counts["glszm"], counts["gldzm"], counts["ngtdm"], counts["ngldm"])
        );
        var features = IbsiFamilies.All.SelectMany(f => f.Features).ToList();
        Assert.Equal(features.Count, features.Select(f => f.Tag).Distinct().Count());
        Assert.Equal(features.Count, features.Select(f => f.Code).Distinct().Count());
    }
}
