using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>A concordance index that leaves pairs with tied markers out, with Noether's standard error (R's
/// <c>survcomp::concordance.index</c>).</summary>
/// <param name="Index">Concordant / (concordant + discordant) pairs.</param>
/// <param name="StandardError">Noether's standard error.</param>
/// <param name="Lower">The lower end of the confidence interval; not below 0.</param>
/// <param name="Upper">The upper end of the confidence interval; not above 1.</param>
/// <param name="PValue">Two-sided normal test of 1/2.</param>
public readonly record struct NoetherConcordance(double Index, double StandardError, double Lower, double Upper, double PValue)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
