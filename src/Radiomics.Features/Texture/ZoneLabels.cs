using System.Runtime.Intrinsics;

namespace Radiomics.Features.Texture;

/// <summary>
/// A union-find forest of zones: each label's parent, which is never a later label, its level, and the number of voxels that were given
/// this very label. Going from the last label to the first, each has all of its zone's later voxels before it passes them on to its parent.
/// Buffers are kept.
/// </summary>
internal sealed class ZoneLabels
{
    private int[] _parents = [];
    private (int Even, int Odd)[] _sizes = [];
    private int[] _levels = [];
    private int[] _nearest = [];

    /// <summary>The number of labels given.</summary>
    public int Count { get; set; }

    /// <summary>Each label's parent; a root is its own. Others fill these three buffers.</summary>
    public Span<int> Parents => _parents;

    /// <summary>How many voxels have each label, as two numbers to be added: voxels in turn count in one and the other, for an increment
    /// would wait for the last one.</summary>
    public Span<(int Even, int Odd)> Sizes => _sizes;

    /// <summary>The level of each label.</summary>
    public Span<int> Levels => _levels;

    /// <summary>Forgets all labels.</summary>
    /// <param name="voxels">The most labels that can come.</param>
    public void Reset(int voxels)
    {
        Count = 0;
        var most = voxels + 2L;
        if (_parents.Length >= most)
            return;
        var length = (int)Math.Min(Math.Max(most, Buffers.Grown(_parents.Length)), Array.MaxLength);
        _parents = GC.AllocateUninitializedArray<int>(length);
        _sizes = GC.AllocateUninitializedArray<(int, int)>(length);
        _levels = GC.AllocateUninitializedArray<int>(length);
    }

    /// <summary>Makes the next labels their own parents, of no voxel yet: those that as many more voxels can ask for, and one
    /// behind.</summary>
    public void Prepare(int voxels)
    {
        var next = _parents.AsSpan(Count, Math.Min(voxels + 1, _parents.Length - Count));
        _sizes.AsSpan(Count, next.Length).Clear();
        var (labels, i) = (Vector256.Create(Count) + Vector256<int>.Indices, 0);
        for (; i <= next.Length - Vector256<int>.Count; i += Vector256<int>.Count)
        {
            labels.CopyTo(next[i..]);
            labels += Vector256.Create(Vector256<int>.Count);
        }
        for (; i < next.Length; i++)
            next[i] = Count + i;
    }

    /// <summary>A new label for a voxel of a level.</summary>
    public int Create(int level)
    {
        (_parents[Count], _sizes[Count], _levels[Count]) = (Count, (1, 0), level);
        return Count++;
    }

    /// <summary>Gives one voxel more a label.</summary>
    public void Grow(int label) => _sizes[label].Even++;

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

    /// <summary>Counts the zones by level and size; the sizes are used up.</summary>
    public void CountInto(LevelSizeCounter counter)
    {
        for (var label = Count - 1; label >= 0; label--)
        {
            var size = _sizes[label].Even + _sizes[label].Odd;
            if (_parents[label] == label)
                counter.Add(_levels[label], size);
            else
                _sizes[_parents[label]].Even += size;
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

    /// <summary>Counts the zones by level and the least number of their voxels; those numbers are used up.</summary>
    public void CountNearestInto(LevelSizeCounter counter)
    {
        for (var label = Count - 1; label >= 0; label--)
        {
            if (_parents[label] == label)
                counter.Add(_levels[label], _nearest[label]);
            else
                Near(_parents[label], _nearest[label]);
        }
    }
}
