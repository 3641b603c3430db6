namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// How an image is continued past its edge: the boundary conditions of the IBSI 2 manual (doi:10.1148/radiol.231319). As small images and
/// wide kernels meet, an image may be continued many times over.
/// </summary>
public readonly record struct Boundary
{
    private Boundary(BoundaryCondition condition, double outside = 0) => (Condition, Outside) = (condition, outside);

    /// <summary>By zeros; what a boundary is that nobody has made.</summary>
    public static Boundary Zero => default;

    /// <summary>By the voxel at the edge.</summary>
    public static Boundary Nearest => new(BoundaryCondition.Nearest);

    /// <summary>By the image's mirror image, the voxel at the edge standing twice.</summary>
    public static Boundary Mirror => new(BoundaryCondition.Mirror);

    /// <summary>By the image itself, over and over.</summary>
    public static Boundary Periodic => new(BoundaryCondition.Periodic);

    internal BoundaryCondition Condition { get; }

    /// <summary>The value that stands outside, where the condition is one of a value.</summary>
    internal double Outside { get; init; }

    /// <summary>By one value.</summary>
    /// <param name="value">The value, in the image's unit.</param>
    public static Boundary Constant(double value) => new(BoundaryCondition.Constant, value);

    /// <summary>The condition, and its value where it has one.</summary>
    public override string ToString() => Condition == BoundaryCondition.Constant ? Invariant($"Constant {Outside}") : $"{Condition}";

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

/// <summary>What a <see cref="Boundary"/> is.</summary>
internal enum BoundaryCondition
{
    Zero,
    Constant,
    Nearest,
    Mirror,
    Periodic,
}
