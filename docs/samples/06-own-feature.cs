#:project ../../src/Radiomics.Features/Radiomics.Features.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// A feature of one's own on a co-occurrence matrix and a filter of one's own, in an extraction beside the known ones. Run: dotnet run
// docs/samples/06-own-feature.cs
using Radiomics.Features;
using Radiomics.Features.Discretisation;
using Radiomics.Features.Extraction;
using Radiomics.Features.Texture;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters;

// How much of the texture lies on the diagonal and right beside it.
var nearby = new FeatureDefinition<CooccurrenceStatistics>(
    "NearDiagonal",
    null,
    s => s.Pairs().Where(p => Math.Abs(p.I - p.J) <= 1).Sum(p => p.Probability)
);

// In an extraction from an image: it is computed with its class on every image, the filter's too.
var grid = new ImageGeometry(new GridSize(16, 16, 8), new Vector3D(1, 1, 2));
var image = Volume.Create(grid, [.. Enumerable.Range(0, (int)grid.Size.Count).Select(i => (short)(i * 7919 % 211))]);
var mask = Mask.FromThreshold(image, 20);
var settings = new ExtractionSettings
{
    ImageTypes = [new(ImageType.Original), ImageTypeSettings.Of(new Negative(), "negative")],
    FeatureClasses = [new FeatureClassSelection(FeatureClass.Glcm, ["Contrast"]).With(nearby)],
};
var extracted = new FeatureExtractor(settings).Extract(image, mask);
Console.WriteLine(extracted);

// Or of a matrix alone.
FeatureDefinition<CooccurrenceStatistics>[] features = [nearby, .. GlcmFeatures.All.Where(f => f.Name == "Contrast")];

int[] levels = [1, 2, 2, 3, 1, 4, 4, 4, 2, 3, 3, 1];
var region = GrayLevelRoi.FromLevels(new GridSize(4, 3, 1), levels, new Vector3D(1, 1, 1));
var values = new double[features.Length];
GlcmFeatures.Extract(region, TextureSettings.Default, features, values);
for (var f = 0; f < features.Length; f++)
    Console.WriteLine($"{features[f].Name} = {values[f]}");

// Checks itself: along x there are nine pairs, of which at most one level apart are (1,2) (2,2) (2,3) (4,4) (4,4) (2,3) (3,3): seven.
GlcmFeatures.Extract(
    GrayLevelRoi.FromLevels(new GridSize(4, 3, 1), levels, new Vector3D(1, 1, 1)),
    TextureSettings.Default with
    {
        FlatAxis = 1,
    },
    [nearby],
    values
);
return Math.Abs(values[0] - 7 / 9.0) < 1e-12 && extracted.Names.Contains("negative_glcm_NearDiagonal") ? 0 : 1;

/// <summary>The image with its sign changed.</summary>
internal sealed class Negative : IImageFilter
{
    public IEnumerable<FilteredImage> Apply(
        Volume image, Mask mask, Region region, int maxDegreeOfParallelism = 1, CancellationToken cancellationToken = default) =>
        [new("negative", new VoxelBlock(region, [.. image.Read(region).Values.ToArray().Select(v => -v)]))];
}
