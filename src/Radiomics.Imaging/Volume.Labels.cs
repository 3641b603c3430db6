using System.Buffers;

namespace Radiomics.Imaging;

public sealed partial class Volume
{
    /// <summary>The voxels in their own type and this machine's byte order.</summary>
    internal void Bytes<TState>(TState state, ReadOnlySpanAction<byte, TState> take) => _buffer.Bytes(state, take);

    /// <summary>Whether a voxel is not a whole number.</summary>
    internal bool HasFractions => _buffer.HasFractions;

    /// <summary>The smallest box that holds a label; empty where there is none.</summary>
    internal Region FindLabel(long label)
    {
        int minX = int.MaxValue, minY = int.MaxValue, minZ = int.MaxValue, maxX = -1, maxY = -1, maxZ = -1;
        long at = 0;
        for (var z = 0; z < Size.Z; z++)
        {
            for (var y = 0; y < Size.Y; y++, at += Size.X)
            {
                var (first, last) = _buffer.FindLabel(at, Size.X, label);
                if (first < 0)
                    continue;
                (minX, maxX) = (Math.Min(minX, first), Math.Max(maxX, last));
                (minY, maxY) = (Math.Min(minY, y), Math.Max(maxY, y));
                (minZ, maxZ) = (Math.Min(minZ, z), z);
            }
        }
        return maxX < 0 ? default : Region.FromBounds(new(minX, minY, minZ), new(maxX + 1, maxY + 1, maxZ + 1));
    }

    /// <summary>Sets 1 for each voxel of a box that has a label; gives their number.</summary>
    internal int MarkLabel(Region box, long label, Span<byte> marks)
    {
        var (count, at) = (0, 0);
        for (var z = box.Start.Z; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++, at += box.Size.X)
                count += _buffer.MarkLabel(((long)z * Size.Y + y) * Size.X + box.Start.X, label, marks.Slice(at, box.Size.X));
        }
        return count;
    }

    /// <summary>Reads consecutive voxels as labels.</summary>
    internal void CopyLabels(long start, Span<uint> destination) => _buffer.CopyLabels(start, destination);

    /// <summary>The labels but 0, in order; null where there are more than a limit.</summary>
    internal SortedSet<long>? Labels(int limit)
    {
        var labels = new SortedSet<long>();
        return _buffer.AddLabels(labels, limit) ? labels : null;
    }
}
