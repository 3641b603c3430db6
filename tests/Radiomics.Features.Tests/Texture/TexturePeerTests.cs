using System.Text.Json;
using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;
using Reference;

namespace Radiomics.Features.Tests.Texture;

/// <summary>Small regions, every setting: what PyRadiomics 3.1.1 gave for them (pyradiomics.json), to 9 digits.</summary>
public class TexturePeerTests
{
    private static readonly JsonDocument Peer = JsonDocument.Parse(File.ReadAllBytes(
        Path.Combine(SharedData.Repository, "tests", "Radiomics.Features.Tests", "Texture", "pyradiomics.json")));

    public static TheoryData<string> Cases() =>
        [.. Peer.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("case").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyRadiomics(string name)
    {
        var expected = Peer.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("case").GetString() == name);
        var actual = TextureFamilies.Compute(Roi(name.Split('/')[0]), Settings(expected.GetProperty("settings")));
        var failures = new List<string>();
        var compared = 0;
        foreach (var feature in expected.GetProperty("features").EnumerateObject())
        {
            var wanted = feature.Value.ValueKind == JsonValueKind.String ? double.NaN : feature.Value.GetDouble();
            var got = actual[feature.Name];
            compared++;

            // An eigenvalue of 0 comes out of PyRadiomics' solver as its rounding error, of which MCC is the root.
            var allowed = Math.Max(1e-9 * Math.Abs(wanted), 1e-11);
            if (double.IsNaN(wanted) ? !double.IsNaN(got) : !(Math.Abs(got - wanted) <= allowed))
                failures.Add($"{feature.Name}: {got:R}, PyRadiomics {wanted:R}");
        }
        Assert.Equal(75, compared);
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    internal static GrayLevelRoi Roi(string array)
    {
        var item = Peer.RootElement.GetProperty("arrays").GetProperty(array);
        var size = item.GetProperty("size").EnumerateArray().Select(v => v.GetInt32()).ToArray();
        var spacing = item.GetProperty("spacing").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        int[] levels = [.. item.GetProperty("levels").EnumerateArray().Select(v => v.GetInt32())];
        return GrayLevelRoi.FromLevels(
            new GridSize(size[0], size[1], size[2]),
            levels,
            new Vector3D(spacing[0], spacing[1], spacing[2]),
            3
        );
    }

    private static TextureSettings Settings(JsonElement settings)
    {
        var result = TextureSettings.Default;
        var flat = false;
        foreach (var setting in settings.EnumerateObject())
        {
            result = setting.Name switch
            {
                "distances" => result with { Distances = [.. setting.Value.EnumerateArray().Select(v => v.GetInt32())] },
                "weightingNorm" => result with
                {
                    WeightingNorm = Enum.Parse<WeightingNorm>(setting.Value.GetString()!.Replace("_", ""), ignoreCase: true),
                },
                "symmetricalGLCM" => result with { SymmetricalGlcm = setting.Value.GetBoolean() },
                "gldm_a" => result with { GldmA = setting.Value.GetInt32() },
                "force2D" => result,
                "force2Ddimension" => result with { FlatAxis = 2 - setting.Value.GetInt32() },
                _ => throw new InvalidOperationException(setting.Name),
            };
            flat |= setting.Name == "force2D";
        }
        return flat == result.FlatAxis.HasValue ? result : throw new InvalidOperationException("force2D");
    }
}
