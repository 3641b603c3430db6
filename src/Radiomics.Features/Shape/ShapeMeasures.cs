using Radiomics.Imaging;

namespace Radiomics.Features.Shape;

/// <summary>What the 3D shape features are computed from: the mesh's area and volume, the diameters and the principal axes of a
/// region.</summary>
public sealed class ShapeMeasures
{
    /// <summary>Measures a region.</summary>
    /// <param name="mask">The region; not empty.</param>
    /// <param name="box">The part of it to measure; <see langword="null"/> for all.</param>
    /// <exception cref="EmptyRoiException">There is no voxel of the region in the box.</exception>
    public ShapeMeasures(Mask mask, Region? box = null)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var spacing = mask.Geometry.Spacing;
        var grid = new BitGrid(mask, box ?? mask.BoundingBox);
        (VoxelCount, LeastVariance, MinorVariance, MajorVariance) = PrincipalAxes.Measure(grid, spacing);
        if (VoxelCount == 0)
            throw new EmptyRoiException("The region holds no voxel, so it has no shape. Check the label or the structure's name.");
        VoxelVolume = spacing.X * spacing.Y * spacing.Z;
        (SurfaceArea, MeshVolume) = SurfaceMesh.Measure(grid, spacing);
        (SliceDiameter, ColumnDiameter, RowDiameter, Diameter) = Diameters.Measure(grid, spacing);
    }

    /// <summary>The number of voxels.</summary>
    public int VoxelCount { get; }

    /// <summary>The volume of one voxel in mm³.</summary>
    public double VoxelVolume { get; }

    /// <summary>The volume within the mesh in mm³.</summary>
    public double MeshVolume { get; }

    /// <summary>The area of the mesh in mm².</summary>
    public double SurfaceArea { get; }

    /// <summary>The largest distance between mesh vertices of one z, in mm.</summary>
    public double SliceDiameter { get; }

    /// <summary>The largest distance between mesh vertices of one y, in mm.</summary>
    public double ColumnDiameter { get; }

    /// <summary>The largest distance between mesh vertices of one x, in mm.</summary>
    public double RowDiameter { get; }

    /// <summary>The largest distance between any two mesh vertices, in mm.</summary>
    public double Diameter { get; }

    /// <summary>The smallest eigenvalue of the population covariance of the voxel centres, in mm².</summary>
    public double LeastVariance { get; }

    /// <summary>The middle eigenvalue, in mm².</summary>
    public double MinorVariance { get; }

    /// <summary>The largest eigenvalue, in mm².</summary>
    public double MajorVariance { get; }
}
