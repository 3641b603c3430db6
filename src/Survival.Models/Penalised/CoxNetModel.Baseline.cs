using Survival.Models.Data;

namespace Survival.Models.Penalised;

public sealed partial class CoxNetModel
{
    /// <summary>
    /// The baseline hazard of the model on the data it was fitted to: the sum over event times of the weight of the events over that of those
    /// at risk, each times exp(linear predictor).
    /// </summary>
    /// <param name="x">The covariates of the fit.</param>
    /// <param name="data">The follow-up of the fit; without strata.</param>
    /// <param name="offset">The offset of the fit, where it had one.</param>
    /// <param name="efronTies">Whether tied events leave the risk set one by one (Efron), which is what R's <c>survfit</c> does for a glmnet fit although the fit itself is Breslow's; else all at once (Breslow).</param>
    /// <exception cref="ArgumentException">The follow-up has strata, or other rows than the covariates.</exception>
    public CoxNetBaseline Baseline(DesignMatrix x, SurvivalData data, IReadOnlyList<double>? offset = null, bool efronTies = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        var eta = Predict(x, offset).LinearPredictor;
        if (eta.Length != data.Count)
            throw new ArgumentException($"The covariates have {eta.Length} rows, the follow-up has {data.Count}.", nameof(x));
        if (!data.Stratum.IsEmpty)
            throw new ArgumentException("One baseline does not describe several strata; take the rows of one stratum.", nameof(data));
        var sets = PathFit.RiskSets(data, null);
        var objective = new EtaLikelihood(sets, efronTies);
        var ordered = new double[eta.Length];
        var highest = double.NegativeInfinity;
        for (var i = 0; i < ordered.Length; i++)
        {
            ordered[i] = eta[sets.Order[i]];
            highest = Math.Max(highest, ordered[i]);
        }
        if (double.IsNegativeInfinity(objective.Evaluate(ordered)))
            throw new ConvergenceException("The hazard cannot be computed: a risk set's weight underflows. Leave out rows of extreme values.");
        var (times, hazard) = (new double[sets.GroupCount], new double[sets.GroupCount]);
        double sum = 0;
        for (var g = sets.GroupCount - 1; g >= 0; g--)
        {
            sum += objective.Rate(g) * Math.Exp(-highest);
            var at = sets.GroupCount - 1 - g;
            (times[at], hazard[at]) = (data.Time[sets.Order[sets.GroupStart[g]]], sum);
        }
        return new CoxNetBaseline(Lambda, times, hazard);
    }
}
