using Radiomics.Features.Discretisation;
using Radiomics.Imaging;

namespace Radiomics.Features.FirstOrder;

/// <summary>The intensities of a region, some at a time: from an array of all, or read from the image, so that there is no such
/// array.</summary>
internal ref struct IntensityParts
{
    /// <summary>How many at a time, but for the last: they stay in the first-level cache between two readings.</summary>
    public const int Length = 1024;

    private readonly VoxelBlock? _block;
    private readonly RegionRuns? _runs;
    private readonly double[] _room = [];
    private ReadOnlySpan<double> _left;
    private ReadOnlySpan<RegionRuns.Run> _ahead;
    private int _row = -1, _done;

    /// <summary>Those of an array.</summary>
    public IntensityParts(ReadOnlySpan<double> intensities) => _left = intensities;

    /// <summary>Those of an image at a region's voxels, in their order.</summary>
    public IntensityParts(VoxelBlock block, RegionRuns runs) => (_block, _runs, _room) = (block, runs, new double[Length]);

    /// <summary>The next ones; false behind the last.</summary>
    public bool Next(out ReadOnlySpan<double> part)
    {
        if (_block is null)
        {
            part = _left[..Math.Min(Length, _left.Length)];
            _left = _left[part.Length..];
        }
        else
        {
            part = _room.AsSpan(0, Read(_block, _runs!));
        }
        return !part.IsEmpty;
    }

    private int Read(VoxelBlock block, RegionRuns runs)
    {
        var (box, at) = (runs.Mask.BoundingBox, 0);
        while (at < Length)
        {
            if (_ahead.IsEmpty)
            {
                if (++_row >= box.Size.Y * box.Size.Z)
                    break;
                _ahead = runs.Row(_row);
                continue;
            }
            var run = _ahead[0];
            var room = _room.AsSpan(at, Math.Min(run.Length - _done, Length - at));
            block.Slice(GrayLevelRoi.BlockRow(block.Region, box, _row) + run.Start + _done, room.Length, room).CopyTo(room);
            (at, _done) = (at + room.Length, _done + room.Length);
            if (_done == run.Length)
            {
                _ahead = _ahead[1..];
                _done = 0;
            }
        }
        return at;
    }
}
