using Survival.Models.CompetingRisks;

namespace Survival.Models.Prognosis;

// Baselines of a cumulative incidence: 1 - exp(-H) is the chance of the event among those that compete with it.
public sealed partial class BaselineHazard
{
    /// <summary>A baseline given as the cumulative incidence at some times, for a model whose outcome names competing events; between them
    /// the cumulative subdistribution hazard is interpolated linearly from 0 at time 0.</summary>
    /// <param name="name">Where the numbers come from.</param>
    /// <param name="times">The times, in the model's unit; above 0, increasing.</param>
    /// <param name="incidence">The cumulative incidence at them, where the linear predictor is 0; in [0, 1), not decreasing.</param>
    /// <exception cref="InvalidSurvivalDataException">Different lengths, no values, or values outside those ranges; the message names the
    /// row.</exception>
    public static BaselineHazard SuppliedIncidence(string name, ReadOnlySpan<double> times, ReadOnlySpan<double> incidence)
    {
        for (var i = 0; i < incidence.Length; i++)
        {
            if (!(incidence[i] < 1 && incidence[i] >= (i == 0 ? 0 : incidence[i - 1])))
                throw new InvalidSurvivalDataException(
                    Invariant($"The incidence in row {i + 1} is {incidence[i]}; incidences lie in [0, 1) and never fall."), i);
        }
        var supplied = Supplied(name, times, Array.ConvertAll(incidence.ToArray(), f => 1 - f));
        return new BaselineHazard(
            name, BaselineKind.Supplied,
            ["The baseline incidence was supplied by the user; between its times the subdistribution hazard is interpolated linearly."],
            BaselineForm.Linear, supplied._times, supplied._hazards, supplied.LastTime)
        { IsOfIncidence = true };
    }

    /// <summary>A model of the cumulative incidence recalibrated on a cohort: the cumulative subdistribution hazard with the model's linear
    /// predictor as offset, that is the sum over the event's times of its events / (sum over those at risk of exp(linear predictor)), where
    /// those whom a competing event took stay at risk with their weight of not being censored.</summary>
    /// <param name="name">Which cohort.</param>
    /// <param name="data">The follow-up of its patients, in the model's unit of time; without strata.</param>
    /// <param name="cause">The event among its causes.</param>
    /// <param name="linearPredictors">The model's linear predictor of each, as <see cref="Prediction.LinearPredictor"/>; finite.</param>
    /// <remarks>J. P. Fine and R. J. Gray, JASA 94, 1999, section 4, doi:10.1080/01621459.1999.10474144. Ties as Breslow.</remarks>
    /// <exception cref="ArgumentException">The name is empty, or the follow-up has strata.</exception>
    /// <exception cref="InvalidSurvivalDataException">Nobody had the event, there are another number of linear predictors than patients, or
    /// one is not finite; the message names the row.</exception>
    public static BaselineHazard Recalibrate(
        string name, CompetingRisksData data, int cause, ReadOnlySpan<double> linearPredictors)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(data);
        data.Require(cause);
        if (!data.AnyEvent.Stratum.IsEmpty)
            throw new ArgumentException("A cohort with strata has no one baseline; recalibrate on each by itself.", nameof(data));
        CheckPredictors(linearPredictors, data.Count);
        var baseline = FineGrayModel.BaselineOf(data, cause, linearPredictors.ToArray());
        return new BaselineHazard(
            name,
            BaselineKind.Recalibrated,
            [
                Invariant($"The baseline was estimated on {data.Count} patients with {data.Cause.Count(cause)} events and ")
                    + Invariant($"{data.Count - data.Cause.Count(cause) - data.Cause.Count(0)} competing ones (subdistribution hazard, ")
                    + "the model's linear predictor as offset); the model's hazard ratios were kept as they are.",
            ],
            BaselineForm.Steps, baseline.Time, baseline.Hazard, baseline.LastTime)
        { IsOfIncidence = true };
    }

    /// <summary>The baseline of a stratum of a Fine-Gray model; its hazard holds at the fit's means.</summary>
    internal static BaselineHazard Of(FineGrayModel fit, int stratum, string timeUnit)
    {
        var baseline = fit.AtMeans[stratum];
        return new BaselineHazard(
            fit.Strata.Count > 1 ? Invariant($"stratum {fit.Strata[stratum]}") : "the model's own",
            BaselineKind.Fitted,
            [
                (Invariant($"Fine and Gray's estimate on the {fit.RowCount} patients that the model was fitted to, followed up to ")
                    + Invariant($"{baseline.LastTime:0.##} {timeUnit}")).TrimEnd() + ".",
            ],
            BaselineForm.Steps, baseline.Time, baseline.Hazard, baseline.LastTime)
        {
            IsOfIncidence = true,
            Variances = baseline.Variance,
            Gradients = baseline.Gradient,
        };
    }

    private static void CheckPredictors(ReadOnlySpan<double> linearPredictors, int patients)
    {
        if (linearPredictors.Length != patients)
            throw new InvalidSurvivalDataException(
                Invariant($"There are {patients} patients but {linearPredictors.Length} linear predictors; give one for every patient."));
        for (var i = 0; i < linearPredictors.Length; i++)
        {
            if (!double.IsFinite(linearPredictors[i]))
                throw new InvalidSurvivalDataException(
                    Invariant($"The linear predictor in {RowPlace.Of(i)} is {linearPredictors[i]}; it must be finite."), i);
        }
    }
}
