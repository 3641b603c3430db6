namespace Radiomics.Imaging;

/// <summary>An immutable region of interest on a grid. Only its bounding box is kept, so it costs what the region costs, not what the grid
/// does.</summary>
public sealed partial class Mask
{
    private Mask(ImageGeometry geometry, Region boundingBox, ReadOnlyMemory<byte> inside, int voxelCount) =>
        (Geometry, BoundingBox, Inside, VoxelCount) = (geometry, boundingBox, inside, voxelCount);

    /// <summary>The grid that the region lies on.</summary>
    public ImageGeometry Geometry { get; }

    /// <summary>The smallest box that holds the region; empty where the region is.</summary>
    public Region BoundingBox { get; }

    /// <summary>A byte for each voxel of <see cref="BoundingBox"/>, x fastest: 1 inside, 0 outside.</summary>
    public ReadOnlyMemory<byte> Inside { get; }

    /// <summary>The number of voxels in the region; 0 for an empty one.</summary>
    public int VoxelCount { get; }

    /// <summary>The label that a region read from a label map's file has there; <see langword="null"/> for other regions.</summary>
    public uint? MapLabel { get; private init; }

    /// <summary>The hash of the label map that a region was read from, where the map holds other labels too.</summary>
    internal Lazy<string>? MapHash { get; private init; }

    /// <summary>The region, and what it was read from.</summary>
    internal Mask ReadFrom(uint label, Lazy<string>? mapHash) =>
        new(Geometry, BoundingBox, Inside, VoxelCount) { MapLabel = label, MapHash = mapHash };

    /// <summary>The number of voxels, and where they lie.</summary>
    public override string ToString() => Invariant($"region of {VoxelCount} voxels in {BoundingBox}, in a grid of {Geometry.Size}");

    /// <summary>Whether a voxel is in the region; <see langword="false"/> outside the grid.</summary>
    /// <param name="x">Its index along x.</param>
    /// <param name="y">Its index along y.</param>
    /// <param name="z">Its index along z.</param>
    public bool this[int x, int y, int z] => BoundingBox.Contains(x, y, z) && Inside.Span[
        ((z - BoundingBox.Start.Z) * BoundingBox.Size.Y + y - BoundingBox.Start.Y) * BoundingBox.Size.X + x - BoundingBox.Start.X] != 0;

    /// <summary>Creates a region from a byte for each voxel of a box; it is shrunk to its bounding box.</summary>
    /// <param name="geometry">The grid.</param>
    /// <param name="box">The box; it lies in the grid.</param>
    /// <param name="inside">A byte for each voxel of the box, x fastest; any value but 0 is inside.</param>
    /// <exception cref="ArgumentException">The box reaches past the grid, or the number of bytes is not that of its voxels.</exception>
    public static Mask Create(ImageGeometry geometry, Region box, ReadOnlySpan<byte> inside)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        if (!geometry.Region.Contains(box))
            throw new ArgumentException($"The box {box} reaches past the grid of {geometry.Size}.", nameof(box));
        if (inside.Length != box.Count)
            throw new ArgumentException(Invariant($"The box has {box.Count} voxels; {inside.Length} bytes were given."), nameof(inside));

        var (row, rows) = (box.Size.X, box.Size.Y);
        int minX = int.MaxValue, minY = int.MaxValue, minZ = int.MaxValue, maxX = -1, maxY = -1, maxZ = -1;
        for (var z = 0; z < box.Size.Z; z++)
        {
            for (var y = 0; y < rows; y++)
            {
                var line = inside.Slice((z * rows + y) * row, row);
                var first = line.IndexOfAnyExcept((byte)0);
                if (first < 0)
                    continue;
                minX = Math.Min(minX, first);
                maxX = Math.Max(maxX, line.LastIndexOfAnyExcept((byte)0));
                minY = Math.Min(minY, y);
                maxY = Math.Max(maxY, y);
                minZ = Math.Min(minZ, z);
                maxZ = z;
            }
        }
        if (maxX < 0)
            return new Mask(geometry, new Region(box.Start, default), ReadOnlyMemory<byte>.Empty, 0);

