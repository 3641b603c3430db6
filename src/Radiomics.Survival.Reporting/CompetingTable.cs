using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>The table of the event beside its competing events.</summary>
internal static class CompetingTable
{
    public static ReportTable? Of(StudyResult result, StudyLabels labels)
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
                    i.Group == "all" ? Auc(value, i.Time) : "",
                ]);
            }
        }
        return new ReportTable(
            "competing_risks",
            $"Cumulative incidence of {result.Protocol.Outcome.Name} beside competing events",
            ["Set", "Rad-score", "Time", "Incidence (95% CI)", "Competing events", "Gray's test p", "AUC (95% CI)"],
            rows,
            "Aalen and Johansen's estimate. Gray's test compares the Rad-score groups. AUC: of the final model by that time, patients with "
                + "a competing event being controls." + FineGray(result, labels));
    }

    private static string Auc(SetCompeting set, double time) =>
        set.Auc.Where(a => a.Time == time).Select(a => NumberText.Share(a.Auc, a.Lower, a.Upper, 2)).FirstOrDefault(NumberText.None);

    private static string FineGray(StudyResult result, StudyLabels labels)
    {
        if (result.FineGray is not { } model)
            return "";
        var table = model.Table();
        var digits = NumberText.RatioDigits(table.Select(c => c.HazardRatio));
        return " Fine-Gray model of the training set, subdistribution hazard ratios (95% CI): " + string.Join(
            "; ", table.Select(c => $"{labels.OfTerm(c.Name)} {NumberText.Ratio(c.HazardRatio, c.Lower, c.Upper, digits)}")) + ".";
    }
}
