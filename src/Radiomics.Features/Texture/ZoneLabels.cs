namespace Radiomics.Features.Texture;

/// <summary>A union-find forest of zones: each label's parent, and at the roots the zone's level and its number of voxels.</summary>
internal sealed class ZoneLabels
{
    private int[] _parents = new int[256];
    private int[] _sizes = new int[256];
    private int[] _levels = new int[256];

    /// <summary>The number of labels given.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all labels.</summary>
    public void Clear() => Count = 0;

    /// <summary>A new label for a voxel of a level.</summary>
    public int Create(int level)
    {
        if (Count == _parents.Length)
        {
            Array.Resize(ref _parents, 2 * Count);
            Array.Resize(ref _sizes, 2 * Count);
            Array.Resize(ref _levels, 2 * Count);
        }
        _parents[Count] = Count;
        _sizes[Count] = 1;
        _levels[Count] = level;
        return Count++;
    }

    /// <summary>The root of a label's tree; paths are halved on the way.</summary>
    public int Find(int label)
    {
        var parents = _parents;
        while (parents[label] != label)
            label = parents[label] = parents[parents[label]];
        return label;
    }

    /// <summary>Adds one voxel to the zone of a root.</summary>
    public void Grow(int root) => _sizes[root]++;

    /// <summary>Joins the zones of two roots; gives the root that stays.</summary>
    public int Join(int a, int b)
    {
        if (a == b)
            return a;
        if (_sizes[a] < _sizes[b])
            (a, b) = (b, a);
        _parents[b] = a;
        _sizes[a] += _sizes[b];
        return a;
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

    /// <summary>Counts the finished zones by level and a number of each root.</summary>
    public void CountInto(LevelSizeCounter counter, ReadOnlySpan<int> numbers)
    {
        for (var label = 0; label < Count; label++)
        {
            if (_parents[label] == label)
                counter.Add(_levels[label], numbers[label]);
        }
    }
}
