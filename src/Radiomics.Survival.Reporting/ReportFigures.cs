using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Figures;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;
using Survival.Models;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;
using Survival.Models.NonParametric;
using Survival.Models.Prognosis;

namespace Radiomics.Reporting;

/// <summary>The figures of a study. A step that the study does not have has no figure.</summary>
internal static class ReportFigures
{
    /// <summary>Draws all the figures there are.</summary>
    public static IReadOnlyList<ReportFigure> All(StudyResult result, ReportOptions options, CancellationToken cancellationToken)
    {
        var labels = new StudyLabels(result, options.Labels);
        var simulated = options.Simulated ?? result.IsSimulated;
        // Kaplan and Meier's curve of one cause, and what is made of it, is nobody's chance.
        var competes = result.Input.Competing is not null;
        Func<ReportFigure?>[] drawers =
        [
            () => Lasso(result, options.Style),
            () => Spearman(result, options.Style),
            () => competes ? null : KaplanMeier(result, options),
            () => Incidence(result, options),
            () => Roc(result, labels, options.Style),
            () => competes ? CompetingFigures.Nomogram(result, labels, options.Style) : Nomogram(result, labels, options.Style),
            .. competes ? [() => CompetingFigures.Calibration(result, labels, options)] : Calibrations(result, labels, options),
            .. competes ? CompetingFigures.Decisions(result, labels, options) : Decisions(result, labels, options),
            () => Waterfall(result, options.Style),
            () => Forest(result, labels, options.Style),
            () => Slices(options),
            .. options.Maps.Select((map, k) => (Func<ReportFigure?>)(() => Map(map.Figure, map.Caption, k))),
        ];
        var figures = new List<ReportFigure>();
        foreach (var draw in drawers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (draw() is { } figure)
                figures.Add(
                    simulated
                        ? figure with
                        {
                            Caption = ReportText.SimulatedMark + " " + figure.Caption,
                            Figure = figure.Figure.Marked(ReportText.SimulatedMark),
                        }
                        : figure
                );
        }
        return figures;
    }

    private static ReportFigure? Lasso(StudyResult result, FigureStyle style) =>
        result.Lasso is not { } lasso || lasso.Cv.Lambdas.Count < 2
            ? null
            : new ReportFigure(
                "fig1_lasso",
                "LASSO-Cox regression",
                Invariant($"Selection of features by LASSO-Cox regression with {lasso.Cv.FoldCount}-fold cross-validation in the ")
                    + "training set. (a) "
                    + $"Mean partial-likelihood deviance with standard errors; the dashed lines mark λ at the least deviance and the "
                        + $"largest λ within one standard error of it; the numbers along the top count the features. (b) Coefficients of "
                            + $"the z-scored features along the path.",
                LassoFigure.Draw(lasso.Cv, lasso.Index, style)
            );

    private static ReportFigure? Spearman(StudyResult result, FigureStyle style) =>
        result.Redundancy is not { Names.Count: > 1 } matrix
            ? null
            : new ReportFigure(
                "fig2_spearman",
                "Correlation of the selected features",
                $"Spearman correlation of the {matrix.Names.Count} selected features in the training set.",
                SpearmanFigure.Draw(matrix, "Spearman correlation of the selected features", style)
            );

    private static CurvePanel<SurvivalCurve>[] Panels(StudyResult result)
    {
        var several = result.Survival.All.Count() > 1;
        return
        [
            .. result.Survival.All.Select((s, k) =>
                s.Value.Groups is { } g
                    ? new CurvePanel<SurvivalCurve>(
                        (several ? PanelGrid.Letter(k, 2) : "") + ReportText.Set(s.Set),
                        [(ReportText.Group(false), g.Low.Curve), (ReportText.Group(true), g.High.Curve)],
                        g.LogRank.Test
                    )
                    : new CurvePanel<SurvivalCurve>(
                        (several ? PanelGrid.Letter(k, 2) : "") + ReportText.Set(s.Set),
                        [("All", s.Value.Overall.Curve)]
                    )
            ),
        ];
    }

