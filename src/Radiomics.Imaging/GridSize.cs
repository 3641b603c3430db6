namespace Radiomics.Imaging;

/// <summary>The number of voxels along x, y and z.</summary>
/// <param name="X">Along x.</param>
/// <param name="Y">Along y.</param>
/// <param name="Z">Along z.</param>
public readonly record struct GridSize(int X, int Y, int Z)
{
    /// <summary>The size along an axis.</summary>
    /// <param name="axis">0 for x, 1 for y, 2 for z.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="axis"/> is not 0, 1 or 2.</exception>
    public int this[int axis] => axis switch
    {
        0 => X,
        1 => Y,
        2 => Z,
        _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, "An axis is 0 (x), 1 (y) or 2 (z)."),
    };

    /// <summary>The number of voxels in all.</summary>
    public long Count => (long)X * Y * Z;

    /// <inheritdoc/>
    public override string ToString() => Invariant($"{X} x {Y} x {Z}");
}
