namespace Survival.Models.Prognosis;

/// <summary>A patient's value is missing, is no number, or is not one that the model takes. The message names the value and says what is
/// allowed.</summary>
public sealed class PatientInputException : SurvivalModelException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, what is allowed and what to do.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public PatientInputException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>What was asked for needs a part that the model does not have, such as a baseline or a standardisation that was never
/// published.</summary>
public sealed class IncompleteModelException : SurvivalModelException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which part is missing, why, and how to give it.</param>
    public IncompleteModelException(string message)
        : base(message)
    {
    }
}
