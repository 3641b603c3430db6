using System.Globalization;

namespace Radiomics.Studies;

/// <summary>A study's model on a table of patients.</summary>
public static class PatientPredictions
{
    /// <summary>Scores every row of a table.</summary>
    /// <param name="model">The model, such as <see cref="StudyModel.Load(string)"/> reads.</param>
    /// <param name="patients">A row for each patient: the model's predictors, and its features unless <paramref name="features"/> has them. Other columns do not matter.</param>
    /// <param name="features">The features of the same patients, found by id; <see langword="null"/> where they stand in <paramref name="patients"/>.</param>
    /// <param name="id">The column that names a patient, in both tables; it may be missing where there is one table.</param>
    /// <returns>A prediction for each row of <paramref name="patients"/>, in their order.</returns>
    /// <exception cref="StudyInputException">A column is missing, a patient has no features or stands twice, or a value is missing or not allowed; the message names the table and the row.</exception>
    public static IReadOnlyList<PatientPrediction> Predict(StudyModel model, SurvivalTable patients, SurvivalTable? features = null, string id = "id")
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(patients);
        var source = features ?? patients;
        string[] clinical = [.. model.Predictors.Select(p => p.Name).Where(n => n != StudyModel.RadScoreName)];
        Require(patients, clinical, "predictor");
        Require(source, [.. model.Signature.Select(t => t.Feature)], "feature");
        if (features is not null)
            Require(features, [id], "id");
        var ids = patients.ColumnNames.Contains(id) ? patients.Texts(id) : features is null ? [.. Enumerable.Range(1, patients.RowCount).Select(i => (string?)i.ToString(CultureInfo.InvariantCulture))] : throw Missing(patients, id, "id");
        var rows = features is null ? null : RowsOf(features, id);

        var predictions = new List<PatientPrediction>(patients.RowCount);
        for (var i = 0; i < patients.RowCount; i++)
        {
            var name = ids[i] ?? throw new StudyInputException($"{patients.Source}, row {i + 1}: the {id} is empty.");
            var row = rows is null ? i : rows.TryGetValue(name, out var found) ? found : throw new StudyInputException($"{patients.Source}, row {i + 1}: '{name}' has no row in {features!.Source}.");
            try
            {
                predictions.Add(new PatientPrediction(name, model.Predict(
                    model.Signature.ToDictionary(t => t.Feature, t => Number(source, t.Feature, row)),
                    clinical.Where(c => patients.Texts(c)[i] is not null).ToDictionary(c => c, c => patients.Texts(c)[i]!))));
            }
            catch (StudyInputException refusal)
            {
                throw new StudyInputException($"{patients.Source}, row {i + 1} ('{name}'): {refusal.Message}", refusal);
            }
        }
        return predictions;
    }

    private static Dictionary<string, int> RowsOf(SurvivalTable table, string id)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        var ids = table.Texts(id);
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i] is { } name && !rows.TryAdd(name, i))
                throw new StudyInputException($"{table.Source}, row {i + 1}: '{name}' stands in row {rows[name] + 1} already.");
        }
        return rows;
    }

    private static double Number(SurvivalTable table, string column, int row) => table.Texts(column)[row] switch
    {
        null => double.NaN,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        var text => throw new StudyInputException($"the feature '{column}' is '{text}', which is no number."),
    };

    private static void Require(SurvivalTable table, IReadOnlyList<string> columns, string what)
    {
        foreach (var column in columns)
        {
            if (!table.ColumnNames.Contains(column))
                throw Missing(table, column, what);
        }
    }

    private static StudyInputException Missing(SurvivalTable table, string column, string what) =>
        new($"{table.Source} has no column '{column}', which the model needs as a{(what == "id" ? "n" : "")} {what}.");
}
