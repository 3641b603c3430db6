using Radiomics.Features.Texture;

namespace Radiomics.Features.Maps;

/// <summary>In how many directions a window has a pair of voxels, and which directions have had one in any window.</summary>
internal sealed class PairedDirections : MapKernel
{
    private readonly VoxelOffset[] _directions;
    private readonly bool[] _met;

    public PairedDirections(MapWindow window, IReadOnlyList<int> distances)
        : base(window)
    {
        _directions = [.. VoxelOffset.Directions(window.Roi.Size, distances, window.FlatAxis)
            .Where(d => Math.Abs(d.X) <= 2 * window.X && Math.Abs(d.Y) <= 2 * window.Y && Math.Abs(d.Z) <= 2 * window.Z)];
        _met = new bool[_directions.Length];
    }

    /// <summary>For each direction whether any window had a pair in it.</summary>
    public IReadOnlyList<bool> Met => _met;

    public override void Evaluate(int at, Span<double> values)
    {
        var paired = 0;
        for (var d = 0; d < _directions.Length; d++)
        {
            if (!HasPair(at, _directions[d]))
                continue;
            _met[d] = true;
            paired++;
        }
        values[0] = paired;
    }

    private bool HasPair(int at, VoxelOffset step)
    {
        var (roi, other) = (Window.Roi, step.In(Window.Roi));
        for (var z = -Window.Z; z <= Window.Z - step.Z; z++)
        {
            for (var y = -Window.Y + Math.Max(0, -step.Y); y <= Window.Y - Math.Max(0, step.Y); y++)
            {
                var row = at + z * roi.PlaneStride + y * roi.RowStride;
                for (var x = -Window.X + Math.Max(0, -step.X); x <= Window.X - Math.Max(0, step.X); x++)
                {
                    if (Window.Rank(row + x) != 0 && Window.Rank(row + x + other) != 0)
                        return true;
                }
            }
        }
        return false;
    }
}
