#:project ../../src/Radiomics.Features/Radiomics.Features.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// A feature of one's own on a co-occurrence matrix, beside the known ones and computed with them. Run: dotnet run
// docs/samples/06-own-feature.cs
using Radiomics.Features;
using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

// How much of the texture lies on the diagonal and right beside it.
var nearby = new FeatureDefinition<CooccurrenceStatistics>(
    "NearDiagonal",
    null,
    s => s.Pairs().Where(p => Math.Abs(p.I - p.J) <= 1).Sum(p => p.Probability)
);
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
return Math.Abs(values[0] - 7 / 9.0) < 1e-12 ? 0 : 1;
