using Survival.Models.Cox;
using Survival.Models.Prognosis;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>One of the study's models: <c>signature</c>, <c>clinical</c> or <c>nomogram</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Model">The Cox model (Efron's ties), fitted to the training rows.</param>
/// <param name="Covariates">Its covariates, a row for each of <paramref name="Rows"/>.</param>
/// <param name="Rows">The rows of the input that have a value of all its covariates and can be predicted.</param>
/// <param name="LinearPredictor">The linear predictor of every row of the input, not centred; NaN where a covariate is missing.</param>
/// <param name="Survival">Predicted survival at each of the study's horizons: a list a horizon, with a value for every row of the input;
/// NaN where a covariate is missing.</param>
/// <param name="SurvivalAtCalibration">Predicted survival at the calibration horizon, a value for every row of the input.</param>
/// <param name="Hazards">The cumulative hazard at each horizon where all covariates are 0.</param>
/// <param name="BreslowHazards">The same by Breslow's estimate with the same coefficients; NaN beyond its last time.</param>
public sealed record StudyModelFit(
    string Name,
    CoxModel Model,
    DesignMatrix Covariates,
    IReadOnlyList<int> Rows,
    IReadOnlyList<double> LinearPredictor,
    IReadOnlyList<IReadOnlyList<double>> Survival,
    IReadOnlyList<double> SurvivalAtCalibration,
    IReadOnlyList<double> Hazards,
    IReadOnlyList<double> BreslowHazards);

/// <summary>The study's models and its nomogram.</summary>
/// <param name="Fits">The models there are, in the order signature, clinical, nomogram. The nomogram is missing where there is only one of
/// the others.</param>
/// <param name="Final">The model that the nomogram draws: <c>nomogram</c>, or the only model there is.</param>
/// <param name="Nomogram">Its axes, as <c>rms::nomogram</c> lays them out; the functions are <c>surv_t6</c> ... in the order of
/// <paramref name="Horizons"/>. <see langword="null"/> where it cannot be drawn, or where events compete: it
/// is then that of <see cref="StudyResult.Model"/>.</param>
/// <param name="Means">The training mean of each column of the final model.</param>
/// <param name="Centre">What is taken off the uncentred linear predictor: the sum of coefficients times training means.</param>
/// <param name="Range">The smallest and the largest centred linear predictor of the training rows.</param>
/// <param name="Horizons">The times of the predictions: those of the protocol that lie within the training follow-up.</param>
/// <param name="CalibrationHorizon">The time of calibration and decision curves.</param>
/// <param name="TotalPoints">The total points of every row of the input; NaN where a covariate is missing; empty without a
/// nomogram.</param>
/// <param name="ProportionalHazards">The test of proportional hazards of <paramref name="Final"/>; <see langword="null"/> where it cannot
/// be made.</param>
/// <param name="FitIndices">How much the final model explains.</param>
/// <param name="Baseline">The cumulative hazard of the final model at each time, where all covariates are 0.</param>
/// <param name="CentredSurvival">The survival at each horizon at the mean linear predictor.</param>
public sealed record StudyModels(
    IReadOnlyList<StudyModelFit> Fits,
    StudyModelFit Final,
    CoxNomogram? Nomogram,
    IReadOnlyList<double> Means,
    double Centre,
    (double Low, double High) Range,
    IReadOnlyList<double> Horizons,
    double CalibrationHorizon,
    IReadOnlyList<double> TotalPoints,
    ProportionalHazardsTest? ProportionalHazards,
    CoxFitIndices FitIndices,
    IReadOnlyList<(double Time, double CumulativeHazard)> Baseline,
    IReadOnlyList<double> CentredSurvival)
{
    /// <summary>A model by its name, or <see langword="null"/>.</summary>
    /// <param name="name"><c>signature</c>, <c>clinical</c> or <c>nomogram</c>.</param>
    public StudyModelFit? Find(string name) => Fits.FirstOrDefault(f => f.Name == name);
}

/// <summary>The three models and the nomogram.</summary>
internal static class ModelsStep
{
    public const string Signature = "signature";
    public const string Clinical = "clinical";
    public const string Nomogram = "nomogram";

