using System.Text;
using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Figures;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;
using Survival.Models.Discrimination;
using Survival.Models.Validation;

namespace Radiomics.Reporting;

/// <summary>What a saved model is worth on a cohort that it has not seen, in tables and as one HTML page.</summary>
/// <remarks>The measures that TRIPOD+AI asks of an external validation: discrimination, calibration in the large and slope, by time
/// (Collins GS and others, BMJ 2024;385:e078378), and what it takes to adapt the model (Steyerberg, Clinical Prediction Models,
/// chapter 20).</remarks>
public static class ValidationReport
{
    /// <summary>The tables: the measures of all follow-up, those by time, of competing events the incidence by groups of predicted risk,
    /// the adaptation in steps, and the case mix where the training
    /// patients were given.</summary>
    /// <param name="validation">The validation.</param>
    public static IReadOnlyList<ReportTable> Tables(ExternalValidation validation)
    {
        ArgumentNullException.ThrowIfNull(validation);
        return [Whole(validation), ByTime(validation), .. Incidence(validation), Steps(validation), .. CaseMix(validation)];
    }

    /// <summary>The page: the tables, calibration plots, notes, and what the model itself says of its use. No patient is in it.</summary>
    /// <param name="validation">The validation.</param>
    /// <param name="isSimulated">Whether the cohort is simulated; the page then says so.</param>
    /// <param name="sources">The files that were read, of which the page gives name and SHA-256; <see langword="null"/> for none.</param>
    public static string ToHtml(
        ExternalValidation validation, bool isSimulated = false, IReadOnlyList<StudySource>? sources = null)
    {
        ArgumentNullException.ThrowIfNull(validation);
        var words = validation.Model.Description;
        var (title, simulated) = ("External validation: " + words.Title, isSimulated || words.IsSimulated);
        var body = new StringBuilder();
        body.Append($"<h1>{Html.Text(title)}</h1>\n<p class=\"note\">{Html.Text(words.Disclaimer)}</p>\n");
        if (simulated)
            body.Append($"<p class=\"simulated\">{Html.Text(ReportText.SimulatedMark)}</p>\n");
        foreach (var table in Tables(validation))
            body.Append(TableSection.Of(table));
        if (Calibration(validation, FigureStyle.Default) is { } figure)
        {
            Figure Marked(Figure f) => simulated ? f.Marked(ReportText.SimulatedMark) : f;
            body.Append("<figure>").Append(PageFrame.Desk(Marked(figure)))
                .Append(PageFrame.Phone(Marked(Calibration(validation, PageFrame.Narrow)!)))
                .Append("<figcaption><b>Calibration.</b> ")
                .Append(validation.CompetingCount > 0
                    ? "Observed (cumulative incidence by Aalen and Johansen, 95% confidence intervals) against mean predicted risks in "
                        + "groups of predicted risk; the diagonal is ideal."
                    : "Observed (Kaplan-Meier, 95% confidence intervals) against mean predicted probabilities in groups of predicted "
                        + "risk; the dashed curve is a smooth calibration curve; the diagonal is ideal.")
                .Append("</figcaption></figure>\n");
        }
        string[] notes = [.. validation.Notes, .. words.Caveats];
        if (notes.Length > 0)
            body.Append("<h2>Notes</h2>\n<ul>\n").AppendJoin("", notes.Select(n => $"<li>{Html.Text(Canvas.Minus(n))}</li>\n"))
                .Append("</ul>\n");
        body.Append("<h2>Provenance</h2>\n").Append(TableSection.Facts(
        [
            ("Software", $"Radiomics.Survival.Reporting {StudyReport.Version}"),
            .. (sources ?? []).Select(s => ($"{s.Role}: {s.Name}", "SHA-256 " + s.Sha256)),
        ]));
        return PageFrame.Of((simulated ? "SIMULATED: " : "") + title, body.ToString());
    }

