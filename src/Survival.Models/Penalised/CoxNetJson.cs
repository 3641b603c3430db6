using System.Text;
using System.Text.Json;
using Files;
using Survival.Models.Persistence;

namespace Survival.Models.Penalised;

/// <summary>What the files of penalised models share: text in and out, and sparse coefficients.</summary>
internal static class CoxNetJson
{
    public static string Write(string format, Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        ModelJson.Write(stream, format, 1, members);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static void Save(string path, string json)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteText(path, json);
    }

    public static T Load<T>(string path, string what, Func<string, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new StreamReader(PlainFile.OpenRead(path));
        try
        {
            return read(reader.ReadToEnd());
        }
        catch (ModelFileException refusal)
        {
            throw new ModelFileException($"'{Path.GetFileName(path)}' is no {what}: {refusal.Message}", refusal);
        }
    }

    public static T Read<T>(string json, string format, Func<JsonElement, T> members)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return ModelJson.Read(stream, format, 1, members);
    }

    public static void Coefficients(Utf8JsonWriter writer, ReadOnlySpan<int> indices, ReadOnlySpan<double> values)
    {
        writer.WriteStartArray("indices");
        foreach (var j in indices)
            writer.WriteNumberValue(j);
        writer.WriteEndArray();
        writer.WriteNumbers("coefficients", values);
    }

    public static (int[] Indices, double[] Values) Coefficients(JsonElement element, int columns)
    {
        int[] indices = [.. element.ReadCounts("indices")];
        var values = element.ReadNumbers("coefficients", indices.Length);
        for (var k = 0; k < indices.Length; k++)
        {
            if (indices[k] < 0 || indices[k] >= columns || (k > 0 && indices[k] <= indices[k - 1]))
                throw new FormatException(Invariant($"Index {indices[k]} must be a column from 0 to {columns - 1}, in ascending order."));
            if (!double.IsFinite(values[k]))
                throw new FormatException("A coefficient is not finite.");
        }
        return (indices, values);
    }
}
