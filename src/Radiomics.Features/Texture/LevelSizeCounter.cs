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

    /// <summary>Sets the counts of size 1 from those of all sizes; the others are counted already.</summary>
    /// <param name="all">How many events each level has, by rank from 0.</param>
    public void SetFirst(ReadOnlySpan<int> all)
    {
        for (var rank = 1; rank <= Levels; rank++)
        {
            var row = _table.AsSpan(rank * (Width + 1), Width + 1);
            row[1] = all[rank - 1];
            for (var size = 2; size < row.Length; size++)
                row[1] -= row[size];
        }
        foreach (var key in _large)
            _table[(int)(key >> 32) * (Width + 1) + 1]--;
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

    /// <summary>
    /// Fills a matrix with run lengths from counts of another kind: size s of a level stands for a voxel that has s equal voxels
    /// before it in a row. Every run of length k gives one such voxel for each s below k, so the number of runs of length k is the number
    /// of
    /// voxels with s = k - 1 less that with s = k; those with s = 0 are the level's voxels that were not counted.
    /// </summary>
    public void FillFromPredecessors(ReadOnlySpan<int> histogram, TextureMatrix matrix)
    {
        _large.Sort();
        matrix.Clear();
        var large = 0;
        for (var rank = 1; rank <= Levels; rank++)
        {
            var row = _table.AsSpan(rank * (Width + 1), Width + 1);
            var (behind, firstLarge) = (0, large);
            for (var size = 1; size < row.Length; size++)
                behind += row[size];
            while (NextLarge(rank, ref large, out _, out var count))
                behind += count;
            large = firstLarge;

            var atLeast = histogram[rank - 1] - behind;
            var length = 1;
            for (; length < row.Length && row[length] != 0; length++)
            {
                if (atLeast != row[length])
                    matrix.Add(length, atLeast - row[length]);
                atLeast = row[length];
            }
            while (NextLarge(rank, ref large, out _, out var more))
            {
                if (atLeast != more)
                    matrix.Add(length, atLeast - more);
                atLeast = more;
                length++;
            }
            matrix.Add(length, atLeast);
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
