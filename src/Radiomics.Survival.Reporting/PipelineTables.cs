using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>The tables of the validation of a whole procedure.</summary>
internal static class PipelineTables
{
    private const int MostSelections = 25;

    public static ReportTable? Indices(StudyResult result)
    {
        if (result.Pipeline is not { } p || (p.Whole is null && p.CrossValidation is null))
            return null;
        var alone = p.FitAlone;
        string[] names = [.. (p.Whole?.Indices.Select(i => i.Name) ?? []).Union(p.CrossValidation?.Indices.Select(i => i.Name) ?? [])];
        var rows = new List<string[]>();
        foreach (var name in names)
        {
            var (whole, fit, cv) = (p.Whole?.Find(name), alone?.Find(name), p.CrossValidation?.Find(name));
            rows.Add(
            [
                name, Text(whole?.Apparent), Text(fit?.Optimism), Text(fit?.Corrected), Text(whole?.Optimism), Text(whole?.Corrected),
                Text(whole?.OutOfBag), Text(whole?.Point632Plus),
                cv is null ? "" : $"{NumberText.Fixed(cv.Mean, 3)} ({NumberText.Fixed(cv.StandardError, 3)})",
            ]);
        }
        var combat = result.Harmonisation is null ? "" : "ComBat (fitted to the resample alone), ";
        var words = p.Whole is { } w
            ? Invariant($"{w.Resamples} bootstrap resamples of the training patients, {w.Failed} without a model. ")
                + "Of the fit alone: the selected features, score and factors are held, as is usual. Of the whole procedure: "
                + $"reproducibility, {combat}scaling, selection, cut-point, factors and fit are repeated in each resample; its corrected "
                + "and .632+ values are those to expect of new patients. "
            : "";
        if (names.Contains("C of groups"))
            words += "C of groups: the C-index of the risk group (high or low) instead of the prediction. ";
        if (names.Any(n => n is "AUC" or "Brier"))
            words += $"AUC and Brier score: at {result.Protocol.Time(result.Protocol.CalibrationHorizon!.Value)}. ";
        if (p.Whole?.Stability is { } s && !double.IsNaN(s.Index))
            words += $"Stability of the selected features (Nogueira) {NumberText.WithInterval(s.Index, s.Lower, s.Upper, 2)}, "
                + Invariant($"{s.MeanCount:0.0} selected in the mean. ");
        if (p.Permutation is { } test)
            words += Invariant($"Permutation test of the signature: C = {test.Observed:0.000}, {test.Permuted.Average():0.000} in the ")
                + Invariant($"mean of {test.Permuted.Count} permutations, {NumberText.PEquals(test.PValue)}. ");
        string[] header =
        [
            "Index", "Apparent", "Optimism, fit alone", "Corrected, fit alone", "Optimism, whole procedure", "Corrected, whole procedure",
            "Out of bag", ".632+", "Nested cross-validation (SE)",
        ];
        return new ReportTable(
            "pipeline",
            "Optimism of the fit and of the whole procedure",
            header,
            rows,
            (words.TrimEnd() + CompetingTable.CauseSpecific(result)).TrimStart()).WithoutEmptyColumns();
    }

    public static ReportTable? Selections(StudyResult result, StudyLabels labels) =>
        result.Pipeline?.Whole is not { Selections.Count: > 0 } whole
        ? null
        : new ReportTable(
            "selections",
            "How often features and factors are selected",
            ["Feature or factor", "Share of the resamples", "In the model"],
            [.. whole.Selections.Take(MostSelections).Select(s => Row(s, result.Input.Features.ColumnNames.Contains(s.Name)
                ? s.Name : labels.Of(s.Name)))],
            whole.Selections.Count > MostSelections
                ? Invariant($"The {MostSelections} most frequent of {whole.Selections.Count} that were selected at least once.")
                : "");

    private static string[] Row((string Name, double Frequency, bool InModel) s, string name) =>
        [name, NumberText.Percent(s.Frequency), s.InModel ? "yes" : "no"];

    private static string Text(double? value) => value is { } v && !double.IsNaN(v) ? NumberText.Fixed(v, 3) : "";
}
