using Radiomics.Imaging;

namespace Radiomics.Features.Extraction;

/// <summary>The intensities of a region, packed.</summary>
internal static class RegionIntensities
{
    /// <summary>The intensities of a region's voxels, x fastest.</summary>
    /// <param name="mask">The region.</param>
    /// <param name="block">The image over a box that holds the region.</param>
    public static double[] Gather(Mask mask, VoxelBlock block)
    {
        var values = GC.AllocateUninitializedArray<double>(mask.VoxelCount);
        Gather(mask, block, values);
        return values;
    }

    /// <summary>The same into a place for as many.</summary>
    public static void Gather(Mask mask, VoxelBlock block, Span<double> values)
    {
        var box = mask.BoundingBox;
        var inside = mask.Inside.Span;
        var at = 0;
        for (var z = 0; z < box.Size.Z; z++)
        {
            for (var y = 0; y < box.Size.Y; y++)
            {
                var row = ((z + box.Start.Z - block.Region.Start.Z) * block.Region.Size.Y + y + box.Start.Y - block.Region.Start.Y)
                    * block.Region.Size.X
                    + box.Start.X
                    - block.Region.Start.X;

                // Run by run: a region's rows are mostly one run or a few.
                var mine = inside.Slice((z * box.Size.Y + y) * box.Size.X, box.Size.X);
                for (var x = mine.IndexOfAnyExcept((byte)0); x >= 0;)
                {
                    var rest = mine[x..];
                    var length = rest.IndexOf((byte)0);
                    if (length < 0)
                        length = rest.Length;
                    var room = values.Slice(at, length);
                    block.Slice(row + x, length, room).CopyTo(room);
                    at += length;
                    var gap = rest[length..].IndexOfAnyExcept((byte)0);
                    x = gap < 0 ? -1 : x + length + gap;
                }
            }
        }
    }
}
