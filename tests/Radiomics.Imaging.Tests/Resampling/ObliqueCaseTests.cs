using System.Runtime.InteropServices;
using System.Text.Json;
using Radiomics.Imaging.Masks;
using Radiomics.Imaging.Resampling;

namespace Radiomics.Imaging.Tests.Resampling;

/// <summary>Turned grids where new centres lie halfway between old ones or on the border, so that the last bit of a place decides: what
/// PyRadiomics and SimpleITK gave, voxel by voxel. oblique_cases.py wrote them.</summary>
public sealed class ObliqueCaseTests
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Cases = new(() => EmbeddedCases.Read("oblique_cases.json"));

    public static TheoryData<string> Names => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Halves_fall_where_SimpleITK_lets_them_fall(string name)
    {
        var json = Cases.Value[name];
        var grid = Geometry(json.GetProperty("image"));
        var own = Geometry(json.GetProperty("mask"));
        var mask = Mask.Create(own, own.Region, Bytes(own.Size, (x, y, z) => (7 * x + 5 * y + 11 * z + x * y) % 10 < 6));
        var region = json.GetProperty("region").GetBytesFromBase64();
        if (!json.TryGetProperty("result", out var result))
        {
            Assert.Equal(region, Inside(Resampler.Resample(mask, grid)));
            Assert.Equal(region, Inside(MaskChecks.Check(grid, mask, new MaskSettings { CorrectMask = true })));
            return;
        }
        short[] values = [.. Fill(grid.Size, (x, y, z) => (37 * x + 91 * y + 53 * z + 7 * x * y * z) % 401 - 100).Select(v => (short)v)];
        var wanted = json.GetProperty("wanted").EnumerateArray().Select(e => e.GetDouble()).ToArray();
        var (made, regridded) = Resampler.Resample(
            Volume.Create(grid, values),
            mask,
            new Vector3D(wanted[0], wanted[1], wanted[2]),
            Enum.Parse<Interpolator>(json.GetProperty("interpolator").GetString()!),
            json.GetProperty("pad").GetInt32(),
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(Geometry(result), made.Geometry);
        Assert.Equal(region, Inside(regridded));
        Assert.Equal(
            MemoryMarshal.Cast<byte, short>(json.GetProperty("voxels").GetBytesFromBase64()).ToArray(),
            made.AsMemory<short>().ToArray()
        );
    }

    private static IEnumerable<int> Fill(GridSize size, Func<int, int, int, int> value) =>
        from z in Enumerable.Range(0, size.Z)
        from y in Enumerable.Range(0, size.Y)
        from x in Enumerable.Range(0, size.X)
        select value(x, y, z);

    private static byte[] Bytes(GridSize size, Func<int, int, int, bool> inside) =>
        [.. Fill(size, (x, y, z) => inside(x, y, z) ? 1 : 0).Select(v => (byte)v)];

    private static byte[] Inside(Mask mask) => Bytes(mask.Geometry.Size, (x, y, z) => mask[x, y, z]);

    private static ImageGeometry Geometry(JsonElement json)
    {
        double[] Numbers(string key) => [.. json.GetProperty(key).EnumerateArray().Select(e => e.GetDouble())];
        double[] n = Numbers("size"), s = Numbers("spacing"), o = Numbers("origin"), d = Numbers("direction");
        return new ImageGeometry(new((int)n[0], (int)n[1], (int)n[2]), new(s[0], s[1], s[2]), new(o[0], o[1], o[2]),
            new Direction(new(d[0], d[3], d[6]), new(d[1], d[4], d[7]), new(d[2], d[5], d[8])));
    }
}
