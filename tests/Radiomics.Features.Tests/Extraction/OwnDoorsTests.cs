#pragma warning disable xUnit1051 // quick calls; the runner need not cancel them
using Radiomics.Features.Extraction;
using Radiomics.Features.FirstOrder;
using Radiomics.Features.Ibsi;
using Radiomics.Features.Maps;
using Radiomics.Features.Parameters;
using Radiomics.Features.Texture;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters;

namespace Radiomics.Features.Tests.Extraction;

/// <summary>Features, families and filters of one's own; settings that compute nothing.</summary>
public sealed class OwnDoorsTests
{
    private static readonly ImageGeometry Grid = new(new GridSize(4, 4, 4), new Vector3D(1, 1, 1));

    private static readonly Volume Image = Volume.Create(Grid, [.. Enumerable.Range(0, 64).Select(i => (short)(i * 7 % 11))]);

    private static readonly Mask Whole = Mask.Create(Grid, Grid.Region, [.. Enumerable.Repeat((byte)1, 64)]);

    private static readonly FeatureDefinition<CooccurrenceStatistics> NearDiagonal = new(
        "NearDiagonal",
        null,
        s => s.Pairs().Where(p => Math.Abs(p.I - p.J) <= 1).Sum(p => p.Probability)
    );

    private static ExtractionSettings Narrow => new()
    {
        Image = new ImageSettings { BinWidth = 1 },
        ImageTypes = [new ImageTypeSettings(ImageType.Original), ImageTypeSettings.Of(new Doubled(), "doubled")],
        FeatureClasses =
        [
            new FeatureClassSelection(FeatureClass.FirstOrder, ["Mean", "Maximum"]),
            new FeatureClassSelection(FeatureClass.Glcm, ["Autocorrelation"]).With(NearDiagonal),
        ],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_feature_and_a_filter_of_ones_own_enter_an_extraction(int threads)
    {
        var set = new FeatureExtractor(Narrow).Extract(Image, [Whole, Whole], threads)[1];
        Assert.Equal(
            [
                "original_firstorder_Mean", "original_firstorder_Maximum", "original_glcm_Autocorrelation", "original_glcm_NearDiagonal",
                "doubled_firstorder_Mean", "doubled_firstorder_Maximum", "doubled_glcm_Autocorrelation", "doubled_glcm_NearDiagonal",
            ],
            set.Names
        );
        Assert.Equal(2 * set["original_firstorder_Mean"], set["doubled_firstorder_Mean"], 12);
        Assert.Equal(20, set["doubled_firstorder_Maximum"]);
        // Of the doubled image no two levels are one apart: there the pairs on the diagonal alone are left.
        Assert.InRange(set["original_glcm_NearDiagonal"], set["doubled_glcm_NearDiagonal"], 1);
        Assert.Contains("doubled", set.Diagnostic("Configuration_EnabledImageTypes")!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_feature_of_ones_own_has_maps()
    {
        var maps = new FeatureMapper(Narrow).Extract(Image, Whole).ToDictionary(m => m.Name);
        Assert.Contains("doubled_glcm_NearDiagonal", maps.Keys);
        Assert.Equal(8, maps.Count);
    }

    // Of 64 voxels i * 7 modulo 11, five or six hold each number from 0 to 10, so that the three greatest are 10.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_first_order_feature_of_ones_own_sees_the_intensities(int threads)
    {
        var top = new FeatureDefinition<IntensityStatistics>("Top", null, s => s.Intensities.ToArray().OrderDescending().Take(3).Sum());
        var settings = Narrow with { FeatureClasses = [new FeatureClassSelection(FeatureClass.FirstOrder, ["Maximum"]).With(top)] };
        var set = new FeatureExtractor(settings).Extract(Image, Whole, threads);
        Assert.Equal(30, set["original_firstorder_Top"]);
        Assert.Equal(60, set["doubled_firstorder_Top"]);

        var greatest = new FeatureDefinition<IntensityStatistics>("Greatest", null, s => s.Intensities.ToArray().Max());
        settings = settings with { FeatureClasses = [new FeatureClassSelection(FeatureClass.FirstOrder, ["Maximum"]).With(greatest)] };
        var maps = new FeatureMapper(settings).Extract(Image, Whole).ToDictionary(m => m.Name, m => m.Values.ToArray());
        Assert.Equal(maps["original_firstorder_Maximum"], maps["original_firstorder_Greatest"]);
        Assert.Equal(20, maps["doubled_firstorder_Greatest"].Max());

        var loose = new IntensityStatistics([1, 2, 3], []);
        Assert.Throws<InvalidOperationException>(() => loose.Intensities);
    }

    [Fact]
    public void What_a_function_of_ones_own_throws_comes_with_the_names_of_feature_and_image()
    {
        FeatureExtractor Of(Exception thrown) => new(Narrow with
        {
            FeatureClasses = [new FeatureClassSelection(FeatureClass.Glcm).With(NearDiagonal with
            {
                Name = "Gap",
                Compute = s => s.Pairs().All(p => p.I % 2 == 1) ? throw thrown : 0, // the doubled image, whose levels are odd
            })],
        });

        foreach (var threads in new[] { 1, 3 })
        {
            var cause = new DivideByZeroException("oops");
            var error = Assert.ThrowsAny<InvalidOperationException>(() => Of(cause).Extract(Image, Whole, threads));
            Assert.Equal(
                "Your own feature 'Gap' of the class glcm failed on the image 'doubled': DivideByZeroException: oops", error.Message);
            Assert.Same(cause, error.InnerException);
            Assert.ThrowsAny<OperationCanceledException>(() => Of(new OperationCanceledException()).Extract(Image, Whole, threads));
        }
    }

    [Fact]
    public void A_family_of_ones_own_is_computed_with_IBSIs()
    {
        var family = FeatureFamily.Of(
            "own",
            "own_",
            "there is no voxel",
            [new FeatureDefinition<double[]>("top", null, values => values.Max())],
            region => [("", new[] { region.Intensities.ToArray() })]
        );
        var ibsi = new IbsiSettings { Families = ["statistics"], OwnFamilies = [family] };
        var settings = new ExtractionSettings { Ibsi = ibsi };
        var set = new FeatureExtractor(settings).Extract(Image, Whole);
        Assert.Equal(10, set["own_top"]);
        Assert.Equal(10, set["stat_max"]);
        Assert.NotEqual(
            settings.Fingerprint(),
            new ExtractionSettings { Ibsi = new IbsiSettings { Families = ["statistics"] } }.Fingerprint()
        );
        var twice = new ExtractionSettings { Ibsi = ibsi with { OwnFamilies = [family, family] } };
        Assert.Throws<ArgumentException>(() => new FeatureExtractor(twice).Extract(Image, Whole));
    }

    [Fact]
    public void What_is_ones_own_stands_in_the_fingerprint_by_its_name()
    {
        var plain = Narrow with
        {
            FeatureClasses = [new(FeatureClass.FirstOrder, ["Mean", "Maximum"]), new(FeatureClass.Glcm, ["Autocorrelation"])],
        };
        var other = Narrow with { ImageTypes = [new(ImageType.Original), ImageTypeSettings.Of(new Doubled(), "doubled-2")] };
        Assert.Equal(3, new[] { Narrow, plain, other }.Select(s => s.Fingerprint()).Distinct().Count());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var glcm = new FeatureClassSelection(FeatureClass.Glcm);
        var refusal = Assert.Throws<ArgumentException>(() =>
            glcm.With(new FeatureDefinition<IntensityStatistics>("Own", null, s => 0)));
        Assert.Contains("CooccurrenceStatistics", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => glcm.With(NearDiagonal with { Name = "Contrast" }));
        Assert.Throws<ArgumentException>(() => glcm.With(NearDiagonal).With(NearDiagonal));
        var small = Narrow with { ImageTypes = [ImageTypeSettings.Of(new Elsewhere(), "elsewhere")] };
        Assert.Contains(
            "covers the box",
            Assert.Throws<ArgumentException>(() => new FeatureExtractor(small).Extract(Image, Whole)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("imageType: {LoG: {}}\nfeatureClass: {shape: [], firstorder: []}\n", "LoG has no sigma")]
    [InlineData("imageType: {Original: {}}\nfeatureClass: {firstorder: [], shape2D: []}\n", "2D shape needs force2D")]
    public void Settings_that_leave_out_what_they_ask_for_say_so(string parameters, string said)
    {
        var set = new FeatureExtractor(ExtractionSettings.Parse(parameters)).Extract(Image, Whole);
        Assert.Contains(said, Assert.Single(set.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_compute_nothing_are_refused()
    {
        ExtractionSettings[] nothing =
        [
            ExtractionSettings.Parse("imageType: {LoG: {}}\nfeatureClass: {firstorder: []}\n"),
            ExtractionSettings.Parse("featureClass: {shape2D: []}\n"),
            new() { ImageTypes = [], FeatureClasses = [new(FeatureClass.Glcm)] },
            new() { FeatureClasses = [] },
            new() { Ibsi = new IbsiSettings(), ImageTypes = [] },
        ];
        foreach (var settings in nothing)
        {
            Assert.StartsWith(
                "the settings: they compute nothing.",
                Assert.Throws<ParameterFileException>(() => new FeatureExtractor(settings).Extract(Image, Whole)).Message,
                StringComparison.Ordinal
            );
        }
        var shapeOnly = new FeatureExtractor(new() { ImageTypes = [] }).Extract(Image, Whole);
        Assert.Contains("No image type", Assert.Single(shapeOnly.Warnings), StringComparison.Ordinal);
        // A parameter file that names no class has all of them: as in PyRadiomics, 2D shape then waits in silence.
        Assert.Empty(new FeatureExtractor(ExtractionSettings.Parse("setting: {binWidth: 1}\n")).Extract(Image, Whole).Warnings);
    }

    [Fact]
    public void A_region_in_very_many_pieces_and_an_image_as_its_own_mask_are_told()
    {
        var grid = new ImageGeometry(new GridSize(16, 16, 4), new Vector3D(1, 1, 1));
        var image = Volume.Create(grid, [.. Enumerable.Range(0, 1024).Select(i => (short)(i * 7 % 11))]);
        // Every second voxel along every axis: 8 x 8 x 2 pieces of one voxel.
        var labels = Volume.Create(
            grid,
            [.. Enumerable.Range(0, 1024).Select(i => (byte)(i % 2 == 0 && i / 16 % 2 == 0 && i / 256 % 2 == 0 ? 1 : 0))]
        );
        var settings = new ExtractionSettings { FeatureClasses = [new(FeatureClass.FirstOrder)] };
        Assert.Contains("128 separate pieces", Assert.Single(new FeatureExtractor(settings).Extract(image, labels).Warnings));
        Assert.Throws<ArgumentException>(() => new FeatureExtractor().Extract(image, image));
    }

    private sealed class Doubled : IImageFilter
    {
        public IEnumerable<FilteredImage> Apply(
            Volume image, Mask mask, Region region, int maxDegreeOfParallelism = 1, CancellationToken cancellationToken = default) =>
            [new("doubled", new VoxelBlock(region, [.. image.Read(region).Values.ToArray().Select(v => 2 * v)]))];
    }

    private sealed class Elsewhere : IImageFilter
    {
        public IEnumerable<FilteredImage> Apply(
            Volume image, Mask mask, Region region, int maxDegreeOfParallelism = 1, CancellationToken cancellationToken = default)
        {
            var one = new Region(region.Start, new GridSize(1, 1, 1));
            return [new("elsewhere", image.Read(one))];
        }
    }
}
