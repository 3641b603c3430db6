namespace Radiomics.Imaging;

/// <summary>A region of interest holds no voxel, or fewer voxels or dimensions than were asked for.</summary>
public sealed class EmptyRoiException : RadiomicsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which region, what it holds, and what to do.</param>
    public EmptyRoiException(string message)
        : base(message)
    {
    }
}
