using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>A bootstrap interval of a concordance index.</summary>
/// <param name="Lower">The lower quantile over the resamples (type 7).</param>
/// <param name="Upper">The upper quantile.</param>
/// <param name="StandardError">The standard deviation over the resamples (divisor one less than their number).</param>
/// <param name="Resamples">How many resamples had comparable pairs.</param>
public readonly record struct ConcordanceInterval(double Lower, double Upper, double StandardError, int Resamples)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
