using Survival.Models.Numerics;

namespace Survival.Models.Harmonisation;

/// <summary>How batches are harmonised.</summary>
public sealed record ComBatOptions
{
    /// <summary>The defaults: parametric priors, means and variances adjusted, no reference batch.</summary>
    public static ComBatOptions Default { get; } = new();

    /// <summary>Whether the priors of the batch effects are normal and inverse gamma; else the empirical distributions over the features
    /// are used. The default is <see langword="true"/>.</summary>
    public bool IsParametric { get; init; } = true;

    /// <summary>Whether only means are adjusted. So it is where a batch has one row only. The default is <see langword="false"/>.</summary>
    public bool MeanOnly { get; init; }

    /// <summary>The batch that others are adjusted to, itself unchanged; <see langword="null"/> for the mean of all.</summary>
    public string? ReferenceBatch { get; init; }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
