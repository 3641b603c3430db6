using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Figures;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>The figures of a study in which events compete with the one studied: what is predicted is its cumulative incidence.</summary>
internal static class CompetingFigures
{
    /// <summary>Calibration of the predicted risks, a row a set, a column a horizon.</summary>
    public static ReportFigure? Calibration(StudyResult result, StudyLabels labels, ReportOptions options)
    {
        var panels = new List<CalibrationPanel>();
        var columns = 1;
        foreach (var (set, competing) in result.Competing?.All ?? [])
        {
            foreach (var p in competing.Performance)
                panels.Add(new CalibrationPanel($"{ReportText.Set(set)}, {result.Protocol.Time(p.Time)}", p.Groups, null)
                {
                    IsIncidence = true,
                });
            columns = Math.Max(columns, competing.Performance.Count);
        }
        return panels.Count == 0 ? null : new ReportFigure(
            "fig6_calibration",
            $"Calibration of the predicted {result.Endpoint.Risk}",
            "Observed (cumulative incidence by Aalen and Johansen, 95% confidence intervals) against mean predicted risks of the Fine-Gray "
                + $"model ({labels.Of(result.Models!.Final.Name)}) in groups of predicted risk; the diagonal is ideal. Not corrected for "
                + "optimism.",
            CalibrationFigure.Draw(panels, result.Endpoint.Risk, columns, options.Style));
    }

    /// <summary>Decision curves at the calibration horizon, or at every one.</summary>
    public static IEnumerable<Func<ReportFigure?>> Decisions(StudyResult result, StudyLabels labels, ReportOptions options)
    {
        double[] times = options.DecisionCurvesAtEveryHorizon
            ? [.. (result.Models?.Horizons ?? [])]
            : [result.Protocol.CalibrationHorizon!.Value];
        return times.Select((time, k) => (Func<ReportFigure?>)(() => Decision(
            result, labels, options, time,
            options.DecisionCurvesAtEveryHorizon
                ? $"fig7{(char)('a' + k)}_decision_curves_{NumberText.Plain(time)}" : "fig7_decision_curves")));
    }

    private static ReportFigure? Decision(
        StudyResult result, StudyLabels labels, ReportOptions options, double time, string name)
    {
        var panels = (result.Competing?.All ?? []).SelectMany(s => s.Value.Performance.Where(p => p.Time == time)
            .Select(p => (ReportText.Set(s.Set), p.Decisions))).ToArray();
        if (panels.Length == 0)
            return null;
        var what = options.DecisionCurves.InterventionsAvoided
            ? "Net interventions avoided per 100 patients, against acting on everybody"
            : $"Net benefit of acting on the predicted {result.Endpoint.Risk}, of acting on everybody and on nobody";
        var smooth = options.DecisionCurves.SmoothSpan is { } span ? $" Curves are smoothed (loess, span {NumberText.Short(span)})." : "";
        return new ReportFigure(
            name,
            "Decision curves at " + result.Protocol.Time(time),
            $"{what}, by the threshold probability. The risk of those above a threshold is their cumulative incidence, competing events "
                + $"counted; where their follow-up ends early, it is carried on.{smooth}",
            DecisionCurveFigure.Draw(
                panels, time, result.Protocol.TimeUnit,
                // The curves name the one model that predicts a risk.
                _ => labels.Of(result.Models!.Final.Name), result.Protocol.Outcome.Name, options.DecisionCurves, options.Style));
    }

    /// <summary>The nomogram of the risk.</summary>
    public static ReportFigure? Nomogram(StudyResult result, StudyLabels labels, FigureStyle style)
    {
        return result.Model?.Nomogram is not { } nomogram ? null : ReportFigures.Nomogram(
            result, labels, style, nomogram, result.Endpoint.Risk, "Nomogram of the " + result.Endpoint.Risk,
            $"the {result.Endpoint.Risk} below the total: its cumulative incidence, competing events counted as what may come before. "
                + "Fine-Gray model of the training set; for research use only.");
    }
}