    private static ReportTable Whole(ExternalValidation v)
    {
        var words = v.Model.Description;
        List<string[]> rows =
        [
            ["Patients", Invariant($"{v.LinearPredictors.Count}"), ""],
            [$"Events ({words.Endpoint.Event})", Invariant($"{v.EventCount}"), ""],
            .. v.CompetingCount == 0 ? Array.Empty<string[]>() : [["Competing events", Invariant($"{v.CompetingCount}"), ""]],
            ["Harrell's C (95% CI)", Share(v.Concordance), ""],
            ["Uno's C (95% CI)", Share(v.UnoConcordance), ""],
            [
                "Calibration slope (95% CI)", NumberText.WithInterval(v.Slope.Estimate, v.Slope.Lower, v.Slope.Upper, 2),
                NumberText.P(v.Slope.PValue),
            ],
        ];
        if (!double.IsNaN(v.ObservedOverExpectedEvents))
        {
            var test = v.Recalibration.FirstOrDefault(s => s.Kind == RecalibrationKind.Baseline)?.Test;
            rows.Add([
                "Observed over expected events", NumberText.Short(v.ObservedOverExpectedEvents, 3),
                test is { } t ? NumberText.P(t.PValue) : "",
            ]);
        }
        return new ReportTable(
            "validation",
            "Discrimination and calibration over the whole follow-up",
            ["Measure", "Value", "p (of 1)"],
            [.. rows],
            "C-indices with infinitesimal-jackknife standard errors"
                + (v.CompetingCount > 0 ? ", of the cause-specific hazard. " : ". ")
                + "Slope: the coefficient of the model's linear predictor in the cohort"
                + (words.Endpoint.IsIncidence ? " by Fine and Gray; below 1 the predictions are too far apart."
                    : "; below 1 the predictions are too far apart. Above 1 observed over expected, the model predicts too few events."));
    }

    private static ReportTable ByTime(ExternalValidation v)
    {
        var unit = v.Model.Description.Endpoint.TimeUnit;
        return new ReportTable(
            "validation_by_time",
            "Discrimination and calibration by time",
            [
                ReportText.WithUnit("Time", unit), "Cases", "Controls", "AUC (95% CI)", "Brier score (95% CI)", "IPA",
                "Observed / expected risk (95% CI)", "ICI", "E50", "E90",
            ],
            [
                .. v.Horizons.Select(h => new[]
                {
                    NumberText.Plain(h.Time), Invariant($"{h.Auc.Cases}"), Invariant($"{h.Auc.Controls}"),
                    NumberText.Share(h.Auc.Auc, h.Auc.Lower, h.Auc.Upper, 2),
                    h.Brier is { } b ? NumberText.Share(b.Brier, b.Lower, b.Upper, 3) : NumberText.None,
                    h.Brier is { } i ? NumberText.Fixed(i.Ipa, 3) : NumberText.None,
                    h.InTheLarge is { } o ? NumberText.WithInterval(o.ObservedOverExpected, o.Lower, o.Upper, 2) : NumberText.None,
                    h.Curve is { } c ? NumberText.Fixed(c.Ici, 3) : NumberText.None,
                    h.Curve is { } m ? NumberText.Fixed(m.E50, 3) : NumberText.None,
                    h.Curve is { } e ? NumberText.Fixed(e.E90, 3) : NumberText.None,
                }),
            ],
            v.CompetingCount == 0
                ? "AUC and Brier score by inverse probability of censoring weights. Observed risk: Kaplan-Meier; expected: the mean "
                    + "prediction; their ratio is the calibration in the large. n/a: the model has no baseline that reaches the time."
                : "AUC and Brier score by inverse probability of censoring weights; controls are those followed beyond the time and those "
                    + "whom a competing event took by then. Observed risk: cumulative incidence (Aalen and Johansen); expected: the mean "
                    + "prediction; their ratio is the calibration in the large. n/a: not told where events compete, or the model has no "
                    + "baseline that reaches the time.");
    }

