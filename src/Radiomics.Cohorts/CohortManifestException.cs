using Radiomics.Imaging;

namespace Radiomics;

/// <summary>A manifest cannot be used as it stands; the message names the file and the row.</summary>
public sealed class CohortManifestException : RadiomicsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was wrong, where, and what to do.</param>
    /// <param name="row">The row, from 1, the header not counted; 0 where it is no row.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public CohortManifestException(string message, int row = 0, Exception? innerException = null)
        : base(message, innerException) => Row = row;

    /// <summary>The row, from 1, the header not counted; 0 where it is no row.</summary>
    public int Row { get; }
}
