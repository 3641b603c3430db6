using System.Numerics;

namespace Radiomics.Imaging;

/// <summary>
/// An immutable 3D image: a grid of scalar voxels, x fastest, in the scalar type of its file, and where the grid lies.
/// Algorithms read the part they need as <see cref="double"/> by <see cref="CopyTo"/>, so that no copy of the whole is made.
/// </summary>
public sealed partial class Volume
{
    private readonly Buffer _buffer;

    private Volume(ImageGeometry geometry, Buffer buffer) => (Geometry, _buffer) = (geometry, buffer);

    /// <summary>Where the grid lies.</summary>
    public ImageGeometry Geometry { get; }

    /// <summary>The number of voxels along each axis.</summary>
    public GridSize Size => Geometry.Size;

    /// <summary>The scalar type of the voxels.</summary>
    public PixelType PixelType => _buffer.PixelType;

    /// <summary>Grid and type.</summary>
    public override string ToString() => Invariant(
        $"{PixelType} image of {Size} voxels, {Geometry.Spacing.X} x {Geometry.Spacing.Y} x {Geometry.Spacing.Z} mm");

    /// <summary>The value of a voxel.</summary>
    /// <param name="x">Its index along x.</param>
    /// <param name="y">Its index along y.</param>
    /// <param name="z">Its index along z.</param>
    /// <exception cref="ArgumentOutOfRangeException">The voxel is not in the grid.</exception>
    public double this[int x, int y, int z] => Geometry.Region.Contains(x, y, z)
        ? _buffer[((long)z * Size.Y + y) * Size.X + x]
        : throw new ArgumentOutOfRangeException(nameof(x), Invariant($"Voxel ({x}, {y}, {z}) is not in the grid of {Size}."));

    /// <summary>Creates a volume over voxels, which it keeps without copying: do not change them afterwards.</summary>
    /// <typeparam name="T">One of the ten scalar types of <see cref="Imaging.PixelType"/>.</typeparam>
    /// <param name="geometry">Where the grid lies.</param>
    /// <param name="voxels">The voxels, x fastest, then y, then z.</param>
    /// <exception cref="ArgumentException">The number of voxels is not that of the grid, or the type is not supported.</exception>
    public static Volume Create<T>(ImageGeometry geometry, ReadOnlyMemory<T> voxels)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(geometry);
        if (voxels.Length != geometry.Size.Count)
            throw new ArgumentException(
                Invariant($"A grid of {geometry.Size} takes {geometry.Size.Count} voxels; {voxels.Length} were given."),
                nameof(voxels)
            );
        return new Volume(geometry, new Buffer<T>(voxels));
    }

    /// <inheritdoc cref="Create{T}(ImageGeometry, ReadOnlyMemory{T})"/>
    public static Volume Create<T>(ImageGeometry geometry, T[] voxels)
        where T : unmanaged, INumber<T> => Create(geometry, (ReadOnlyMemory<T>)voxels);

    /// <summary>Reads a box of voxels as <see cref="double"/>, x fastest.</summary>
    /// <param name="region">The box; it lies in the grid.</param>
    /// <param name="destination">Where the values go; at least as long as the box has voxels.</param>
    /// <exception cref="ArgumentException">The box reaches past the grid, or the destination is too short.</exception>
    public void CopyTo(Region region, Span<double> destination)
    {
        if (!Geometry.Region.Contains(region))
            throw new ArgumentException($"The region {region} reaches past the grid of {Size}.", nameof(region));
        if (destination.Length < region.Count)
            throw new ArgumentException(
                Invariant($"The region has {region.Count} voxels; the destination holds {destination.Length}."),
                nameof(destination)
            );
        var row = region.Size.X;
        if (region.IsEmpty)
            return;
        for (int z = region.Start.Z, at = 0; z < region.End.Z; z++)
        {
            for (var y = region.Start.Y; y < region.End.Y; y++, at += row)
                _buffer.CopyTo(((long)z * Size.Y + y) * Size.X + region.Start.X, destination.Slice(at, row));
        }
    }

    /// <summary>Reads voxels of one row from one of them on; the caller has seen to it that they are there.</summary>
    internal void CopyRow(int x, int y, int z, Span<double> destination) =>
        _buffer.CopyTo(((long)z * Size.Y + y) * Size.X + x, destination);

    /// <summary>Reads a box of voxels as <see cref="double"/>.</summary>
    /// <param name="region">The box; it lies in the grid.</param>
    /// <exception cref="ArgumentException">The box reaches past the grid.</exception>
    public VoxelBlock Read(Region region)
    {
        var values = LargeArray.Uninitialised<double>(checked((int)region.Count));
        CopyTo(region, values);
        return new VoxelBlock(region, values);
    }

    /// <summary>The voxels in their own type, without a copy.</summary>
    /// <typeparam name="T">The type that <see cref="PixelType"/> names.</typeparam>
    /// <exception cref="InvalidOperationException">The voxels are of another type.</exception>
    public ReadOnlyMemory<T> AsMemory<T>()
        where T : unmanaged, INumber<T> => _buffer is Buffer<T> typed
            ? typed.Voxels
            : throw new InvalidOperationException(
                $"The voxels are {PixelType}, not {typeof(T).Name}. Read them as double by {nameof(CopyTo)}."
            );
}
