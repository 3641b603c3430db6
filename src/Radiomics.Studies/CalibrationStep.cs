using Survival.Models.Calibration;
using Survival.Models.Resampling;

namespace Radiomics.Studies;

/// <summary>
/// A model's calibration in one set at a horizon. What is not defined there is <see langword="null"/>, and a note says why.
/// </summary>
/// <param name="Model">The model's name.</param>
/// <param name="Rows">The rows of the input that it was measured on.</param>
/// <param name="Groups">Kaplan-Meier against mean predicted survival in groups of the set's own predictions.</param>
/// <param name="Slope">The calibration slope, at the calibration horizon alone, because it is that of all times; else
/// <see langword="null"/>.</param>
/// <param name="InTheLarge">Observed against expected risk.</param>
/// <param name="Smooth">The smooth curve with ICI, E50, E90 and Emax.</param>
/// <param name="Bootstrap">Training set only: the optimism-corrected points and indices. Beside the calibration horizon of the final model
/// alone.</param>
/// <param name="TrainingGroups">Final model only: each row's group between <see cref="StudyCalibration.TrainingCuts"/>, from 0; else
/// empty.</param>
public sealed record ModelCalibration(
    string Model,
    IReadOnlyList<int> Rows,
    GroupedCalibration? Groups,
    TestedEstimate? Slope,
    InTheLarge? InTheLarge,
    SmoothCalibration? Smooth,
    ModelValidation? Bootstrap,
    IReadOnlyList<int> TrainingGroups);

/// <summary>The calibration of the models.</summary>
/// <param name="Sets">By set, a model each.</param>
/// <param name="TrainingCuts">Quantiles of the training predictions of the final model.</param>
public sealed record StudyCalibration(BySet<IReadOnlyList<ModelCalibration>> Sets, IReadOnlyList<double> TrainingCuts)
{
    /// <summary>The same at each horizon of the study, in their order; the calibration horizon may be among them.</summary>
    public IReadOnlyList<(double Time, BySet<IReadOnlyList<ModelCalibration>> Sets)> Horizons { get; init; } = [];

    /// <summary>That of the training set.</summary>
    public IReadOnlyList<ModelCalibration> Training => Sets.Training;

    /// <summary>The sets there are.</summary>
    public IEnumerable<(string Set, IReadOnlyList<ModelCalibration> Value)> All => Sets.All;
}

/// <summary>The calibration of the models.</summary>
internal static class CalibrationStep
{
    public static Outcome<StudyCalibration> Make(StudyWork work, BySet<StudySet> evaluated, BySet<StudySet> sets, StudyModels models)
    {
        double[] predicted = [.. sets.Training.Take(models.Final.SurvivalAtCalibration).Where(v => !double.IsNaN(v))];
        var cuts = PredictionGroups.ByQuantiles(predicted, work.Protocol.CalibrationGroups);
        var at = models.CalibrationHorizon;
        var notes = new CalibrationNotes(work);
        var all = evaluated.MapSome(set => Of(work, notes, set, models, cuts, at, fit => fit.SurvivalAtCalibration));
        if (all is null)
        {
            notes.Tell();
            return Outcome<StudyCalibration>.None("");
        }
        var horizons = new List<(double Time, BySet<IReadOnlyList<ModelCalibration>> Sets)>();
        for (var k = 0; k < models.Horizons.Count; k++)
        {
            var (time, place) = (models.Horizons[k], k);
            var there = time == at ? all : evaluated.MapSome(set => Of(work, notes, set, models, cuts, time, fit => fit.Survival[place]));
            if (there is not null)
                horizons.Add((time, there));
        }
        notes.Tell();
        return new StudyCalibration(all, cuts.Cuts) { Horizons = horizons };
    }

    private static IReadOnlyList<ModelCalibration>? Of(
        StudyWork work,
        CalibrationNotes notes,
        StudySet set,
        StudyModels models,
        PredictionGroups cuts,
        double at,
        Func<StudyModelFit, IReadOnlyList<double>> predicted
    )
    {
        if (!work.Reaches(StudyStep.Calibration, set, at))
            return null;
        var isMain = at == models.CalibrationHorizon;
        var isTraining = set.Name == StudySet.TrainingName;
        var calibrations = new List<ModelCalibration>();
        foreach (var fit in models.Fits)
        {
            work.Cancellation.ThrowIfCancellationRequested();
            var survival = set.Take(predicted(fit));
            const string Smooth = ", smooth curve";
            // Of follow-up with censoring alone; where events compete the incidence is compared (SetCompeting).
            var competes = work.Input.Competing is not null;
            var inside = !competes && survival.All(s => s is > 0 and < 1);
            if (!inside && !competes)
                notes.Add(fit.Name + Smooth, "A predicted survival is 0 or 1, which has no place on it.", set.Name, at);
            calibrations.Add(
                new ModelCalibration(
                    fit.Name,
                    set.Rows,
                    competes ? null : notes.Try(
                        fit.Name + ", groups",
                        set.Name,
                        at,
                        () =>
                            SurvivalCalibration.ByGroups(
                                set.FollowUp,
                                survival,
                                at,
                                CalibrationCuts.OfCount(work.Protocol.CalibrationGroups)
                            )
                    ),
                    isMain
                        ? notes.TryValue(
                            fit.Name + ", slope",
                            set.Name,
                            double.NaN,
                            () => SurvivalCalibration.Slope(set.FollowUp, set.Take(fit.LinearPredictor))
                        )
                        : null,
                    competes ? null : notes.TryValue(
                        fit.Name + ", in the large",
                        set.Name,
                        at,
                        () => SurvivalCalibration.InTheLarge(set.FollowUp, survival, at)
                    ),
                    inside
                        ? notes.Try(fit.Name + Smooth, set.Name, at, () => SurvivalCalibration.Smooth(set.FollowUp, survival, at))
                        : null,
                    isTraining && work.Protocol.Bootstraps > 0 && (isMain || (!competes && fit.Name == models.Final.Name))
                        ? notes.Try(fit.Name + ", bootstrap", set.Name, at, () => Bootstrap(work, set, fit, at))
                        : null,
                    isMain && fit.Name == models.Final.Name ? cuts.GroupOf(survival) : []
                )
            );
        }
        return calibrations.TrueForAll(c => c.Groups is null && c.Slope is null && c.InTheLarge is null && c.Smooth is null)
            ? null
            : calibrations;
    }

    private static ModelValidation Bootstrap(StudyWork work, StudySet set, StudyModelFit fit, double at)
    {
        var places = fit.Rows.Select((r, i) => (r, i)).ToDictionary(p => p.r, p => p.i);
        var x = fit.Covariates.SelectRows([.. set.Rows.Select(r => places[r])]);
        return ModelValidation.Bootstrap(
            set.FollowUp,
            x,
            at,
            Resample.BootstrapSets(set.Rows.Count, work.Protocol.Bootstraps, work.Protocol.Seed),
            new ModelValidationOptions
            {
                GroupSize = Math.Max(1, set.Rows.Count / work.Protocol.CalibrationGroups),
                MaxDegreeOfParallelism = work.Threads,
            },
            cancellationToken: work.Cancellation
        );
    }
}
