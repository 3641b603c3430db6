using Plain;
using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>Says why a Cox likelihood gave no estimate.</summary>
internal static class CoxFailure
{
    public static ConvergenceException Of(NewtonFailure kind, IReadOnlyList<int> columns, IReadOnlyList<string> names)
    {
        string[] named = [.. columns.Select(j => names[j])];
        var list = PlainWords.List(named.Select(n => $"'{n}'"));
        var message = kind switch
        {
            NewtonFailure.Monotone =>
                $"The likelihood keeps growing while the coefficient of {list} goes to infinity (monotone likelihood): the column "
                + "separates those with events from those without. " +
                "Leave it out, join its rare levels, or fit with Firth's penalty (FirthCox) or a ridge.",
            NewtonFailure.Iterations =>
                $"The iterations ran out before convergence; the coefficient of {list} still moves most. Raise MaxIterations, or look at "
                + "that column's scale and outliers.",
            NewtonFailure.NoAscent => $"No step along the Newton direction raises the likelihood; {list} moves most. Look at that "
                + "column's outliers, and whether it orders the follow-up almost by itself (an outcome, then, and no covariate).",
            _ => "The likelihood is not finite with all coefficients at zero; an offset is too large to exponentiate. Centre or rescale "
                + "the offset.",
        };
        return new ConvergenceException(message, named);
    }
}