        var tight = Region.FromBounds(
            new VoxelIndex(box.Start.X + minX, box.Start.Y + minY, box.Start.Z + minZ),
            new VoxelIndex(box.Start.X + maxX + 1, box.Start.Y + maxY + 1, box.Start.Z + maxZ + 1));
        var bytes = new byte[tight.Count];
        var (at, count) = (0, 0);
        for (var z = minZ; z <= maxZ; z++)
        {
            for (var y = minY; y <= maxY; y++)
            {
                foreach (var value in inside.Slice((z * rows + y) * row + minX, tight.Size.X))
                {
                    if (value != 0)
                    {
                        bytes[at] = 1;
                        count++;
                    }
                    at++;
                }
            }
        }
        return new Mask(geometry, tight, bytes, count);
    }

    /// <summary>The region of the voxels that have a label.</summary>
    /// <param name="labels">A label map.</param>
    /// <param name="label">The label; a negative one stands for the unsigned number of 32 bits that ITK makes of it.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <returns>The region; empty where no voxel has the label. Reading it costs one pass over the map, and memory for the region
    /// alone.</returns>
    /// <exception cref="ImageFormatException">A voxel is not a whole number and may not be cut off.</exception>
    public static Mask FromLabel(Volume labels, long label, Compatibility compatibility = Compatibility.None)
    {
        ArgumentNullException.ThrowIfNull(labels);
        labels = LabelMap.Of(labels, compatibility, "label map");
        if (label is < 0 and >= int.MinValue)
            label += 1L << 32;
        var box = labels.FindLabel(label);
        if (box.IsEmpty)
            return new Mask(labels.Geometry, default, ReadOnlyMemory<byte>.Empty, 0);
        var bytes = new byte[checked((int)box.Count)];
        return new Mask(labels.Geometry, box, bytes, labels.MarkLabel(box, label, bytes));
    }

    /// <summary>The region of the voxels whose value is at least a threshold: what a map of fractions or probabilities marks.</summary>
    /// <param name="values">The map.</param>
    /// <param name="threshold">The least value inside; a voxel that is not a number is outside.</param>
    /// <returns>The region; empty where no voxel reaches the threshold.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not finite.</exception>
    public static Mask FromThreshold(Volume values, double threshold)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!double.IsFinite(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is a finite number.");
        var size = values.Size;
        var inside = new byte[size.Count];
        var row = new double[size.X];
        for (int z = 0, at = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                values.CopyTo(new Region(new VoxelIndex(0, y, z), new GridSize(size.X, 1, 1)), row);
                foreach (var value in row)
                    inside[at++] = value >= threshold ? (byte)1 : (byte)0;
            }
        }
        return Create(values.Geometry, values.Geometry.Region, inside);
    }

    /// <summary>The labels that a label map holds, but for 0, in order.</summary>
    /// <param name="labels">A label map.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <exception cref="ImageFormatException">A voxel is not a whole number and may not be cut off.</exception>
    public static IReadOnlyList<long> LabelsOf(Volume labels, Compatibility compatibility = Compatibility.None)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return [.. LabelMap.Of(labels, compatibility, "label map").Labels(int.MaxValue)!];
    }

    /// <summary>Whether a voxel is in both regions. Both lie on one grid.</summary>
    /// <param name="other">The other region.</param>
    /// <exception cref="ArgumentException">The other region's grid has another size.</exception>
    public bool Overlaps(Mask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Geometry.Size != Geometry.Size)
            throw new ArgumentException($"The masks lie on grids of {Geometry.Size} and {other.Geometry.Size}.", nameof(other));
        var common = BoundingBox.Intersect(other.BoundingBox);
        for (var z = common.Start.Z; z < common.End.Z; z++)
        {
            for (var y = common.Start.Y; y < common.End.Y; y++)
            {
                for (var x = common.Start.X; x < common.End.X; x++)
                {
                    if (this[x, y, z] && other[x, y, z])
                        return true;
                }
            }
        }
        return false;
    }

    /// <summary>The same voxels on another grid of the same size: what PyRadiomics does with a mask whose geometry differs within the
    /// tolerance.</summary>
    /// <param name="geometry">The grid; of the same size.</param>
    /// <exception cref="ArgumentException">The grid is of another size.</exception>
    public Mask WithGeometry(ImageGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        return geometry.Size == Geometry.Size
            ? new Mask(geometry, BoundingBox, Inside, VoxelCount)
            : throw new ArgumentException(
                $"The mask lies on a grid of {Geometry.Size}; the new grid has {geometry.Size}.",
                nameof(geometry)
            );
    }
}