    public static Outcome<StudyModels> Make(StudyWork work, StudySet training, double[]? score, List<Factor> factors, StudyCox cox)
    {
        var protocol = work.Protocol;
        var kept = factors.Where(f => cox.Kept.Contains(f.Name, StringComparer.Ordinal)).ToList();
        var radScore = score is null ? null : new Factor(ModelStep.ScoreName, score);
        var last = training.FollowUp.Time.ToArray().Max();
        double[] horizons = [.. protocol.Horizons.Where(h => h <= last)];
        // The models are compared with each other, so all are fitted to the patients that have every factor.
        var missing = training.Rows.Count(r => kept.Exists(f => !f.IsKnown(r)));
        if (missing > 0)
            work.Note(
                StudyStep.Models,
                Invariant($"{missing} training {(missing == 1 ? "patient lacks" : "patients lack")} a value of ")
                    + $"{string.Join(", ", kept.Select(f => f.Name))}: the models are fitted to the others."
            );
        var fits = new List<StudyModelFit>();
        void Add(string name, List<Factor> own)
        {
            if (
                work.Try(StudyStep.Models, $"The {name} model has no estimate", () => Fit(work, training, name, own, kept, horizons)) is
                { } fit
            )
                fits.Add(fit);
        }
        if (radScore is not null)
            Add(Signature, [radScore]);
        if (kept.Count > 0)
            Add(Clinical, kept);
        if (radScore is not null && kept.Count > 0)
            Add(Nomogram, [radScore, .. kept]);
        if (fits.Count > 0)
            SampleSizeNote.Make(work, training, fits[^1].Model);
        return fits.Count == 0
            ? Outcome<StudyModels>.None("There is neither a signature nor a clinical factor: the study ends without a model.")
            : Whole(work, training, fits, radScore, factors, horizons);
    }

    /// <summary>The final model alone: signature and kept factors, or what there is of them; <see langword="null"/> where there is
    /// neither, or no estimate.</summary>
    public static StudyModelFit? FinalFit(StudyWork work, StudySet training, double[]? score, List<Factor> factors, StudyCox cox)
    {
        var kept = factors.Where(f => cox.Kept.Contains(f.Name, StringComparer.Ordinal)).ToList();
        List<Factor> own = score is null ? kept : [new Factor(ModelStep.ScoreName, score), .. kept];
        return own.Count == 0 ? null : Refit(work, training, own);
    }

    /// <summary>A model of given factors; <see langword="null"/> where there is no estimate.</summary>
    public static StudyModelFit? Refit(StudyWork work, StudySet training, List<Factor> own)
    {
        var last = training.FollowUp.Time.ToArray().Max();
        return work.Protocol.CalibrationHorizon!.Value > last
            ? null
            : work.Try(StudyStep.Models, "The model has no estimate", () => Fit(
                work, training, Nomogram, own, own, [.. work.Protocol.Horizons.Where(h => h <= last)]));
    }

    /// <summary>The predictors of the final model, as a nomogram or a form shows them.</summary>
    public static List<Predictor> Predictors(StudyWork work, StudySet training, StudyModelFit final, Factor? radScore, List<Factor> factors)
    {
        var rows = Fitted(training, final);
        List<Factor> all = radScore is null ? factors : [radScore, .. factors];
        return [.. final.Model.Terms.Select(t => all.Find(f => f.Name == t.Name)!.ToPredictor(work.Protocol, rows))];
    }

    /// <summary>The patients of a set that every model can predict, so that models are compared on the same patients.</summary>
    public static StudySet Evaluated(StudyWork work, StudySet set, StudyModels models)
    {
        int[] places =
        [
            .. Enumerable.Range(0, set.Rows.Count).Where(i => models.Fits.All(f => !double.IsNaN(f.LinearPredictor[set.Rows[i]]))),
        ];
        var absent = set.Rows.Count - places.Length;
        if (absent == 0)
            return set;
        work.Note(
            StudyStep.Models,
            (absent is 1 ? "1 patient" : Invariant($"{absent} patients"))
                + $" of the {set.Name} set {(absent is 1 ? "lacks" : "lack")} a value of a clinical factor: the "
                + Invariant($"models are measured on the other {places.Length}.")
        );
        return places.Length == 0 ? set : new StudySet(set.Name, [.. places.Select(i => set.Rows[i])], set.FollowUp.Select(places));
    }

