using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Figures;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;
using Survival.Models.Cox;

namespace Radiomics.Reporting;

/// <summary>The figures of a study. A step that the study does not have has no figure.</summary>
public static class ReportFigures
{
    /// <summary>Draws all the figures there are.</summary>
    /// <param name="result">The study.</param>
    /// <param name="options">Labels and slices; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyList<ReportFigure> All(
        StudyResult result,
        ReportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(result);
        options ??= ReportOptions.Default;
        var labels = new ColumnLabels(result.Protocol, options.Labels);
        var simulated = options.Simulated ?? result.IsSimulated;
        Func<ReportFigure?>[] drawers =
        [
            () => Lasso(result),
            () => Spearman(result),
            () => KaplanMeier(result),
            () => Roc(result, labels),
            () => Nomogram(result, labels),
            () => Calibration(result, labels),
            () => Decisions(result, labels),
            () => Waterfall(result),
            () => Forest(result, labels),
            () => Slices(options),
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

    private static ReportFigure? Lasso(StudyResult result) =>
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
                LassoFigure.Draw(lasso.Cv, lasso.Index)
            );

    private static ReportFigure? Spearman(StudyResult result) =>
        result.Redundancy is not { Matrix: { Names.Count: > 0 } matrix }
            ? null
            : new ReportFigure(
                "fig2_spearman",
                "Correlation of the selected features",
                $"Spearman correlation of the {matrix.Names.Count} selected features in the training set.",
                SpearmanFigure.Draw(matrix, "Spearman correlation of the selected features")
            );

    private static ReportFigure? KaplanMeier(StudyResult result)
    {
        var panels = result
            .Survival.All.Select(s =>
                s.Value.Groups is { } g
                    ? new KaplanMeierPanel(ReportText.Set(s.Set), [("Low risk", g.Low.Curve), ("High risk", g.High.Curve)], g.LogRank)
                    : new KaplanMeierPanel(ReportText.Set(s.Set), [("All", s.Value.Overall.Curve)])
            )
            .ToArray();
        return panels.All(p => p.Groups.All(g => g.Curve.Time.Count == 0))
            ? null
            : new ReportFigure(
                "fig3_kaplan_meier",
                Survival(result) + (panels.Any(p => p.Groups.Count > 1) ? " by risk group" : ""),
                "Kaplan-Meier estimates with pointwise 95% confidence bands"
                    + (
                        result.CutPoint is { } cut
                            ? $", split at a Rad-score of {NumberText.Short(cut.Search.CutPoint)} ({ReportText.Rule(cut.Rule)} is high "
                                + $"risk)"
                            : ""
                    )
                    + ". Ticks mark censored patients; below the axis stand the numbers at risk.",
                KaplanMeierFigure.Draw(panels, result.Protocol.TimeUnit, Survival(result))
            );
    }

    private static ReportFigure? Roc(StudyResult result, ColumnLabels labels)
    {
        if (result.Accuracy is not { } accuracy)
            return null;
        var panels = accuracy
            .All.SelectMany(s =>
                s.Value.Models.Where(m => m.Roc is not null)
                    .Select(m => new RocPanel($"{ReportText.Set(s.Set)}: {labels.Of(m.Model)}", m.Roc!))
            )
            .ToArray();
        return panels.Length == 0
            ? null
            : new ReportFigure(
                "fig4_time_roc",
                "Time-dependent ROC curves",
                $"ROC curves of {result.Protocol.Outcome.Name} by each time, weighted by the inverse probability of censoring, with the "
                    + $"area under the curve and its 95% confidence interval.",
                RocFigure.Draw(panels, Math.Max(1, accuracy.Training.Models.Count(m => m.Roc is not null)), result.Protocol.TimeUnit)
            );
    }

