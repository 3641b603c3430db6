using System.Text.Json;

namespace Radiomics.Imaging.Tests;

/// <summary>Cases that a script wrote, by their names.</summary>
internal static class EmbeddedCases
{
    public static Dictionary<string, JsonElement> Read(string resource)
    {
        using var stream = typeof(EmbeddedCases).Assembly.GetManifestResourceStream(resource)!;
        using var json = JsonDocument.Parse(stream);
        return json.RootElement.EnumerateArray().ToDictionary(e => e.GetProperty("name").GetString()!, e => e.Clone());
    }
}
