using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>The tables of an external study: what it prints of its own results beside this one's, and its model on this cohort.</summary>
internal static class ExternalResults
{
    public static ReportTable? Table(StudyResult result, StudyLabels labels)
    {
        if (result.Protocol.ExternalModel is not { Results.Count: > 0 } model)
            return null;
        string[][] rows =
        [
            .. model.Results.Select(r => (string[])[Title(r, result, labels), r.Training, r.Validation, .. Here(r, result)]),
        ];
        return new ReportTable(
            "external_results",
            $"The results of {model.Name} and this study's",
            ["Result", "Published, training", "Published, validation", "Here, training", "Here, validation"],
            rows,
            "The published ones, as printed: of other patients, so no agreement is to be expected beyond the order of size."
        );
    }

    /// <summary>The p values of its printed counts.</summary>
    public static ReportTable? Counts(StudyResult result)
    {
        var rows = StudyTables.ExternalBaseline(result);
        return rows.Count < 2
            ? null
            : new ReportTable(
                StudyTables.ExternalBaselineName,
                $"The p values of the characteristics printed with {result.Protocol.ExternalModel!.Name}, computed again from the "
                    + $"printed counts",
                rows[0],
                [.. rows.Skip(1)],
                "Of that study's patients, not of this cohort's."
            );
    }

    /// <summary>Its model on this cohort.</summary>
    public static ReportTable? Model(StudyResult result)
    {
        if (result.External is not { } external)
            return null;
        var digits = NumberText.RatioDigits(external.Sets.All.Select(s => s.Value.Groups?.Cox?.Table()[0].HazardRatio ?? 1));
        return new ReportTable(
            "external_model",
            $"{ReportText.Capital(external.Model.Name)} on this cohort",
            ["Set", "C of its score (95% CI)", "C of its linear predictor (95% CI)", "Log-rank p at its cut-off", "HR, high vs low "
                + "Rad-score (95% CI)"],
            [.. external.Sets.All.Select(s => new[]
            {
                ReportText.Set(s.Set),
                s.Value.Score is { } r ? NumberText.Share(r.Index, r.Lower, r.Upper, 2) : NumberText.None,
                s.Value.LinearPredictor is { } c ? NumberText.Share(c.Index, c.Lower, c.Upper, 2) : NumberText.None,
                s.Value.Groups is { } g ? NumberText.P(g.LogRank.PValue) : NumberText.None,
                s.Value.Groups?.Cox?.Table()[0] is { } h ? NumberText.Ratio(h.HazardRatio, h.Lower, h.Upper, digits) : NumberText.None,
            })],
            "Its features are standardised by this cohort's training set.");
    }

    private static string Title(ExternalResult r, StudyResult result, StudyLabels labels)
    {
        var model = r.Model.Length == 0 ? "" : ", " + labels.Of(r.Model).ToLowerInvariant();
        return r.Kind switch
        {
            ExternalResultKind.Patients => "Patients",
            ExternalResultKind.Median => $"Median {ReportText.WithUnit(result.Protocol.Outcome.Survival, result.Protocol.TimeUnit)}",
            ExternalResultKind.LogRank => "Log-rank p of the risk groups",
            ExternalResultKind.Concordance => "C-index" + model,
            _ => $"AUC at {result.Protocol.Time(r.Time)}{model}",
        };
    }

    private static string[] Here(ExternalResult r, StudyResult result) =>
        r.Kind switch
        {
            ExternalResultKind.Patients => Both(result.Sets, s => NumberText.Short(s.Rows.Count)),
            ExternalResultKind.Median => Both(
                result.Survival, s => s.Overall.Median.Estimate is var m ? NumberText.Fixed(m, NumberText.TimeDigits([m])) : ""
            ),
            ExternalResultKind.LogRank => Both(result.Survival, s => s.Groups is { } g ? NumberText.P(g.LogRank.PValue) : NumberText.None),
            ExternalResultKind.Concordance => Both(
                result.Concordance,
                s =>
                    s.Models.FirstOrDefault(m => m.Model == r.Model)?.Harrell is { } c
                        ? NumberText.Share(c.Index, c.Lower, c.Upper, 2)
                        : NumberText.None
            ),
            _ => Both(
                result.Accuracy,
                s =>
                    s.Find(r.Model)
                        ?.Score?.At.Where(a => a.Time == r.Time)
                        .Select(a => NumberText.Share(a.Auc, a.Lower, a.Upper, 2))
                        .FirstOrDefault()
                    ?? NumberText.None
            ),
        };

    private static string[] Both<T>(BySet<T>? sets, Func<T, string> text)
        where T : class =>
        sets is null ? [NumberText.None, NumberText.None] : [text(sets.Training), sets.Validation is { } v ? text(v) : NumberText.None];
}
