namespace Radiomics.Imaging.Dicom;

/// <summary>A closed polygon in one plane: its corners in order, the last joined to the first.</summary>
public sealed class Contour
{
    /// <summary>Creates a contour.</summary>
    /// <param name="points">Its corners: LPS positions in mm.</param>
    /// <param name="referencedSopInstanceUid">The UID of the image that it was drawn on, or <see langword="null"/>.</param>
    public Contour(IReadOnlyList<Vector3D> points, string? referencedSopInstanceUid = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        (Points, ReferencedSopInstanceUid) = (points, referencedSopInstanceUid);
    }

    /// <summary>Its corners: LPS positions in mm.</summary>
    public IReadOnlyList<Vector3D> Points { get; }

    /// <summary>The UID of the image that it was drawn on; <see langword="null"/> where that is not said.</summary>
    public string? ReferencedSopInstanceUid { get; }

    /// <summary>Whether the file says that it combines with the others of its plane by exclusive or (CLOSEDPLANAR_XOR).</summary>
    internal bool IsXor { get; init; }

    /// <summary>
    /// The contours around a region, slice by slice from the lowest; holes are contours of their own inside the outer ones. They go along
    /// the voxels' edges, so that every voxel centre is half a voxel away from its contour and filling the contours by the even-odd rule
    /// gives the region back exactly.
    /// </summary>
    /// <param name="mask">The region.</param>
    /// <returns>Closed contours, with corners only where the direction changes; none for an empty region.</returns>
    public static IReadOnlyList<Contour> Trace(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return ContourTracer.Trace(mask);
    }
}
