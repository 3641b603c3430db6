using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>How a Cox model is fitted with Firth's penalty.</summary>
public sealed record FirthOptions
{
    /// <summary>The defaults.</summary>
    public static FirthOptions Default { get; } = new();

    /// <summary>How tied events enter: Breslow (the default) or Efron.</summary>
    public TieMethod Ties { get; init; } = TieMethod.Breslow;

    /// <summary>The level of the profile-likelihood intervals, inside (0, 1). The default is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>The iteration ends when no coefficient moves by more than this many standard errors. The default is 1e-10.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The most steps of each maximisation. The default is 500.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
