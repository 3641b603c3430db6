using System.Numerics.Tensors;
using Radiomics.Imaging;

namespace Radiomics.Features.Discretisation;

public sealed partial class GrayLevelRoi
{
    /// <summary>Discretises the voxels of an image that lie in a region.</summary>
    /// <param name="block">The image's voxels; they cover the region's bounding box.</param>
    /// <param name="mask">The region; not empty.</param>
    /// <param name="discretisation">The bins.</param>
    /// <param name="singlePrecision">
    /// Whether the image holds 32-bit floats (or is computed from such by a filter that keeps the type): PyRadiomics'
    /// bin edges are then computed in that precision, and so are these.
    /// </param>
    /// <param name="margin">The greatest distance, in voxels, at which neighbours will be asked for; at least 1.</param>
    /// <exception cref="ArgumentException">The voxels do not cover the region, an intensity is not finite, or there are more grey levels
    /// than can be handled.</exception>
    /// <exception cref="EmptyRoiException">The region is empty.</exception>
    public static GrayLevelRoi Create(
        VoxelBlock block, Mask mask, GrayLevelDiscretisation discretisation, bool singlePrecision = false, int margin = 1)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(discretisation);
        var box = mask.BoundingBox;
        var values = block.Values.Span;
        var inside = mask.Inside.Span;
        if (mask.VoxelCount > 0 && !block.Region.Contains(box))
            throw new ArgumentException($"The voxels of {block.Region} do not cover the region's box {box}.", nameof(block));

        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        var finite = true;
        for (var row = 0; row < box.Size.Y * box.Size.Z; row++)
        {
            var mine = inside.Slice(row * box.Size.X, box.Size.X);
            var first = mine.IndexOfAnyExcept((byte)0);
            if (first < 0)
                continue;
            mine = mine[first..(mine.LastIndexOfAnyExcept((byte)0) + 1)];
            var line = values.Slice(BlockRow(block.Region, box, row) + first, mine.Length);
            if (!mine.Contains((byte)0))
            {
                // Not a number if any is.
                var (least, greatest) = (TensorPrimitives.Min(line), TensorPrimitives.Max(line));
                finite &= double.IsFinite(least) && double.IsFinite(greatest);
                minimum = least < minimum ? least : minimum;
                maximum = greatest > maximum ? greatest : maximum;
                continue;
            }
            for (var x = 0; x < line.Length; x++)
            {
                if (mine[x] == 0)
                    continue;
                var value = line[x];
                finite &= double.IsFinite(value);
                minimum = value < minimum ? value : minimum;
                maximum = value > maximum ? value : maximum;
            }
        }
        if (!finite)
        {
            throw new ArgumentException(
                "The region holds an intensity that is not a number or not finite; leave such voxels out of the mask, or mend the image.",
                nameof(block)
            );
        }

