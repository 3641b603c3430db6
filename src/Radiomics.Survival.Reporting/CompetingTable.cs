using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>The table of the event beside its competing events.</summary>
internal static class CompetingTable
{
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
                    ReportText.Set(set), i.Group, result.Protocol.Time(i.Time), NumberText.Share(i.Incidence, i.Lower, i.Upper, 2),
                    Invariant($"{100 * i.Competing:0} %"), i.Group == "all" ? "" : NumberText.P(value.Gray?.PValue ?? double.NaN),
                ]);
            }
        }
        var fit = result.FineGray is not { } model
            ? ""
            : " Fine-Gray model of the training set, subdistribution hazard ratios: " + string.Join(
                ", ", model.ColumnNames.Select((n, j) => $"{n} {Invariant($"{Math.Exp(model.Coefficients[j]):0.00}")}")) + ".";
        return new ReportTable(
            "competing_risks",
            $"Cumulative incidence of {result.Protocol.Outcome.Name} beside competing events",
            ["Set", "Rad-score", "Time", "Incidence (95% CI)", "Competing events", "Gray's p"],
            rows,
            "Aalen and Johansen's estimate; Cox models and Kaplan-Meier curves elsewhere take a competing event for a censoring." + fit);
    }
}
