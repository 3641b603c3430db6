using System.Text.Json;
using Survival.Models;

namespace Radiomics.Cli;

/// <summary>Parts of the tool's JSON: what is not defined is null, for JSON has no NaN.</summary>
internal static class JsonCells
{
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    public static void WriteFinite(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    public static void WriteInterval(this Utf8JsonWriter json, string name, Interval interval) =>
        json.WriteInterval(name, interval.Estimate, interval.Lower, interval.Upper);

    public static void WriteInterval(this Utf8JsonWriter json, string name, double estimate, double lower, double upper)
    {
        json.WriteStartObject(name);
        json.WriteFinite("estimate", estimate);
        json.WriteFinite("lower", lower);
        json.WriteFinite("upper", upper);
        json.WriteEndObject();
    }
}
