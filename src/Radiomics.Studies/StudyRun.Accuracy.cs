using Survival.Models.Calibration;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.Resampling;

namespace Radiomics.Studies;

/// <summary>How well the models predict.</summary>
internal sealed partial class StudyRun
{
    private static readonly (string First, string Second)[] Pairs = [("nomogram", "signature"), ("nomogram", "clinical"), ("signature", "clinical")];

    private SetConcordance? Concordances(StudySet set, StudyModels models)
    {
        var tau = options.Horizons[^1];
        var estimates = new List<ModelConcordance>();
        foreach (var fit in models.Fits)
        {
            var marker = set.Take(fit.LinearPredictor);
            if (Try("concordance", $"{set.Name}: no concordance", () => Concordance.Estimate(set.FollowUp, marker)) is { } harrell)
                estimates.Add(new ModelConcordance(fit.Name, harrell, Try("concordance", $"{set.Name}: no Uno's C", () => Concordance.Estimate(set.FollowUp, marker, ConcordanceOptions.Uno(tau)))));
        }
        var comparisons = new List<ConcordancePair>();
        foreach (var (a, b) in Pairs)
        {
            if (models.Find(a) is not { } first || models.Find(b) is not { } second || estimates.Count == 0)
                continue;
            var (x, y) = (set.Take(first.LinearPredictor), set.Take(second.LinearPredictor));
            var what = $"{set.Name}: {a} and {b} cannot be compared";
            if (Try("concordance", what, () => Concordance.Compare(set.FollowUp, [(a, x), (b, y)])) is not { } joint)
                continue;
            comparisons.Add(new ConcordancePair(
                a,
                b,
                joint,
                TryValue("concordance", what, () => Concordance.CompareKang(set.FollowUp, x, y)),
                TryValue("concordance", what, () => Concordance.CompareNoether(set.FollowUp, x, y)),
                TryValue("concordance", what, () => Concordance.Noether(set.FollowUp, x)),
                TryValue("concordance", what, () => Concordance.Noether(set.FollowUp, y)),
                TryValue("concordance", what, () => Concordance.MoreConcordant(set.FollowUp, x, y))));
        }
        return estimates.Count == 0 ? null : new SetConcordance(estimates, comparisons, set);
    }

    private SetAccuracy? Accuracy(StudySet set, StudyModels models)
    {
        double[] Defined(IpcwConvention convention)
        {
            var marker = set.Take(models.Fits[0].LinearPredictor);
            return [.. models.Horizons.Where(h => Try("time_auc", FormattableString.Invariant($"{set.Name}, at {h} {options.TimeUnit}, {(convention == IpcwConvention.TimeRoc ? "timeROC" : "Score and Brier")}"), () => TimeDependentRoc.Ipcw(set.FollowUp, marker, [h], convention)) is not null)];
        }
        var (times, scoreTimes) = (Defined(IpcwConvention.TimeRoc), Defined(IpcwConvention.RiskRegression));
        if (times.Length == 0 && scoreTimes.Length == 0)
            return null;
        var accuracies = models.Fits.Select(fit =>
        {
            var marker = set.Take(fit.LinearPredictor);
            double[][] risk = [.. scoreTimes.Select(h => set.Take([.. fit.Survival[models.Horizons.ToList().IndexOf(h)].Select(s => 1 - s)]))];
            return new ModelAccuracy(
                fit.Name,
                times.Length == 0 ? null : TimeDependentRoc.Ipcw(set.FollowUp, marker, times),
                scoreTimes.Length == 0 ? null : TimeDependentRoc.Ipcw(set.FollowUp, marker, scoreTimes, IpcwConvention.RiskRegression),
                scoreTimes.Length == 0 ? null : Try("time_auc", $"{set.Name}: no Brier score", () => BrierScore.Ipcw(set.FollowUp, risk, scoreTimes)));
        });
        return new SetAccuracy(times, scoreTimes, [.. accuracies], scoreTimes.Length == 0 ? null : Try("time_auc", $"{set.Name}: no Brier score", () => BrierScore.Null(set.FollowUp, scoreTimes)), set);
    }

    private IReadOnlyList<ModelCalibration>? Calibration(StudySet set, StudyModels models)
    {
        var at = models.CalibrationHorizon;
        var isTraining = set.Name == StudySet.TrainingName;
        var calibrations = new List<ModelCalibration>();
        foreach (var fit in models.Fits)
        {
            cancellation.ThrowIfCancellationRequested();
            var survival = set.Take(fit.SurvivalAtCalibration);
            var what = $"{set.Name}, {fit.Name}";
            calibrations.Add(new ModelCalibration(
                fit.Name,
                set.Rows,
                Try("calibration", what + ", groups", () => SurvivalCalibration.ByGroups(set.FollowUp, survival, at, CalibrationCuts.OfCount(options.CalibrationGroups))),
                TryValue("calibration", what + ", slope", () => SurvivalCalibration.Slope(set.FollowUp, set.Take(fit.LinearPredictor))),
                TryValue("calibration", what + ", in the large", () => SurvivalCalibration.InTheLarge(set.FollowUp, survival, at)),
                Try("calibration", what + ", smooth curve", () => SurvivalCalibration.Smooth(set.FollowUp, survival, at)),
                isTraining && options.Bootstraps > 0 ? Try("calibration", what + ", bootstrap", () => Bootstrap(set, fit, at)) : null));
        }
        return calibrations.TrueForAll(c => c.Groups is null && c.Slope is null && c.InTheLarge is null && c.Smooth is null) ? null : calibrations;
    }

    private ModelValidation Bootstrap(StudySet set, StudyModelFit fit, double at)
    {
        var places = fit.Rows.Select((r, i) => (r, i)).ToDictionary(p => p.r, p => p.i);
        var x = fit.Covariates.SelectRows([.. set.Rows.Select(r => places[r])]);
        return ModelValidation.Bootstrap(
            set.FollowUp,
            x,
            at,
            Resample.BootstrapSets(set.Rows.Count, options.Bootstraps, options.Seed),
            new ModelValidationOptions { GroupSize = Math.Max(1, set.Rows.Count / options.CalibrationGroups), MaxDegreeOfParallelism = options.Parallelism },
            cancellationToken: cancellation);
    }

    private SetDecisions? Decisions(StudySet set, StudyModels models)
    {
        var at = models.CalibrationHorizon;
        (string, double[])[] risks = [.. models.Fits.Select(f => (f.Name, set.Take([.. f.SurvivalAtCalibration.Select(s => 1 - s)])))];
        DecisionCurve Curve(bool extend) => DecisionCurve.Survival(set.FollowUp, at, risks, new DecisionCurveOptions { Thresholds = options.DecisionThresholds, ExtendKaplanMeier = extend });
        return Try("dca", $"{set.Name}: no decision curves", () => new SetDecisions(Curve(false), Curve(true), set));
    }
}
