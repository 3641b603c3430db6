using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>What the external study prints of its own results, beside the same numbers of this one.</summary>
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
