using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>The difference of two estimates at one time, on the same subjects.</summary>
/// <param name="Time">The time.</param>
/// <param name="Estimate">The first estimate less the second.</param>
/// <param name="StandardError">Its standard error, from the difference of the two influence functions.</param>
/// <param name="Lower">The lower end of its confidence interval.</param>
/// <param name="Upper">The upper end of its confidence interval.</param>
/// <param name="PValue">Two-sided normal test of no difference.</param>
public readonly record struct TimeDifference(double Time, double Estimate, double StandardError, double Lower, double Upper, double PValue)
{
    internal static TimeDifference Of(
        double time, double first, double second, ReadOnlySpan<double> firstInfluence, ReadOnlySpan<double> secondInfluence, double level)
    {
        var d = new double[firstInfluence.Length];
        for (var i = 0; i < d.Length; i++)
            d[i] = firstInfluence[i] - secondInfluence[i];
        var se = InfluenceFunction.StandardError(d);
        var (estimate, half) = (first - second, Tails.NormalQuantile((1 + level) / 2) * se);
        return new TimeDifference(time, estimate, se, estimate - half, estimate + half, Tails.NormalTwoSided(estimate / se));
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
