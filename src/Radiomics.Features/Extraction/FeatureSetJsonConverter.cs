using System.Text.Json;
using System.Text.Json.Serialization;

namespace Radiomics.Features.Extraction;

/// <summary>
/// Writes a <see cref="FeatureSet"/> as an object of its values by name, in order; a value that is no finite number, which JSON has
/// none of, as <c>null</c>. A set is not read again: its names alone do not say where it comes from.
/// </summary>
public sealed class FeatureSetJsonConverter : JsonConverter<FeatureSet>
{
    /// <summary>Not supported.</summary>
    /// <param name="reader">Not used.</param>
    /// <param name="typeToConvert">Not used.</param>
    /// <param name="options">Not used.</param>
    /// <exception cref="NotSupportedException">Always; read a dictionary of numbers instead.</exception>
    public override FeatureSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A set of features is not read from JSON; read a Dictionary<string, double?> instead.");

    /// <summary>Writes the features.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="value">The features.</param>
    /// <param name="options">Not used: the names are PyRadiomics', whatever the naming policy.</param>
    public override void Write(Utf8JsonWriter writer, FeatureSet value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        foreach (KeyValuePair<string, double> feature in value)
        {
            if (double.IsFinite(feature.Value))
                writer.WriteNumber(feature.Key, feature.Value);
            else
                writer.WriteNull(feature.Key);
        }
        writer.WriteEndObject();
    }
}