        if (mask.VoxelCount == 0)
            throw Empty();
        var bins = GrayLevelBins.Create(minimum, maximum, discretisation, singlePrecision);
        return bins.EdgeCount <= Math.Max(4096, Math.Min(ushort.MaxValue - 1, 2 * mask.VoxelCount))
            ? CreateByTable(block, mask, bins, margin)
            : CreateByRank(block, mask, bins, margin);
    }

    // Levels go straight to their places; only where some do not occur are they replaced by their ranks.
    private static GrayLevelRoi CreateByTable(VoxelBlock block, Mask mask, GrayLevelBins bins, int margin)
    {
        var (box, edges) = (mask.BoundingBox, bins.Edges());
        var shares = new int[4 * edges.Length];
        var roi = new GrayLevelRoi(box.Size, mask.Geometry.Spacing, margin, mask.VoxelCount, wide: false);
        for (var row = 0; row < roi.Spans.Length; row++)
        {
            var mine = mask.Inside.Span.Slice(row * box.Size.X, box.Size.X);
            var first = mine.IndexOfAnyExcept((byte)0);
            if (first < 0)
                continue;
            var length = mine.LastIndexOfAnyExcept((byte)0) + 1 - first;
            var start = roi.IndexOf(first, row % box.Size.Y, row / box.Size.Y);
            roi.Spans[row] = new RowSpan(start, start + length);
            GrayLevelBins.Discretise(
                edges,
                block.Values.Span.Slice(BlockRow(block.Region, box, row) + first, length),
                mine.Slice(first, length),
                roi.Levels16.AsSpan(start, length),
                shares);
        }
        var counts = shares[..edges.Length];
        for (var at = edges.Length; at < shares.Length; at++)
            counts[at % edges.Length] += shares[at];
        (roi._grayLevels, roi._histogram) = Present(counts, 0);
        if (!roi.IsGapless)
        {
            foreach (var (start, end) in roi.Spans)
            {
                foreach (ref var level in roi.Levels16.AsSpan(start, end - start))
                    level = level == 0 ? level : (ushort)counts[level];
            }
        }
        return roi;
    }

    private static GrayLevelRoi CreateByRank(VoxelBlock block, Mask mask, GrayLevelBins bins, int margin)
    {
        var (box, levels, at) = (mask.BoundingBox, new int[mask.VoxelCount], 0);
        for (var row = 0; row < box.Size.Y * box.Size.Z; row++)
        {
            var line = block.Values.Span.Slice(BlockRow(block.Region, box, row), box.Size.X);
            var mine = mask.Inside.Span.Slice(row * box.Size.X, box.Size.X);
            for (var x = 0; x < line.Length; x++)
            {
                if (mine[x] != 0)
                    levels[at++] = bins.Level(line[x]);
            }
        }
        return Create(box.Size, mask.Inside.Span, levels, mask.Geometry.Spacing, margin);
    }

    private static EmptyRoiException Empty() => new("The region holds no voxel; there is nothing to discretise.");

    /// <summary>A region whose grey levels are given: for images that are discretised already, and for tests.</summary>
    /// <param name="size">The size of the box.</param>
    /// <param name="levels">A level for each voxel of the box, x fastest: at least 1 in the region, 0 outside.</param>
    /// <param name="spacing">The distance between voxel centres along x, y and z, in mm.</param>
    /// <param name="margin">The greatest distance, in voxels, at which neighbours will be asked for; at least 1.</param>
    /// <exception cref="ArgumentException">There are too few or negative levels, or levels too great.</exception>
    /// <exception cref="EmptyRoiException">No voxel has a level.</exception>
    public static GrayLevelRoi FromLevels(GridSize size, ReadOnlySpan<int> levels, Vector3D spacing, int margin = 1)
    {
        if (levels.Length != size.Count)
            throw new ArgumentException(Invariant(
                $"A box of {size} takes {size.Count} levels; {levels.Length} were given."
            ), nameof(levels));
        var inside = new byte[levels.Length];
        var packed = new int[levels.Length - levels.Count(0)];
        for (int i = 0, at = 0; i < levels.Length; i++)
        {
            if (levels[i] is < 0 or > GrayLevelBins.MaximumLevels)
                throw new ArgumentException(
                    Invariant($"A grey level is at least 0 and at most {GrayLevelBins.MaximumLevels}; {levels[i]} was given."),
                    nameof(levels)
                );
            if (levels[i] == 0)
                continue;
            inside[i] = 1;
            packed[at++] = levels[i];
        }
        return Create(size, inside, packed, spacing, margin);
    }

    private static GrayLevelRoi Create(GridSize size, ReadOnlySpan<byte> inside, int[] levels, Vector3D spacing, int margin)
    {
        if (levels.Length == 0)
            throw Empty();
        var (grayLevels, histogram) = Rank(levels);
        var roi = new GrayLevelRoi(size, spacing, margin, levels.Length, grayLevels.Length > ushort.MaxValue)
        {
            _grayLevels = grayLevels,
            _histogram = histogram,
        };
        var at = 0;
        for (int row = 0, z = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++, row++)
            {
                var mine = inside.Slice(row * size.X, size.X);
                var (first, last) = (mine.IndexOfAnyExcept((byte)0), mine.LastIndexOfAnyExcept((byte)0));
                if (first < 0)
                    continue;
                var start = roi.IndexOf(0, y, z);
                roi.Spans[row] = new RowSpan(start + first, start + last + 1);
                for (var x = first; x <= last; x++)
                {
                    if (mine[x] == 0)
                        continue;
                    if (roi.IsWide)
                        roi.Levels32[start + x] = levels[at++];
                    else
                        roi.Levels16[start + x] = (ushort)levels[at++];
                }
            }
        }
        return roi;
    }

    // Puts the rank of each level, from 1, in its place. A table serves where levels are few beside the voxels, else sorting.
    private static (int[] GrayLevels, int[] Histogram) Rank(int[] levels)
    {
        var (least, greatest) = (int.MaxValue, 0);
        foreach (var level in levels)
            (least, greatest) = (Math.Min(least, level), Math.Max(greatest, level));
        if ((long)greatest - least < Math.Max(4096, 8L * levels.Length))
        {
            var table = new int[greatest - least + 1];
            foreach (var level in levels)
                table[level - least]++;
            var found = Present(table, least);
            for (var i = 0; i < levels.Length; i++)
                levels[i] = table[levels[i] - least];
            return found;
        }

        var order = new int[levels.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(levels, order);
        var (gray, times) = (new List<int>(), new List<int>());
        var ranks = new int[levels.Length];
        for (var i = 0; i < levels.Length; i++)
        {
            if (i == 0 || levels[i] != levels[i - 1])
            {
                gray.Add(levels[i]);
                times.Add(0);
            }
            times[^1]++;
            ranks[order[i]] = gray.Count;
        }
        ranks.CopyTo(levels, 0);
        return ([.. gray], [.. times]);
    }

    // The levels that a table of counts has, and their counts; in the table the rank of each, from 1, takes the place of its count.
    private static (int[] GrayLevels, int[] Histogram) Present(int[] table, int least)
    {
        var present = table.Length - table.AsSpan().Count(0);
        var (gray, counts) = (new int[present], new int[present]);
        for (int i = 0, rank = 0; i < table.Length; i++)
        {
            if (table[i] == 0)
                continue;
            (gray[rank], counts[rank]) = (i + least, table[i]);
            table[i] = ++rank;
        }
        return (gray, counts);
    }

    private static int BlockRow(Region block, Region box, int row)
    {
        var (z, y) = Math.DivRem(row, box.Size.Y);
        return ((z + box.Start.Z - block.Start.Z) * block.Size.Y + y + box.Start.Y - block.Start.Y) * block.Size.X
            + box.Start.X
            - block.Start.X;
    }
}
