namespace Radiomics.Imaging.Masks;

/// <summary>A text is meant as an expression of regions but cannot be read as one; see <see cref="RoiExpression"/>.</summary>
public sealed class RoiExpressionException : RadiomicsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was wrong, where, and what is allowed.</param>
    public RoiExpressionException(string message)
        : base(message) { }
}
