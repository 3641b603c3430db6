using System.Globalization;
using Plain;
using Suggestions;
using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

public sealed partial class PrognosticModel
{
    /// <summary>Predicts for every row of a table.</summary>
    /// <param name="patients">
    /// A row for each patient: the model's predictors by name, and its features unless <paramref name="features"/> has them. A score that
    /// was computed elsewhere is
    /// taken from the column of its name where there are no features; a dose from <see cref="CourseDose"/> and
    /// <see cref="CourseFractions"/>. Other columns do not matter.
    /// </param>
    /// <param name="features">The features of the same patients, found by id; <see langword="null"/> where they stand in
    /// <paramref name="patients"/>.</param>
    /// <param name="id">The column that names a patient; it may be missing where there is one table.</param>
    /// <param name="baseline">The baseline of all; may be left out where the model has one or none.</param>
    /// <param name="featuresId">The column that names a patient in <paramref name="features"/>; <paramref name="id"/> where
    /// <see langword="null"/>.</param>
    /// <param name="refused">Called in place of a refusal with the row (from 0), the id and the reason of a patient who cannot be predicted
    /// and is left out; <see langword="null"/> to have the first of them refused.</param>
    /// <returns>A prediction for each row of <paramref name="patients"/>, in their order.</returns>
    /// <exception cref="PatientInputException">A column is missing or its decimal mark unclear, a patient stands twice; or, without
    /// <paramref name="refused"/>, a patient has no features, or a value is missing or not allowed; the message names the table and the
    /// row.</exception>
    /// <exception cref="IncompleteModelException">The signature has no scaler, or the model has several baselines and none was
    /// chosen.</exception>
    public IReadOnlyList<Prediction> Predict(
        SurvivalTable patients,
        SurvivalTable? features = null,
        string id = "id",
        BaselineHazard? baseline = null,
        string? featuresId = null,
        Action<int, string, PatientInputException>? refused = null
    )
    {
        ArgumentNullException.ThrowIfNull(patients);
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Predict(patients, features, id, baseline, featuresId, refused, names: []);
    }

    // The patients' names are given where their table does not hold them.
    private ResultList<Prediction> Predict(
        SurvivalTable patients,
        SurvivalTable? features,
        string id,
        BaselineHazard? baseline,
        string? featuresId,
        Action<int, string, PatientInputException>? refused,
        IReadOnlyList<string> names)
    {
        var source = features ?? patients;
        var columns = ClinicalColumns(patients, source);
        string[] terms = Signature is null || columns.Contains(Signature.Name) ? [] : [.. Signature.Terms.Select(t => t.Feature)];
        featuresId ??= id;
        if (features is not null)
        {
            RequireId(features, featuresId, nameof(featuresId));
            RequireId(patients, id, nameof(id));
        }
        var ids = names.Count > 0 ? names
            : patients.ColumnNames.Contains(id) ? patients.Texts(id)
            : [.. Enumerable.Range(1, patients.RowCount).Select(i => (string?)i.ToString(CultureInfo.InvariantCulture))];
        if (names.Count == 0 && patients.ColumnNames.Contains(id))
            _ = RowsOf(patients, id);
        var rows = features is null ? null : RowsOf(features, featuresId);
        foreach (var (table, column) in columns.Select(c => (patients, c)).Concat(terms.Select(t => (source, t))))
        {
            if (table.Column(column).FirstInDoubt() is var doubtful and >= 0)
                throw new PatientInputException(table.NoNumber(column, doubtful).Message);
        }
        var cells = columns.Distinct(StringComparer.Ordinal).ToDictionary(c => c, patients.Texts, StringComparer.Ordinal);
        var values = terms.ToDictionary(t => t, source.Texts, StringComparer.Ordinal);
        var predictions = new List<Prediction>(patients.RowCount);
        for (var i = 0; i < patients.RowCount; i++)
        {
            var (name, place) = (ids[i], $"{patients.Source}, {patients.PlaceOf(i)}");
            try
            {
                if (name is null)
                    throw new PatientInputException($"{place}: the {id} is empty.");
                var row = rows is null ? i
                    : rows.TryGetValue(name, out var found) ? found
                    : throw new PatientInputException($"{place}: '{name}' has no row in {features!.Source}.");
                predictions.Add(OfRow(row, i, name, $"{place} ('{name}')"));
            }
            catch (PatientInputException refusal) when (refused is not null)
            {
                refused(i, name ?? "", refusal);
            }
        }
        return new ResultList<Prediction>(predictions);

        Prediction OfRow(int row, int i, string name, string place)
        {
            try
            {
                var prediction = Predict(
                    values.ToDictionary(v => v.Key, v => Number(v.Key, v.Value[row]), StringComparer.Ordinal),
                    cells.Where(c => c.Value[i] is not null).ToDictionary(c => c.Key, c => c.Value[i]!, StringComparer.Ordinal),
                    baseline);
                prediction.Id = name;
                return prediction;
            }
            catch (PatientInputException refusal)
            {
                throw new PatientInputException($"{place}: {refusal.Message}", refusal);
            }
        }
    }

