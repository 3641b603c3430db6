using System.Text.Json;

namespace Reference.Survival;

/// <summary>What glmnet's computations give at the optimum (Exact/glmnet-exact.R).</summary>
public static class GlmnetExact
{
    private static readonly Lazy<JsonElement> Root = new(() =>
        JsonSerializer.Deserialize<JsonElement>(
            File.ReadAllBytes(Path.Combine(SharedData.Repository, "tests", "Reference", "Survival", "Exact", "glmnet-exact.json"))
        )
    );

    /// <summary>One case.</summary>
    public static JsonElement Case(string id) => Root.Value.GetProperty(id);
}
