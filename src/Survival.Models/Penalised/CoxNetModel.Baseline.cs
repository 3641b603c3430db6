using Survival.Models.RiskSets;

namespace Survival.Models.Penalised;

public sealed partial class CoxNetModel
{
    /// <summary>
    /// The baseline hazard of the model on the data it was fitted to: the sum over event times of the weight of the events over that of
    /// those
    /// at risk, each times exp(linear predictor).
    /// </summary>
    /// <param name="data">The follow-up of the fit; without strata.</param>
    /// <param name="x">The covariates of the fit.</param>
    /// <param name="offset">The offset of the fit, where it had one.</param>
    /// <param name="efronTies">Whether tied events leave the risk set one by one (Efron), which is what R's <c>survfit</c> does for a
    /// glmnet fit although the fit itself is Breslow's; else all at once (Breslow).</param>
    /// <exception cref="ArgumentException">The follow-up has strata, or other rows than the covariates.</exception>
    public CoxNetBaseline Baseline(SurvivalData data, DesignMatrix x, IReadOnlyList<double>? offset = null, bool efronTies = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        var eta = Predict(x, offset);
        if (eta.Length != data.Count)
            throw new ArgumentException($"The covariates have {eta.Length} rows, the follow-up has {data.Count}.", nameof(x));
        if (!data.Stratum.IsEmpty)
            throw new ArgumentException("One baseline does not describe several strata; take the rows of one stratum.", nameof(data));
        var sorted = PathData.Of(data, null).Sorted;
        var likelihood = new PartialLikelihood(sorted, efronTies ? TieMethod.Efron : TieMethod.Breslow);
        if (double.IsNegativeInfinity(likelihood.Evaluate(sorted.Sort(eta))))
            throw new ConvergenceException(
                "The hazard cannot be computed: a risk set's weight underflows. Leave out rows of extreme values.");
        var (curve, times, hazard) = (likelihood.CumulativeHazard(), new List<double>(), new List<double>());
        foreach (var t in new RiskCounts(sorted))
        {
            times.Add(t.Time);
            hazard.Add(curve.At(t.Time));
        }
        return new CoxNetBaseline(Lambda, [.. times], [.. hazard]);
    }
}
