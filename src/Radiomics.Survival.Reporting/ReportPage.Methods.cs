using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Standards;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>The sections that say how the study was done: methods, notes, provenance, reporting standards.</summary>
internal sealed partial class ReportPage
{
    private const string Author = "<span class=\"author\">for the author</span>";

    private void Methods()
    {
        Heading("methods");
        (string Step, string Choice)[] steps =
        [
            ("Outcome", _answers.Outcome),
            ("Reproducibility", _answers.Reproducibility),
            ("Split", _answers.Split),
            ("Harmonisation", _answers.Clusters),
            ("Scaling", _answers.Scaling),
            ("Signature", _answers.Selection),
            ("Redundancy", _answers.Redundancy),
            ("Cut-off", _answers.Threshold
                + (result.Signature.Count == 0 ? "" : $" Least group share {NumberText.Short(result.Protocol.MinimumGroupShare)}.")),
            result.Input.Competing is null
                ? ("Survival", "Kaplan-Meier (log confidence limits)" + (result.CutPoint is null ? "." : ", log-rank test."))
                : ("Incidence", "Cumulative incidence by Aalen and Johansen (log(−log) confidence limits)"
                    + (result.CutPoint is null ? "." : ", Gray's test; log-rank test of the cause-specific hazard.")),
            ("Clinical model and nomogram", _answers.ModelKind + $" Screen at p < {NumberText.Short(result.Protocol.Alpha)}."),
            (
                "Discrimination",
                "Harrell's C with infinitesimal-jackknife errors, Uno's C, time-dependent AUC by inverse probability of censoring weights"
                    + (result.Input.Competing is null ? "." : " with competing events among the controls.")
            ),
            ("Calibration", _answers.Calibration),
            ("Validation of the procedure", _answers.WholeProcedure),
            (
                "Clinical use",
                $"Decision curves at {result.Protocol.Time(result.Protocol.CalibrationHorizon!.Value)}, "
                    + $"thresholds {NumberText.Short(result.Protocol.DecisionThresholds[0])} to "
                        + $"{NumberText.Short(result.Protocol.DecisionThresholds[^1])}."
            ),
        ];
        page.Append("<div class=\"scroll\"><table><tbody>\n")
            .AppendJoin("", steps.Where(s => s.Choice.Length > 0).Select(s =>
                 $"<tr><th>{Html.Text(s.Step)}</th><td>{Html.Text(Canvas.Minus(s.Choice))}</td></tr>\n"))
            .Append("</tbody></table></div>\n");
        page.Append("<details><summary>Every option</summary><div class=\"scroll\"><table><tbody>\n")
            .AppendJoin(
                "",
                StudyProtocol.Settings.OrderBy(o => o.IsColumn)
                    .Select(o => $"<tr><th><code>{(o.IsColumn ? "columns: " : "")}{o.Key}</code></th><td>"
                        + $"{Html.Text(o.ValueIn(result.Protocol))}</td></tr>\n")
            )
            .Append("</tbody></table></div></details>\n");
    }

    private void Notes()
    {
        Heading("notes");
        if (result.Notes.Count == 0)
            Paragraph("None: every step was made and every value is defined.");
        else
            page.Append("<ul>\n")
                .AppendJoin("", result.Notes.Select(n => $"<li><b>{Html.Text(ReportText.Step(n.Step))}</b>: "
                    + $"{Html.Text(Canvas.Minus(n.Message))}</li>\n"))
                .Append("</ul>\n");
    }

    private void Provenance()
    {
        Heading("provenance");
        page.Append(TableSection.Facts(
        [
            ("Software", $"Radiomics.Survival.Reporting {StudyReport.Version}"),
            (".NET", Environment.Version.ToString()),
            ("Seed", result.Protocol.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("Random numbers", "xoshiro256**, seeded; the same on every machine and with any number of threads"),
            .. result.Input.Sources.Select(s => ($"{s.Role}: {s.Name}", "SHA-256 " + s.Sha256)),
        ]));
        if (result.Input.Sources.Count == 0)
            Paragraph("The data were given in memory; there are no files to name.");
    }

    private void Standards()
    {
        Heading("standards");
        Paragraph(
            "What the run itself can answer is filled in. Everything else is the author's to answer, and is marked so. Numbers and order "
                + "of the items are the checklists' own, compared with two transcriptions of each; the wording of every item is ours, "
                + "shortened, and no quotation: what an item asks for in full stands in the cited original, which alone counts."
        );
        foreach (var standard in StudyStandards.Of(result))
        {
            page.Append(
                Invariant($"<details open><summary>{Html.Text(standard.Name)}: {standard.Items.Count(i => i.Answer is not null)} of ")
                    + Invariant($"{standard.Items.Count} items answered by the run</summary><p ")
                        + $"class=\"caption\">{Html.Text(standard.Citation)}</p>\n<div "
                            + $"class=\"scroll items\"><table><thead><tr><th>Item</th><th>Asks for</th><th>Answer</th></tr></thead>"
                            + "<tbody>\n"
            );
            foreach (var item in standard.Items)
                page.Append(
                    $"<tr><td>{item.Number}</td><td>{Html.Text(item.Topic)}</td><td>"
                        + $"{(item.Answer is { } answer ? Html.Text(Canvas.Minus(answer)) : Author)}</td></tr>\n"
                );
            page.Append("</tbody></table></div></details>\n");
        }
    }
}
