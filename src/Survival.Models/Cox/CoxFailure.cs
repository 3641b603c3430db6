namespace Survival.Models.Cox;

/// <summary>Why an iteration gave no estimate.</summary>
internal enum CoxFailureKind
{
    Monotone,
    Iterations,
    NoAscent,
    NotFinite,
}

/// <summary>Why an iteration gave no estimate, and the columns at fault.</summary>
internal sealed record CoxFailure(CoxFailureKind Kind, IReadOnlyList<int> Columns)
{
    public ConvergenceException ToException(IReadOnlyList<string> names)
    {
        string[] named = [.. Columns.Select(j => names[j])];
        var list = string.Join(", ", named.Select(n => $"'{n}'"));
        var message = Kind switch
        {
            CoxFailureKind.Monotone =>
                $"The likelihood keeps growing while the coefficient of {list} goes to infinity (monotone likelihood): the column separates those with events from those without. " +
                "Leave it out, join its rare levels, or fit with Firth's penalty (FirthCox) or a ridge.",
            CoxFailureKind.Iterations => $"The iterations ran out before convergence; the coefficient of {list} still moves most. Raise MaxIterations, or look at that column's scale and outliers.",
            CoxFailureKind.NoAscent => $"No step along the Newton direction raises the likelihood; {list} moves most. Look at that column's outliers.",
            _ => "The likelihood is not finite with all coefficients at zero; an offset is too large to exponentiate. Centre or rescale the offset.",
        };
        return new ConvergenceException(message, named);
    }
}
