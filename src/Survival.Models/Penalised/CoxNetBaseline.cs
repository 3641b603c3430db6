namespace Survival.Models.Penalised;

/// <summary>The baseline hazard that belongs to a penalised model: the cumulated hazard at a linear predictor of 0. Immutable.</summary>
public sealed class CoxNetBaseline
{
    private readonly double[] _times;
    private readonly double[] _hazard;

    internal CoxNetBaseline(double lambda, double[] times, double[] hazard) => (Lambda, _times, _hazard) = (lambda, times, hazard);

    /// <summary>The lambda of the model.</summary>
    public double Lambda { get; }

    /// <summary>The distinct times of follow-up, ascending.</summary>
    public ReadOnlySpan<double> Times => _times;

    /// <summary>The cumulated hazard at each of them.</summary>
    public ReadOnlySpan<double> CumulativeHazard => _hazard;

    /// <summary>The probability to survive beyond each of the times, exp(-H0 exp(lp)).</summary>
    /// <param name="linearPredictor">The linear predictor, as the model predicts it.</param>
    public double[] Survival(double linearPredictor) => Array.ConvertAll(_hazard, h => Math.Exp(-h * Math.Exp(linearPredictor)));
}
