using System.Text.Json;
using Survival.Models.Cox;
using Survival.Models.Data;

namespace Survival.Models.Persistence;

/// <summary>The JSON form of a Cox model. Of a baseline only the times with events and the last time are kept: no curve changes elsewhere.</summary>
internal static class CoxModelJson
{
    private const string Format = "Survival.Models.CoxModel";
    private const int Version = 1;

    public static void Write(CoxModel model, Stream stream) => ModelJson.Write(stream, Format, Version, writer =>
    {
        var s = model.State;
        writer.WriteTexts("columns", s.ColumnNames);
        writer.WriteStartArray("terms");
        foreach (var term in s.Terms)
        {
            writer.WriteStartObject();
            writer.WriteString("name", term.Name);
            writer.WriteNumber("columns", term.ColumnCount);
            writer.WriteTexts("levels", term.Levels);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteNumbers("coefficients", s.Coefficients);
        writer.WriteNumbers("means", s.Means);
        writer.WriteNumberValue("offsetMean", s.OffsetMean);
        writer.WriteNumbers("covariance", s.Covariance);
        if (s.IsRobust)
            writer.WriteNumbers("modelCovariance", s.ModelCovariance);
        writer.WriteBoolean("robust", s.IsRobust);
        writer.WriteString("ties", s.Ties.ToString());
        writer.WriteNumber("rows", s.RowCount);
        writer.WriteNumber("events", s.EventCount);
        writer.WriteNumberValue("logLikelihoodNull", s.LogLikelihoodNull);
        writer.WriteNumberValue("logLikelihood", s.LogLikelihood);
        writer.WriteNumberValue("scoreStatistic", s.ScoreStatistic);
        writer.WriteNumberValue("robustScoreStatistic", s.RobustScoreStatistic);
        writer.WriteNumber("iterations", s.Iterations);
        writer.WriteStartArray("baselines");
        foreach (var baseline in model.Baselines)
            WriteBaseline(writer, baseline, s.ColumnNames.Count);
        writer.WriteEndArray();
    });

    public static CoxModel Read(Stream stream) => ModelJson.Read(stream, Format, Version, root =>
    {
        var columns = root.ReadTexts("columns");
        var p = columns.Length;
        var robust = root.GetProperty("robust").GetBoolean();
        var covariance = root.ReadNumbers("covariance", p * p);
        var state = new CoxModelState
        {
            ColumnNames = columns,
            Terms = Terms(root, p),
            Coefficients = root.ReadNumbers("coefficients", p),
            Means = root.ReadNumbers("means", p),
            OffsetMean = root.ReadNumber("offsetMean"),
            Covariance = covariance,
            ModelCovariance = robust ? root.ReadNumbers("modelCovariance", p * p) : covariance,
            IsRobust = robust,
            Ties = Enum.Parse<TieMethod>(root.GetProperty("ties").GetString()!),
            RowCount = root.GetProperty("rows").GetInt32(),
            EventCount = root.GetProperty("events").GetInt32(),
            LogLikelihoodNull = root.ReadNumber("logLikelihoodNull"),
            LogLikelihood = root.ReadNumber("logLikelihood"),
            ScoreStatistic = root.ReadNumber("scoreStatistic"),
            RobustScoreStatistic = root.ReadNumber("robustScoreStatistic"),
            Iterations = root.GetProperty("iterations").GetInt32(),
            Baselines = [.. root.GetProperty("baselines").EnumerateArray().Select(b => ReadBaseline(b, p))],
        };
        return new CoxModel(state);
    });

    private static readonly string[] Names = ["time", "atRisk", "eventWeight", "censored", "cumulativeHazard", "variance"];

    private static void WriteBaseline(Utf8JsonWriter writer, CoxBaseline baseline, int p)
    {
        var n = baseline.Time.Length;
        var kept = Enumerable.Range(0, n).Where(k => baseline.Columns[2][k] > 0 || k == n - 1).ToArray();
        writer.WriteStartObject();
        writer.WriteNumber("stratum", baseline.Stratum);
        writer.WriteString("name", baseline.Name);
        for (var c = 0; c < Names.Length; c++)
            writer.WriteNumbers(Names[c], kept.Select(k => baseline.Columns[c][k]).ToArray());
        writer.WriteNumbers("meanSum", kept.SelectMany(k => baseline.MeanSum.Slice(k * p, p).ToArray()).ToArray());
        writer.WriteEndObject();
    }

    private static CoxBaseline ReadBaseline(JsonElement element, int p)
    {
        var time = element.ReadNumbers("time");
        if (time.Length == 0)
            throw new FormatException("A baseline has no times.");
        for (var k = 1; k < time.Length; k++)
        {
            if (!(time[k] > time[k - 1]))
                throw new FormatException("The times of a baseline do not ascend.");
        }
        double[][] columns = [.. Names.Select(name => element.ReadNumbers(name, time.Length))];
        return new CoxBaseline(element.GetProperty("stratum").GetInt32(), element.GetProperty("name").GetString() ?? "", columns, element.ReadNumbers("meanSum", time.Length * p));
    }

    private static List<DesignTerm> Terms(JsonElement root, int columns)
    {
        var terms = new List<DesignTerm>();
        var first = 0;
        foreach (var e in root.GetProperty("terms").EnumerateArray())
        {
            var count = e.GetProperty("columns").GetInt32();
            terms.Add(new DesignTerm(e.GetProperty("name").GetString()!, first, count, e.ReadTexts("levels")));
            first += count;
        }
        return first == columns ? terms : throw new FormatException($"The terms have {first} columns, the model {columns}.");
    }
}
