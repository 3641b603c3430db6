#pragma warning disable xUnit1051 // quick calls; the runner need not cancel them
using Radiomics.Features.Extraction;
using Radiomics.Features.FirstOrder;
using Radiomics.Features.Output;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Extraction;

public sealed class FeatureExtractorTests
{
    private static readonly GridSize Size = new(24, 20, 16);

    private static Volume Image(Vector3D origin = default)
    {
        var random = new System.Random(5);
        var values = new short[Size.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (short)(random.Next(-300, 300) + i % 24 * 10);
        return Volume.Create(new ImageGeometry(Size, new Vector3D(0.9, 1.1, 2), origin), values);
    }

    // Three balls of labels 1 to 3; the first two overlap in their boxes, the third is far off.
    private static Volume Labels(Vector3D origin = default)
    {
        var values = new byte[Size.Count];
        for (var z = 0; z < Size.Z; z++)
        {
            for (var y = 0; y < Size.Y; y++)
            {
                for (var x = 0; x < Size.X; x++)
                {
                    values[(z * Size.Y + y) * Size.X + x] =
                        Inside(x - 6, y - 6, z - 5, 4) ? (byte)1
                        : Inside(x - 10, y - 8, z - 6, 3) ? (byte)2
                        : Inside(x - 20, y - 16, z - 12, 3) ? (byte)3
                        : (byte)0;
                }
            }
        }
        return Volume.Create(new ImageGeometry(Size, new Vector3D(0.9, 1.1, 2), origin), values);

        static bool Inside(int x, int y, int z, int radius) => x * x + y * y + z * z <= radius * radius;
    }

    [Fact]
    public void The_preset_of_the_study_gives_851_features()
    {
        var features = new FeatureExtractor(ExtractionSettings.HccSbrt).Extract(Image(), Labels());
        Assert.Equal(851, features.Count);
        Assert.Equal("original_shape_Elongation", features.Names[0]);
        Assert.Equal("wavelet-LLL_ngtdm_Strength", features.Names[^1]);
        Assert.All(features, f => Assert.True(double.IsFinite(f.Value), f.Key));
    }

    // One image and one region: the threads share the rows, the directions and the classes.
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Threads_within_one_region_change_no_bit(int threads)
    {
        var (size, random) = (new GridSize(70, 50, 40), new System.Random(8));
        var (values, labels) = (new short[size.Count], new byte[size.Count]);
        for (var i = 0; i < values.Length; i++)
            (values[i], labels[i]) = ((short)(random.Next(200) + i % 70 * 5), random.Next(9) == 0 ? (byte)0 : (byte)1);
        var geometry = new ImageGeometry(size, new Vector3D(0.9, 1.1, 2));
        var extractor = new FeatureExtractor(ExtractionSettings.PyRadiomicsDefault);
        var one = extractor.Extract(Volume.Create(geometry, values), Volume.Create(geometry, labels));
        var several = extractor.Extract(Volume.Create(geometry, values), Volume.Create(geometry, labels), threads);
        Assert.Equal(one.Names, several.Names);
        Assert.All(one, f => Assert.Equal(BitConverter.DoubleToInt64Bits(f.Value), BitConverter.DoubleToInt64Bits(several[f.Key])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Several_regions_and_threads_give_what_each_gives_alone(int threads)
    {
        var (image, labels, extractor) = (Image(), Labels(), new FeatureExtractor(ExtractionSettings.HccSbrt));
        var together = extractor.Extract(image, labels, [3, 1, 2], threads);
        var alone = new[] { 3, 1, 2 }.Select(l => extractor.Extract(image, Mask.FromLabel(labels, l))).ToList();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(alone[i].Names, together[i].Names);
            Assert.Equal(alone[i].Values.ToArray(), together[i].Values.ToArray());
        }
    }

    [Fact]
    public void Moving_the_image_in_the_patient_changes_no_feature()
    {
        var place = new Vector3D(-321.5, 77.25, 1000);
        var extractor = new FeatureExtractor(ExtractionSettings.HccSbrt);
        Assert.Equal(
            extractor.Extract(Image(), Labels()).Values.ToArray(),
            extractor.Extract(Image(place), Labels(place)).Values.ToArray()
        );
    }

    [Fact]
    public void Labels_that_are_not_there_are_named()
    {
        var extractor = new FeatureExtractor(new ExtractionSettings { Label = 9 });
        Assert.Contains(
            "It has: 1, 2, 3",
            Assert.Throws<RoiNotFoundException>(() => extractor.Extract(Image(), Labels())).Message,
            StringComparison.Ordinal
        );
        var empty = Volume.Create(Labels().Geometry, new byte[Size.Count]);
        Assert.Throws<EmptyRoiException>(() => extractor.Extract(Image(), empty));
    }

    [Fact]
    public void Another_grid_is_refused_and_mended_where_allowed()
    {
        var (image, moved) = (Image(), Labels(new Vector3D(0.001, 0, 0)));
        Assert.Throws<GeometryMismatchException>(() => new FeatureExtractor().Extract(image, moved));
        Assert.NotEmpty(new FeatureExtractor(new ExtractionSettings { GeometryTolerance = 0.01 }).Extract(image, moved));
        var mended = new FeatureExtractor(new ExtractionSettings { CorrectMask = true }).Extract(image, moved);
        Assert.NotNull(mended.Diagnostic("Mask-corrected_VoxelNum"));
    }

    [Fact]
    public void A_cancelled_run_stops()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new FeatureExtractor().Extract(Image(), Labels(), cancellationToken: cancel.Token)
        );
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new FeatureExtractor().Extract(Image(), Labels(), 2, cancellationToken: cancel.Token)
        );
    }

