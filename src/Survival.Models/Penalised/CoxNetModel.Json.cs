namespace Survival.Models.Penalised;

public sealed partial class CoxNetModel
{
    private const string Kind = "survival-models/coxnet-model";

    /// <summary>The model as a JSON text that <see cref="FromJson"/> reads back to the same numbers.</summary>
    public string ToJson() => CoxNetJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("model", Kind);
        writer.WriteNumber("version", 1);
        writer.WriteNumber("lambda", Lambda);
        writer.WriteBoolean("interpolated", IsInterpolated);
        writer.WriteBoolean("offset", HasOffset);
        CoxNetJson.Names(writer, ColumnNames);
        CoxNetJson.Coefficients(writer, _indices, _values);
        writer.WriteEndObject();
    });

    /// <summary>Reads a model.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <exception cref="FormatException">It is not such a text; the message says why.</exception>
    public static CoxNetModel FromJson(string json) => CoxNetJson.Read(json, Kind, root =>
    {
        var names = CoxNetJson.Names(root);
        var (indices, values) = CoxNetJson.Coefficients(root, names.Length);
        return new CoxNetModel(names, root.GetProperty("lambda").GetDouble(), root.GetProperty("interpolated").GetBoolean(), root.GetProperty("offset").GetBoolean(), indices, values);
    });
}
