using Radiomics.Features.Texture;

namespace Radiomics.Features.Maps;

/// <summary>
/// The GLRLM features of sliding windows, averaged over directions. A voxel that enters makes the run before it one longer, or begins one;
/// a voxel that leaves
/// is the first of its run: a step changes one run a voxel, and all sums follow.
/// </summary>
internal sealed class RunLengthMap : MapKernel
{
    /// <summary>Above this the table of levels and lengths would leave the cache.</summary>
    public const int MostLevels = 4096;

    private readonly Direction[] _directions;
    private readonly int[] _features;
    private readonly double[] _sums;
    private readonly int[] _counts;

    private static readonly (string Name, Func<Direction, double> Of)[] Known =
    [
        ("GrayLevelNonUniformity", d => d.LevelSquares / d.N),
        ("GrayLevelNonUniformityNormalized", d => d.LevelSquares / (d.N * d.N)),
        ("GrayLevelVariance", d => (d.Runs * d.LevelSecond - (double)d.LevelFirst * d.LevelFirst) / (d.N * d.N)),
        ("HighGrayLevelRunEmphasis", d => d.LevelSecond / d.N),
        ("LongRunEmphasis", d => d.LengthSecond / d.N),
        ("LongRunHighGrayLevelEmphasis", d => d.LongHigh / d.N),
        ("LongRunLowGrayLevelEmphasis", d => d.Scale.Value(d.LongLow) / d.N),
        ("LowGrayLevelRunEmphasis", d => d.Scale.Value(d.Low) / d.N),
        ("RunEntropy", d => d.Scale.Entropy(d.CellLogs, d.N)),
        ("RunLengthNonUniformity", d => d.LengthSquares / d.N),
        ("RunLengthNonUniformityNormalized", d => d.LengthSquares / (d.N * d.N)),
        ("RunPercentage", d => d.N / d.LengthFirst),
        ("RunVariance", d => (d.Runs * d.LengthSecond - (double)d.LengthFirst * d.LengthFirst) / (d.N * d.N)),
        ("ShortRunEmphasis", d => d.Scale.Value(d.Short) / d.N),
        ("ShortRunHighGrayLevelEmphasis", d => d.HighScale.Value(d.ShortHigh) / d.N),
        ("ShortRunLowGrayLevelEmphasis", d => d.Scale.Value(d.ShortLow) / d.N),
    ];

    public RunLengthMap(MapWindow window, IReadOnlyList<string> features)
        : base(window)
    {
        var longest = 2 * window.Radius + 1;
        var scale = new FixedPoint((double)window.Count * Math.Max(longest, 16));
        var logs = scale.CountLogs(window.Count + 1);
        var levels = window.Roi.GrayLevels.ToArray();
        var inverse = new long[longest + 1];
        for (var k = 1; k <= longest; k++)
            inverse[k] = scale.Of(1.0 / ((double)k * k));
        _directions = [.. VoxelOffset.Directions(window.Roi.Size, [1], window.FlatAxis).Select(d =>
            new Direction(d.X < 0 ? new VoxelOffset(-d.X, -d.Y, -d.Z) : d, window, levels, inverse, logs, scale))];
        _features = [.. features.Select(name => Array.FindIndex(Known, k => k.Name == name))];
        (_sums, _counts) = (new double[features.Count], new int[features.Count]);
    }

    public override void Enter(int at, int before)
    {
        foreach (var direction in _directions)
            direction.Enter(at, before);
    }

    public override void Leave(int at, int after)
    {
        foreach (var direction in _directions)
            direction.Leave(at, after);
    }

    public override void Evaluate(int at, Span<double> values)
    {
        Array.Clear(_sums);
        var defined = 0;
        foreach (var direction in _directions)
        {
            if (!direction.HasLine(at))
                continue;
            defined++;
            for (var f = 0; f < _features.Length; f++)
                _sums[f] += Known[_features[f]].Of(direction);
        }
        for (var f = 0; f < _features.Length; f++)
            values[f] = defined == 0 ? double.NaN : _sums[f] / defined;
    }

    /// <summary>The runs along one direction.</summary>
    private sealed class Direction
    {
        private readonly VoxelOffset _step;
        private readonly MapWindow _window;
        private readonly int _offset;
        private readonly int _width;
        private readonly int[] _levels;
        private readonly long[] _inverse;
        private readonly long[] _inverseLevels;
        private readonly long[] _logs;
        private readonly int[] _cells;
        private readonly int[] _rows;
        private readonly int[] _lengths;
        private readonly long[] _shortLow;
        private readonly long[] _shortHigh;
        private int _touching;

        public Direction(VoxelOffset step, MapWindow window, int[] levels, long[] inverse, long[] logs, FixedPoint scale)
        {
            (_step, _window, _levels, _inverse, _logs, Scale) = (step, window, levels, inverse, logs, scale);
            _offset = step.In(window.Roi);
            _width = inverse.Length;
            _cells = new int[(levels.Length + 1) * _width];
            _rows = new int[levels.Length + 1];
            _lengths = new int[_width];
            _inverseLevels = [0, .. levels.Select(i => scale.Of(1 / ((double)i * i)))];
            HighScale = new FixedPoint(Math.Max(16, (double)window.Count * levels[^1] * levels[^1]));
            (_shortLow, _shortHigh) = (new long[_cells.Length], new long[_cells.Length]);
            for (var cell = _width; cell < _cells.Length; cell++)
            {
                var (level, length) = ((double)levels[cell / _width - 1], cell % _width);
                _shortLow[cell] = length == 0 ? 0 : scale.Of(1 / (level * level * length * length));
                _shortHigh[cell] = length == 0 ? 0 : HighScale.Of(level * level / ((double)length * length));
            }
        }

