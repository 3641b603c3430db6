using Radiomics.Reporting.Wording;
using Radiomics.Studies;
using Survival.Models.Discrimination;

namespace Radiomics.Reporting;

/// <summary>The tables of a study in which events compete with the one studied.</summary>
internal static class CompetingTable
{
    /// <summary>What a note says of Cox models, log-rank tests and C-indices; begins with a blank, and is empty where nothing
    /// competes.</summary>
    public static string CauseSpecific(StudyResult result) => result.Input.Competing is null ? ""
        : " A competing event counts as a censoring here: the numbers are of the cause-specific hazard and no chances.";

    /// <summary>The incidences.</summary>
    public static ReportTable? Of(StudyResult result)
    {
        if (result.Competing is not { } competing)
            return null;
        var rows = new List<string[]>();
        foreach (var (set, value) in competing.All)
        {
            foreach (var i in value.Incidence)
            {
                rows.Add(
                [
                    ReportText.Set(set), i.Group == "all" ? "any" : i.Group, result.Protocol.Time(i.Time),
                    NumberText.Share(i.Incidence, i.Lower, i.Upper, 2), NumberText.Fixed(i.Competing, 2),
                    i.Group != "all" ? NumberText.P(value.Gray?.PValue ?? double.NaN) : "",
                ]);
            }
        }
        return new ReportTable(
            "competing_risks",
            $"Cumulative incidence of {result.Protocol.Outcome.Name} beside competing events",
            ["Set", "Rad-score", "Time", "Incidence (95% CI)", "Competing events", "Gray's test p"],
            rows,
            "Aalen and Johansen's estimate. Gray's test compares the Rad-score groups.").WithoutEmptyColumns();
    }

    /// <summary>The model that predicts the risk.</summary>
    public static ReportTable? FineGray(StudyResult result, StudyLabels labels)
    {
        if (result.FineGray is not { } model)
            return null;
        var table = model.Table();
        var digits = NumberText.RatioDigits(table.Select(c => c.HazardRatio));
        return new ReportTable(
            "fine_gray",
            $"The model of the {result.Endpoint.Risk} (Fine and Gray)",
            ["Variable", "Coefficient", "SE", "Subdistribution HR (95% CI)", "p"],
            [
                .. table.Select(c => new[]
                {
                    labels.OfTerm(c.Name), NumberText.Fixed(c.Coefficient, 4), NumberText.Fixed(c.StandardError, 4),
                    NumberText.Ratio(c.HazardRatio, c.Lower, c.Upper, digits), NumberText.P(c.PValue),
                }),
            ],
            $"The variables of the final model. Nomogram, model.json and predicted risks are of this model: the {result.Endpoint.Risk} "
                + "by a time is its cumulative incidence. Fitted to " + ReportText.Count(model.RowCount, "patient") + " with "
                + ReportText.Events(model.EventCount, result.Protocol.Outcome) + " and "
                + ReportText.Count(model.CompetingCount, "competing event") + ".");
    }

    /// <summary>Areas by model; of the risks Brier score, its index and calibration in the large.</summary>
    public static ReportTable? Accuracy(StudyResult result, StudyLabels labels)
    {
        var rows = new List<string[]>();
        foreach (var (set, competing) in result.Competing?.All ?? [])
        {
            foreach (var (model, at) in competing.CoxAuc)
            {
                if (model != result.Models!.Final.Name || competing.Auc.Count == 0)
                    rows.AddRange(at.Select(a => Row(set, labels.Of(model), a, null)));
            }
            rows.AddRange(competing.Auc.Select(a => Row(
                set, labels.Of(result.Models!.Final.Name) + " (Fine-Gray)", a,
                competing.Performance.FirstOrDefault(p => p.Time == a.Time))));
        }
        return rows.Count == 0 ? null : new ReportTable(
            "time_auc",
            "Discrimination and accuracy by time",
            [
                "Set", "Model", ReportText.WithUnit("Time", result.Protocol.TimeUnit), "Cases", "Controls", "AUC (95% CI)",
                "Brier score (95% CI)", "IPA", "Observed / expected risk (95% CI)",
            ],
            rows,
            $"Inverse probability of censoring weights. A case has {result.Protocol.Outcome.Name} at or before the time; patients with a "
                + "competing event by then are controls. AUC: of the linear predictors; the Cox models', whose hazard is cause-specific, "
                + "predict no risk, so that they have no Brier score. IPA: 1 − Brier score / that of the same incidence for all. Observed "
                + "risk: cumulative incidence (Aalen and Johansen); expected: the mean prediction. n/a: nobody has the event by then, or "
                + "nobody is followed beyond.").WithoutEmptyColumns();

        static string[] Row(string set, string model, TimeAuc a, IncidencePerformance? p) =>
        [
            ReportText.Set(set), model, NumberText.Plain(a.Time), Invariant($"{a.Cases}"), Invariant($"{a.Controls}"),
            NumberText.Share(a.Auc, a.Lower, a.Upper, 2),
            p is null ? "" : NumberText.Share(p.Brier.Brier, p.Brier.Lower, p.Brier.Upper, 3),
            p is null ? "" : NumberText.Fixed(p.Brier.Ipa, 3),
            p is null ? "" : NumberText.WithInterval(p.InTheLarge.ObservedOverExpected, p.InTheLarge.Lower, p.InTheLarge.Upper, 2),
        ];
    }
}
