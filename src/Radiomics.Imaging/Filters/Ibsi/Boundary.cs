namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>How an image is continued past its edge: the boundary conditions of the IBSI 2 manual (doi:10.1148/radiol.231319).</summary>
public enum BoundaryCondition
{
    /// <summary>By zeros.</summary>
    Zero,

    /// <summary>By one value, <see cref="Boundary.Value"/>.</summary>
    Constant,

    /// <summary>By the voxel at the edge.</summary>
    Nearest,

    /// <summary>By its mirror image, the voxel at the edge standing twice.</summary>
    Mirror,

    /// <summary>By itself, over and over.</summary>
    Periodic,
}

/// <summary>A boundary condition and its value. As small images and wide kernels meet, an image may be continued many times over.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Value">The value of <see cref="BoundaryCondition.Constant"/>, in the image's unit; the others do not use it.</param>
public readonly record struct Boundary(BoundaryCondition Condition, double Value = 0)
{
    /// <summary>The value that stands outside, where the condition is one of a value.</summary>
    internal double Outside => Condition == BoundaryCondition.Constant ? Value : 0;

    /// <summary>A condition without a value.</summary>
    /// <param name="condition">The condition.</param>
    public static implicit operator Boundary(BoundaryCondition condition) => FromBoundaryCondition(condition);

    /// <summary>A condition without a value.</summary>
    /// <param name="condition">The condition.</param>
    public static Boundary FromBoundaryCondition(BoundaryCondition condition) => new(condition);

    /// <summary>The voxel of an axis that stands at an index, which may lie outside; -1 for the value.</summary>
    internal int Position(int index, int length)
    {
        if ((uint)index < (uint)length)
            return index;
        switch (Condition)
        {
            case BoundaryCondition.Nearest:
                return index < 0 ? 0 : length - 1;
            case BoundaryCondition.Mirror:
                var place = AxisExtent.Wrap(index, 2 * length);
                return place < length ? place : 2 * length - 1 - place;
            case BoundaryCondition.Periodic:
                return AxisExtent.Wrap(index, length);
            default:
                return -1;
        }
    }
}
