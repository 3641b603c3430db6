namespace Radiomics.Imaging;

/// <summary>A box of voxels in a grid.</summary>
/// <param name="Start">Its first voxel.</param>
/// <param name="Size">How many voxels it has along each axis.</param>
public readonly record struct Region(VoxelIndex Start, GridSize Size)
{
    /// <summary>The number of voxels in the box.</summary>
    public long Count => Size.Count;

    /// <summary>Whether the box holds no voxel.</summary>
    public bool IsEmpty => Size.X <= 0 || Size.Y <= 0 || Size.Z <= 0;

    /// <summary>One past the last voxel along each axis.</summary>
    public VoxelIndex End => new(Start.X + Size.X, Start.Y + Size.Y, Start.Z + Size.Z);

    /// <summary>The box from one corner to one past the opposite corner.</summary>
    /// <param name="start">The first voxel.</param>
    /// <param name="end">One past the last voxel along each axis.</param>
    public static Region FromBounds(VoxelIndex start, VoxelIndex end) =>
        new(start, new GridSize(end.X - start.X, end.Y - start.Y, end.Z - start.Z));

    /// <summary>Whether a voxel lies in the box.</summary>
    /// <param name="x">Its index along x.</param>
    /// <param name="y">Its index along y.</param>
    /// <param name="z">Its index along z.</param>
    public bool Contains(int x, int y, int z) =>
        (uint)(x - Start.X) < (uint)Size.X && (uint)(y - Start.Y) < (uint)Size.Y && (uint)(z - Start.Z) < (uint)Size.Z;

    /// <summary>Whether another box lies wholly in this one. An empty box lies in every box.</summary>
    /// <param name="other">The other box.</param>
    public bool Contains(Region other) => other.IsEmpty || Intersect(other) == other;

    /// <summary>The box grown by a number of voxels on each side of each axis (not clipped to any grid).</summary>
    /// <param name="x">Along x.</param>
    /// <param name="y">Along y.</param>
    /// <param name="z">Along z.</param>
    public Region Expand(int x, int y, int z) => new(
        new VoxelIndex(Start.X - x, Start.Y - y, Start.Z - z),
        new GridSize(Size.X + 2 * x, Size.Y + 2 * y, Size.Z + 2 * z));

    /// <summary>The voxels that lie in both boxes; an empty box where there are none.</summary>
    /// <param name="other">The other box.</param>
    public Region Intersect(Region other)
    {
        var start = new VoxelIndex(Math.Max(Start.X, other.Start.X), Math.Max(Start.Y, other.Start.Y), Math.Max(Start.Z, other.Start.Z));
        VoxelIndex a = End, b = other.End;
        return new Region(start, new GridSize(
            Math.Max(0, Math.Min(a.X, b.X) - start.X),
            Math.Max(0, Math.Min(a.Y, b.Y) - start.Y),
            Math.Max(0, Math.Min(a.Z, b.Z) - start.Z)));
    }

    /// <summary>The smallest box that holds both; an empty box adds nothing.</summary>
    /// <param name="other">The other box.</param>
    public Region Union(Region other)
    {
        if (IsEmpty)
            return other;
        if (other.IsEmpty)
            return this;
        VoxelIndex a = End, b = other.End;
        return FromBounds(
            new VoxelIndex(Math.Min(Start.X, other.Start.X), Math.Min(Start.Y, other.Start.Y), Math.Min(Start.Z, other.Start.Z)),
            new VoxelIndex(Math.Max(a.X, b.X), Math.Max(a.Y, b.Y), Math.Max(a.Z, b.Z)));
    }

    /// <summary>The size and the start, such as 3 x 3 x 2 voxels from (4, 0, 12).</summary>
    public override string ToString() => $"{Size} voxels from {Start}";
}