    // The incidence of the event where competing events take patients away; Kaplan-Meier's complement is too high there.
    private static ReportFigure? Incidence(StudyResult result, ReportOptions options)
    {
        if (result is not { Competing: { } competing, Input.Competing: { } other })
            return null;
        List<CurvePanel<CumulativeIncidence>> panels = [];
        foreach (var (name, set) in result.Sets.All)
        {
            var data = CompetingRisksData.Create(
                set.FollowUp.Time, [.. set.Rows.Select((r, i) => set.FollowUp.Event[i] ? 1 : other[r] ? 2 : 0)]);
            bool?[] groups = result.CutPoint is { } cut ? [false, true] : [null];
            Add(result.Protocol.Outcome.Name, 1, competing.All.First(s => s.Set == name).Value.Gray);
            Add("competing events", 2, null);

            void Add(string what, int cause, TestResult? gray)
            {
                var curves = groups.Select(high => (Name: high is { } h ? ReportText.Group(h) : "All", Curve: Curve(high, cause)))
                    .Where(c => c.Curve is not null).Select(c => (c.Name, c.Curve!)).ToList();
                if (curves.Count > 0)
                    panels.Add(new($"{PanelGrid.Letter(panels.Count, 2)}{ReportText.Set(name)}, {what}", curves, gray));
            }

            CumulativeIncidence? Curve(bool? high, int cause)
            {
                int[] rows = [.. Enumerable.Range(0, set.Rows.Count)
                    .Where(i => high is null || result.CutPoint!.High[set.Rows[i]] == high)];
                return rows.Any(i => data.Cause[i] == cause) ? CumulativeIncidence.ForCause(data.Select(rows), cause) : null;
            }
        }
        var end = options.KaplanMeier.End ?? KaplanMeierFigure.End(Panels(result), options.KaplanMeier);
        return panels.Count == 0 ? null : new ReportFigure(
            "fig3_cumulative_incidence",
            $"Cumulative incidence of {result.Protocol.Outcome.Name} and of competing events",
            "Aalen and Johansen's estimates with pointwise 95% confidence bands; p is Gray's. Below the axes stand the numbers at risk.",
            CompetingRisksFigure.Draw(
                panels, result.Protocol.TimeUnit, options: options.KaplanMeier with { End = end }, style: options.Style));
    }

    private static ReportFigure? KaplanMeier(StudyResult result, ReportOptions options)
    {
        var panels = Panels(result);
        if (panels.All(p => p.Curves.All(g => g.Curve.Time.Count == 0)))
            return null;
        var last = panels.SelectMany(p => p.Curves).Max(g => g.Curve.Time.Count == 0 ? 0 : g.Curve.Time[^1]);
        var end = options.KaplanMeier.End ?? KaplanMeierFigure.End(panels, options.KaplanMeier);
        var cutOff = result.CutPoint is { } cut
            ? $", split at a Rad-score of {NumberText.Short(cut.Search.CutPoint)} ({ReportText.Rule(cut.Rule)} is high)"
            : "";
        var unit = result.Protocol.TimeUnit;
        var ends = end < last
            ? $" The axis ends at {NumberText.WithUnit(NumberText.Short(end, 3), unit)}, after which few patients are at risk; follow-up "
                + $"goes on to {NumberText.WithUnit(NumberText.Short(last, 3), unit)}."
            : "";
        return new ReportFigure(
            "fig3_kaplan_meier",
            Survival(result) + (panels.Any(p => p.Curves.Count > 1) ? " by Rad-score group" : ""),
            $"Kaplan-Meier estimates with pointwise 95% confidence bands{cutOff}. Ticks mark censored patients; below the axis stand "
                + $"the numbers "
                + $"at risk.{ends}",
            KaplanMeierFigure.Draw(panels, result.Protocol.TimeUnit, Survival(result), options.KaplanMeier, options.Style)
        );
    }

    private static ReportFigure? Roc(StudyResult result, StudyLabels labels, FigureStyle style)
    {
        if (result.Accuracy is not { } accuracy)
            return null;
        var panels = accuracy
            .All.SelectMany(s =>
                s.Value.Models.Where(m => m.Score is not null)
                    .Select(m => ($"{ReportText.Set(s.Set)}: {labels.Of(m.Model)}", m.Score!))
            )
            .ToArray();
        // A row a set; sets of a single model stand beside each other.
        var models = Math.Max(1, accuracy.Training.Models.Count(m => m.Score is not null));
        return panels.Length == 0
            ? null
            : new ReportFigure(
                "fig4_time_roc",
                "Time-dependent ROC curves",
                $"ROC curves of {result.Protocol.Outcome.Name} by each time, weighted by the inverse probability of censoring, with the "
                    + "area under the curve and its 95% confidence interval. A case has the event at or before the time.",
                RocFigure.Draw(panels, models == 1 ? panels.Length : models, result.Protocol.TimeUnit, style)
            );
    }

