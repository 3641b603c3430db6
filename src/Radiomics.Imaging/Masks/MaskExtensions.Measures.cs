namespace Radiomics.Imaging.Masks;

public static partial class MaskExtensions
{
    /// <summary>The number of separate parts (<c>VolumeNum</c>): voxels that share a face, an edge or a corner are of one part.</summary>
    /// <param name="mask">The region; an empty one has none.</param>
    public static int ComponentCount(this Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return RunComponents.Count(mask.Inside.Span, mask.BoundingBox.Size);
    }

    /// <summary>The mean of the voxels' indices along each axis (<c>CenterOfMassIndex</c>).</summary>
    /// <param name="mask">The region; NaN for an empty one.</param>
    public static Vector3D CentreOfMassIndex(this Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var (start, size) = (mask.BoundingBox.Start, mask.BoundingBox.Size);
        var inside = mask.Inside.Span;
        long sumX = 0, sumY = 0, sumZ = 0;
        for (int z = 0, at = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                long count = 0;
                for (var x = 0; x < size.X; x++, at++)
                {
                    count += inside[at];
                    sumX += inside[at] * (long)x;
                }
                sumY += count * y;
                sumZ += count * z;
            }
        }
        double n = mask.VoxelCount;
        return new(
            (sumX + mask.VoxelCount * (long)start.X) / n,
            (sumY + mask.VoxelCount * (long)start.Y) / n,
            (sumZ + mask.VoxelCount * (long)start.Z) / n
        );
    }

    /// <summary>The LPS position, in mm, of the centre of mass (<c>CenterOfMass</c>).</summary>
    /// <param name="mask">The region; NaN for an empty one.</param>
    public static Vector3D CentreOfMass(this Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return mask.Geometry.ToPhysical(CentreOfMassIndex(mask));
    }
}
