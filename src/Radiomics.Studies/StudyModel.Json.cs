using System.Text.Json;
using Files;
using Survival.Models.Cox;
using Survival.Models.CutPoints;

namespace Radiomics.Studies;

public sealed partial class StudyModel
{
    private const string Format = "Radiomics.Survival.StudyModel";
    private const int Version = 1;

    /// <summary>Saves the model as JSON. All numbers come back to the bit.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteString("format", Format);
        writer.WriteNumber("version", Version);
        writer.WriteString("name", Name);
        writer.WriteString("time_unit", TimeUnit);
        Numbers(writer, "horizons", Horizons);
        writer.WriteStartArray("signature");
        foreach (var term in Signature)
        {
            writer.WriteStartObject();
            writer.WriteString("feature", term.Feature);
            writer.WriteNumber("mean", term.Mean);
            writer.WriteNumber("sd", term.StandardDeviation);
            writer.WriteNumber("weight", term.Weight);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (CutPoint is { } cut)
            writer.WriteNumber("cutpoint", cut);
        else
            writer.WriteNull("cutpoint");
        writer.WriteString("high_risk", GroupRule == CutPointRule.AtOrAbove ? ">=" : ">");
        writer.WriteStartArray("predictors");
        foreach (var p in Predictors)
        {
            writer.WriteStartObject();
            writer.WriteString("name", p.Name);
            Texts(writer, "columns", p.Columns);
            if (p.Levels.Count > 0)
            {
                Texts(writer, "levels", p.Levels);
            }
            else
            {
                writer.WriteNumber("low", p.Low);
                writer.WriteNumber("high", p.High);
                Numbers(writer, "values", p.Values);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        Numbers(writer, "means", Means);
        writer.WriteNumber("center", Center);
        Numbers(writer, "linear_predictor_range", [LinearPredictorRange.Low, LinearPredictorRange.High]);
        writer.WritePropertyName("cox");
        writer.WriteRawValue(Final.ToJson());
        writer.WriteEndObject();
    }

    /// <summary>Saves the model as a JSON file, which is replaced.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        AtomicFile.Write(path, Save);
    }

    /// <summary>Loads a model from a JSON file.</summary>
    /// <param name="path">The file, such as the <c>model.json</c> of a study.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="StudyInputException">The file holds no such model; the message says why.</exception>
    public static StudyModel Load(string path)
    {
        using var stream = File.OpenRead(path);
        return Load(stream, path);
    }

    /// <summary>Loads a model.</summary>
    /// <param name="stream">The JSON text.</param>
    /// <param name="source">What the text is called in messages.</param>
    /// <exception cref="StudyInputException">It holds no such model; the message says why.</exception>
    public static StudyModel Load(Stream stream, string source = "the model")
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var document = JsonDocument.Parse(stream);
            return Read(document.RootElement, source);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or SurvivalModelException or ArgumentException)
        {
            throw new StudyInputException($"'{source}' is no model of a study (model.json): {e.Message}", e);
        }
    }

    private static StudyModel Read(JsonElement root, string source)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || format.GetString() != Format)
            throw new StudyInputException($"'{source}' is no model of a study: its \"format\" is not \"{Format}\". Give the model.json that 'radiomics study' wrote.");
        if (root.GetProperty("version").GetInt32() is var version and not Version)
            throw new StudyInputException($"'{source}' has version {version} of the format; this program reads version {Version}.");
        var range = Doubles(root.GetProperty("linear_predictor_range"));
        var model = new StudyModel
        {
            Name = Text(root, "name"),
            TimeUnit = Text(root, "time_unit"),
            Horizons = Doubles(root.GetProperty("horizons")),
            Signature = [.. root.GetProperty("signature").EnumerateArray().Select(t =>
                new SignatureTerm(Text(t, "feature"), t.GetProperty("mean").GetDouble(), t.GetProperty("sd").GetDouble(), t.GetProperty("weight").GetDouble()))],
            CutPoint = root.GetProperty("cutpoint") is { ValueKind: JsonValueKind.Number } cut ? cut.GetDouble() : null,
            GroupRule = Text(root, "high_risk") == ">" ? CutPointRule.Above : CutPointRule.AtOrAbove,
            Predictors = [.. root.GetProperty("predictors").EnumerateArray().Select(Predictor)],
            Means = Doubles(root.GetProperty("means")),
            Center = root.GetProperty("center").GetDouble(),
            LinearPredictorRange = range.Length == 2 ? (range[0], range[1]) : throw new FormatException("linear_predictor_range needs two numbers."),
            Final = CoxModel.FromJson(root.GetProperty("cox").GetRawText()),
        };
        if (model.Means.Count != model.Final.ColumnNames.Count)
            throw new FormatException($"there are {model.Means.Count} means for {model.Final.ColumnNames.Count} columns.");
        foreach (var column in model.Predictors.SelectMany(p => p.Columns))
        {
            if (!model.Final.ColumnNames.Contains(column, StringComparer.Ordinal))
                throw new FormatException($"the Cox model has no column '{column}'.");
        }
        return model;
    }

    private static StudyPredictor Predictor(JsonElement p)
    {
        var levels = p.TryGetProperty("levels", out var given) ? Strings(given) : [];
        var columns = Strings(p.GetProperty("columns"));
        if (columns.Length != Math.Max(1, levels.Length - 1))
            throw new FormatException($"predictor '{Text(p, "name")}' has {levels.Length} levels and {columns.Length} columns.");
        return levels.Length > 0
            ? new StudyPredictor(Text(p, "name"), columns, double.NaN, double.NaN, [], levels)
            : new StudyPredictor(Text(p, "name"), columns, p.GetProperty("low").GetDouble(), p.GetProperty("high").GetDouble(), Doubles(p.GetProperty("values")), []);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetString() ?? throw new FormatException("A name is null."))];

    private static void Numbers(Utf8JsonWriter writer, string name, IReadOnlyList<double> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
