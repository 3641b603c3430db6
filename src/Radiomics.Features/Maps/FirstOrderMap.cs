using Radiomics.Features.FirstOrder;

namespace Radiomics.Features.Maps;

/// <summary>The first-order features of sliding windows: their intensities kept sorted, their levels counted.</summary>
internal sealed class FirstOrderMap : MapKernel
{
    private readonly double[] _intensities;
    private readonly FeatureDefinition<IntensityStatistics>[] _features;
    private readonly double _voxelVolume;
    private readonly double _shift;
    private readonly double[] _sorted;
    private readonly double[] _plane;
    private readonly double[] _merged;
    private readonly int[] _histogram;
    private readonly FixedPoint _scale;
    private readonly long[] _logs;
    private int _count;
    private long _levelLogs;
    private long _levelSquares;

    /// <param name="window">The window.</param>
    /// <param name="intensities">The intensities, over the same padded array as the levels.</param>
    /// <param name="features">The features.</param>
    /// <param name="voxelVolume">The volume of a voxel in mm³.</param>
    /// <param name="shift">PyRadiomics' <c>voxelArrayShift</c>.</param>
    public FirstOrderMap(MapWindow window, double[] intensities, FeatureDefinition<IntensityStatistics>[] features, double voxelVolume, double shift)
        : base(window)
    {
        (_intensities, _features, _voxelVolume, _shift) = (intensities, features, voxelVolume, shift);
        (_sorted, _plane, _merged) = (new double[window.Count], new double[window.Count], new double[window.Count]);
        _histogram = new int[window.Roi.GrayLevels.Length + 1];
        _scale = new FixedPoint(window.Count * Math.Log2(window.Count + 1) + 1);
        _logs = _scale.CountLogs(window.Count);
    }

    public override void Enter(int at, int before)
    {
        var entering = Gather(at, 1);
        int i = 0, j = 0, k = 0;
        while (i < _count || j < entering)
            _merged[k++] = j == entering || (i < _count && _sorted[i] <= _plane[j]) ? _sorted[i++] : _plane[j++];
        _count = k;
        _merged.AsSpan(0, k).CopyTo(_sorted);
    }

    public override void Leave(int at, int after)
    {
        var leaving = Gather(at, -1);
        int j = 0, k = 0;
        for (var i = 0; i < _count; i++)
        {
            if (j < leaving && _sorted[i] == _plane[j])
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
            _sorted.AsSpan(0, _count), _scale.Entropy(_levelLogs, _count), _levelSquares / ((double)_count * _count), _voxelVolume, _shift);
        for (var f = 0; f < _features.Length; f++)
            values[f] = _features[f].Compute!(statistics);
    }

    // The plane's intensities, sorted; its levels are counted.
    private int Gather(int at, int sign)
    {
        var (roi, n) = (Window.Roi, 0);
        for (var z = -Window.Z; z <= Window.Z; z++)
        {
            for (var y = -Window.Y; y <= Window.Y; y++)
            {
                var here = at + z * roi.PlaneStride + y * roi.RowStride;
                var rank = Window.Rank(here);
                if (rank == 0)
                    continue;
                _plane[n++] = _intensities[here];
                ref var count = ref _histogram[rank];
                _levelLogs -= _logs[count];
                _levelSquares += sign * (2L * count + sign);
                count += sign;
                _levelLogs += _logs[count];
            }
        }
        _plane.AsSpan(0, n).Sort();
        return n;
    }
}