    private static ReportFigure? Nomogram(StudyResult result, StudyLabels labels, FigureStyle style)
    {
        var survival = result.Protocol.Outcome.Survival;
        return result.Models?.Nomogram is not { } nomogram ? null : Nomogram(
            result, labels, style, nomogram, survival, "Nomogram of " + survival,
            $"the probability of {survival} below the total. Fitted to the training set; for research use only.");
    }

    /// <summary>The figure of a nomogram: what its functions are at their times, and what is read of them.</summary>
    internal static ReportFigure Nomogram(
        StudyResult result, StudyLabels labels, FigureStyle style, CoxNomogram nomogram, string word, string title, string reading)
    {
        // A horizon that survival of 0 or 1 keeps off the nomogram has no function: the axis itself says its time.
        string Label(string axis) =>
            nomogram.Functions.Any(f => f.Name == axis) && NomogramFigure.HorizonOf(axis) is { } time
                ? ReportText.At(time, result.Protocol.TimeUnit, word)
            : axis == nomogram.LinearPredictor.Name ? axis
            : labels.Of(axis);
        return new ReportFigure(
            "fig5_nomogram",
            "Nomogram",
            $"Read the points of each variable off the first axis, add them up, and read {reading}",
            NomogramFigure.Draw(nomogram, Label, title, style,
                name => result.Protocol.Factors.Any(f => f.Name == name && f.Reference is not null)));
    }

    // A figure a model, so that each has room on a page; the final model's comes first.
    private static IEnumerable<Func<ReportFigure?>> Calibrations(StudyResult result, StudyLabels labels, ReportOptions options)
    {
        if (result.Models is not { } models)
            return [];
        return !options.CalibrationOfEveryModel
            ? [() => Calibration(result, labels, options, models.Final.Name, "fig6_calibration")]
            : models.Fits.Reverse().Select((fit, k) => (Func<ReportFigure?>)(() =>
                Calibration(result, labels, options, fit.Name, $"fig6{(char)('a' + k)}_calibration_{fit.Name}")));
    }

    private static ReportFigure? Calibration(
        StudyResult result, StudyLabels labels, ReportOptions options, string name, string figure)
    {
        if (result.Calibration is not { } calibration)
            return null;
        // A row a set, a column a horizon; the slope is that of all times and stands once.
        var panels = new List<CalibrationPanel>();
        foreach (var (set, _) in result.Sets.All)
        {
            foreach (var (time, sets) in calibration.Horizons)
            {
                var model = sets.All.FirstOrDefault(s => s.Set == set).Value?.FirstOrDefault(m => m.Model == name);
                if (model is { } m && (m.Groups is not null || m.Smooth is not null))
                    panels.Add(
                        new CalibrationPanel(
                            $"{ReportText.Set(set)}, {result.Protocol.Time(time)}", m.Groups, m.Smooth, m.Bootstrap, m.Slope));
            }
        }
        return panels.Count == 0
            ? null
            : new ReportFigure(
                figure,
                $"Calibration of the {labels.Of(name).ToLowerInvariant()}",
                "Observed (Kaplan-Meier, 95% confidence intervals) against mean predicted probabilities in groups of predicted risk; the "
                    + "dashed curve is a smooth calibration curve; crosses are corrected for optimism by the bootstrap (training set "
                        + "only); the diagonal is ideal.",
                CalibrationFigure.Draw(panels, result.Protocol.Outcome.Survival, Math.Max(1, calibration.Horizons.Count), options.Style)
            );
    }

    private static IEnumerable<Func<ReportFigure?>> Decisions(StudyResult result, StudyLabels labels, ReportOptions options)
    {
        if (!options.DecisionCurvesAtEveryHorizon)
            return [() => Decision(result, labels, options, result.Decisions, result.Protocol.CalibrationHorizon!.Value,
                "fig7_decision_curves")];
        return result.DecisionsAtHorizons.Select((h, k) =>
            (Func<ReportFigure?>)(
                () => Decision(result, labels, options, h.Sets, h.Time, $"fig7{(char)('a' + k)}_decision_curves_{NumberText.Plain(h.Time)}")
            )
        );
    }