    [Fact]
    public void Two_dimensional_shape_of_a_thick_region_is_refused() =>
        Assert.Contains(
            "shape2D",
            Assert
                .Throws<EmptyRoiException>(() =>
                    new FeatureExtractor(ExtractionSettings.Parse("setting: {force2D: true}")).Extract(Image(), Labels())
                )
                .Message,
            StringComparison.Ordinal
        );

    // The image is 24 x 20 x 16 voxels of 0.9 x 1.1 x 2 mm: ceil(30 / 2) + 1 = 16 slices do, ceil(30.5 / 2) + 1 = 17 are not there; nor are
    // ceil(22 / 1.1) + 1 = 21 rows.
    [Theory]
    [InlineData(3.0, 20.0, null)]
    [InlineData(3.0, 22.0, "sigma 22 mm")]
    [InlineData(30.5, 3.0, "sigma 30.5 mm")]
    public void A_width_that_the_image_is_too_small_for_is_left_out_with_a_warning(double first, double second, string? warning)
    {
        var settings = ExtractionSettings.Parse(
            FormattableString.Invariant($"{{imageType: {{LoG: {{sigma: [{first}, {second}]}}}}, featureClass: {{firstorder: [Mean]}}}}")
        );
        var features = new FeatureExtractor(settings).Extract(Image(), Labels());
        Assert.Equal(warning is null ? 2 : 1, features.Count);
        if (warning is null)
            Assert.Empty(features.Warnings);
        else
            Assert.Contains(warning, Assert.Single(features.Warnings), StringComparison.Ordinal);
    }

    // A map in thousandths: no two of its values are a bin of 25 apart.
    [Theory]
    [InlineData("{}", "All voxels of the region fall into one grey level")]
    [InlineData("{binWidth: 0.0001}", null)]
    [InlineData("{binCount: 16}", null)]
    public void Textures_of_a_single_grey_level_are_told(string setting, string? warning)
    {
        var random = new System.Random(3);
        double[] values = [.. Enumerable.Range(0, (int)Size.Count).Select(_ => 0.001 + 0.001 * random.NextDouble())];
        var image = Volume.Create(new ImageGeometry(Size, new Vector3D(0.9, 1.1, 2)), values);
        var settings = ExtractionSettings.Parse($"{{setting: {setting}, featureClass: {{glcm: [Contrast]}}}}");
        var warnings = new FeatureExtractor(settings).Extract(image, Labels()).Warnings;
        if (warning is null)
            Assert.Empty(warnings);
        else
            Assert.Contains(warning, Assert.Single(warnings), StringComparison.Ordinal);
    }

    // Values from 0 to 20: one bin of 25 on the image itself, and of its own width of 100 on the squared one; no bin of 25 in the note on
    // the second.
    [Theory]
    [InlineData("{Square: {binWidth: 100}}", "a smaller binWidth than 100, or")]
    [InlineData("{Original: {}, Square: {binWidth: 100}}", "a smaller binWidth than 25 and 100, or")]
    [InlineData("{Square: {binCount: 1}}", "a single value?")]
    public void The_bin_width_named_is_that_of_the_image_type(string imageTypes, string told)
    {
        var random = new System.Random(3);
        double[] values = [.. Enumerable.Range(0, (int)Size.Count).Select(_ => 20 * random.NextDouble())];
        var image = Volume.Create(new ImageGeometry(Size, new Vector3D(0.9, 1.1, 2)), values);
        var settings = ExtractionSettings.Parse($"{{imageType: {imageTypes}, featureClass: {{glcm: [Contrast]}}}}");
        Assert.Contains(told, Assert.Single(new FeatureExtractor(settings).Extract(image, Labels()).Warnings), StringComparison.Ordinal);
    }

