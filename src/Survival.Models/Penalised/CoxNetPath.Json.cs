using Survival.Models.Persistence;

namespace Survival.Models.Penalised;

public sealed partial class CoxNetPath
{
    private const string Format = "Survival.Models.CoxNetPath";

    /// <summary>The path as a JSON text that <see cref="FromJson"/> reads back to the same numbers.</summary>
    public string ToJson() => CoxNetJson.Write(Format, writer =>
    {
        writer.WriteNumber("alpha", Alpha);
        writer.WriteString("ties", EfronTies ? "efron" : "breslow");
        writer.WriteBoolean("offset", HasOffset);
        writer.WriteNumber("nullLogLikelihood", NullLogLikelihood);
        writer.WriteNumber("saturatedLogLikelihood", SaturatedLogLikelihood);
        writer.WriteNumber("iterations", Iterations);
        writer.WriteTexts("columns", ColumnNames);
        writer.WriteStartArray("path");
        foreach (var point in _points)
        {
            writer.WriteStartObject();
            writer.WriteNumber("lambda", point.Lambda);
            writer.WriteNumber("logLikelihood", point.LogLikelihood);
            writer.WriteNumber("devianceRatio", point.DevianceRatio);
            writer.WriteNumber("violation", point.Violation);
            CoxNetJson.Coefficients(writer, point.Indices, point.Values);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    /// <summary>Saves the path as a JSON file, which is replaced; <see cref="Load"/> reads it back to the same numbers.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => CoxNetJson.Save(path, ToJson());

    /// <summary>Loads a path from a JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">It is no such file, is damaged, or of a later version.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static CoxNetPath Load(string path) => CoxNetJson.Load(path, "path of penalised Cox models", FromJson);

    /// <summary>Reads a path.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <exception cref="ModelFileException">It is no such text, is damaged, or of a later version.</exception>
    public static CoxNetPath FromJson(string json) => CoxNetJson.Read(json, Format, root =>
    {
        var names = root.ReadTexts("columns");
        var points = new List<CoxNetPoint>();
        foreach (var element in root.Items("path"))
        {
            var (indices, values) = CoxNetJson.Coefficients(element, names.Length);
            var lambda = element.ReadFinite("lambda");
            if (!(lambda >= 0) || (points.Count > 0 && lambda > points[^1].Lambda))
                throw new FormatException(Invariant($"Lambda {lambda} must not be negative and must not rise."));
            points.Add(new CoxNetPoint(
                lambda, indices, values, element.ReadFinite("logLikelihood"), element.ReadFinite("devianceRatio"),
                    element.ReadFinite("violation")));
        }
        return new CoxNetPath(
            names, root.ReadFinite("alpha"), root.ReadText("ties") == "efron", root.ReadFlag("offset"), points,
            root.ReadFinite("nullLogLikelihood"), root.ReadFinite("saturatedLogLikelihood"), root.ReadCount("iterations"));
    });
}
