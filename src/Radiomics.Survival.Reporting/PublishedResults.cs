using Radiomics.Reporting.Drawing;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>What the paper prints of its own results, beside the same numbers of this study.</summary>
internal static class PublishedResults
{
    private static readonly (string Model, string Training, string Validation)[] Concordance =
    [
        ("nomogram", "0.77 (0.72-0.82)", "0.71 (0.61-0.81)"), ("signature", "0.67 (0.59-0.74)", "0.65 (0.54-0.77) or 0.66 (0.55-0.77)"), ("clinical", "0.72 (0.66-0.78)", "0.67 (0.57-0.77)"),
    ];

    private static readonly (string Model, double Time, string Training, string Validation)[] Areas =
    [
        ("nomogram", 6, "0.76", ""), ("nomogram", 12, "0.79", ""), ("nomogram", 18, "0.84", ""),
        ("signature", 6, "0.68", "0.66"), ("signature", 12, "0.73", "0.72"), ("signature", 18, "0.77", "0.77"),
        ("clinical", 6, "0.78", "0.72"), ("clinical", 12, "0.79", "0.72"), ("clinical", 18, "0.83", "0.75"),
    ];

    public static ReportTable Table(StudyResult result, ColumnLabels labels)
    {
        List<string[]> rows =
        [
            ["Patients", "95", "42", .. Both(result.Sets, s => NumberText.Short(s.Rows.Count))],
            [$"Median survival, {result.Options.TimeUnit}", "10", "9", .. Both(result.Survival, s => NumberText.Fixed(s.Overall.Median.Time, 1))],
            ["Log-rank p of the risk groups", "<0.0001", "0.03 or 0.033", .. Both(result.Survival, s => s.Groups is { } g ? NumberText.P(g.LogRank.PValue) : NumberText.None)],
        ];
        foreach (var (model, training, validation) in Concordance)
            rows.Add(["C-index, " + labels.Of(model).ToLowerInvariant(), training, validation, .. Both(result.Concordance, s => s.Models.FirstOrDefault(m => m.Model == model)?.Harrell is { } c ? NumberText.WithInterval(c.Index, c.Lower, c.Upper, 2) : NumberText.None)]);
        foreach (var (model, time, training, validation) in Areas)
        {
            rows.Add([$"AUC at {NumberText.Short(time)} months, {labels.Of(model).ToLowerInvariant()}", training, validation,
                .. Both(result.Accuracy, s => s.Find(model)?.Roc?.At.Where(a => a.Time == time).Select(a => NumberText.WithInterval(a.Auc, a.Lower, a.Upper, 2)).FirstOrDefault() ?? NumberText.None)]);
        }
        return new ReportTable(
            "paper_results", "The paper's results and this study's", ["Result", "Paper, training", "Paper, validation", "Here, training", "Here, validation"], rows,
            "The paper's, as it prints them: of other patients, so no agreement is to be expected beyond the order of size.");
    }

    private static string[] Both<T>(BySet<T>? sets, Func<T, string> text)
        where T : class => sets is null ? [NumberText.None, NumberText.None] : [text(sets.Training), sets.Validation is { } v ? text(v) : NumberText.None];
}
