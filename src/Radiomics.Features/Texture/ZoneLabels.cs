namespace Radiomics.Features.Texture;

/// <summary>
/// A union-find forest of zones: each label's parent, which is never a later label, its level, and the number of voxels that were given
/// this very label; <see cref="Close"/> brings those to the roots. Buffers are kept.
/// </summary>
internal sealed class ZoneLabels
{
    private int[] _parents = [];
    private int[] _sizes = [];
    private int[] _levels = [];
    private int[] _nearest = [];

    /// <summary>The number of labels given.</summary>
    public int Count { get; set; }

    /// <summary>Each label's parent; a root is its own. Others fill these three buffers, up to one behind the last label.</summary>
    public Span<int> Parents => _parents;

    /// <summary>How many voxels have each label; 0 behind the last one.</summary>
    public Span<int> Sizes => _sizes;

    /// <summary>The level of each label.</summary>
    public Span<int> Levels => _levels;

    /// <summary>Forgets all labels.</summary>
    /// <param name="voxels">The most labels that can come.</param>
    public void Reset(int voxels)
    {
        Count = 0;
        if (_parents.Length < voxels + 2)
        {
            var length = (int)Math.Min(Math.Max(voxels + 2L, 2L * _parents.Length), Array.MaxLength);
            _parents = GC.AllocateUninitializedArray<int>(length);
            _sizes = GC.AllocateUninitializedArray<int>(length);
            _levels = GC.AllocateUninitializedArray<int>(length);
        }
        _sizes[0] = 0;
    }

    /// <summary>A new label for a voxel of a level.</summary>
    public int Create(int level)
    {
        (_parents[Count], _sizes[Count], _levels[Count]) = (Count, 1, level);
        return Count++;
    }

    /// <summary>Gives one voxel more a label.</summary>
    public void Grow(int label) => _sizes[label]++;

    /// <summary>Joins the zones of two labels (M. Rem's algorithm, in E. W. Dijkstra, A Discipline of Programming, 1976): both climb
    /// towards their roots, the one whose parent is later first, and what is passed is tied to the earlier parent.</summary>
    public static unsafe void Join(int* parents, int a, int b)
    {
        while (parents[a] != parents[b])
        {
            if (parents[a] < parents[b])
                (a, b) = (b, a);
            var above = parents[a];
            parents[a] = parents[b];
            if (above == a)
                return;
            a = above;
        }
    }

    /// <summary>Ends the filling: every label's parent is its root, and the roots have all voxels of their zones.</summary>
    public void Close()
    {
        for (var label = 0; label < Count; label++)
        {
            var parent = _parents[label];
            if (parent == label)
                continue;
            var root = _parents[parent]; // the parent is earlier, so it is done
            _parents[label] = root;
            _sizes[root] += _sizes[label];
        }
    }

    /// <summary>Counts the finished zones by level and size.</summary>
    public void CountInto(LevelSizeCounter counter)
    {
        for (var label = 0; label < Count; label++)
        {
            if (_parents[label] == label)
                counter.Add(_levels[label], _sizes[label]);
        }
    }

    /// <summary>Starts to look for the least of a number over each zone's voxels.</summary>
    public void BeginNearest(int labels)
    {
        if (_nearest.Length < labels)
            _nearest = new int[labels];
        _nearest.AsSpan(0, labels).Fill(int.MaxValue);
    }

    /// <summary>Looks at the number of a voxel.</summary>
    public void Near(int label, int number) => _nearest[label] = Math.Min(_nearest[label], number);

    /// <summary>Counts the finished zones by level and the least number of their voxels.</summary>
    public void CountNearestInto(LevelSizeCounter counter)
    {
        for (var label = 0; label < Count; label++)
            Near(_parents[label], _nearest[label]);
        for (var label = 0; label < Count; label++)
        {
            if (_parents[label] == label)
                counter.Add(_levels[label], _nearest[label]);
        }
    }
}
