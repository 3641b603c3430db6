using Survival.Models.Numerics;

namespace Survival.Models.Imputation;

/// <summary>How missing values are imputed.</summary>
public sealed record ImputationOptions
{
    /// <summary>The defaults: 20 imputations after 5 iterations, 5 donors, seed 1.</summary>
    public static ImputationOptions Default { get; } = new();

    /// <summary>The number of completed tables; as a rule at least the per cent of rows with a missing value (White, Royston and Wood
    /// 2011). The default is 20.</summary>
    public int Imputations { get; init; } = 20;

    /// <summary>How often each chain goes through the columns. The default is 5.</summary>
    public int Iterations { get; init; } = 5;

    /// <summary>The number of nearest donors of which a numeric value is drawn. The default is 5.</summary>
    public int Donors { get; init; } = 5;

    /// <summary>The seed; each imputation has a stream of its own, so results do not depend on the number of threads. The default is
    /// 1.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Imputations, 1, nameof(Imputations));
        ArgumentOutOfRangeException.ThrowIfLessThan(Iterations, 1, nameof(Iterations));
        ArgumentOutOfRangeException.ThrowIfLessThan(Donors, 1, nameof(Donors));
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
