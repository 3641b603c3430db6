
namespace Radiomics.Studies;

/// <summary>
/// Files, columns or settings that no study can be made of. The message names the file, the column, the row and what to do.
/// </summary>
public sealed class StudyInputException : SurvivalModelException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public StudyInputException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
