using Radiomics.Imaging;

namespace Radiomics.Features.Shape;

/// <summary>What the 2D shape features are computed from: the outline and the principal axes of a region of one slice.</summary>
public sealed class Shape2DMeasures
{
    /// <summary>Measures a region of one slice.</summary>
    /// <param name="mask">The region; not empty, one voxel thick along the dimension across.</param>
    /// <param name="dimension">The dimension across the slice, in array order as PyRadiomics' <c>force2Ddimension</c>: 0 for z, 1 for y, 2
    /// for x.</param>
    /// <param name="box">The part of the region to measure; <see langword="null"/> for all.</param>
    /// <exception cref="EmptyRoiException">There is no voxel, or the region is more than one voxel thick across the slice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is not 0, 1 or 2.</exception>
    public Shape2DMeasures(Mask mask, int dimension = 0, Region? box = null)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (dimension is < 0 or > 2)
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "force2Ddimension is 0 (z), 1 (y) or 2 (x).");
        var part = box ?? mask.BoundingBox;
        var across = 2 - dimension;
        if (part.Size[across] > 1)
        {
            throw new EmptyRoiException(
                Invariant($"2D shape needs a region of one slice, but it is {part.Size[across]} voxels thick along {"xyz"[across]} ")
                    + Invariant($"(force2Ddimension {dimension}). ")
                + "Leave the class shape2D out, choose another force2Ddimension, or use a mask of one slice.");
        }

        // The plane's rows and columns are the other two axes in array order: (y, x), (z, x) or (z, y).
        var (row, column) = dimension switch { 0 => (1, 0), 1 => (2, 0), _ => (2, 1) };
        var (rows, columns) = (part.Size[row] + 2, part.Size[column] + 2);
        var plane = new byte[rows * columns];
        for (var r = 1; r < rows - 1; r++)
        {
            for (var c = 1; c < columns - 1; c++)
            {
                Span<int> at = [part.Start.X, part.Start.Y, part.Start.Z];
                at[row] += r - 1;
                at[column] += c - 1;
                if (mask[at[0], at[1], at[2]])
                {
                    plane[r * columns + c] = 1;
                    PixelCount++;
                }
            }
        }
        if (PixelCount == 0)
            throw new EmptyRoiException("The region holds no voxel, so it has no shape. Check the label or the structure's name.");

        var (rowSpacing, columnSpacing) = (mask.Geometry.Spacing[row], mask.Geometry.Spacing[column]);
        PixelArea = rowSpacing * columnSpacing;
        (Perimeter, MeshSurface, Diameter) = PlaneMesh.Measure(plane, rows, columns, rowSpacing, columnSpacing);

        // The same moments as in 3D: across the slice they vanish, and so does the least eigenvalue.
        var (_, _, minor, major) = PrincipalAxes.Measure(new BitGrid(mask, part), mask.Geometry.Spacing);
        (MinorVariance, MajorVariance) = (minor, major);
    }

    /// <summary>The number of pixels.</summary>
    public int PixelCount { get; }

    /// <summary>The area of one pixel in mm².</summary>
    public double PixelArea { get; }

    /// <summary>The length of the outline in mm.</summary>
    public double Perimeter { get; }

    /// <summary>The area within the outline in mm².</summary>
    public double MeshSurface { get; }

    /// <summary>The largest distance between vertices of the outline in mm.</summary>
    public double Diameter { get; }

    /// <summary>The smaller eigenvalue of the population covariance of the pixel centres, in mm².</summary>
    public double MinorVariance { get; }

    /// <summary>The larger eigenvalue, in mm².</summary>
    public double MajorVariance { get; }
}