    private static ReportFigure? Decision(
        StudyResult result,
        StudyLabels labels,
        ReportOptions options,
        BySet<SetDecisions>? decisions,
        double time,
        string name
    )
    {
        var panels = decisions?.All.Select(s => (Title: ReportText.Set(s.Set), Curve: s.Value.Extended)).ToArray() ?? [];
        if (panels.Length == 0 || !panels.Any(p => p.Curve.Strategies.Any(s => s.Points.Any(q => double.IsFinite(q.NetBenefit)))))
            return null;
        var what = options.DecisionCurves.InterventionsAvoided
            ? "Net interventions avoided per 100 patients, against acting on everybody"
            : $"Net benefit of acting on each model's predicted risk of {result.Protocol.Outcome.Name}, of acting on everybody and on "
                + $"nobody";
        var smooth = options.DecisionCurves.SmoothSpan is { } span ? $" Curves are smoothed (loess, span {NumberText.Short(span)})." : "";
        return new ReportFigure(
            name,
            "Decision curves at " + result.Protocol.Time(time),
            $"{what}, by the threshold probability. Where the follow-up of those above a threshold ends early, their Kaplan-Meier curve "
                + $"is carried "
                + $"on.{smooth}",
            DecisionCurveFigure.Draw(
                panels,
                time,
                result.Protocol.TimeUnit,
                labels.Of,
                result.Protocol.Outcome.Name,
                options.DecisionCurves,
                options.Style
            )
        );
    }

    private static ReportFigure? Waterfall(StudyResult result, FigureStyle style)
    {
        if (result.RadScore is not { } score || result.CutPoint is not { } cut)
            return null;
        var events = result.Input.FollowUp.Event.ToArray();
        var panels = result
            .Sets.All.Where(s => s.Value.Rows.Count > 0)
            .Select(s => (ReportText.Set(s.Set), (IReadOnlyList<double>)s.Value.Take(score), (IReadOnlyList<bool>)s.Value.Take(events)))
            .ToArray();
        return new ReportFigure(
            "fig8_waterfall",
            "Rad-scores of all patients",
            $"One bar a patient, from the cut-off, in ascending order of the Rad-score; colours tell who {result.Protocol.Outcome.Verb} "
                + $"during follow-up.",
            WaterfallFigure.Draw(
                panels,
                cut.Search.CutPoint,
                happened: result.Protocol.Outcome.Verb,
                notHappened: $"no {result.Protocol.Outcome.Name} "
                    + (result.Input.Competing is null ? "at last follow-up" : "before a competing event or at last follow-up"),
                style: style
            )
        );
    }

    private static ReportFigure? Forest(StudyResult result, StudyLabels labels, FigureStyle style)
    {
        var rows = new List<ForestRow> { ForestRow.Section("Univariable") };
        rows.AddRange(result.Cox.Univariable.SelectMany(f => f.Model?.Table() ?? []).Select(c => Row(c, labels)));
        if (result.Cox.Multivariable is { } multivariable)
            rows.AddRange([ForestRow.Section("Multivariable"), .. multivariable.Table().Select(c => Row(c, labels))]);
        if (result.Models?.Final is { } final)
            rows.AddRange([ForestRow.Section(labels.Of(final.Name)), .. final.Model.Table().Select(c => Row(c, labels))]);
        return !rows.Any(r => double.IsFinite(r.HazardRatio) && r.HazardRatio > 0)
            ? null
            : new ReportFigure(
                "fig9_forest",
                "Hazard ratios",
                "Cox models of the training set: each variable by itself, the passing variables together, and the final model. Bars are "
                    + "95% confidence intervals, an arrow where one goes on beyond the axis; vermilion marks p < 0.05."
                    + CompetingTable.CauseSpecific(result),
                ForestFigure.Draw(rows, "Hazard ratios for " + result.Protocol.Outcome.Name, style)
            );
    }

    private static string Survival(StudyResult result) => ReportText.Capital(result.Protocol.Outcome.Survival);

    private static ForestRow Row(CoxCoefficient c, StudyLabels labels) =>
        new(labels.OfTerm(c.Name), c.HazardRatio, c.Lower, c.Upper, c.PValue);

    private static ReportFigure? Slices(ReportOptions options) =>
        options.Slices.Count == 0
            ? null
            : new ReportFigure(
                "fig10_slices",
                "Image and contour",
                "Slices of the image with the contour of the region in orange.",
                SliceFigure.Draw(options.Slices, style: options.Style)
            );

    private static ReportFigure Map(Figure figure, string caption, int index) =>
        new(Invariant($"fig{11 + index}_map"), figure.Title, caption, figure);
}
