using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    /// <exception cref="ArgumentException">The voxels do not cover the region, or an intensity is not finite.</exception>
    /// <exception cref="DiscretisationException">There would be more grey levels than can be handled.</exception>
    /// <exception cref="EmptyRoiException">The region is empty.</exception>
    public static GrayLevelRoi Create(
        VoxelBlock block, Mask mask, GrayLevelDiscretisation discretisation, bool singlePrecision = false, int margin = 1)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(discretisation);
        return Create(block, mask, discretisation, singlePrecision, margin, buffers: null, filter: null);
    }

    /// <summary>The same in buffers and on as many threads as they have, to be read until another region is made in them; what is
    /// not finite is blamed on the filter that made the voxels, where there is one. There is room for the intensities, which are kept
    /// unless nobody asks for them.</summary>
    internal static GrayLevelRoi Create(
        VoxelBlock block,
        Mask mask,
        GrayLevelDiscretisation discretisation,
        bool singlePrecision,
        int margin,
        LevelBuffers? buffers,
        string? filter,
        bool keep = true)
    {
        var threads = buffers?.Threads ?? 1;
        var box = mask.BoundingBox;
        if (mask.VoxelCount == 0)
            throw Empty();
        if (!block.Region.Contains(box))
            throw new ArgumentException($"The voxels of {block.Region} do not cover the region's box {box}.", nameof(block));
        var blocks = RowBlocks(box, mask.VoxelCount, threads);
        var source = new RegionSource(
            block, buffers?.Runs(mask) ?? RegionRuns.Of(mask), keep ? buffers?.Intensities(mask.VoxelCount) : null);
        var (minimum, maximum) = Range(source, blocks, threads);
        if (!(double.IsFinite(minimum) && double.IsFinite(maximum)))
        {
            if (filter is not null)
                throw new DiscretisationException(
                    $"The filtered image '{filter}' holds a value in the region that is not a number or not finite, though the image "
                        + "itself holds none: the filter is not defined there or its result is too large. Leave the image type out, "
                        + "change its settings, or normalise the image."
                );
            throw new ArgumentException(
                "The region holds an intensity that is not a number or not finite; leave such voxels out of the mask, or mend the image.",
                nameof(block)
            );
        }
        var bins = GrayLevelBins.Create(minimum, maximum, discretisation, singlePrecision);
        return bins.EdgeCount <= Math.Max(4096, Math.Min(ushort.MaxValue - 1, 2 * mask.VoxelCount))
            ? CreateByTable(source, bins, margin, blocks, buffers, bins.AreEven(minimum, maximum))
            : CreateByRank(block, mask, bins, margin);
    }

    // Ranges of about as many rows, four a thread so that none waits long for another; small regions are not worth a second one.
    private static (int Start, int End)[] RowBlocks(Region box, int voxels, int threads)
    {
        var rows = box.Size.Y * box.Size.Z;
        var count = threads == 1 || voxels < 1 << 16 ? 1 : Math.Min(4 * threads, rows);
        return [.. Enumerable.Range(0, count).Select(i => ((int)((long)rows * i / count), (int)((long)rows * (i + 1) / count)))];
    }

    private static void ForEach((int Start, int End)[] blocks, int threads, Action<int> work)
    {
        if (blocks.Length == 1)
            work(0);
        else
            Parallel.For(0, blocks.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
    }

    // The least and the greatest intensity; not a number where one is not finite.
    private static (double Minimum, double Maximum) Range(RegionSource source, (int Start, int End)[] blocks, int threads)
    {
        var ranges = new (double Least, double Greatest)[blocks.Length];
        ForEach(blocks, threads, part =>
        {
            var range = new IntensityRange();
            var room = source.Room();
            for (var row = blocks[part].Start; row < blocks[part].End; row++)
            {
                var line = source.At(row, room);
                foreach (var run in source.Runs.Row(row))
                    range.Add(source.Read(line, run));
            }
            ranges[part] = range.Ends();
        });
        var (least, greatest) = ranges[0];
        foreach (var range in ranges)
            (least, greatest) = (Math.Min(least, range.Least), Math.Max(greatest, range.Greatest));
        return (least, greatest);
    }

    // Levels go straight to their places; only where some do not occur are they replaced by their ranks.
    private static GrayLevelRoi CreateByTable(
        RegionSource source,
        GrayLevelBins bins,
        int margin,
        (int Start, int End)[] blocks,
        LevelBuffers? buffers,
        bool even)
    {
        var mask = source.Runs.Mask;
        var (box, length) = (mask.BoundingBox, bins.EdgeCount + 2);
        var edges = even ? [] : bins.Edges();
        var shares = new int[blocks.Length][];
        var roi = new GrayLevelRoi(box.Size, mask.Geometry.Spacing, margin, mask.VoxelCount, buffers)
        {
            Intensities = source.Gathered,
        };
        ForEach(blocks, buffers?.Threads ?? 1, part =>
        {
            // Four tables of counts, used in turn: voxels of one level follow each other, and an increment would wait for the last one.
            var counts = shares[part] = new int[4 * length];
            var room = source.Room();
            var (start, end) = blocks[part];
            for (var row = start; row < end; row++)
            {
                // A plane is cleared right before it is written, while it is in cache.
                if (row == start || row % box.Size.Y == 0)
                    roi.Levels16.AsSpan(roi.Beginning(row)..roi.Beginning(Math.Min(end, row - row % box.Size.Y + box.Size.Y))).Clear();
                var runs = source.Runs.Row(row);
                if (runs.IsEmpty)
                    continue;
                var first = roi.IndexOf(0, row % box.Size.Y, row / box.Size.Y);
                var line = source.At(row, room);
                foreach (var run in runs)
                {
                    var values = source.ReadAgain(line, run);
                    var to = roi.Levels16.AsSpan(first + run.Start, run.Length);
                    if (even)
                        bins.DiscretiseEvenly(values, to);
                    else
                        GrayLevelBins.Discretise(edges, values, to);
                }
                var span = roi.Spans[row] = new RowSpan(first + runs[0].Start, first + runs[^1].Start + runs[^1].Length);
                Count(roi.Levels16.AsSpan(span.Start, span.End - span.Start), counts, length);
            }
        });
        var all = new int[length];
        foreach (var share in shares)
        {
            for (var at = 0; at < length; at++)
                all[at] += share[at] + share[length + at] + share[2 * length + at] + share[3 * length + at];
        }
        all[0] = 0; // voxels outside, between those of a row
        (roi._grayLevels, roi._histogram) = Present(all, 0);
        if (!roi.IsGapless)
            roi.SetRanks(all, buffers);
        return roi;
    }

    // In place of the levels their ranks, and where there is room for them, the levels beside.
    private void SetRanks(int[] ranks, LevelBuffers? buffers)
    {
        Gray16 = buffers?.Gray(Length);
        foreach (var (start, end) in Spans)
        {
            var levels = Levels16.AsSpan(start, end - start);
            if (Gray16 is not null)
                levels.CopyTo(Gray16.AsSpan(start));
            foreach (ref var level in levels)
                level = (ushort)ranks[level];
        }
    }

    // The caller has seen to it that all levels are below the length of a table.
    private static void Count(ReadOnlySpan<ushort> levels, int[] counts, int length)
    {
        ref var a = ref MemoryMarshal.GetArrayDataReference(counts);
        ref var b = ref Unsafe.Add(ref a, length);
        ref var c = ref Unsafe.Add(ref b, length);
        ref var d = ref Unsafe.Add(ref c, length);
        var i = 0;
        for (; i <= levels.Length - 4; i += 4)
        {
            Unsafe.Add(ref a, (int)levels[i])++;
            Unsafe.Add(ref b, (int)levels[i + 1])++;
            Unsafe.Add(ref c, (int)levels[i + 2])++;
            Unsafe.Add(ref d, (int)levels[i + 3])++;
        }
        for (; i < levels.Length; i++)
            Unsafe.Add(ref a, (int)levels[i])++;
    }

    private static GrayLevelRoi CreateByRank(VoxelBlock block, Mask mask, GrayLevelBins bins, int margin)
    {
        var (box, levels, at) = (mask.BoundingBox, new int[mask.VoxelCount], 0);
        var room = new double[box.Size.X];
        for (var row = 0; row < box.Size.Y * box.Size.Z; row++)
        {
            var line = block.Slice(BlockRow(block.Region, box, row), box.Size.X, room);
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
    public static GrayLevelRoi FromLevels(GridSize size, ReadOnlySpan<int> levels, Vector3D spacing, int margin = 1) =>
        FromLevels(size, levels, spacing, margin, null);

    /// <summary>A window of a region, by the levels of its voxels; the distance of neighbours is the region's.</summary>
    internal static GrayLevelRoi Window(GrayLevelRoi whole, GridSize size, ReadOnlySpan<int> levels) =>
        FromLevels(size, levels, whole.Spacing, whole.Margin, whole);

    private static GrayLevelRoi FromLevels(GridSize size, ReadOnlySpan<int> levels, Vector3D spacing, int margin, GrayLevelRoi? whole)
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
        return Create(size, inside, packed, spacing, margin, whole);
    }

    private static GrayLevelRoi Create(
        GridSize size, ReadOnlySpan<byte> inside, int[] levels, Vector3D spacing, int margin, GrayLevelRoi? whole = null)
    {
        if (levels.Length == 0)
            throw Empty();
        var (grayLevels, histogram) = Rank(levels);
        var roi = new GrayLevelRoi(size, spacing, margin, levels.Length, grayLevels.Length > ushort.MaxValue)
        {
            _grayLevels = grayLevels,
            _histogram = histogram,
            Whole = whole!,
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

    internal static int BlockRow(Region block, Region box, int row)
    {
        var (z, y) = Math.DivRem(row, box.Size.Y);
        return ((z + box.Start.Z - block.Start.Z) * block.Size.Y + y + box.Start.Y - block.Start.Y) * block.Size.X
            + box.Start.X
            - block.Start.X;
    }
}
