using Radiomics.Features.Shape;
using Radiomics.Imaging;
using Radiomics.Imaging.Masks;

namespace Radiomics.Features.Ibsi;

/// <summary>What the morphological features are computed from.</summary>
internal sealed class MorphologyMeasures
{
    internal MorphologyMeasures(IbsiRegion region)
    {
        var mask = region.Morphological;
        var (spacing, box) = (mask.Geometry.Spacing, mask.BoundingBox.Size);
        var grid = new BitGrid(mask, mask.BoundingBox);
        (VoxelCount, var least, var minor, var major) = PrincipalAxes.Measure(grid, spacing);

        // The consensus values divide by one voxel less than there are.
        var sample = VoxelCount / (VoxelCount - 1.0);
        Axes = (2 * Math.Sqrt(sample * least), 2 * Math.Sqrt(sample * minor), 2 * Math.Sqrt(sample * major));
        VoxelVolume = spacing.X * spacing.Y * spacing.Z;
        (Area, Volume) = SurfaceMesh.Measure(grid, spacing);
        var candidates = new List<(int X, int Y, int Z)>();
        Diameter = Diameters.Measure(grid, spacing, candidates).Volume;
        Box = new Vector3D(box.X * spacing.X, box.Y * spacing.Y, box.Z * spacing.Z);
        var hull = new ConvexHull(candidates);
        (HullArea, HullVolume) = hull.Measure(spacing);
        OrientedBox = Shape.OrientedBox.Measure(hull, spacing);
        EnclosingAxes = EnclosingEllipsoid.Measure(hull, spacing);

        var intensities = region.Intensities.Span;
        var mean = 0.0;
        foreach (var value in intensities)
            mean += value;
        MeanIntensity = mean / intensities.Length;
        CentreOfMassShift = Shift(region);
        var correlation = new SpatialCorrelation(region.Intensity, intensities);
        (MoranI, GearyC) = (correlation.MoranI, correlation.GearyC);
    }

    /// <summary>The number of voxels.</summary>
    public int VoxelCount { get; }

    /// <summary>The volume of a voxel in mm³.</summary>
    public double VoxelVolume { get; }

    /// <summary>The volume within the mesh in mm³.</summary>
    public double Volume { get; }

    /// <summary>The area of the mesh in mm².</summary>
    public double Area { get; }

    /// <summary>The largest distance between vertices of the mesh, in mm.</summary>
    public double Diameter { get; }

    /// <summary>The semi-axes of the ellipsoid with the voxels' principal moments, in mm.</summary>
    public (double Least, double Minor, double Major) Axes { get; }

    /// <summary>The sides of the box along the axes, in mm.</summary>
    public Vector3D Box { get; }

    /// <summary>The sides of the least box of any orientation, in mm.</summary>
    public Vector3D OrientedBox { get; }

    /// <summary>The semi-axes of the least enclosing ellipsoid, in mm.</summary>
    public (double Least, double Minor, double Major) EnclosingAxes { get; }

    /// <summary>The volume of the convex hull in mm³.</summary>
    public double HullVolume { get; }

    /// <summary>The area of the convex hull in mm².</summary>
    public double HullArea { get; }

    /// <summary>The mean intensity over the intensity mask.</summary>
    public double MeanIntensity { get; }

    /// <summary>
    /// The distance in mm between the centre of the morphological mask and the centre of mass of the intensities; NaN where these add up to
    /// 0.
    /// </summary>
    public double CentreOfMassShift { get; }

    /// <summary>Moran's I of the intensity mask; NaN where nothing varies.</summary>
    public double MoranI { get; }

    /// <summary>Geary's C of the intensity mask; NaN where nothing varies.</summary>
    public double GearyC { get; }

    private static double Shift(IbsiRegion region)
    {
        var mask = region.Intensity;
        var values = region.Intensities.Span;
        var (x, y, z, sum, i, at) = (0.0, 0.0, 0.0, 0.0, 0, 0);
        var inside = mask.Inside.Span;
        var box = mask.BoundingBox;
        for (var k = box.Start.Z; k < box.End.Z; k++)
        {
            for (var j = box.Start.Y; j < box.End.Y; j++)
            {
                for (var u = box.Start.X; u < box.End.X; u++, i++)
                {
                    if (inside[i] == 0)
                        continue;
                    var value = values[at++];
                    (x, y, z, sum) = (x + u * value, y + j * value, z + k * value, sum + value);
                }
            }
        }
        var centre = region.Morphological.CentreOfMassIndex();
        var spacing = mask.Geometry.Spacing;
        return new Vector3D((x / sum - centre.X) * spacing.X, (y / sum - centre.Y) * spacing.Y, (z / sum - centre.Z) * spacing.Z).Length;
    }
}
