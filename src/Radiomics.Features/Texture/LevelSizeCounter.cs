namespace Radiomics.Features.Texture;

/// <summary>
/// Counts (level, size) events: runs, zones or dependencies. Small sizes have a table; the few large ones a list, so
/// that neither many levels nor one large zone asks for much memory.
/// </summary>
internal sealed class LevelSizeCounter
{
    private int[] _table = [];
    private readonly List<long> _large = [];

    /// <summary>The number of levels.</summary>
    public int Levels { get; private set; }

    /// <summary>The greatest size that the table holds; its rows are one longer.</summary>
    public int Width { get; private set; }

    /// <summary>The counts of level rank r and size s, at r * (Width + 1) + s, the ranks from 1.</summary>
    public Span<int> Table => _table.AsSpan(0, (Levels + 1) * (Width + 1));

    /// <summary>Empties the counter.</summary>
    /// <param name="levels">The number of levels.</param>
    /// <param name="greatest">The greatest size that can occur.</param>
    /// <param name="voxels">The number of voxels: the table is kept in proportion to it.</param>
    public void Reset(int levels, int greatest, int voxels)
    {
        Levels = levels;
        Width = (int)Math.Clamp(4L * voxels / levels, Math.Min(4, greatest), Math.Min(greatest, 128));
        var length = checked((levels + 1) * (Width + 1));
        if (_table.Length < length)
            _table = new int[length];
        else
            _table.AsSpan(0, length).Clear();
        _large.Clear();
    }

    /// <summary>Counts one event.</summary>
    public void Add(int rank, int size)
    {
        if (size <= Width)
            _table[rank * (Width + 1) + size]++;
        else
            _large.Add((long)rank << 32 | (uint)size);
    }

    /// <summary>
    /// Sets the counts of the least sizes, which were not counted, from the totals: of n events whose sizes add up to v, those of size 1
    /// are v less all other sizes where the others were counted; where only those from 3 on were, what is left are a of size 1 and b of
    /// size 2, with a + b events and a + 2 b for their sizes.
    /// </summary>
    /// <param name="sizes">What the sizes of each level add up to, by rank from 0.</param>
    /// <param name="repeats">The same less the number of events, where sizes from 3 on were counted; <see langword="null"/> where those
    /// of 2 were, too.</param>
    public void SetShortest(ReadOnlySpan<int> sizes, int[]? repeats)
    {
        _large.Sort();
        for (int rank = 1, large = 0; rank <= Levels; rank++)
        {
            var row = _table.AsSpan(rank * (Width + 1), Width + 1);
            var (events, rest) = (0, sizes[rank - 1]);
            for (var size = row.LastIndexOfAnyExcept(0); size > 0; size--)
            {
                events += row[size];
                rest -= row[size] * size;
            }
            while (NextLarge(rank, ref large, out var far, out var count))
            {
                events += count;
                rest -= count * far;
            }
            if (repeats is null)
            {
                row[1] = rest;
                continue;
            }
            var left = sizes[rank - 1] - repeats[rank - 1] - events;
            row[1] = 2 * left - rest;
            if (row.Length > 2)
                row[2] = rest - left;
        }
    }

    /// <summary>Fills a matrix with the counts.</summary>
    public void Fill(TextureMatrix matrix)
    {
        _large.Sort();
        matrix.Clear();
        var large = 0;
        for (var rank = 1; rank <= Levels; rank++)
        {
            var row = _table.AsSpan(rank * (Width + 1), Width + 1);
            row = row[..(row.LastIndexOfAnyExcept(0) + 1)];
            for (var size = 1; size < row.Length; size++)
            {
                if (row[size] != 0)
                    matrix.Add(size, row[size]);
            }
            while (NextLarge(rank, ref large, out var size, out var count))
                matrix.Add(size, count);
            matrix.EndRow();
        }
    }

    private bool NextLarge(int rank, ref int at, out int size, out int count)
    {
        (size, count) = (0, 0);
        if (at == _large.Count || _large[at] >> 32 != rank)
            return false;
        var key = _large[at];
        for (; at < _large.Count && _large[at] == key; at++)
            count++;
        size = (int)(uint)key;
        return true;
    }
}
