namespace Radiomics.Imaging;

/// <summary>The place of a voxel in a grid, counted from 0.</summary>
/// <param name="X">Along x.</param>
/// <param name="Y">Along y.</param>
/// <param name="Z">Along z.</param>
public readonly record struct VoxelIndex(int X, int Y, int Z)
{
    /// <summary>The index along an axis.</summary>
    /// <param name="axis">0 for x, 1 for y, 2 for z.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="axis"/> is not 0, 1 or 2.</exception>
    public int this[int axis] => axis switch
    {
        0 => X,
        1 => Y,
        2 => Z,
        _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, "An axis is 0 (x), 1 (y) or 2 (z)."),
    };

    /// <summary>The indices, such as (4, 0, 12).</summary>
    public override string ToString() => Invariant($"({X}, {Y}, {Z})");
}
