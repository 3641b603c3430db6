using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>How a Cox model is fitted.</summary>
public sealed record CoxOptions
{
    /// <summary>The defaults: Efron's ties, collinear columns refused.</summary>
    public static CoxOptions Default { get; } = new();

    /// <summary>How tied events enter; Efron by default.</summary>
    public TieMethod Ties { get; init; } = TieMethod.Efron;

    /// <summary>Whether a column that is constant or a linear combination of those before it is left out, as R does: its coefficient is
    /// NaN, its variance 0, and it counts for nothing in predictions. By default (<see langword="false"/>) the fit is refused with an error
    /// that names it.</summary>
    public bool DropCollinear { get; init; }

    /// <summary>
    /// Whether the variance is the robust sandwich (Lin and Wei, J Am Stat Assoc 1989;84:1074). <see langword="null"/>, the default,
    /// is R's rule: where the follow-up has clusters or a weight that is not whole.
    /// </summary>
    public bool? Robust { get; init; }

    /// <summary>
    /// The iteration ends when the Newton step is no longer than this many standard errors: the root of u' I^-1 u. R's own rule, a relative
    /// change
    /// of the likelihood of 1e-9, is looser by far. The default is 1e-10.
    /// </summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The most Newton steps. The default is 50.</summary>
    public int MaxIterations { get; init; } = 50;

    internal void Check()
    {
        if (!Enum.IsDefined(Ties))
            throw new ArgumentException("The tie method is not one of those defined.");
        if (!(Tolerance > 0 && Tolerance <= 1e-2))
            throw new ArgumentException(Invariant($"The tolerance is {Tolerance}; it must lie in (0, 0.01]."));
        if (MaxIterations < 1)
            throw new ArgumentException(Invariant($"At most {MaxIterations} iterations were asked for; at least 1 is needed."));
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
