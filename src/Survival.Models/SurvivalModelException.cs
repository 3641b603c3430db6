using Plain;

namespace Survival.Models;

/// <summary>
/// The base of every error that data or a model causes. Its message names the row, column or argument, the value found,
/// what was allowed and what to do.
/// </summary>
public abstract class SurvivalModelException : Exception
{
    /// <summary>Creates the exception with its message and, where there is one, its cause.</summary>
    /// <param name="message">What was wrong, what was allowed and what to do.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    protected SurvivalModelException(string message, Exception? innerException = null)
        : base(PlainWords.Of(message), innerException)
    {
    }
}
