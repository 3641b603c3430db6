namespace Radiomics.Imaging.Resampling;

/// <summary>An image of this size would have more voxels, at the spacing asked for, than there can be.</summary>
public sealed class GridTooLargeException : RadiomicsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The spacing, how many voxels it makes, how many are possible, and what to do.</param>
    public GridTooLargeException(string message)
        : base(message)
    {
    }
}
