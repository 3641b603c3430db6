using Survival.Models.Numerics;

namespace Survival.Models.CompetingRisks;

/// <summary>How a Fine-Gray model is fitted.</summary>
public sealed record FineGrayOptions
{
    /// <summary>The defaults: <c>cmprsk::crr</c>'s for plain follow-up, those of <c>survival::finegray</c> with weights, entry
    /// times or clusters.</summary>
    public static FineGrayOptions Default { get; } = new();

    /// <summary>
    /// Whether events leave the risk set before censorings of the same time where the censoring distribution is estimated, as
    /// <c>survival::finegray</c>
    /// has it; <c>crr</c> counts them. <see langword="null"/> for the rule of <see cref="Default"/>.
    /// </summary>
    public bool? EventsFirst { get; init; }

    /// <summary>
    /// Whether the variance takes in that the censoring distribution is estimated, as <c>crr</c>; else it is the robust one that
    /// <c>coxph</c> gives for
    /// <c>finegray</c>'s rows, clustered by subject or by the cluster given. <see langword="null"/> for the rule of <see cref="Default"/>.
    /// </summary>
    public bool? CensoringVariance { get; init; }

    /// <summary>The iteration ends when the Newton step is no longer than this many standard errors. The default is 1e-10.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The most Newton steps. The default is 50.</summary>
    public int MaxIterations { get; init; } = 50;

    internal void Check()
    {
        if (!(Tolerance > 0 && Tolerance <= 1e-2))
            throw new ArgumentException(Invariant($"The tolerance is {Tolerance}; it must lie in (0, 0.01]."));
        if (MaxIterations < 1)
            throw new ArgumentException(Invariant($"At most {MaxIterations} iterations were asked for; at least 1 is needed."));
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
