namespace Survival.Models;

/// <summary>An iteration did not reach its optimum: the likelihood is monotone, columns are collinear, or the iterations ran out.</summary>
public sealed class ConvergenceException : SurvivalModelException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What did not converge, which columns are at fault, and what to do.</param>
    /// <param name="columns">The columns at fault, where they are known.</param>
    public ConvergenceException(string message, IReadOnlyList<string>? columns = null)
        : base(message) => Columns = columns ?? [];

    /// <summary>The columns at fault, where they are known.</summary>
    public IReadOnlyList<string> Columns { get; }
}
