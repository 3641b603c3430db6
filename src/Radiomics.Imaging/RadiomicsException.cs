using Plain;

namespace Radiomics.Imaging;

/// <summary>
/// The base of every error that a wrong image, mask or setting causes. Its message names the file or argument, the
/// value found, what was allowed and what to do, and never holds a patient identifier.
/// </summary>
public abstract class RadiomicsException : Exception
{
    /// <summary>Creates the exception with its message and, where there is one, its cause.</summary>
    /// <param name="message">What was wrong, what was allowed and what to do.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    protected RadiomicsException(string message, Exception? innerException = null)
        : base(PlainWords.Of(message), innerException)
    {
    }

    /// <summary>The message without the names of files and folders, which may be those of patients: for logs and tables that leave the
    /// place.</summary>
    public virtual string Problem => Message;
}