    /// <summary>The columns of a table that every patient needs a value in.</summary>
    internal IReadOnlyList<string> Needed(SurvivalTable patients)
    {
        var columns = ClinicalColumns(patients, patients);
        var optional = Predictors.Where(p => p.NotGiven is not null).Select(p => p.Name);
        return [.. columns.Except(optional), .. Signature is null || columns.Contains(Signature.Name) ? []
            : Signature.Terms.Select(t => t.Feature)];
    }

    /// <summary>The columns that hold the predictors, the score among them where it is given as a number.</summary>
    private List<string> ClinicalColumns(SurvivalTable patients, SurvivalTable source)
    {
        var columns = new List<string>();
        foreach (var predictor in Predictors)
        {
            if (predictor.Name == Signature?.Name)
            {
                var missing = Signature.Terms.FirstOrDefault(t => !source.ColumnNames.Contains(t.Feature));
                if (missing is null)
                {
                    if (Signature.Batches is { } batches)
                    {
                        Require(patients, batches.Column, "batch, over which its features were harmonised");
                        columns.Add(batches.Column);
                    }
                    continue;
                }
                if (!patients.ColumnNames.Contains(predictor.Name))
                    throw Missing(source, missing.Feature, "feature", (source == patients
                        ? "If the features stand in a table of their own, give it (the parameter features). " : "")
                        + Signature.ExtractionHint);
            }
            if (patients.ColumnNames.Contains(predictor.Name))
                columns.Add(predictor.Name);
            else if (
                predictor.Course is not null
                && patients.ColumnNames.Contains(CourseDose)
                && patients.ColumnNames.Contains(CourseFractions)
            )
                columns.AddRange([CourseDose, CourseFractions]);
            else if (predictor.NotGiven is null)
                throw Missing(
                    patients,
                    predictor.Name,
                    "predictor",
                    predictor.Course is null ? "" : $"The columns {CourseDose} and {CourseFractions} may stand for it."
                );
        }
        return columns;
    }

    private static Dictionary<string, int> RowsOf(SurvivalTable table, string id)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        var ids = table.Texts(id);
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i] is { } name && !rows.TryAdd(name, i))
                throw new PatientInputException(
                    $"{table.Source}, {table.PlaceOf(i)}: '{name}' stands in {table.PlaceOf(rows[name])} already.");
        }
        return rows;
    }

    private static double Number(string feature, string? text) =>
        text is null ? double.NaN
        : double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
        : throw new PatientInputException($"the feature '{feature}' is '{text}', which is no number.");

    private static void Require(SurvivalTable table, string column, string what)
    {
        if (!table.ColumnNames.Contains(column))
            throw Missing(table, column, what, "");
    }

    private static void RequireId(SurvivalTable table, string column, string parameter)
    {
        if (!table.ColumnNames.Contains(column))
            throw new PatientInputException(
                $"{table.Source} has no column '{column}' of ids.{Nearest.Suggest(column, table.ColumnNames)} It has "
                    + $"{PlainWords.List(table.ColumnNames)}. Name the right one (the parameter {parameter}).");
    }

    private static PatientInputException Missing(SurvivalTable table, string column, string what, string hint) =>
        new($"{table.Source} has no column '{column}', which the model needs as a {what}.{Nearest.Suggest(column, table.ColumnNames)} "
            + $"It has {PlainWords.List(table.ColumnNames)}. {hint}".TrimEnd());
}
