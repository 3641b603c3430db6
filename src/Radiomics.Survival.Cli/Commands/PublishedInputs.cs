using System.Globalization;
using Nomogram.HccSbrt;
using Survival.Models;
using Survival.Models.Prognosis;

namespace Radiomics.Cli.Commands;

/// <summary>What the published nomogram is given on a command line: its scaler, and patients in a table.</summary>
internal static class PublishedInputs
{
    // What a column of a patients' file may be called, beside the model's own name.
    private static readonly Dictionary<string, string[]> Columns = new(StringComparer.Ordinal)
    {
        [PublishedModel.RadScore.Name] = ["radscore"],
        [PublishedModel.LargeTumour.Name] = ["size_cm", "tumour_cm"],
        [PublishedModel.ChildPughB.Name] = ["ctp", "child_pugh"],
        [PublishedModel.HighDose.Name] = ["bed"],
        [PrognosticModel.CourseDose] = ["dose_gy"],
        [PrognosticModel.CourseFractions] = [],
        [PublishedModel.ManyTumours.Name] = ["tumours", "n_tumours"],
    };

    /// <summary>The columns of a patients' file, for help.</summary>
    public const string ColumnsText =
        "radscore (unless --features has the features), size_cm, ctp, bed or dose and fractions, and tumours where the five-variable "
            + "model is wanted";

    /// <summary>The scaler that is named: a file of it, a cohort's features, or none.</summary>
    public static Scaler? Scaler(string? file, string? cohort, bool raw, SurvivalTableOptions? options = null) =>
        file is not null ? FromFile(file, options)
        : cohort is not null ? FromCohort(cohort, options)
        : raw ? Survival.Models.Prognosis.Scaler.Raw
        : null;

    /// <summary>A file of patients with its columns by the model's names, and the Child-Pugh class as a letter.</summary>
    public static SurvivalTable Patients(string path, SurvivalTableOptions? options = null)
    {
        var table = SurvivalTable.ReadFile(path, options);
        foreach (var (name, others) in Columns)
        {
            var found = table.ColumnNames.Where(c => c == name || others.Contains(c, StringComparer.Ordinal)).ToList();
            if (found.Count > 1)
                throw new InvalidDataException($"{path}: the columns {string.Join(" and ", found)} mean the same, {name}; leave one out.");
            if (found.Count == 1)
                table = table.Rename(found[0], name, name == PublishedModel.ChildPughB.Name ? Class : null);
        }
        return table;
    }

    /// <summary>The features of one row of a file.</summary>
    public static Dictionary<string, double> Features(string path, string? id, SurvivalTableOptions? options = null)
    {
        var table = SurvivalTable.ReadFile(path, options);
        var row = 0;
        if (id is not null)
        {
            row = table.ColumnNames.Contains("id") ? table.Texts("id").ToList().IndexOf(id) : -1;
            if (row < 0)
                throw new InvalidDataException($"{path}: there is no row with the id '{id}'.");
        }
        else if (table.RowCount > 1)
        {
            throw new InvalidDataException(
                Invariant($"{path}: it has {table.RowCount} rows; say which patient with --id, or give all of them with --patients.")
            );
        }
        return RowOf(table, path, row);
    }

    // The class of a letter in either case or of points; what is neither is left for the model to refuse by row.
    private static string Class(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var points) && points is >= 5 and <= 9
            ? ChildPugh.FromPoints(points).ToString()
            : text.ToUpperInvariant();

    private static Scaler FromCohort(string path, SurvivalTableOptions? options)
    {
        var table = SurvivalTable.ReadFile(path, options);
        return Survival.Models.Prognosis.Scaler.Fit(
            Path.GetFileName(path),
            PublishedModel.Features,
            [.. Enumerable.Range(0, table.RowCount).Select(i => RowOf(table, path, i))]
        );
    }

    private static Scaler FromFile(string path, SurvivalTableOptions? options)
    {
        var table = SurvivalTable.ReadFile(path, options);
        foreach (var column in new[] { "feature", "mean", "sd" }.Where(c => !table.ColumnNames.Contains(c)))
            throw new InvalidDataException(
                $"{path}: there is no column '{column}'; a standardisation has the columns feature, mean and sd."
            );
        var (names, mean, deviation) = (table.Texts("feature"), table.Numbers("mean"), table.Numbers("sd"));
        var scales = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] is not { } name || !scales.TryAdd(name, (mean[i], deviation[i])))
                throw new InvalidDataException($"{path}, {table.PlaceOf(i)}: the feature is empty or stands twice.");
        }
        if (PublishedModel.Features.FirstOrDefault(f => !scales.ContainsKey(f)) is { } missing)
            throw new InvalidDataException(
                $"{path}: there is no feature '{missing}'; a standardisation needs all {PublishedModel.Features.Count} of the Rad-score."
            );
        return Survival.Models.Prognosis.Scaler.Create(Path.GetFileName(path), scales);
    }

    // The seven features of a row.
    private static Dictionary<string, double> RowOf(SurvivalTable table, string path, int row)
    {
        var (one, features) = (table.SelectRows([row]), new Dictionary<string, double>(StringComparer.Ordinal));
        foreach (var name in PublishedModel.Features)
        {
            if (!table.ColumnNames.Contains(name))
                throw new InvalidDataException($"{path}: there is no feature '{name}'. Extract with --preset hcc-sbrt.");
            // By this row alone: another patient's cell is no reason to refuse this one.
            if (one.MistakeIn(name, mayBeLevels: false) is { } unclear)
                throw unclear;
            features[name] =
                one.Texts(name)[0] is { } text && NumberOptions.TryReal(text, out var value)
                    ? value
                    : throw new InvalidDataException(
                        $"{path}, {table.PlaceOf(row)}: the feature '{name}' is '{one.Texts(name)[0]}'; a number is needed.");
        }
        return features;
    }
}
