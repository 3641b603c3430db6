using System.Text;
using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Standards;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>Writes the page of a report, section by section.</summary>
internal sealed class ReportPage(
    StringBuilder page,
    StudyResult result,
    IReadOnlyList<ReportFigure> figures,
    IReadOnlyList<ReportTable> tables,
    ReportOptions options
)
{
    // No fonts, scripts or pictures from elsewhere: the page's policy forbids the browser to ask for any.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

    private const string Style = """
        :root { color-scheme: light }
        body { font: 16px/1.55 "Radiomics Sans", Arial, sans-serif; color: #1b1b1b; background: #fff; max-width: 66rem; margin: 0 auto; padding: 1.5rem }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .4rem } h2 { font-size: 1.25rem; margin: 2.6rem 0 .6rem; border-bottom: 2px solid #0072b2; padding-bottom: .2rem } h3 { font-size: 1.02rem; margin: 1.6rem 0 .4rem }
        .note, .simulated { background: #fff6e0; border-left: .35rem solid #e69f00; padding: .6rem .9rem; margin: .8rem 0 } .simulated { background: #fdece2; border-color: #d55e00; font-weight: 600 }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13.5rem, 1fr)); gap: .8rem; margin: 1rem 0 } .cards div { border: 1px solid #d9d9d9; border-radius: .4rem; padding: .6rem .8rem }
        .cards b { display: block; font-size: 1.25rem } .cards span { color: #555; font-size: .88rem }
        figure { margin: 1.2rem 0; overflow-x: auto } figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto } svg.phone { display: none } figcaption, .caption { font-size: .88rem; color: #444; margin-top: .4rem }
        .scroll { overflow-x: auto; background: linear-gradient(to right, #fff 30%, #fff0) left / 2.5rem 100% local, linear-gradient(to left, #fff 30%, #fff0) right / 2.5rem 100% local, linear-gradient(to right, #0003, #0000) left / .7rem 100% scroll, linear-gradient(to left, #0003, #0000) right / .7rem 100% scroll; background-repeat: no-repeat; background-color: #fff } table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; margin: .3rem 0; border-top: 2px solid #1b1b1b; border-bottom: 2px solid #1b1b1b }
        thead th { border-bottom: 1px solid #1b1b1b; vertical-align: bottom } th { text-align: left } td, th { padding: .22rem .9rem .22rem 0; vertical-align: top } td.n { white-space: nowrap } td.n, th.n { text-align: right; padding: .22rem .9rem .22rem .4rem } tbody tr:nth-child(even) { background: #eef2f680 }
        details { margin: .8rem 0 } summary { cursor: pointer; font-weight: 600 } .author { color: #8a4b00 } code { font-size: .92em; overflow-wrap: anywhere } nav a { margin-right: 1rem; white-space: nowrap } a { color: #005a8c } th code { overflow-wrap: normal; white-space: nowrap } .items td:nth-child(2) { width: 30% }
        @media (max-width: 600px) { body { padding: .8rem } figure svg { max-width: none } figure:has(svg.phone) svg:not(.phone) { display: none } figure svg.phone { display: block; max-width: 100% } td, th { padding-right: .6rem } .data table { width: max-content } .data td { max-width: 7.5rem } .data td.t { min-width: 13rem } .data td.n { max-width: none } .data th { max-width: 7.5rem } .data td:first-child { max-width: 9.5rem; overflow-wrap: break-word } h1 { font-size: 1.35rem } }
        @page { size: A4; margin: 15mm 14mm }
        @media print {
          :root { font-size: 11px } body { max-width: none; padding: 0; font-size: 1rem; line-height: 1.4 } nav { display: none } h2, h3, summary { break-after: avoid } h2 { margin-top: 1.6rem } figure { break-inside: avoid; overflow: visible }
          figure svg { max-height: 235mm } svg.phone { display: none } .scroll { overflow: visible } table { font-size: var(--fit, .88rem); max-width: 100% } thead { display: table-header-group } tr { break-inside: avoid } td, th { padding-right: .5rem; overflow-wrap: break-word } .whole { break-inside: avoid } p:has(+ figure) { break-after: avoid }
          .caption { break-before: avoid; break-inside: avoid } details .caption { break-after: avoid } .scroll { background: none } .tight td.n { white-space: normal }
          details::details-content { content-visibility: visible; height: auto; display: block } details > summary { list-style: none }
        }
        """;

    // A phone of 390 CSS pixels, less the page's padding.
    internal static readonly FigureStyle Narrow = new() { WidthMillimetres = 364 / FigureStyle.UnitsPerMillimetre };

    // Tables of so many rows are kept on one page of paper; longer ones break between rows and repeat their head.
    private const int MostOnAPage = 24;

    private const string Author = "<span class=\"author\">for the author</span>";

    // A4 less its margins, and the type of tables on it, in CSS pixels.
    private const double PaperWidth = 182 / 25.4 * 96, MostOnPaper = 9.7, LeastOnPaper = 7;

    private readonly StudyLabels _labels = new(result, options.Labels);
    private readonly bool _simulated = options.Simulated ?? result.IsSimulated;
    private readonly string _title = options.Title ?? result.Protocol.Title;
    private readonly IReadOnlyList<ReportFigure> _phone = ReportFigures.All(result,
        options with { Style = Narrow with { Palette = options.Style.Palette } });
    private readonly StudyAnswers _answers = new(result);

    private static readonly (string Id, string Title)[] Sections =
    [
        ("summary", "Summary"),
        ("cohort", "Cohort"),
        ("methods", "Methods"),
        ("signature", "Signature"),
        ("risk", "Rad-score groups"),
        ("competing", "Competing events"),
        ("models", "Clinical and final model"),
        ("discrimination", "Discrimination"),
        ("procedure", "Validation of the whole procedure"),
        ("nomogram", "Nomogram"),
        ("performance", "Calibration and clinical use"),
        ("further", "Further figures"),
        ("external", "The external model"),
        ("notes", "Notes"),
        ("provenance", "Provenance"),
        ("standards", "Reporting standards"),
    ];

    public void Write()
    {
        Body();
        // The font of the letters that stand on the page; it is known when all of them do.
        var body = page.ToString();
        page.Clear();
        page.Append(Page((_simulated ? "SIMULATED: " : "") + _title, body));
    }

    /// <summary>A page of its own: style, the fonts of the letters in its body, and a policy that lets it ask for nothing.</summary>
    public static string Page(string title, string body) =>
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
        + $"initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\"><link rel=\"icon\" href=\"data:,\">\n"
        + $"<title>{Html.Text(title)}</title><style>\n{FontSubset.FontFaces([(body, false), (body, true)])}"
        + $"\n{Style}</style></head><body>\n{body}</body></html>\n";

    private void Body()
    {
        page.Append($"<h1>{Html.Text(_title)}</h1>\n<p class=\"note\">{Html.Text(ReportText.Disclaimer)}</p>\n");
        if (_simulated)
            page.Append(
                "<p class=\"simulated\">SIMULATED cohort: generated numbers, no patients. Nothing here is clinical evidence.</p>\n"
            );
        page.Append("<nav>")
            .AppendJoin(
                "",
                Sections
                    .Where(s => s.Id switch
                    {
                        "external" => result.Protocol.ExternalModel is not null,
                        "competing" => Has("competing_risks"),
                        "procedure" => Has("pipeline"),
                        _ => true,
                    })
                    .Select(s => $"<a href=\"#{s.Id}\">{s.Title}</a> ")
            )
            .Append("</nav>\n");
        Summary();
        Cohort();
        Methods();
        Signature();
        Risk();
        Competing();
        Models();
        Discrimination();
        Procedure();
        Nomogram();
        Performance();
        Further();
        External();
        Notes();
        Provenance();
        Standards();
    }

    private void Heading(string id) => page.Append($"<h2 id=\"{id}\">{Sections.First(s => s.Id == id).Title}</h2>\n");

    private void Paragraph(string text) => page.Append($"<p>{Html.Text(Canvas.Minus(text))}</p>\n");

    private void Figure(string name)
    {
        if (figures.FirstOrDefault(f => f.Name == name) is not { } figure)
            return;
        var narrow = _phone.FirstOrDefault(f => f.Name == name)?.Figure;
        page.Append($"<figure id=\"{figure.Name}\">\n{figure.Figure.ToInlineSvg()}")
            .Append(narrow is null ? "" : Phone(narrow.ToInlineSvg()))
            .Append($"<figcaption><b>{Html.Text(Number(figure.Name) + figure.Title)}.</b> "
                + $"{Html.Text(Canvas.Minus(figure.Caption))}</figcaption></figure>\n");
    }

    internal static string Phone(string svg) => svg.Replace("<svg ", "<svg class=\"phone\" ", StringComparison.Ordinal);

    private string Flow(double width)
    {
        var flow = new CohortFlow(result).Draw(width);
        return (_simulated ? flow.Marked(ReportText.SimulatedMark) : flow).ToInlineSvg();
    }

    // fig3_kaplan_meier is Figure 3.
    private static string Number(string name) =>
        name.StartsWith("fig", StringComparison.Ordinal) ? $"Figure {name[3..name.IndexOf('_', StringComparison.Ordinal)]}. " : "";

    private void Table(string name)
    {
        if (tables.FirstOrDefault(t => t.Name == name) is not { } table)
            return;
        page.Append(Section(table));
    }

    /// <summary>A table under its title, with its note, sized for paper and for a phone.</summary>
    public static string Section(ReportTable table)
    {
        var size = PaperSize(table);
        return $"<h3 id=\"{table.Name}\">{Html.Text(table.Title)}</h3>\n<div class=\"scroll data"
            + (table.Rows.Count <= MostOnAPage ? " whole" : "")
            + (size < LeastOnPaper ? " tight" : "")
            + Invariant($"\" style=\"--fit: {Math.Max(LeastOnPaper, size):0.##}px\">{table.ToHtml()}</div>\n")
            + (table.Note.Length > 0 ? $"<p class=\"caption\">{Html.Text(table.Note)}</p>\n" : "");
    }

    /// <summary>The size of type by which a table's numbers fit the width of paper unbroken, in CSS pixels.</summary>
    private static double PaperSize(ReportTable table)
    {
        // A letter is half as wide as it is high, or a little more; words of text columns may part, numbers may not.
        var letters = Enumerable.Range(0, table.Header.Count).Sum(c => 2.0 + table.Rows.Select(r => r[c]).Append("").Max(cell =>
            table.IsNumeric(c) ? cell.Length : Math.Min(cell.Length, 22)));
        return Math.Min(MostOnPaper, PaperWidth / (0.53 * letters));
    }

    private void Card(string value, string what) =>
        page.Append($"<div><b>{Html.Text(Canvas.Minus(value))}</b><span>{Html.Text(what)}</span></div>\n");

    private void Summary()
    {
        Heading("summary");
        page.Append("<div class=\"cards\">\n");
        foreach (var (name, set) in result.Sets.All)
            Card(
                $"{set.Rows.Count} patients",
                Invariant($"{ReportText.Set(name).ToLowerInvariant()} set, {set.FollowUp.EventCount} {result.Protocol.Outcome.Plural}")
            );
        if (result.Lasso is { } lasso)
            Card(
                Invariant($"{lasso.Model.NonzeroCount} features"),
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
                    $"log-rank test of the Rad-score groups, {ReportText.Set(name).ToLowerInvariant()}"
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
            $"<figure class=\"flow\">{Flow(double.PositiveInfinity)}"
                + Phone(Flow(Narrow.Width))
                + "</figure>\n");
        Paragraph(_answers.FollowUp);
        foreach (var note in result.Notes.Where(n => n.Step == StudyStep.Input))
            page.Append($"<p class=\"note\">{Html.Text(note.Message)}</p>\n");
        Table("table1_baseline");
    }

    private void Methods()
    {
        Heading("methods");
        (string Step, string Choice)[] steps =
        [
            ("Outcome", _answers.Outcome),
            ("Reproducibility", _answers.Reproducibility),
            ("Split", _answers.Split),
            ("Scaling", _answers.Scaling),
            ("Signature", _answers.Selection),
            ("Redundancy", _answers.Redundancy),
            ("Cut-off", _answers.Threshold + $" Least group share {NumberText.Short(result.Protocol.MinimumGroupShare)}."),
            ("Survival", "Kaplan-Meier (log confidence limits), log-rank test."),
            ("Clinical model and nomogram", _answers.ModelKind + $" Screen at p < {NumberText.Short(result.Protocol.Alpha)}."),
            (
                "Discrimination",
                "Harrell's C with infinitesimal-jackknife errors, Uno's C, time-dependent AUC by inverse probability of censoring weights."
            ),
            ("Calibration", _answers.Calibration),
            (
                "Clinical use",
                $"Decision curves at {NumberText.Short(result.Protocol.CalibrationHorizon!.Value)} {result.Protocol.TimeUnit}, "
                    + $"thresholds {NumberText.Short(result.Protocol.DecisionThresholds[0])} to "
                        + $"{NumberText.Short(result.Protocol.DecisionThresholds[^1])}."
            ),
        ];
        page.Append("<div class=\"scroll\"><table><tbody>\n")
            .AppendJoin("", steps.Select(s => $"<tr><th>{Html.Text(s.Step)}</th><td>{Html.Text(Canvas.Minus(s.Choice))}</td></tr>\n"))
            .Append("</tbody></table></div>\n");
        page.Append("<details><summary>Every option</summary><div class=\"scroll\"><table><tbody>\n")
            .AppendJoin(
                "",
                StudyProtocol
                    .Settings.Where(o => !o.IsColumn)
                    .Select(o => $"<tr><th><code>{o.Key}</code></th><td>{Html.Text(o.ValueIn(result.Protocol))}</td></tr>\n")
            )
            .Append("</tbody></table></div></details>\n");
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
            $"{ReportText.Count(patients, "patient")} had a competing event, after which {outcome} cannot happen. The chance of {outcome} "
                + "is the cumulative incidence below; one minus Kaplan-Meier, which takes a competing event for a censoring, is above it. "
                + "Cox models and C-indices of this report are of the cause-specific hazard."
        );
        Figure("fig3b_cumulative_incidence");
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
        Figure("fig6_calibration");
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
        page.Append("<div class=\"scroll\"><table><tbody>\n");
        void Row(string name, string value) =>
            page.Append($"<tr><th>{Html.Text(name)}</th><td><code>{Html.Text(value)}</code></td></tr>\n");
        Row("Software", $"Radiomics.Survival.Reporting {StudyReport.Version}");
        Row(".NET", Environment.Version.ToString());
        Row("Seed", result.Protocol.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Row("Random numbers", "xoshiro256**, seeded; the same on every machine and with any number of threads");
        foreach (var source in result.Input.Sources)
            Row($"{source.Role}: {source.Name}", "SHA-256 " + source.Sha256);
        page.Append("</tbody></table></div>\n");
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