        public int Runs { get; private set; }

        public double N => Runs;

        public FixedPoint Scale { get; }

        public FixedPoint HighScale { get; }

        public long LevelFirst,
            LevelSecond,
            LengthFirst,
            LengthSecond,
            LevelSquares,
            LengthSquares,
            LongHigh,
            LongLow,
            Low,
            Short,
            ShortHigh,
            ShortLow,
            CellLogs;

        public void Enter(int at, int before)
        {
            var roi = _window.Roi;
            for (var z = -_window.Z; z <= _window.Z; z++)
            {
                for (var y = -_window.Y; y <= _window.Y; y++)
                {
                    var here = at + z * roi.PlaneStride + y * roi.RowStride;
                    var rank = _window.Rank(here);
                    if (rank == 0)
                        continue;

                    // In the plane itself voxels come in the order of the direction, so the one before is there already.
                    var length = 0;
                    int py = y - _step.Y, pz = z - _step.Z, px = _step.X, place = here - _offset;
                    if (Holds(px, py, pz, before) && _window.Rank(place) != 0)
                        _touching++;
                    while (Holds(px, py, pz, before) && _window.Rank(place) == rank)
                    {
                        length++;
                        (px, py, pz, place) = (px + _step.X, py - _step.Y, pz - _step.Z, place - _offset);
                    }
                    if (length > 0)
                        Change(rank, length, -1);
                    Change(rank, length + 1, 1);
                }
            }
        }

        public void Leave(int at, int after)
        {
            var roi = _window.Roi;
            for (var z = -_window.Z; z <= _window.Z; z++)
            {
                for (var y = -_window.Y; y <= _window.Y; y++)
                {
                    var here = at + z * roi.PlaneStride + y * roi.RowStride;
                    var rank = _window.Rank(here);
                    if (rank == 0)
                        continue;

                    // The voxels before it in the plane are gone, so it is the first of its run.
                    var length = 0;
                    int ny = y + _step.Y, nz = z + _step.Z, nx = _step.X, place = here + _offset;
                    if (Holds(nx, ny, nz, after) && _window.Rank(place) != 0)
                        _touching--;
                    while (Holds(nx, ny, nz, after) && _window.Rank(place) == rank)
                    {
                        length++;
                        (nx, ny, nz, place) = (nx + _step.X, ny + _step.Y, nz + _step.Z, place + _offset);
                    }
                    Change(rank, length + 1, -1);
                    if (length > 0)
                        Change(rank, length, 1);
                }
            }
        }

        /// <summary>
        /// Whether a line along the direction holds two voxels of the window; PyRadiomics leaves out a direction that has none.
        /// </summary>
        public bool HasLine(int at)
        {
            if (_touching > 0)
                return true;
            if (Runs < 2)
                return false;
            var roi = _window.Roi;
            for (var z = -_window.Z; z <= _window.Z; z++)
            {
                for (var y = -_window.Y; y <= _window.Y; y++)
                {
                    for (var x = -_window.X; x <= _window.X; x++)
                    {
                        var place = at + z * roi.PlaneStride + y * roi.RowStride + x;
                        if (_window.Rank(place) == 0)
                            continue;
                        var (nx, ny, nz) = (x + _step.X, y + _step.Y, z + _step.Z);
                        while (Math.Abs(nx) <= _window.X && Math.Abs(ny) <= _window.Y && Math.Abs(nz) <= _window.Z)
                        {
                            place += _offset;
                            if (_window.Rank(place) != 0)
                                return true;
                            (nx, ny, nz) = (nx + _step.X, ny + _step.Y, nz + _step.Z);
                        }
                    }
                }
            }
            return false;
        }

        private bool Holds(int planes, int y, int z, int depth) => planes <= depth && Math.Abs(y) <= _window.Y && Math.Abs(z) <= _window.Z;

        private void Change(int rank, int length, int by)
        {
            long level = _levels[rank - 1], square = level * level, longSquare = (long)length * length;
            Runs += by;
            LevelFirst += by * level;
            LevelSecond += by * square;
            LengthFirst += by * length;
            LengthSecond += by * longSquare;
            LongHigh += by * square * longSquare;
            LongLow += by * _inverseLevels[rank] * longSquare;
            Low += by * _inverseLevels[rank];
            Short += by * _inverse[length];
            ShortHigh += by * _shortHigh[rank * _width + length];
            ShortLow += by * _shortLow[rank * _width + length];
            ref var cell = ref _cells[rank * _width + length];
            CellLogs -= _logs[cell];
            cell += by;
            CellLogs += _logs[cell];
            LevelSquares += by * (2L * _rows[rank] + by);
            _rows[rank] += by;
            LengthSquares += by * (2L * _lengths[length] + by);
            _lengths[length] += by;
        }
    }
}
