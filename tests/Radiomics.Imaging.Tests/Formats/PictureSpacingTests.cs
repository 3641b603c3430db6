using System.Text.Json;
using Radiomics.Imaging.Formats;

namespace Radiomics.Imaging.Tests.Formats;

/// <summary>The spacing of pictures whose files state a resolution, against SimpleITK's. picture_spacings.py wrote them.</summary>
public sealed class PictureSpacingTests
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Cases = new(() => EmbeddedCases.Read("picture_spacings.json"));

    public static TheoryData<string> Names => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_resolution_is_the_spacing_where_it_is_SimpleITKs(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf(name), Cases.Value[name].GetProperty("file").GetBytesFromBase64());
        double[] spacing = [.. Cases.Value[name].GetProperty("spacing").EnumerateArray().Select(s => s.GetDouble())];
        Assert.Equal(new Vector3D(spacing[0], spacing[1], 1), ImageFile.ReadVolume(folder.PathOf(name)).Geometry.Spacing);
    }
}