    private static ReportTable[] Incidence(ExternalValidation v)
    {
        string[][] rows =
        [
            .. v.Horizons.Where(h => v.CompetingCount > 0 && h.Groups is not null).SelectMany(h => h.Groups!.Groups.Select((g, k) => new[]
            {
                NumberText.Plain(h.Time), Invariant($"{k + 1}"), Invariant($"{g.Count}"), Invariant($"{g.Events}"),
                NumberText.Fixed(g.MeanPredicted, 3), NumberText.Share(g.Observed, g.Lower, g.Upper, 3),
            })),
        ];
        return rows.Length == 0 ? [] :
        [
            new ReportTable(
                "validation_groups",
                "Calibration in groups of predicted risk",
                [
                    ReportText.WithUnit("Time", v.Model.Description.Endpoint.TimeUnit), "Group", "Patients", "Events in all",
                    "Mean predicted risk", "Observed incidence (95% CI)",
                ],
                rows,
                "From the lowest predicted risk to the highest. Observed: the cumulative incidence by the time (Aalen and Johansen); "
                    + "events: at any time."),
        ];
    }

    private static ReportTable Steps(ExternalValidation v) => new(
        "recalibration",
        "What it would take to adapt the model",
        ["Adapted", "Tested against", "Factor of the coefficients (95% CI)", "Chi-squared", "df", "p"],
        [
            .. v.Recalibration.Select(s => new[]
            {
                s.Kind switch
                {
                    RecalibrationKind.Baseline => "Baseline",
                    RecalibrationKind.Slope => "Baseline and slope",
                    _ => "Baseline and every coefficient",
                },
                s.Kind switch
                {
                    RecalibrationKind.Baseline => "the model as it is",
                    RecalibrationKind.Slope => "the model's own slope (1)",
                    _ => "one factor for all coefficients",
                },
                s.Factor is { } f ? NumberText.WithInterval(f.Estimate, f.Lower, f.Upper, 2) : "",
                s.Test is { } t ? NumberText.Fixed(t.Statistic, 2) : "",
                s.Test?.DegreesOfFreedom is { } d ? NumberText.Short(d) : "",
                s.Test is { } p ? NumberText.P(p.PValue) : "",
            }),
        ],
        v.Model.Description.Endpoint.IsIncidence
            ? "Fine and Gray's model in the cohort; the slope has Wald's test, its pseudo-likelihood no likelihood-ratio test."
        : "Likelihood-ratio tests, each step against the one before. Baseline: of a Poisson model of the events with the log of the "
            + "expected ones as offset, whether as many are observed as expected. Others: of the Cox model in the cohort.");

    private static ReportTable[] CaseMix(ExternalValidation v)
    {
        if (v.CaseMix.Count == 0)
            return [];
        return
        [
            new ReportTable(
                "case_mix",
                "The patients beside the training patients",
                ["Predictor", "Training mean (SD)", "Cohort mean (SD)", "Standardised difference"],
                [
                    .. v.CaseMix.Select(c => new[]
                    {
                        c.Name, $"{NumberText.Short(c.Training)} ({NumberText.Short(c.TrainingDeviation)})",
                        $"{NumberText.Short(c.Cohort)} ({NumberText.Short(c.CohortDeviation)})",
                        NumberText.Fixed(c.StandardisedDifference, 2),
                    }),
                ]),
        ];
    }

    private static Figure? Calibration(ExternalValidation v, FigureStyle style)
    {
        var endpoint = v.Model.Description.Endpoint;
        CalibrationPanel[] panels =
        [
            .. v.Horizons.Where(h => h.Groups is not null || h.Curve is not null)
                .Select(h => new CalibrationPanel(ReportText.Capital(NumberText.Time(h.Time, endpoint.TimeUnit)), h.Groups, h.Curve)
                {
                    IsIncidence = v.CompetingCount > 0,
                }),
        ];
        return panels.Length == 0 ? null
            : CalibrationFigure.Draw(
                panels, v.CompetingCount > 0 ? endpoint.Risk : endpoint.Survival, Math.Min(3, panels.Length), style);
    }

    private static string Share(Concordance c) => NumberText.Share(c.Index, c.Lower, c.Upper, 2);
}
