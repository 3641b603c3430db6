using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>How columns are screened one at a time.</summary>
public sealed record UnivariableCoxOptions
{
    /// <summary>The defaults: Efron's ties, columns as they are, Benjamini-Hochberg, one thread.</summary>
    public static UnivariableCoxOptions Default { get; } = new();

    /// <summary>How tied events enter. The default is <see cref="TieMethod.Efron"/>.</summary>
    public TieMethod Ties { get; init; } = TieMethod.Efron;

    /// <summary>Whether coefficients are for one standard deviation (with divisor n - 1) of the column. The default is
    /// <see langword="false"/>.</summary>
    public bool PerStandardDeviation { get; init; }

    /// <summary>The level of the hazard ratios' intervals, inside (0, 1). The default is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>How the Wald p-values are adjusted for the number of columns. The default is
    /// <see cref="PAdjustment.BenjaminiHochberg"/>.</summary>
    public PAdjustment Adjustment { get; init; } = PAdjustment.BenjaminiHochberg;

    /// <summary>Whether Harrell's C of each column is worked out. The default is <see langword="true"/>.</summary>
    public bool WithConcordance { get; init; } = true;

    /// <summary>How many columns are fitted at once; -1 for as many as there are cores. Results do not depend on it. The default is
    /// 1.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
