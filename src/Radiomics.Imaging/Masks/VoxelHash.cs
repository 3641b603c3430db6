using System.Runtime.InteropServices;

namespace Radiomics.Imaging.Masks;

/// <summary>
/// The SHA-1 of voxels as they lie in memory (little endian, x fastest), in lower-case hexadecimal: <c>diagnostics_Image-original_Hash</c>
/// and <c>diagnostics_Mask-original_Hash</c> of PyRadiomics, by which one sees whether two runs had the same input. Not for security.
/// </summary>
public static class VoxelHash
{
    /// <summary>The hash of an image in its own pixel type.</summary>
    /// <param name="image">The image.</param>
    public static string Of(Volume image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var hash = new VoxelDigest(image.Size.Count);
        image.Bytes(hash, static (bytes, to) => to.Append(bytes));
        return hash.Finish();
    }

    /// <summary>The hash of a label map after PyRadiomics' cast to 32-bit unsigned integers.</summary>
    /// <param name="labels">The label map.</param>
    public static string OfLabels(Volume labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        using var hash = new VoxelDigest(labels.Size.Count);
        var row = new uint[labels.Size.X];
        for (long start = 0; start < labels.Size.Count; start += row.Length)
        {
            labels.CopyLabels(start, row);
            Append(hash, row);
        }
        return hash.Finish();
    }

    /// <summary>The hash of the label map that a region was read from, all its labels in it, as PyRadiomics has it; of a region made in
    /// another way, the hash that a label map would have that holds this region and no other.</summary>
    /// <param name="mask">The region.</param>
    /// <param name="label">The value of its voxels, where it was not read from a label map.</param>
    public static string Of(Mask mask, uint label = 1)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.MapHash is { } map)
            return map.Value;
        label = mask.MapLabel ?? label;
        using var hash = new VoxelDigest(mask.Geometry.Size.Count);
        var (size, box) = (mask.Geometry.Size, mask.BoundingBox);
        var row = new uint[size.X];
        var inside = mask.Inside.Span;
        for (int z = 0, at = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                if (!box.IsEmpty && z >= box.Start.Z && z < box.End.Z && y >= box.Start.Y && y < box.End.Y)
                {
                    for (var x = box.Start.X; x < box.End.X; x++)
                        row[x] = inside[at++] * label;
                    Append(hash, row);
                    Array.Clear(row, box.Start.X, box.Size.X);
                }
                else
                {
                    Append(hash, row);
                }
            }
        }
        return hash.Finish();
    }

    private static void Append(VoxelDigest hash, uint[] row)
    {
        if (BitConverter.IsLittleEndian)
        {
            hash.Append(MemoryMarshal.AsBytes(row.AsSpan()));
            return;
        }
        var turned = new uint[row.Length];
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(row, turned);
        hash.Append(MemoryMarshal.AsBytes(turned.AsSpan()));
    }
}
