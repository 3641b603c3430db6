using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// The buffers that texture matrices are counted in. Give the same one to call after call, and small regions cost no
/// allocation; give each thread its own. Of a region it remembers how many equal neighbours each direction has, which pairs and runs share.
/// </summary>
public sealed class TextureWorkspace
{
    private int[] _counts = [];
    private long[] _sums = [];
    private readonly Dictionary<VoxelOffset, int[]> _equalPairs = [];
    private readonly ConcurrentBag<TextureWorkspace> _helpers = [];
    private readonly TextureWorkspace _shared;
    private GrayLevelRoi? _counted;
    private (GrayLevelRoi Roi, VoxelOffset Direction)? _aheadOf;
    private int[] _ahead = [];
    private int[] _pairs = [];
    private byte[] _bytes = [];
    private int[] _places = [];
    private int[] _labels = [];
    private ushort[] _gray16 = [];
    private int[] _gray32 = [];

    /// <summary>Empty buffers.</summary>
    public TextureWorkspace() => _shared = this;

    // What is remembered of a region is remembered where all threads find it.
    private TextureWorkspace(TextureWorkspace shared) => _shared = shared._shared;

    internal LevelSizeCounter Counter { get; } = new();

    internal TextureMatrix Matrix { get; } = new();

    internal CooccurrenceStatistics Cooccurrence { get; } = new();

    internal LevelSizeStatistics LevelSize { get; } = new();

    internal ZoneLabels Zones { get; } = new();

    /// <summary>Where the levels of the region are that is worked on.</summary>
    internal LevelBuffers Levels { get; } = new();

    // Those that nobody works with. The collector takes their memory where it is wanted for something else.
    private static readonly ConcurrentBag<WeakReference<TextureWorkspace>> s_idle = [];

    /// <summary>One that nobody works with, of an extraction before or a new one: its memory need not be asked of the system
    /// again.</summary>
    /// <param name="threads">How many threads may work on one region.</param>
    internal static TextureWorkspace Take(int threads)
    {
        TextureWorkspace? found = null;
        while (found is null && s_idle.TryTake(out var idle))
            idle.TryGetTarget(out found);
        found ??= new TextureWorkspace();
        found.Threads = threads;
        return found;
    }

    /// <summary>Says that the caller works with it no more.</summary>
    internal void Return() => s_idle.Add(new WeakReference<TextureWorkspace>(this));

    /// <summary>
    /// How many voxels of each level (by rank, from 0) have an equal neighbour one step back along a direction;
    /// <see langword="null"/> where nobody counted them.
    /// </summary>
    internal int[]? EqualPairs(GrayLevelRoi roi, VoxelOffset direction)
    {
        lock (_shared._equalPairs)
            return roi == _shared._counted && _shared._equalPairs.TryGetValue(direction, out var counts) ? counts : null;
    }

    /// <summary>Remembers <see cref="EqualPairs"/> of a region; those of another one are forgotten.</summary>
    internal void Remember(GrayLevelRoi roi, VoxelOffset direction, int[] counts)
    {
        lock (_shared._equalPairs)
        {
            if (roi != _shared._counted)
                _shared._equalPairs.Clear();
            (_shared._counted, _shared._equalPairs[direction]) = (roi, counts);
        }
    }

    /// <summary>How many threads may work on one region.</summary>
    internal int Threads
    {
        get => Levels.Threads;
        set => Levels.Threads = value;
    }

    /// <summary>
    /// Runs work that is counted in buffers of its own, on as many threads as there are; each item has a workspace that no other thread
    /// uses meanwhile.
    /// </summary>
    internal void ForEach(int count, Action<int, TextureWorkspace> work)
    {
        try
        {
            Parallel.For(
                0,
                count,
                new ParallelOptions { MaxDegreeOfParallelism = Threads },
                i =>
                {
                    if (!_helpers.TryTake(out var helper))
                        helper = new TextureWorkspace(this);
                    work(i, helper);
                    _helpers.Add(helper);
                });
        }
        catch (AggregateException several)
        {
            // As on one thread: the cause itself, with its own stack.
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }
    }

    /// <summary>Integers, all 0.</summary>
    internal Span<int> ClearedCounts(int length) => Buffers.Cleared(ref _counts, length);

    /// <summary>Integers for the pairs of two levels, holding anything.</summary>
    internal Span<int> Pairs(int length) => Buffers.Rent(ref _pairs, length);

    /// <summary>The same for those of a direction that is asked for next; <see cref="TakeAhead"/> gives them once.</summary>
    internal Span<int> Ahead(GrayLevelRoi roi, VoxelOffset direction, int length)
    {
        _aheadOf = (roi, direction);
        return Buffers.Rent(ref _ahead, length);
    }

    /// <summary>The pairs that were counted ahead; <see langword="null"/> where those of this direction were not.</summary>
    internal int[]? TakeAhead(GrayLevelRoi roi, VoxelOffset direction)
    {
        var counted = _aheadOf is { } ahead && ahead.Roi == roi && ahead.Direction == direction ? _ahead : null;
        _aheadOf = null;
        return counted;
    }

    /// <summary>Long integers, all 0.</summary>
    internal Span<long> ClearedSums(int length) => Buffers.Cleared(ref _sums, length);

    /// <summary>Bytes, holding anything.</summary>
    internal Span<byte> Bytes(int length) => Buffers.Rent(ref _bytes, length);

    /// <summary>Integers for the voxels of a row, holding anything.</summary>
    internal Span<int> Places(int length) => Buffers.Rent(ref _places, length);

    /// <summary>Integers for every cell of a region, holding anything.</summary>
    internal Span<int> Labels(int length) => Buffers.Rent(ref _labels, length);

    /// <summary>A region's grey levels themselves, in place of their ranks, where the greatest fits 16 bits.</summary>
    internal ReadOnlySpan<ushort> GrayLevels16(GrayLevelRoi roi)
    {
        if (roi is { IsGapless: true, IsWide: false })
            return roi.Levels16;
        if (roi.Gray16 is { } kept)
            return kept;
        var gray = Buffers.Cleared(ref _gray16, roi.Length);
        var values = roi.GrayLevels;
        foreach (var (start, end) in roi.Spans)
        {
            for (var at = start; at < end; at++)
            {
                if (roi.Levels16[at] is > 0 and var rank)
                    gray[at] = (ushort)values[rank - 1];
            }
        }
        return gray;
    }

    /// <summary>A region's grey levels themselves, in place of their ranks.</summary>
    internal ReadOnlySpan<int> GrayLevels32(GrayLevelRoi roi)
    {
        var gray = Buffers.Cleared(ref _gray32, roi.Length);
        var values = roi.GrayLevels;
        foreach (var (start, end) in roi.Spans)
        {
            for (var at = start; at < end; at++)
            {
                var rank = roi.IsWide ? roi.Levels32[at] : roi.Levels16[at];
                if (rank > 0)
                    gray[at] = values[rank - 1];
            }
        }
        return gray;
    }
}
