namespace Radiomics.Imaging;

/// <summary>A text is meant as an expression of regions (<c>GTV + LN</c>) or as a regular expression of their names (<c>/^GTV/</c>) but
/// cannot be read as one.</summary>
public sealed class RoiExpressionException : RadiomicsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was wrong, where, and what is allowed.</param>
    public RoiExpressionException(string message)
        : base(message) { }
}
