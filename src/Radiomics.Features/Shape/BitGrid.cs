using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Radiomics.Imaging;

namespace Radiomics.Features.Shape;

/// <summary>A box of a mask as one bit a voxel, with an empty voxel around it on every side; a row along x is a few 64-bit words.</summary>
internal sealed class BitGrid
{
    private readonly ulong[] _bits;

    /// <summary>Packs the part of a mask that lies in a box.</summary>
    public BitGrid(Mask mask, Region box)
    {
        (X, Y, Z) = (box.Size.X + 2, box.Size.Y + 2, box.Size.Z + 2);
        Words = (X + 64) / 64; // one bit to spare, so that a row can be shifted by one
        _bits = new ulong[checked((long)Y * Z * Words)];
        var part = mask.BoundingBox.Intersect(box);
        var inside = mask.Inside.Span;
        var size = mask.BoundingBox.Size;
        for (var z = part.Start.Z; z < part.End.Z; z++)
        {
            for (var y = part.Start.Y; y < part.End.Y; y++)
            {
                var at = ((z - mask.BoundingBox.Start.Z) * size.Y + y - mask.BoundingBox.Start.Y) * size.X
                    + part.Start.X - mask.BoundingBox.Start.X;
                Pack(inside.Slice(at, part.Size.X), RowToFill(y - box.Start.Y + 1, z - box.Start.Z + 1), part.Start.X - box.Start.X + 1);
            }
        }
    }

    /// <summary>The size along x, the empty border included.</summary>
    public int X { get; }

    /// <summary>The size along y, the empty border included.</summary>
    public int Y { get; }

    /// <summary>The size along z, the empty border included.</summary>
    public int Z { get; }

    /// <summary>The number of 64-bit words in a row.</summary>
    public int Words { get; }

    /// <summary>A row along x; bit i of the row is voxel i.</summary>
    public ReadOnlySpan<ulong> Row(int y, int z) => _bits.AsSpan((z * Y + y) * Words, Words);

    /// <summary>The first set bit of a row, or -1.</summary>
    public static int First(ReadOnlySpan<ulong> row)
    {
        for (var w = 0; w < row.Length; w++)
        {
            if (row[w] != 0)
                return w * 64 + BitOperations.TrailingZeroCount(row[w]);
        }
        return -1;
    }

    /// <summary>The last set bit of a row, or -1.</summary>
    public static int Last(ReadOnlySpan<ulong> row)
    {
        for (var w = row.Length - 1; w >= 0; w--)
        {
            if (row[w] != 0)
                return w * 64 + 63 - BitOperations.LeadingZeroCount(row[w]);
        }
        return -1;
    }

    private Span<ulong> RowToFill(int y, int z) => _bits.AsSpan((z * Y + y) * Words, Words);

    private static void Pack(ReadOnlySpan<byte> inside, Span<ulong> row, int start)
    {
        ref var first = ref MemoryMarshal.GetReference(inside);
        var i = 0;
        for (; i <= inside.Length - 16; i += 16)
        {
            var outside = Vector128.Equals(Vector128.LoadUnsafe(ref first, (nuint)i), Vector128<byte>.Zero).ExtractMostSignificantBits();
            ulong bits = ~outside & 0xFFFF;
            var (word, shift) = Math.DivRem(start + i, 64);
            row[word] |= bits << shift;
            if (shift > 48)
                row[word + 1] |= bits >> (64 - shift);
        }
        for (; i < inside.Length; i++)
        {
            if (inside[i] != 0)
                row[(start + i) / 64] |= 1UL << ((start + i) % 64);
        }
    }
}