    private static ReportFigure? Nomogram(StudyResult result, ColumnLabels labels)
    {
        if (result.Models is not { Nomogram: { } nomogram } models)
            return null;
        string Label(string axis)
        {
            var k = nomogram.Functions.ToList().FindIndex(f => f.Name == axis);
            return k >= 0 && k < models.Horizons.Count
                    ? ReportText.At(models.Horizons[k], result.Protocol.TimeUnit, result.Protocol.Outcome.Survival)
                : axis == nomogram.LinearPredictor.Name ? axis
                : labels.Of(axis);
        }
        return new ReportFigure(
            "fig5_nomogram",
            "Nomogram",
            $"Read the points of each variable off the first axis, add them up, and read the probability of "
                + $"{result.Protocol.Outcome.Survival} below the total. Fitted to the training set; for research use only.",
            NomogramFigure.Draw(nomogram, Label, "Nomogram of " + result.Protocol.Outcome.Survival));
    }

    private static ReportFigure? Calibration(StudyResult result, ColumnLabels labels)
    {
        if (result.Calibration is not { } calibration || result.Models is not { } models)
            return null;
        var panels = calibration.All
            .Select(s => (s.Set, Model: s.Value.FirstOrDefault(m => m.Model == models.Final.Name)))
            .Where(s => s.Model is { } m && (m.Groups is not null || m.Smooth is not null))
            .Select(s => new CalibrationPanel(
                $"{ReportText.Set(s.Set)}: {labels.Of(s.Model!.Model)}",
                s.Model.Groups,
                s.Model.Smooth,
                s.Model.Bootstrap,
                s.Model.Slope
            ))
            .ToArray();
        return panels.Length == 0
            ? null
            : new ReportFigure(
                "fig6_calibration",
                "Calibration",
                "Observed (Kaplan-Meier, 95% confidence intervals) against mean predicted probabilities in groups of predicted risk; the "
                    + "dashed curve is a smooth calibration curve; crosses are corrected for optimism by the bootstrap (training set "
                        + "only); the diagonal is ideal.",
                CalibrationFigure.Draw(panels, models.CalibrationHorizon, result.Protocol.TimeUnit, result.Protocol.Outcome.Survival)
            );
    }

    private static ReportFigure? Decisions(StudyResult result, ColumnLabels labels)
    {
        var panels = result.Decisions?.All.Select(s => new DecisionCurvePanel(ReportText.Set(s.Set), s.Value.Extended)).ToArray() ?? [];
        return panels.Length == 0 || !panels.Any(p => p.Curve.Strategies.Any(s => s.Points.Any(q => double.IsFinite(q.NetBenefit))))
            ? null
            : new ReportFigure(
                "fig7_decision_curves",
                "Decision curves",
                $"Net benefit of acting on each model's predicted risk of {result.Protocol.Outcome.Name}, of acting on everybody and on "
                    + $"nobody, by the threshold probability. Where the follow-up of those above a threshold ends early, their "
                        + $"Kaplan-Meier curve is carried on.",
                DecisionCurveFigure.Draw(
                    panels,
                    result.Protocol.CalibrationHorizon!.Value,
                    result.Protocol.TimeUnit,
                    labels.Of,
                    result.Protocol.Outcome.Name
                )
            );
    }

    private static ReportFigure? Waterfall(StudyResult result)
    {
        if (result.RadScore is not { } score || result.CutPoint is not { } cut)
            return null;
        var events = result.Input.FollowUp.Event.ToArray();
        var panels = result
            .Sets.All.Where(s => s.Value.Rows.Count > 0)
            .Select(s => new WaterfallPanel(ReportText.Set(s.Set), s.Value.Take(score), s.Value.Take(events)))
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
                notHappened: $"no {result.Protocol.Outcome.Name} at last follow-up"
            )
        );
    }

    private static ReportFigure? Forest(StudyResult result, ColumnLabels labels)
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
                    + "95% confidence intervals; vermilion marks p < 0.05.",
                ForestFigure.Draw(rows, "Hazard ratios for " + result.Protocol.Outcome.Name)
            );
    }

    private static string Survival(StudyResult result) => ReportText.Capital(result.Protocol.Outcome.Survival);

    private static ForestRow Row(CoxCoefficient c, ColumnLabels labels) =>
        new(labels.Of(c.Name), c.HazardRatio, c.Lower, c.Upper, c.PValue);

    private static ReportFigure? Slices(ReportOptions options) =>
        options.Slices.Count == 0
            ? null
            : new ReportFigure(
                "fig10_slices",
                "Image and contour",
                "Slices of the image with the contour of the region in orange.",
                SliceFigure.Draw(options.Slices)
            );
}