    // No two voxels of the region are 40 apart: PyRadiomics fails, and here is nothing that the features could be computed of.
    [Fact]
    public void Features_that_are_not_a_number_are_told()
    {
        var settings = ExtractionSettings.Parse(
            "{setting: {distances: [40], binWidth: 5}, featureClass: {firstorder: [Mean], glcm: [Contrast]}}");
        var features = new FeatureExtractor(settings).Extract(Image(), Labels());
        Assert.True(double.IsNaN(features["original_glcm_Contrast"]));
        Assert.Contains("1 of 2 features are not a number (glcm)", Assert.Single(features.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Three_dimensional_shape_of_a_single_slice_is_told()
    {
        var flat = new GridSize(6, 5, 1);
        var geometry = new ImageGeometry(flat, new Vector3D(1, 1, 3));
        var image = Volume.Create(geometry, Enumerable.Range(0, 30).Select(i => (short)(i * 7)).ToArray());
        var labels = Volume.Create(geometry, Enumerable.Repeat((byte)1, 30).ToArray());
        Assert.Contains("a slab 3 mm thick", Assert.Single(Warnings("{shape: [MeshVolume]}")), StringComparison.Ordinal);
        Assert.Empty(Warnings("{firstorder: [Mean]}"));

        IReadOnlyList<string> Warnings(string classes) =>
            new FeatureExtractor(ExtractionSettings.Parse($"{{featureClass: {classes}}}")).Extract(image, labels).Warnings;
    }

    [Fact]
    public void Named_features_come_in_the_order_of_their_names_and_removed_ones_give_nothing()
    {
        var settings = ExtractionSettings.Parse(
            "featureClass: {glcm: [MCC, Homogeneity1, Contrast], firstorder: [StandardDeviation, Mean]}");
        var features = new FeatureExtractor(settings).Extract(Image(), Labels());
        Assert.Equal(
            ["original_glcm_MCC", "original_glcm_Contrast", "original_firstorder_StandardDeviation", "original_firstorder_Mean"],
            features.Names
        );
    }

    [Fact]
    public void An_unknown_feature_is_named_with_the_nearest()
    {
        var features = new FeatureExtractor().Extract(Image(), Labels());
        Assert.Contains(
            "original_firstorder_Mean'?",
            Assert.Throws<KeyNotFoundException>(() => features["original_firstorder_mean"]).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_table_has_PyRadiomics_columns()
    {
        var extractor = new FeatureExtractor();
        var writer = new StringWriter();
        FeatureFile.WriteCsv([.. extractor.Extract(Image(), Labels(), [1, 2]).Select(f => new FeatureRow("a,b.nii", "m.nii", f))], writer);
        var lines = writer.ToString().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("Image,Mask,diagnostics_Versions_PyRadiomics,", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",original_ngtdm_Strength", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("\"a,b.nii\",m.nii,", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"{'minimumROIDimensions': 2, 'minimumROISize': None, 'normalize': False,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",\"(0.9, 1.1, 2.0)\",\"(24, 20, 16)\",", lines[1], StringComparison.Ordinal);
    }

    // PyRadiomics' execute(image, mask, label=n) puts n among the settings that its diagnostics list.
    [Fact]
    public void The_label_of_a_region_stands_among_the_settings()
    {
        var geometry = new ImageGeometry(new GridSize(4, 4, 4), new Vector3D(1, 1, 1));
        var image = Volume.Create(geometry, [.. Enumerable.Range(0, 64).Select(i => (double)(i * 37 % 61))]);
        var labels = Volume.Create(geometry, [.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? 300.0 : 2.0)]);
        var sets = new FeatureExtractor(new ExtractionSettings()).Extract(image, labels, [2, 300]);
        Assert.Equal(["2", "300"], sets.Select(s =>
            s.Diagnostic("Configuration_Settings")!.Entries.First(e => e.Key == "label").Value.ToString()!));
    }

    [Fact]
    public void An_image_of_one_value_is_not_normalised()
    {
        var geometry = new ImageGeometry(new GridSize(4, 4, 4), new Vector3D(1, 1, 1));
        var image = Volume.Create(geometry, [.. Enumerable.Repeat(0.1, 64)]);
        var mask = Mask.Create(geometry, geometry.Region, [.. Enumerable.Repeat((byte)1, 64)]);
        var settings = new ExtractionSettings { Normalize = true };
        Assert.Contains("all its voxels are 0.1", Assert.Throws<ImageFormatException>(
            () => new FeatureExtractor(settings).Extract(image, mask)).Message, StringComparison.Ordinal);
        Assert.Contains("leave normalize out", Assert.Throws<ImageFormatException>(
            () => new FeatureExtractor(settings with { Ibsi = Radiomics.Features.Ibsi.IbsiSettings.DigitalPhantom }).Extract(image, mask))
            .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_not_allowed_are_refused_by_the_constructor_under_their_property()
    {
        void Refuses(string property, object value, ImageSettings own)
        {
            ExtractionSettings[] either =
            [
                new() { Image = own }, new() { ImageTypes = [new ImageTypeSettings(ImageType.Square, own)] },
            ];
            foreach (var settings in either)
            {
                var error = Assert.Throws<ArgumentOutOfRangeException>(property, () => new FeatureExtractor(settings));
                Assert.Equal(value, error.ActualValue);
                Assert.Throws<ArgumentOutOfRangeException>(property, () => new Radiomics.Features.Maps.FeatureMapper(settings));
            }
        }

        Refuses("Distances", 0, new ImageSettings { Distances = [2, 0] });
        Refuses("BinWidth", 0.0, new ImageSettings { BinWidth = 0 });
        Refuses("BinWidth", double.NaN, new ImageSettings { BinWidth = double.NaN });
        Refuses("BinWidth", double.PositiveInfinity, new ImageSettings { BinWidth = double.PositiveInfinity });
        Refuses("BinCount", 0, new ImageSettings { BinCount = 0 });
        _ = new FeatureExtractor(new() { Image = new ImageSettings { BinCount = 1, BinWidth = 0 } }); // which nobody uses
    }

    // Intensities of many whole numbers are read as the features ask for them, those of floats are kept: the same numbers, to the bit. The
    // second range is too wide to be counted.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3001, 1)]
    public void Whole_numbers_of_either_type_give_the_same_features(int step, int threads)
    {
        var size = new GridSize(61, 50, 47);
        var random = new System.Random(7);
        int[] values = [.. Enumerable.Range(0, (int)size.Count).Select(i => step * (random.Next(-200, 200) + i % 61))];
        // Rows of several runs, some of them without any: 1 voxel in 8 is left out, and every fifth row.
        byte[] labels = [.. Enumerable.Range(0, values.Length).Select(i => (byte)(i % 8 == 3 || i / 61 % 5 == 2 ? 0 : 1))];
        var geometry = new ImageGeometry(size, new Vector3D(1, 1, 2));
        var mask = Mask.FromLabel(Volume.Create(geometry, labels), 1);
        Assert.InRange(mask.VoxelCount, 1 << 16, int.MaxValue);
        var extractor = new FeatureExtractor(ExtractionSettings.PyRadiomicsDefault with
        {
            Image = new ImageSettings { BinCount = 16 },
            FeatureClasses =
            [
                new FeatureClassSelection(FeatureClass.FirstOrder).With(
                    new FeatureDefinition<IntensityStatistics>("Sum", null, s => s.Intensities.ToArray().Sum())),
                .. ExtractionSettings.PyRadiomicsDefault.FeatureClasses.Where(c => c.Class != FeatureClass.FirstOrder),
            ],
            AdditionalInfo = false,
        });

        var whole = extractor.Extract(Volume.Create(geometry, values), mask, threads);
        var real = extractor.Extract(Volume.Create(geometry, Array.ConvertAll(values, v => (double)v)), mask, threads);

        Assert.Equal(108, whole.Count);
        foreach (var (name, value) in whole)
            Assert.Equal(BitConverter.DoubleToInt64Bits(real[name]), BitConverter.DoubleToInt64Bits(value));
        double[] inside = [.. values.Where((_, i) => labels[i] != 0).Select(v => (double)v)];
        Assert.Equal(inside.Max(), whole["original_firstorder_Maximum"]);
        Assert.Equal(inside.Sum(), whole["original_firstorder_Sum"]);
        Assert.Equal(inside.Average(), whole["original_firstorder_Mean"], 1e-9 * step);
    }
}
