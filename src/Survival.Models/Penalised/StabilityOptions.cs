using Survival.Models.Numerics;

namespace Survival.Models.Penalised;

/// <summary>How stability selection draws and judges. Immutable.</summary>
public sealed record StabilityOptions
{
    /// <summary>The defaults.</summary>
    public static StabilityOptions Default { get; } = new();

    /// <summary>The number of half samples, at least 2; with <see cref="ComplementaryPairs"/> an even number. The default is 100.</summary>
    public int Resamples { get; init; } = 100;

    /// <summary>The share of resamples that a column must be selected in, inside (0.5, 1]. The default is 0.75.</summary>
    public double Threshold { get; init; } = 0.75;

    /// <summary>Whether half samples come in pairs without common rows (Shah and Samworth, J. R. Stat. Soc. B 75, 2013). The default is
    /// <see langword="true"/>.</summary>
    public bool ComplementaryPairs { get; init; } = true;

    /// <summary>
    /// The randomised LASSO's weakness, in (0, 1]: each resample's penalty factors are divided by numbers drawn uniformly from [weakness,
    /// 1]
    /// (Meinshausen and Buehlmann 2010, section 3). 1 for the plain LASSO. The default is 1.
    /// </summary>
    public double Weakness { get; init; } = 1;

    /// <summary>The seed of the resamples. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many resamples to fit at once; -1 for as many as there are processors. The result does not depend on it. The default is
    /// 1.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
