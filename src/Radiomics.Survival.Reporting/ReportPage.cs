using System.Text;
using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Standards;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>Writes the page of a report, section by section.</summary>
internal sealed partial class ReportPage(
    StringBuilder page,
    StudyResult result,
    IReadOnlyList<ReportFigure> figures,
    IReadOnlyList<ReportTable> tables,
    ReportOptions options
)
{
    private readonly StudyLabels _labels = new(result, options.Labels);
    private readonly bool _simulated = options.Simulated ?? result.IsSimulated;
    private readonly string _title = options.Title ?? result.Protocol.Title;
    private readonly IReadOnlyList<ReportFigure> _phone = StudyReport.Figures(result,
        options with { Style = PageFrame.Narrow with { Palette = options.Style.Palette } });
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
        page.Append(PageFrame.Of((_simulated ? "SIMULATED: " : "") + _title, body));
    }

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
        page.Append($"<figure id=\"{figure.Name}\">\n{PageFrame.Desk(figure.Figure)}")
            .Append(narrow is null ? "" : PageFrame.Phone(narrow))
            .Append($"<figcaption><b>{Html.Text(Number(figure.Name) + figure.Title)}.</b> "
                + $"{Html.Text(Canvas.Minus(figure.Caption))}</figcaption></figure>\n");
    }

    private Figure Flow(double width)
    {
        var flow = new CohortFlow(result).Draw(width);
        return _simulated ? flow.Marked(ReportText.SimulatedMark) : flow;
    }

    // fig3_kaplan_meier is Figure 3.
    private static string Number(string name) =>
        name.StartsWith("fig", StringComparison.Ordinal) ? $"Figure {name[3..name.IndexOf('_', StringComparison.Ordinal)]}. " : "";

    private void Table(string name)
    {
        if (tables.FirstOrDefault(t => t.Name == name) is not { } table)
            return;
        page.Append(TableSection.Of(table));
    }
}
