namespace Survival.Models.Persistence;

/// <summary>A file that holds no model that can be read: it is damaged, of another kind, or of a later version.</summary>
public sealed class ModelFileException : SurvivalModelException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public ModelFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
