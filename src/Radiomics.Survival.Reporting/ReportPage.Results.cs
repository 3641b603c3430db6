using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>The sections of the results.</summary>
internal sealed partial class ReportPage
{
    private void Card(string value, string what) =>
        page.Append($"<div><b>{Html.Text(Canvas.Minus(value))}</b><span>{Html.Text(what)}</span></div>\n");

    private void Summary()
    {
        Heading("summary");
        page.Append("<div class=\"cards\">\n");
        foreach (var (name, set) in result.Sets.All)
            Card(
                ReportText.Count(set.Rows.Count, "patient"),
                $"{ReportText.Set(name).ToLowerInvariant()} set, {ReportText.Events(set.FollowUp.EventCount, result.Protocol.Outcome)}"
            );
        if (result.Lasso is not null || result.Selection is not null)
            Card(
                ReportText.Count(result.Signature.Count, "feature"),
                "in the signature, of "
                    + (
                        result.Icc is null
                            ? Invariant($"{result.Input.Features.ColumnCount}; reproducibility was not tested")
                            : Invariant($"{result.Icc.Kept.Count} reproducible and {result.Input.Features.ColumnCount} in all")
                    )
            );
        if (result.CutPoint is { } cut)
            Card(NumberText.Short(cut.Search.CutPoint), "cut-off of the Rad-score");
        foreach (var (name, survival) in result.Survival.All)
        {
            if (survival.Groups is { } groups)
                Card(
                    NumberText.PEquals(groups.LogRank.PValue),
                    (result.Input.Competing is null ? "" : "cause-specific ")
                        + $"log-rank test of the Rad-score groups, {ReportText.Set(name).ToLowerInvariant()}"
                        + (name == StudySet.TrainingName && ReportText.SearchedP(result.CutPoint) is { } p
                            ? $" (the cut was searched there: {p} with that counted)"
                            : "")
                );
        }
        if (result.Models is { } models && result.Concordance is { } concordance)
        {
            foreach (var (name, set) in concordance.All)
            {
                if (set.Models.FirstOrDefault(m => m.Model == models.Final.Name) is { } m)
                    Card(
                        NumberText.Share(m.Harrell.Index, m.Harrell.Lower, m.Harrell.Upper, 2),
                        $"C-index of the {_labels.Of(m.Model).ToLowerInvariant()}, {ReportText.Set(name).ToLowerInvariant()} (95% CI)"
                    );
            }
        }
        page.Append("</div>\n");
    }

    private void Cohort()
    {
        Heading("cohort");
        page.Append(
            $"<figure class=\"flow\">{PageFrame.Desk(Flow(double.PositiveInfinity))}"
                + PageFrame.Phone(Flow(PageFrame.Narrow.Width))
                + "</figure>\n");
        Paragraph(_answers.FollowUp);
        foreach (var note in result.Notes.Where(n => n.Step == StudyStep.Input))
            page.Append($"<p class=\"note\">{Html.Text(Canvas.Minus(note.Message))}</p>\n");
        Table("table1_baseline");
    }

    private void Signature()
    {
        Heading("signature");
        Paragraph(_answers.Reproducibility + " " + _answers.Selection);
        Figure("fig1_lasso");
        Table("signature");
        Figure("fig2_spearman");
    }

    private void Risk()
    {
        Heading("risk");
        Paragraph(_answers.Threshold);
        Figure("fig3_kaplan_meier");
        Table("risk_groups");
    }

    private bool Has(string table) => tables.Any(t => t.Name == table);

    private void Competing()
    {
        if (!Has("competing_risks"))
            return;
        Heading("competing");
        var (patients, outcome) = (result.Input.Competing?.Count(c => c) ?? 0, result.Protocol.Outcome.Name);
        Paragraph(
            $"{ReportText.Count(patients, "patient")} had a competing event, after which {outcome} is no longer looked for. The chance of "
                + $"{outcome} is the cumulative incidence below. Nomogram, calibration and decision curves of this report are of it (Fine "
                + "and Gray's model); one minus Kaplan-Meier, which takes a competing event for a censoring, would be above it and is not "
                + "shown. Cox models, log-rank tests and C-indices are of the cause-specific hazard."
        );
        Figure("fig3_cumulative_incidence");
        Table("competing_risks");
    }

    private void Procedure()
    {
        if (!Has("pipeline"))
            return;
        Heading("procedure");
        Table("pipeline");
        Table("selections");
    }

    private void Models()
    {
        Heading("models");
        Table("table2_cox");
        Table("final_model");
        Table("fine_gray");
    }

    private void Discrimination()
    {
        Heading("discrimination");
        Table("table3_concordance");
        Figure("fig4_time_roc");
        Table("time_auc");
    }

    private void Nomogram()
    {
        Heading("nomogram");
        Figure("fig5_nomogram");
    }

    private void Performance()
    {
        Heading("performance");
        foreach (var figure in figures.Where(f => f.Name.StartsWith("fig6", StringComparison.Ordinal)))
            Figure(figure.Name);
        Table("calibration");
        foreach (var figure in figures.Where(f => f.Name.StartsWith("fig7", StringComparison.Ordinal)))
            Figure(figure.Name);
    }

    private void Further()
    {
        Heading("further");
        foreach (var figure in figures.SkipWhile(f => f.Name != "fig8_waterfall" && f.Name != "fig9_forest" && f.Name != "fig10_slices"))
            Figure(figure.Name);
    }

    private void External()
    {
        if (result.Protocol.ExternalModel is not { } model)
            return;
        Heading("external");
        Table("external_model");
        Table("external_results");
        Table("external_table1");
        if (model.Caveats.Count > 0)
            page.Append($"<h3>What to know of {Html.Text(model.Name)}</h3><ul>\n")
                .AppendJoin("", model.Caveats.Select(c => $"<li>{Html.Text(c)}</li>\n"))
                .Append("</ul>\n");
        if (model.Citation.Length > 0)
            page.Append($"<p class=\"caption\">{Html.Text(model.Citation)}</p>\n");
    }
}
