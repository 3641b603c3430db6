using System.Text.Json;
using Survival.Models.Persistence;

namespace Survival.Models.Prognosis;

/// <summary>The JSON form of a predictor.</summary>
internal static class PredictorJson
{
    public static void Write(Utf8JsonWriter json, Predictor p)
    {
        json.WriteStartObject();
        json.WriteString("name", p.Name);
        json.WriteString("kind", p.Kind.ToString());
        json.WriteTexts("columns", p.Columns);
        json.WriteString("label", p.Label);
        json.WriteString("unit", p.Unit);
        json.WriteString("hint", p.Hint);
        if (p.Kind == PredictorKind.Levels)
        {
            json.WriteTexts("levels", p.Levels);
        }
        else
        {
            json.WriteNumberValue("low", p.Low);
            json.WriteNumberValue("high", p.High);
        }
        if (p.Kind == PredictorKind.Discrete)
            json.WriteNumbers("values", [.. p.Values]);
        if (p.Kind is PredictorKind.Spline or PredictorKind.NaturalSpline)
            json.WriteNumbers("knots", [.. p.Knots]);
        if (p.Kind == PredictorKind.FractionalPolynomial)
        {
            json.WriteNumbers("powers", [.. p.Powers]);
            json.WriteNumberValue("shift", p.Shift);
            json.WriteNumberValue("scale", p.Scale);
        }
        if (p.Kind == PredictorKind.Threshold)
        {
            json.WriteNumberValue("threshold", p.Threshold);
            json.WriteBoolean("threshold_included", p.IsThresholdIncluded);
        }
        json.WriteTexts("level_labels", p.LevelLabels);
        WriteRange(json, "allowed", p.Allowed);
        WriteRange(json, "usual", p.Usual);
        json.WriteString("unusual_warning", p.UnusualWarning);
        json.WriteString("not_given", p.NotGiven);
        json.WriteString("given_warning", p.GivenWarning);
        json.WriteBoolean("on_nomogram", p.IsOnNomogram);
        if (p.Course is { } course)
        {
            json.WriteStartObject("course");
            json.WriteNumberValue("alpha_beta", course.AlphaBeta);
            WriteRange(json, "dose", course.Dose);
            WriteRange(json, "fractions", course.Fractions);
            WriteRange(json, "usual_dose", course.UsualDose);
            WriteRange(json, "usual_fractions", course.UsualFractions);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    public static Predictor Read(JsonElement json)
    {
        var (name, kind, columns) = (json.ReadText("name"), json.ReadName<PredictorKind>("kind"), json.ReadTexts("columns"));
        double Low() => json.ReadFinite("low");
        double High() => json.ReadFinite("high");
        var bare = kind switch
        {
            PredictorKind.Levels => Predictor.Categorical(name, json.ReadTexts("levels"), columns),
            PredictorKind.Discrete => Predictor.Discrete(name, json.ReadNumbers("values")) with { Columns = columns },
            PredictorKind.Threshold => Predictor.AtThreshold(
                name,
                columns.Length == 1 ? columns[0] : throw new FormatException($"'{name}' needs one column."),
                json.ReadFinite("threshold"),
                json.ReadFlag("threshold_included"),
                Low(),
                High()
            ),
            PredictorKind.Spline => Predictor.Spline(name, columns, json.ReadNumbers("knots"), Low(), High()),
            PredictorKind.NaturalSpline => Predictor.NaturalSpline(name, columns, json.ReadNumbers("knots"), Low(), High()),
            PredictorKind.FractionalPolynomial => Predictor.FractionalPolynomial(
                name, columns, json.ReadNumbers("powers"), json.ReadFinite("shift"), json.ReadFinite("scale"), Low(), High()),
            _ => Predictor.Continuous(name, Low(), High()) with { Columns = columns },
        };
        return bare with
        {
            Label = json.ReadText("label"),
            Unit = json.ReadText("unit"),
            Hint = json.ReadText("hint"),
            LevelLabels = json.ReadTexts("level_labels"),
            Allowed = ReadRange(json, "allowed"),
            Usual = ReadRange(json, "usual"),
            UnusualWarning = json.ReadText("unusual_warning"),
            NotGiven = json.Optional("not_given") is null ? null : json.ReadText("not_given"),
            GivenWarning = json.ReadText("given_warning"),
            IsOnNomogram = json.ReadFlag("on_nomogram"),
            Course = json.Optional("course") is not { } course
                ? null
                : new FractionatedDose(
                    course.ReadFinite("alpha_beta"),
                    Range(course, "dose"),
                    Range(course, "fractions"),
                    Range(course, "usual_dose"),
                    Range(course, "usual_fractions")
                ),
        };
    }

    private static void WriteRange(Utf8JsonWriter json, string name, InputRange? range)
    {
        if (range is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteNumberValue("low", range.Low);
        json.WriteNumberValue("high", range.High);
        json.WriteBoolean("low_excluded", range.LowExcluded);
        json.WriteBoolean("whole", range.IsWhole);
        json.WriteEndObject();
    }

    private static InputRange Range(JsonElement json, string name) =>
        ReadRange(json, name) ?? throw new FormatException($"'{name}' is missing.");

    private static InputRange? ReadRange(JsonElement json, string name)
    {
        if (json.Optional(name) is not { } range)
            return null;
        var (low, high) = (range.ReadFinite("low"), range.ReadFinite("high"));
        return low <= high
            ? new InputRange(low, high, range.ReadFlag("low_excluded"), range.ReadFlag("whole"))
            : throw new FormatException($"'{name}' must rise.");
    }
}
