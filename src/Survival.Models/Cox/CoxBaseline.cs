using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>
/// The baseline of a stratum: the cumulative hazard of a row whose linear predictor is 0, that is, of one at the model's means. Breslow's
/// estimate
/// for Breslow and exact ties, Efron's for Efron ties, as R's <c>basehaz</c>.
/// </summary>
public sealed class CoxBaseline
{
    private readonly double[] _meanSum;

    internal CoxBaseline(int stratum, string name, double[][] columns, double[] meanSum, double slack)
    {
        (Stratum, Name, Columns, _meanSum) = (stratum, name, columns, meanSum);
        Hazard = new StepCurve(columns[0], columns[4], 0, slack);
    }

    /// <summary>The stratum's code; 0 without strata.</summary>
    public int Stratum { get; }

    /// <summary>The stratum's name; empty where it has none.</summary>
    public string Name { get; }

    /// <summary>The distinct times of follow-up, ascending (in a model that was loaded: those with events, and the last).</summary>
    public ReadOnlySpan<double> Time => Columns[0];

    /// <summary>The weight at risk just before each time.</summary>
    public ReadOnlySpan<double> AtRisk => Columns[1];

    /// <summary>The weight of the events at each time.</summary>
    public ReadOnlySpan<double> Events => Columns[2];

    /// <summary>The weight of those censored at each time.</summary>
    public ReadOnlySpan<double> Censored => Columns[3];

    /// <summary>The cumulative hazard after each time.</summary>
    public ReadOnlySpan<double> CumulativeHazard => Columns[4];

    /// <summary>The variance of the cumulative hazard after each time, with the coefficients taken as known.</summary>
    public ReadOnlySpan<double> HazardVariance => Columns[5];

    /// <summary>
    /// The sum over event times, up to each time, of hazard times (risk-set mean - means): a row of the model's columns a time, row-major.
    /// With it and the
    /// coefficients' covariance V the hazard H of a row x has the variance r^2 (<see cref="HazardVariance"/> + d' V d), r its relative
    /// hazard and d = H0 (x - means) - this.
    /// </summary>
    public ReadOnlySpan<double> MeanSum => _meanSum;

    /// <summary>Time, at risk, events, censored, hazard, variance.</summary>
    internal double[][] Columns { get; }

    /// <summary>The cumulative hazard at a time; 0 before the first.</summary>
    /// <param name="time">The time; after the last the last value holds.</param>
    public double HazardAt(double time) => Hazard.At(time);

    /// <summary>The cumulative hazard as a step curve.</summary>
    internal StepCurve Hazard { get; }

    /// <summary>Its stratum, and how far it reaches.</summary>
    public override string ToString() => Invariant(
        $"baseline hazard{(Name.Length > 0 ? $" of {Name}" : "")}: {Time.Length} times, {CumulativeHazard[^1]:0.####} at {Time[^1]}");

    internal double Slack => Hazard.Slack;
}
