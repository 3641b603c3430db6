namespace Radiomics.Imaging;

/// <summary>Where a grid of voxels lies: its size, the spacing in mm, the LPS position in mm of the centre of its first voxel, and its
/// axes.</summary>
public sealed record ImageGeometry
{
    /// <summary>Creates a geometry.</summary>
    /// <param name="size">The number of voxels along each axis, each at least 1.</param>
    /// <param name="spacing">The distance of voxel centres along each axis, in mm; positive and finite.</param>
    /// <param name="origin">The LPS position of the centre of voxel (0, 0, 0), in mm; finite.</param>
    /// <param name="direction">The axes; the identity where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A size below 1, a spacing that is not positive, or axes that do not span space.</exception>
    public ImageGeometry(GridSize size, Vector3D spacing, Vector3D origin = default, Direction? direction = null)
    {
        Direction = direction ?? Direction.Identity;
        if (Problem(size, spacing, origin, Direction) is { } problem)
            throw new ArgumentException(problem.Text, problem.Parameter);
        (Size, Spacing, Origin) = (size, spacing, origin);
    }

    /// <summary>The number of voxels along each axis.</summary>
    public GridSize Size { get; }

    /// <summary>The distance of voxel centres along each axis, in mm.</summary>
    public Vector3D Spacing { get; }

    /// <summary>The LPS position of the centre of voxel (0, 0, 0), in mm.</summary>
    public Vector3D Origin { get; }

    /// <summary>The axes.</summary>
    public Direction Direction { get; }

    /// <summary>The box of all voxels.</summary>
    public Region Region => new(default, Size);

    /// <summary>The LPS position, in mm, of a place given in (fractional) voxel indices.</summary>
    /// <param name="index">The place; (0, 0, 0) is the centre of the first voxel.</param>
    public Vector3D ToPhysical(Vector3D index) => Along(default, index) + Origin;

    /// <summary>The place in (fractional) voxel indices of an LPS position in mm.</summary>
    /// <param name="point">The position.</param>
    public Vector3D ToIndex(Vector3D point)
    {
        var along = Direction.InverseTransform(point - Origin);
        return new Vector3D(along.X / Spacing.X, along.Y / Spacing.Y, along.Z / Spacing.Z);
    }

    /// <summary>What keeps numbers from being those of a grid, and which of them; <see langword="null"/> where they are. A reader asks
    /// before it makes a geometry of what a file says.</summary>
    internal static (string Text, string Parameter)? Problem(GridSize size, Vector3D spacing, Vector3D origin, Direction direction)
    {
        if (size.X < 1 || size.Y < 1 || size.Z < 1)
            return ($"A grid has at least one voxel along each axis; this one has {size}.", nameof(size));
        for (var axis = 0; axis < 3; axis++)
        {
            if (!(spacing[axis] > 0) || double.IsInfinity(spacing[axis]))
                return (
                    Invariant($"The spacing along {"xyz"[axis]} is {spacing[axis]} mm; it must be positive and finite."),
                    nameof(spacing)
                );
            if (!double.IsFinite(origin[axis]))
                return (Invariant($"The origin along {"xyz"[axis]} is {origin[axis]} mm; it must be finite."), nameof(origin));
        }
        return Math.Abs(direction.Determinant) > 1e-6
            ? null
            : (
                Invariant($"The direction matrix has determinant {direction.Determinant}; its three axes must span space."),
                nameof(direction)
            );
    }

    /// <summary>The geometry of a part of the grid.</summary>
    /// <param name="region">The part; not empty. It may reach past the grid.</param>
    public ImageGeometry Crop(Region region) =>
        new(region.Size, Spacing, Along(Origin, new Vector3D(region.Start.X, region.Start.Y, region.Start.Z)), Direction);

    /// <summary>Size, spacing, the first voxel's place and the axes, in mm and LPS.</summary>
    public override string ToString() =>
        Invariant($"{Size} voxels of {Spacing.X} x {Spacing.Y} x {Spacing.Z} mm, the first at {Origin}, axes {Direction}");

    // ITK adds in this order, from the origin for whole indices and to it for fractional ones; the last bit may decide where a voxel falls.
    private Vector3D Along(Vector3D start, Vector3D index) =>
        start + Direction.X * Spacing.X * index.X + Direction.Y * Spacing.Y * index.Y + Direction.Z * Spacing.Z * index.Z;
}
