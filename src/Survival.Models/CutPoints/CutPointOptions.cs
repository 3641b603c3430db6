using Survival.Models.Numerics;

namespace Survival.Models.CutPoints;

/// <summary>How a cut-point is searched. Immutable.</summary>
public sealed record CutPointOptions
{
    /// <summary>The defaults: those of <c>surv_cutpoint</c>.</summary>
    public static CutPointOptions Default { get; } = new();

    /// <summary>The least share of rows in the low group, in [0, 1). The default is 0.1.</summary>
    public double MinimumShare { get; init; } = 0.1;

    /// <summary>The greatest share of rows in the low group, in (0, 1]; <see langword="null"/> for 1 less
    /// <see cref="MinimumShare"/>.</summary>
    public double? MaximumShare { get; init; }

    /// <summary>How the p-value is found. The default is <see cref="CutPointPValue.None"/>.</summary>
    public CutPointPValue PValue { get; init; } = CutPointPValue.None;

    /// <summary>The number of permutations of <see cref="CutPointPValue.Permutation"/>; at least 1. The default is 10000.</summary>
    public int Permutations { get; init; } = 10_000;

    /// <summary>The seed of the permutations. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    internal double Maximum => MaximumShare ?? 1 - MinimumShare;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
