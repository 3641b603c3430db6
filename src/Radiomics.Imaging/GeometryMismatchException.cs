namespace Radiomics.Imaging;

/// <summary>An image and a mask do not lie on the same grid.</summary>
public sealed class GeometryMismatchException : RadiomicsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which axis differs, by how much in mm, and the way out.</param>
    public GeometryMismatchException(string message)
        : base(message)
    {
    }
}
