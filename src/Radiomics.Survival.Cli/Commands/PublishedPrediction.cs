using System.Globalization;
using System.Text.Json;
using Nomogram.HccSbrt;
using Survival.Models;

namespace Radiomics.Cli.Commands;

/// <summary>The published nomogram for one patient.</summary>
internal sealed record PublishedPrediction(
    double? Score, string? Features, string? Id, string? Standardisation, string? Cohort, double Size,
    double? Bed, double? Dose, int? Fractions, string ChildPugh, int? Tumours, string? Baseline, IReadOnlyList<double> Times)
{
    public void Run(bool json, TextWriter output, TextWriter error)
    {
        var patient = new HccSbrtPatient(
            RadScore(),
            TumourSize.FromCentimetres(Size),
            global::Nomogram.HccSbrt.ChildPugh.Parse(ChildPugh),
            Bed is { } gray ? global::Nomogram.HccSbrt.Bed.FromGray(gray) : global::Nomogram.HccSbrt.Bed.FromFractionation(Dose!.Value, Fractions!.Value))
        { TumourCount = Tumours };
        var baseline = Baseline is null or "none" ? null : BaselineFile.Read(Baseline);
        var prediction = new HccSbrtNomogram().Predict(patient, baseline);
        if (json)
            WriteJson(output, prediction);
        else
            Write(output, prediction);
        foreach (var warning in prediction.Warnings)
            error.WriteLine($"warning: {warning}");
        error.WriteLine(PublishedModel.Disclaimer);
    }

    private RadScore RadScore()
    {
        if (Score is { } value)
            return global::Nomogram.HccSbrt.RadScore.FromValue(value);
        var table = SurvivalTable.ReadCsv(Features!);
        var row = 0;
        if (Id is not null)
        {
            row = table.ColumnNames.Contains("id") ? table.Texts("id").ToList().IndexOf(Id) : -1;
            if (row < 0)
                throw new ArgumentException($"{Features}: there is no row with the id '{Id}'.");
        }
        else if (table.RowCount > 1)
        {
            throw new ArgumentException($"{Features}: it has {table.RowCount} rows; say which patient with --id.");
        }
        var scale = Standardisation is not null ? FromFile(Standardisation)
            : Cohort is not null ? FromCohort(Cohort)
            : FeatureStandardization.RawFeatures;
        return global::Nomogram.HccSbrt.RadScore.Compute(RowOf(table, Features!, row), scale);
    }

    private static FeatureStandardization FromCohort(string path)
    {
        var table = SurvivalTable.ReadCsv(path);
        return FeatureStandardization.FromCohort(Path.GetFileName(path), [.. Enumerable.Range(0, table.RowCount).Select(i => RowOf(table, path, i))]);
    }

    private static FeatureStandardization FromFile(string path)
    {
        var table = SurvivalTable.ReadCsv(path);
        foreach (var column in new[] { "feature", "mean", "sd" }.Where(c => !table.ColumnNames.Contains(c)))
            throw new ArgumentException($"{path}: there is no column '{column}'; a standardisation has the columns feature, mean and sd.");
        var (names, mean, deviation) = (table.Texts("feature"), table.Numbers("mean"), table.Numbers("sd"));
        var scales = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] is not { } name || !scales.TryAdd(name, (mean[i], deviation[i])))
                throw new ArgumentException($"{path}, row {i + 1}: the feature is empty or stands twice.");
        }
        return FeatureStandardization.Create(Path.GetFileName(path), scales);
    }

    // The seven features of a row.
    private static Dictionary<string, double> RowOf(SurvivalTable table, string path, int row)
    {
        var features = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, _) in PublishedModel.RadScoreTerms)
        {
            if (!table.ColumnNames.Contains(name))
                throw new ArgumentException($"{path}: there is no feature '{name}'. Extract with --preset hcc-sbrt.");
            features[name] = table.Texts(name)[row] is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
                : throw new ArgumentException($"{path}, row {row + 1}: the feature '{name}' is '{table.Texts(name)[row]}'; a number is needed.");
        }
        return features;
    }

    private void Write(TextWriter output, HccSbrtPrediction prediction)
    {
        var hazard = prediction.RelativeHazard;
        output.WriteLine(FormattableString.Invariant($"Rad-score         {prediction.Patient.RadScore.Value:0.0000} -> {prediction.RiskGroup.ToString().ToLowerInvariant()} risk (high from {PublishedModel.CutOff} on)"));
        foreach (var part in prediction.Predictors)
            output.WriteLine(FormattableString.Invariant($"  {part.Name,-16}{part.Value,-40}{part.Points,7:0.0} points"));
        output.WriteLine(FormattableString.Invariant($"total             {prediction.TotalPoints:0.0} points"));
        output.WriteLine(FormattableString.Invariant($"linear predictor  {prediction.LinearPredictor:0.0000} (standard error {prediction.LinearPredictorStandardError:0.0000})"));
        output.WriteLine(FormattableString.Invariant($"relative hazard   {hazard.Estimate:0.00} ({hazard.Lower:0.00} to {hazard.Upper:0.00})"));
        if (prediction.Baseline is not { } baseline)
        {
            output.WriteLine("survival          not told: the paper publishes no baseline; name one with --baseline.");
            return;
        }
        foreach (var months in Times)
        {
            var survival = prediction.SurvivalAt(months);
            output.WriteLine(FormattableString.Invariant($"survival {months,4} mo   {survival.Estimate:0.000} ({survival.Lower:0.000} to {survival.Upper:0.000})"));
        }
        output.WriteLine(FormattableString.Invariant($"median            {(prediction.MedianMonths() is { } median ? FormattableString.Invariant($"{median:0.0} months") : $"beyond {baseline.LastTime} months")}"));
        output.WriteLine($"baseline          {baseline.Name} ({baseline.Kind.ToString().ToLowerInvariant()})");
        foreach (var assumption in baseline.Assumptions)
            output.WriteLine($"  {assumption}");
    }

    private void WriteJson(TextWriter output, HccSbrtPrediction prediction) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteString("model", PublishedModel.Citation);
        json.WriteNumber("rad_score", prediction.Patient.RadScore.Value);
        json.WriteString("risk_group", prediction.RiskGroup.ToString());
        json.WriteStartArray("contributions");
        foreach (var part in prediction.Patient.RadScore.Contributions)
        {
            json.WriteStartObject();
            json.WriteString("feature", part.Feature);
            json.WriteNumber("value", part.Value);
            json.WriteNumber("z_score", part.Standardized);
            json.WriteNumber("weight", part.Weight);
            json.WriteNumber("contribution", part.Contribution);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("predictors");
        foreach (var part in prediction.Predictors)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteString("value", part.Value);
            json.WriteNumber("linear_predictor", part.LinearPredictor);
            json.WriteNumber("points", part.Points);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("total_points", prediction.TotalPoints);
        json.WriteNumber("linear_predictor", prediction.LinearPredictor);
        json.WriteNumber("linear_predictor_se", prediction.LinearPredictorStandardError);
        Interval(json, "relative_hazard", prediction.RelativeHazard);
        if (prediction.Baseline is { } baseline)
        {
            json.WriteStartObject("baseline");
            json.WriteString("name", baseline.Name);
            json.WriteString("kind", baseline.Kind.ToString());
            json.WriteEndObject();
            json.WriteStartArray("survival");
            foreach (var months in Times)
            {
                json.WriteStartObject();
                json.WriteNumber("months", months);
                Interval(json, "probability", prediction.SurvivalAt(months));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            var limits = prediction.MedianLimits();
            json.WriteStartObject("median_months");
            Maybe(json, "estimate", prediction.MedianMonths());
            Maybe(json, "lower", limits.Lower);
            Maybe(json, "upper", limits.Upper);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("baseline");
        }
        Texts(json, "warnings", prediction.Warnings);
        Texts(json, "assumptions", prediction.Assumptions);
        json.WriteString("disclaimer", PublishedModel.Disclaimer);
        json.WriteEndObject();
    });

    private static void Interval(Utf8JsonWriter json, string name, Interval value)
    {
        json.WriteStartObject(name);
        json.WriteNumber("estimate", value.Estimate);
        json.WriteNumber("lower", value.Lower);
        json.WriteNumber("upper", value.Upper);
        json.WriteEndObject();
    }

    private static void Maybe(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