    private static StudyModels Whole(
        StudyWork work,
        StudySet training,
        List<StudyModelFit> fits,
        Factor? radScore,
        List<Factor> factors,
        double[] horizons
    )
    {
        var final = fits[^1];
        var model = final.Model;
        int[] fitted = Fitted(training, final);
        var places = final.Rows.Select((r, i) => (r, i)).ToDictionary(p => p.r, p => p.i);
        double[] means = [.. ColumnScale.Estimate(final.Covariates.SelectRows([.. fitted.Select(r => places[r])])).Select(c => c.Mean)];
        var center = model.LinearPredictor(means, centred: false);
        var lp = fitted.Select(r => final.LinearPredictor[r] - center).ToList();
        var range = (lp.Min(), lp.Max());
        var predictors = Predictors(work, training, final, radScore, factors);
        // Where events compete the nomogram is that of the incidence, in StudyResult.Model.
        var nomogram = work.Input.Competing is not null ? null : work.Try(
            StudyStep.Models,
            "The nomogram cannot be drawn",
            () => PrognosticModel.From(model, predictors, means, range, horizons).Nomogram
        );
        double[] times = model.Baseline().Time.ToArray();
        return new StudyModels(
            fits,
            final,
            nomogram,
            means,
            center,
            range,
            horizons,
            work.Protocol.CalibrationHorizon!.Value,
            nomogram is null ? [] : [.. final.LinearPredictor.Select(v => nomogram.TotalPoints(v - center))],
            work.Try(StudyStep.Models, "Proportional hazards cannot be tested", () => model.ProportionalHazards()),
            CoxFitIndices.Of(model),
            [.. times.Select(t => (t, model.CumulativeHazard(t)))],
            [.. horizons.Select(t => Math.Exp(-model.CumulativeHazard(t, center)))]);
    }

    private static StudyModelFit Fit(
        StudyWork work,
        StudySet training,
        string name,
        List<Factor> own,
        List<Factor> needed,
        double[] horizons
    )
    {
        var (places, rows) = Factor.Complete(training, [.. own, .. needed.Except(own)]);
        var model = CoxModel.Fit(training.FollowUp.Select(places), Factor.Design(own, rows), cancellationToken: work.Cancellation);
        int[] known = [.. Enumerable.Range(0, work.Count).Where(r => own.TrueForAll(f => f.IsKnown(r)))];
        var x = Factor.Design(own, known);
        var values = model.LinearPredictor(x, centred: false);
        var lp = new double[work.Count];
        Array.Fill(lp, double.NaN);
        for (var i = 0; i < known.Length; i++)
            lp[known[i]] = values[i];
        double[] At(double time)
        {
            var hazard = model.CumulativeHazard(time);
            return [.. lp.Select(v => Math.Exp(-hazard * Math.Exp(v)))];
        }
        int[] predicted = [.. Enumerable.Range(0, training.Rows.Count).Where(i => !double.IsNaN(lp[training.Rows[i]]))];
        var breslow = BaselineHazard.Recalibrate(
            name,
            training.FollowUp.Select(predicted),
            [.. predicted.Select(i => lp[training.Rows[i]])]
        );
        return new StudyModelFit(
            name,
            model,
            x,
            known,
            lp,
            [.. horizons.Select(At)],
            At(work.Protocol.CalibrationHorizon!.Value),
            [.. horizons.Select(h => model.CumulativeHazard(h))],
            [.. horizons.Select(h => breslow.Reaches(h) ? breslow.HazardAt(h) : double.NaN)]
        );
    }

    private static int[] Fitted(StudySet training, StudyModelFit final) =>
        [.. training.Rows.Where(r => !double.IsNaN(final.LinearPredictor[r]))];
}
