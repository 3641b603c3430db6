using Radiomics.Features.FirstOrder;

namespace Radiomics.Features.Maps;

/// <summary>The first-order features of sliding windows: their intensities kept sorted, their levels counted.</summary>
internal sealed class FirstOrderMap : MapKernel
{
    private readonly double[] _intensities;
    private readonly FeatureDefinition<IntensityStatistics>[] _features;
    private readonly double _voxelVolume;
    private readonly double _shift;
    private readonly double[][] _planes;
    private readonly int[] _lengths;
    private readonly int[] _histogram;
    private readonly FixedPoint _scale;
    private readonly long[] _logs;
    private readonly Func<ReadOnlyMemory<double>> _read;
    private double[] _sorted;
    private double[] _spare;
    private int _first;
    private int _held;
    private int _count;
    private long _levelLogs;
    private long _levelSquares;

    /// <param name="window">The window.</param>
    /// <param name="intensities">The intensities, over the same padded array as the levels.</param>
    /// <param name="features">The features.</param>
    /// <param name="voxelVolume">The volume of a voxel in mm³.</param>
    /// <param name="shift">PyRadiomics' <c>voxelArrayShift</c>.</param>
    public FirstOrderMap(
        MapWindow window,
        double[] intensities,
        FeatureDefinition<IntensityStatistics>[] features,
        double voxelVolume,
        double shift
    )
        : base(window)
    {
        (_intensities, _features, _voxelVolume, _shift) = (intensities, features, voxelVolume, shift);
        (_sorted, _spare) = (new double[window.Count], new double[window.Count]);
        var planes = 2 * window.X + 1;
        (_planes, _lengths) = ([.. Enumerable.Range(0, planes).Select(_ => new double[window.Count / planes])], new int[planes]);
        _histogram = new int[window.Roi.GrayLevels.Length + 1];
        _scale = new FixedPoint(window.Count * Math.Log2(window.Count + 1) + 1);
        _logs = _scale.CountLogs(window.Count);
        _read = () => _sorted.AsMemory(0, _count);
    }

    public override void Enter(int at, int before)
    {
        // The planes in the window stand sorted, in turn.
        var slot = (_first + _held++) % _planes.Length;
        var (plane, n, roi) = (_planes[slot], 0, Window.Roi);
        for (var z = -Window.Z; z <= Window.Z; z++)
        {
            for (var y = -Window.Y; y <= Window.Y; y++)
            {
                var here = at + z * roi.PlaneStride + y * roi.RowStride;
                if (Window.Rank(here) is > 0 and var rank)
                {
                    plane[n++] = _intensities[here];
                    Count(rank, 1);
                }
            }
        }
        _lengths[slot] = n;
        plane.AsSpan(0, n).Sort();
        int i = 0, j = 0, k = 0;
        while (i < _count && j < n)
            _spare[k++] = _sorted[i] <= plane[j] ? _sorted[i++] : plane[j++];
        _sorted.AsSpan(i, _count - i).CopyTo(_spare.AsSpan(k));
        plane.AsSpan(j, n - j).CopyTo(_spare.AsSpan(k));
        _count += n;
        (_sorted, _spare) = (_spare, _sorted);
    }

    public override void Leave(int at, int after)
    {
        var (plane, n, roi) = (_planes[_first], _lengths[_first], Window.Roi);
        (_first, _held) = ((_first + 1) % _planes.Length, _held - 1);
        for (var z = -Window.Z; z <= Window.Z; z++)
        {
            for (var y = -Window.Y; y <= Window.Y; y++)
            {
                if (Window.Rank(at + z * roi.PlaneStride + y * roi.RowStride) is > 0 and var rank)
                    Count(rank, -1);
            }
        }
        int j = 0, k = 0;
        for (var i = 0; i < _count; i++)
        {
            if (j < n && _sorted[i] == plane[j])
                j++;
            else
                _sorted[k++] = _sorted[i];
        }
        _count = k;
    }

    public override void Evaluate(int at, Span<double> values)
    {
        if (_count == 0)
        {
            values.Fill(double.NaN);
            return;
        }
        var statistics = IntensityStatistics.OfSorted(
            _sorted.AsSpan(0, _count),
            _scale.Entropy(_levelLogs, _count),
            _levelSquares / ((double)_count * _count),
            _voxelVolume,
            _shift,
            _read);
        for (var f = 0; f < _features.Length; f++)
            values[f] = _features[f].Compute!(statistics);
    }

    private void Count(int rank, int sign)
    {
        ref var count = ref _histogram[rank];
        _levelLogs -= _logs[count];
        _levelSquares += sign * (2L * count + sign);
        count += sign;
        _levelLogs += _logs[count];
    }
}
