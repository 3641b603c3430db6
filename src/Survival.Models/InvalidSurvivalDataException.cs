namespace Survival.Models;

/// <summary>Follow-up or covariates that no model can use: a missing or infinite value, a negative time, no events, a constant
/// column.</summary>
public sealed class InvalidSurvivalDataException : SurvivalModelException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="row">The row, counted from 0, or -1 where it is not one row's fault.</param>
    /// <param name="column">The column, or <see langword="null"/>.</param>
    public InvalidSurvivalDataException(string message, int row = -1, string? column = null)
        : base(message) => (Row, Column) = (row, column);

    /// <summary>The row, counted from 0, or -1 where it is not one row's fault.</summary>
    public int Row { get; }

    /// <summary>The column, or <see langword="null"/>.</summary>
    public string? Column { get; }
}
