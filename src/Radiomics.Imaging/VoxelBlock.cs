namespace Radiomics.Imaging;

/// <summary>The values of a box of voxels, x fastest: what a filter gives for the region it was asked for.</summary>
public sealed class VoxelBlock
{
    /// <summary>Creates a block over values, which it keeps without copying.</summary>
    /// <param name="region">The box, in the index space of the image it belongs to.</param>
    /// <param name="values">At least as many values as the box has voxels; the first of them are the block's.</param>
    /// <exception cref="ArgumentException">There are too few values.</exception>
    public VoxelBlock(Region region, double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length < region.Count)
            throw new ArgumentException(Invariant(
                $"The region has {region.Count} voxels; {values.Length} values were given."
            ), nameof(values));
        (Region, Values) = (region, values.AsMemory(0, (int)region.Count));
    }

    /// <summary>The box, in the index space of the image it belongs to.</summary>
    public Region Region { get; }

    /// <summary>The values, x fastest, then y, then z.</summary>
    public ReadOnlyMemory<double> Values { get; }

    /// <summary>The value of a voxel, by its index in the image (not in the box).</summary>
    /// <param name="x">Its index along x.</param>
    /// <param name="y">Its index along y.</param>
    /// <param name="z">Its index along z.</param>
    /// <exception cref="ArgumentOutOfRangeException">The voxel is not in the box.</exception>
    public double this[int x, int y, int z] => Region.Contains(x, y, z)
        ? Values.Span[((z - Region.Start.Z) * Region.Size.Y + y - Region.Start.Y) * Region.Size.X + x - Region.Start.X]
        : throw new ArgumentOutOfRangeException(nameof(x), Invariant($"Voxel ({x}, {y}, {z}) is not in the region {Region}."));

    /// <summary>The box.</summary>
    public override string ToString() => $"the values of {Region}";
}
