using Plain;
using Suggestions;
using Survival.Models.Harmonisation;

namespace Radiomics.Studies;

/// <summary>The harmonisation of the features over batches: ComBat, fitted to the training patients.</summary>
/// <param name="Column">The clinical column that names the batch.</param>
/// <param name="Batches">The batch of every row of the input.</param>
/// <param name="Model">The effects of the batches on the features that go on.</param>
/// <param name="Training">How many training patients each of the model's batches has.</param>
public sealed record StudyHarmonisation(string Column, IReadOnlyList<string> Batches, ComBat Model, IReadOnlyList<int> Training);

/// <summary>Takes the effects of batches out of the features.</summary>
internal static class HarmoniseStep
{
    /// <summary>The settings of this step.</summary>
    public static IEnumerable<ProtocolSetting> Settings =>
    [
        new(
            "combat_prior",
            "prior",
            "The priors of the batches' effects: normal and inverse gamma (parametric) or the distributions over the features (empirical).",
            "parametric or empirical",
            p => p.Harmonisation.IsParametric ? "parametric" : "empirical",
            (p, v) =>
                v is "parametric" or "empirical"
                    ? p with { Harmonisation = p.Harmonisation with { IsParametric = v == "parametric" } }
                    : null
        ),
        new(
            "combat_mean_only",
            "",
            "ComBat adjusts means and leaves variances.",
            "yes or no",
            p => p.Harmonisation.MeanOnly ? "yes" : "no",
            (p, v) => SettingForms.Flag(v) is { } f ? p with { Harmonisation = p.Harmonisation with { MeanOnly = f } } : null
        )
        {
            IsFlag = true,
        },
        SettingForms.Text(
            "combat_reference",
            "batch",
            "The batch that the others are adjusted to; the mean of all without.",
            p => p.Harmonisation.ReferenceBatch ?? "",
            (p, v) => p with { Harmonisation = p.Harmonisation with { ReferenceBatch = v.Length == 0 ? null : v } },
            true
        ),
    ];

    public static Outcome<StudyHarmonisation> Make(StudyWork work, BySet<StudySet> sets, StudyIcc? icc)
    {
        if (work.Protocol.Columns.Batch is not { } column)
            return Outcome<StudyHarmonisation>.None("");
        var names = ScaleStep.Names(work, icc);
        if (names.Length == 0)
            return Outcome<StudyHarmonisation>.None("There is no feature to harmonise.");
        var batches = BatchesOf(work, column);
        var features = work.Input.Features.SelectColumns(names);
        int[] rows = [.. sets.Training.Rows];
        string[] training = [.. rows.Select(i => batches[i])];
        var model = Fit(column, features.SelectRows(rows), training, work.Protocol.Harmonisation);
        Refuse(sets.Validation, batches, column, model);
        work.Features = model.Apply(features, batches);
        var counts = model.Batches.Select(b => training.Count(t => t == b)).ToArray();
        work.Note(
            StudyStep.Harmonise,
            Invariant($"{names.Length - model.Unchanged.Count} features were harmonised over '{column}' by ComBat, fitted to the ")
                + "training patients "
                + $"({string.Join(", ", model.Batches.Select((b, k) => Invariant($"{b}: {counts[k]}")))})."
        );
        if (model.Unchanged.Count > 0)
            work.Note(
                StudyStep.Harmonise,
                $"{model.Unchanged.Count} {(model.Unchanged.Count == 1 ? "feature is" : "features are")} constant within a batch and "
                    + $"left as they are: {PlainWords.List(model.Unchanged)}."
            );
        if (counts.Contains(1))
            work.Note(StudyStep.Harmonise, "A batch has one training patient only, so means were adjusted and variances were not.");
        return new StudyHarmonisation(column, batches, model, counts);
    }

    private static string[] BatchesOf(StudyWork work, string column)
    {
        var table = work.Input.Clinical;
        if (!table.HasColumn(column))
            throw new StudyInputException(
                $"There is no clinical column '{column}' to take the batch from.{Nearest.Suggest(column, table.ColumnNames)} The columns "
                    + $"are: {PlainWords.List(table.ColumnNames)}."
            );
        var cells = table.Texts(column);
        return [.. cells.Select((cell, i) => !string.IsNullOrWhiteSpace(cell) ? cell.Trim() : throw new StudyInputException(
            $"The patient in {table.PlaceOf(i)} has no '{column}', over which features are harmonised. Name a batch, or leave "
                + "the patient out."))];
    }

    private static ComBat Fit(string column, DesignMatrix features, string[] batches, ComBatOptions options)
    {
        if (options.ReferenceBatch is { } reference && !batches.Contains(reference, StringComparer.Ordinal))
            throw new StudyInputException(
                $"The reference batch '{reference}' is no '{column}' of a training patient.{Nearest.Suggest(reference, batches)} "
                    + $"The batches are: {string.Join(", ", batches.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}."
            );
        try
        {
            return ComBat.Fit(features, batches, options: options);
        }
        catch (InvalidSurvivalDataException e)
        {
            throw new StudyInputException($"The features can't be harmonised over '{column}': {StudyWork.FirstLine(e)}", e);
        }
    }

    private static void Refuse(StudySet? validation, string[] batches, string column, ComBat model)
    {
        if (validation is null)
            return;
        string[] unknown =
        [
            .. validation
                .Rows.Select(i => batches[i])
                .Where(b => !model.Batches.Contains(b, StringComparer.Ordinal))
                .Distinct(StringComparer.Ordinal),
        ];
        if (unknown.Length == 0)
            return;
        var patients = validation.Rows.Count(i => unknown.Contains(batches[i], StringComparer.Ordinal));
        throw new StudyInputException(
            Invariant($"{patients} validation {(patients == 1 ? "patient has" : "patients have")} the '{column}' ")
                + $"{PlainWords.List(unknown.Select(b => $"'{b}'"))}, which no training patient has, so the batch's effect is not "
                    + $"known; the training set has {PlainWords.List(model.Batches)}. Train on some patients of that batch, or leave "
                        + $"them out."
        );
    }
}
