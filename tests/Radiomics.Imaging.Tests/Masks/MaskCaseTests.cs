using System.Text.Json;
using Radiomics.Imaging.Masks;

namespace Radiomics.Imaging.Tests.Masks;

/// <summary>Masks on other grids, at the tolerance and of the smallest sizes, against PyRadiomics' checkMask. make_mask_cases.py wrote
/// them.</summary>
public sealed class MaskCaseTests
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Cases = new(() => EmbeddedCases.Read("mask_cases.json"));

    public static TheoryData<string> Names => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Does_what_PyRadiomics_does(string name)
    {
        var json = Cases.Value[name];
        var image = Geometry(json.GetProperty("image"));
        var geometry = Geometry(json.GetProperty("mask"));
        var mask = Mask.Create(geometry, geometry.Region, [.. json.GetProperty("voxels").GetString()!.Select(c => (byte)(c - '0'))]);
        var options = json.GetProperty("settings");
        JsonElement? Option(string key) =>
            options.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        var settings = new MaskSettings
        {
            GeometryTolerance = Option("geometryTolerance")?.GetDouble(),
            CorrectMask = Option("correctMask")?.GetBoolean() ?? false,
            MinimumRoiDimensions = Option("minimumROIDimensions")?.GetInt32() ?? 2,
            MinimumRoiSize = Option("minimumROISize")?.GetInt32(),
        };
        if (json.TryGetProperty("error", out var error))
        {
            var thrown = Assert.ThrowsAny<RadiomicsException>(() => MaskChecks.Check(image, mask, settings));
            var geometric =
                error.GetString()!.Contains("geometry", StringComparison.Ordinal)
                || error.GetString()!.Contains("size mismatch", StringComparison.Ordinal)
                || error.GetString()!.Contains("Bounding box", StringComparison.Ordinal)
                || error.GetString()!.Contains("Exception thrown", StringComparison.Ordinal);
            Assert.IsType(geometric ? typeof(GeometryMismatchException) : typeof(EmptyRoiException), thrown);
            return;
        }
        var found = MaskChecks.Check(image, mask, settings);
        var expected = json.TryGetProperty("corrected", out var corrected)
            ? corrected.GetString()!
            : json.GetProperty("voxels").GetString()!;
        var at = 0;
        for (var z = 0; z < image.Size.Z; z++)
        {
            for (var y = 0; y < image.Size.Y; y++)
            {
                for (var x = 0; x < image.Size.X; x++)
                    Assert.Equal(expected[at++] == '1', found[x, y, z]);
            }
        }
        var box = json.GetProperty("box").EnumerateArray().Select(e => e.GetInt32()).ToArray();
        Assert.Equal(
            new Region(new(box[0], box[2], box[4]), new(box[1] - box[0] + 1, box[3] - box[2] + 1, box[5] - box[4] + 1)),
            found.BoundingBox
        );
        Assert.Same(image, found.Geometry);
    }

    private static ImageGeometry Geometry(JsonElement json)
    {
        double[] Numbers(string key) => [.. json.GetProperty(key).EnumerateArray().Select(e => e.GetDouble())];
        double[] n = Numbers("size"), s = Numbers("spacing"), o = Numbers("origin"), d = Numbers("direction");
        return new ImageGeometry(new((int)n[0], (int)n[1], (int)n[2]), new(s[0], s[1], s[2]), new(o[0], o[1], o[2]),
            new Direction(new(d[0], d[3], d[6]), new(d[1], d[4], d[7]), new(d[2], d[5], d[8])));
    }
}
