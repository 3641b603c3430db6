using System.Text.Json;
using Radiomics.Features.Extraction;
using Radiomics.Features.Maps;
using Radiomics.Imaging;
using Reference;

namespace Radiomics.Features.Tests.Maps;

/// <summary>Maps under settings that change the matrices: what PyRadiomics 3.1.1 gave (pyradiomics.json, by pyradiomics_maps.py).</summary>
public class MapPeerTests
{
    private static readonly JsonElement Peer = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(
        SharedData.Repository, "tests", "Radiomics.Features.Tests", "Maps", "pyradiomics.json"))).RootElement;

    public static TheoryData<string> Cases() =>
        [.. Peer.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyRadiomics(string name)
    {
        var peer = Peer.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        var (size, spacing) = (Numbers(Peer.GetProperty("size")), Numbers(Peer.GetProperty("spacing")));
        var geometry = new ImageGeometry(
            new GridSize((int)size[0], (int)size[1], (int)size[2]), new Vector3D(spacing[0], spacing[1], spacing[2]));
        var image = Volume.Create(geometry, Numbers(Peer.GetProperty("image")).Select(v => (short)v).ToArray());
        byte[] inside = [.. Numbers(Peer.GetProperty("mask")).Select(v => (byte)v)];
        var settings = ExtractionSettings.Parse(
            $"{{setting: {peer.GetProperty("setting").GetRawText()}, voxelSetting: {peer.GetProperty("voxelSetting").GetRawText()}, "
                + "featureClass: {glcm: [], glrlm: [], gldm: [], ngtdm: []}}");
        var maps = new FeatureMapper(settings).Extract(image, Mask.Create(geometry, geometry.Region, inside)).ToDictionary(m => m.Name);
        var failures = new List<string>();
        var compared = 0;
        foreach (var expected in peer.GetProperty("maps").EnumerateObject())
        {
            var wanted = Numbers(expected.Value);
            var got = maps[expected.Name].Values.ToArray();
            Assert.Equal(wanted.Length, got.Length);
            for (var i = 0; i < wanted.Length; i++)
            {
                compared++;
                var allowed = Math.Max(1e-9 * Math.Abs(wanted[i]), 1e-11);
                if (double.IsNaN(wanted[i]) ? !double.IsNaN(got[i]) : !(Math.Abs(got[i] - wanted[i]) <= allowed))
                    failures.Add($"{expected.Name}[{i}]: {got[i]:R}, PyRadiomics {wanted[i]:R}");
            }
        }
        Assert.Equal(58 * inside.Count(v => v > 0), compared);
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures.Prepend($"{failures.Count} of {compared}").Take(40)));
    }

    private static double[] Numbers(JsonElement list) =>
        [.. list.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())];
}
