using Radiomics.Features.Texture;

namespace Radiomics.Features.Maps;

/// <summary>
/// The GLCM features of sliding windows, symmetric and averaged over directions. All sums but those of the maximal correlation are kept as
/// pairs come and go
/// (whole numbers or <see cref="FixedPoint"/>), so a voxel costs its new and old pairs and not its matrices.
/// </summary>
internal sealed class CooccurrenceMap : MapKernel
{
    /// <summary>Above this the tables of a direction would leave the cache, or its fourth powers 64 bits.</summary>
    public const int MostLevels = 512;

    private readonly Direction[] _directions;
    private readonly int[] _features;
    private readonly double[] _sums;
    private readonly int[] _counts;
    private readonly Values _values;
    private readonly WindowCorrelation _correlation;
    private readonly bool _wantsCorrelation;

    /// <summary>The features whose values are found in <see cref="Values"/>, in the order of <see cref="GlcmFeatures.All"/>.</summary>
    private static readonly (string Name, Func<Values, double> Of)[] Known =
    [
        ("Autocorrelation", v => v.Autocorrelation),
        ("ClusterProminence", v => v.ClusterProminence),
        ("ClusterShade", v => v.ClusterShade),
        ("ClusterTendency", v => v.ClusterTendency),
        ("Contrast", v => v.Contrast),
        ("Correlation", v => v.Correlation),
        ("DifferenceAverage", v => v.DifferenceAverage),
        ("DifferenceEntropy", v => v.DifferenceEntropy),
        ("DifferenceVariance", v => v.DifferenceVariance),
        ("Id", v => v.Id),
        ("Idm", v => v.Idm),
        ("Idmn", v => v.Idmn),
        ("Idn", v => v.Idn),
        ("Imc1", v => v.Imc1),
        ("Imc2", v => v.Imc2),
        ("InverseVariance", v => v.InverseVariance),
        ("JointAverage", v => v.JointAverage),
        ("JointEnergy", v => v.JointEnergy),
        ("JointEntropy", v => v.JointEntropy),
        ("MCC", v => v.MaximalCorrelation),
        ("MaximumProbability", v => v.MaximumProbability),
        ("SumAverage", v => v.SumAverage),
        ("SumEntropy", v => v.SumEntropy),
        ("SumSquares", v => v.SumSquares),
    ];

    public CooccurrenceMap(MapWindow window, IReadOnlyList<int> distances, IReadOnlyList<string> features)
        : base(window)
    {
        var roi = window.Roi;
        var tables = new Tables(roi.GrayLevels.ToArray(), window.Count);
        _directions = [.. VoxelOffset.Directions(roi.Size, distances, window.FlatAxis)
            .Where(d => Math.Abs(d.X) <= 2 * window.X && Math.Abs(d.Y) <= 2 * window.Y && Math.Abs(d.Z) <= 2 * window.Z)
            .Select(d => new Direction(d.X < 0 ? new VoxelOffset(-d.X, -d.Y, -d.Z) : d, window, tables))];
        _features = [.. features.Select(name => Array.FindIndex(Known, k => k.Name == name))];
        (_sums, _counts) = (new double[features.Count], new int[features.Count]);
        _values = new Values();
        _correlation = new WindowCorrelation();
        _wantsCorrelation = features.Contains("MCC");
    }

    public override void Enter(int at, int before)
    {
        foreach (var direction in _directions)
        {
            if (direction.Step.X <= before)
                direction.Plane(at - direction.Step.X, 1);
        }
    }

    public override void Leave(int at, int after)
    {
        foreach (var direction in _directions)
        {
            if (direction.Step.X <= after)
                direction.Plane(at, -1);
        }
    }

    public override void Evaluate(int at, Span<double> values)
    {
        Array.Clear(_sums);
        Array.Clear(_counts);
        foreach (var direction in _directions)
        {
            if (direction.Pairs == 0)
                continue;
            direction.Fill(_values, _wantsCorrelation ? _correlation : null);
            for (var f = 0; f < _features.Length; f++)
            {
                var value = Known[_features[f]].Of(_values);
                if (double.IsNaN(value))
                    continue;
                _sums[f] += value;
                _counts[f]++;
            }
        }
        for (var f = 0; f < _features.Length; f++)
            values[f] = _counts[f] == 0 ? double.NaN : _sums[f] / _counts[f];
    }

    /// <summary>What a pair of levels adds, by level or difference.</summary>
    private sealed class Tables
    {
        public Tables(int[] levels, int voxels)
        {
            Levels = levels;
            Scale = new FixedPoint(2 * voxels * Math.Log2(2 * voxels + 2) + 1);
            double most = levels[^1];
            var range = levels[^1] - levels[0] + 1;
            (Id, Idm, Idn, Idmn, Inverse) = (new long[range], new long[range], new long[range], new long[range], new long[range]);
            for (var k = 0; k < range; k++)
            {
                Id[k] = Scale.Of(1 / (1.0 + k));
                Idm[k] = Scale.Of(1 / (1 + (double)k * k));
                Idn[k] = Scale.Of(1 / (1 + k / most));
                Idmn[k] = Scale.Of(1 / (1 + k * (double)k / (most * most)));
                Inverse[k] = k == 0 ? 0 : Scale.Of(1 / ((double)k * k));
            }
            Logs = Scale.CountLogs(2 * voxels + 2);
        }

        public FixedPoint Scale { get; }

        public int[] Levels { get; }

        public long[] Id { get; }

        public long[] Idm { get; }

        public long[] Idn { get; }

        public long[] Idmn { get; }

        public long[] Inverse { get; }

        public long[] Logs { get; }
    }

    /// <summary>The features of one direction.</summary>
    private sealed class Values
    {
        public double Autocorrelation,
            ClusterProminence,
            ClusterShade,
            ClusterTendency,
            Contrast,
            Correlation,
            DifferenceAverage,
            DifferenceEntropy,
            DifferenceVariance;

        public double Id,
            Idm,
            Idmn,
            Idn,
            Imc1,
            Imc2,
            InverseVariance,
            JointAverage,
            JointEnergy,
            JointEntropy,
            MaximalCorrelation,
            MaximumProbability;

        public double SumAverage, SumEntropy, SumSquares;
    }

    /// <summary>The co-occurrence matrix of one direction: unordered pairs of ranks, and everything that is summed over them.</summary>
    private sealed class Direction
    {
        private readonly MapWindow _window;
        private readonly Tables _tables;
        private readonly int _offset;
        private readonly int _stride;
        private readonly int[] _cells;
        private readonly int[] _rows;
        private readonly int[] _sumCounts;
        private readonly int[] _differenceCounts;
        private readonly int[] _cellsOf;
        private long _sum1, _sum2, _sum3, _sum4, _product, _squares, _distance, _energy;
        private long _cellLogs, _rowLogs, _sumLogs, _differenceLogs, _id, _idm, _idn, _idmn, _inverse;
        private int _most;

        public Direction(VoxelOffset step, MapWindow window, Tables tables)
        {
            (Step, _window, _tables) = (step, window, tables);
            _offset = step.In(window.Roi);
            var levels = tables.Levels;
            _stride = levels.Length + 1;
            _cells = new int[_stride * _stride];
            _rows = new int[_stride];
            _sumCounts = new int[2 * levels[^1] + 1 - 2 * levels[0]];
            _differenceCounts = new int[levels[^1] - levels[0] + 1];
            _cellsOf = new int[2 * window.Count + 2];
        }

        public VoxelOffset Step { get; }

        public int Pairs { get; private set; }

        /// <summary>Adds or removes the pairs whose first voxels lie in a plane.</summary>
        public void Plane(int at, int sign)
        {
            var roi = _window.Roi;
            int yFrom = -_window.Y + Math.Max(0, -Step.Y), yTo = _window.Y - Math.Max(0, Step.Y);
            int zFrom = -_window.Z + Math.Max(0, -Step.Z), zTo = _window.Z - Math.Max(0, Step.Z);
            for (var z = zFrom; z <= zTo; z++)
            {
                for (var y = yFrom; y <= yTo; y++)
                {
                    var first = at + z * roi.PlaneStride + y * roi.RowStride;
                    int a = _window.Rank(first), b = _window.Rank(first + _offset);
                    if (a == 0 || b == 0)
                        continue;
                    if (sign > 0)
                        Add(Math.Min(a, b), Math.Max(a, b), 1);
                    else
                        Add(Math.Min(a, b), Math.Max(a, b), -1);
                }
            }
        }

        private void Add(int a, int b, int sign)
        {
            var logs = _tables.Logs;
            Pairs += sign;
            long i = _tables.Levels[a - 1], j = _tables.Levels[b - 1], sum = i + j, square = sum * sum;
            var k = (int)(j - i);
            _sum1 += sign * sum;
            _sum2 += sign * square;
            _sum3 += sign * square * sum;
            _sum4 += sign * square * square;
            _product += sign * i * j;
            _squares += sign * (i * i + j * j);
            _distance += sign * k;
            _id += sign * _tables.Id[k];
            _idm += sign * _tables.Idm[k];
            _idn += sign * _tables.Idn[k];
            _idmn += sign * _tables.Idmn[k];
            _inverse += sign * _tables.Inverse[k];
            _sumLogs += Change(ref _sumCounts[sum - 2 * _tables.Levels[0]], sign, logs);
            _differenceLogs += Change(ref _differenceCounts[k], sign, logs);

            // The symmetric matrix has a pair of one level twice in one cell, and any other in two.
            ref var cell = ref _cells[a * _stride + b];
            if (a == b)
            {
                _rowLogs += Change(ref _rows[a], 2 * sign, logs);
                _energy -= (long)cell * cell;
                Move(ref cell, 2 * sign, 1, logs);
                _energy += (long)cell * cell;
            }
            else
            {
                _rowLogs += Change(ref _rows[a], sign, logs) + Change(ref _rows[b], sign, logs);
                _energy -= 2L * cell * cell;
                Move(ref cell, sign, 2, logs);
                _energy += 2L * cell * cell;
            }
        }

        private static long Change(ref int count, int by, long[] logs)
        {
            var before = logs[count];
            count += by;
            return logs[count] - before;
        }

        private void Move(ref int cell, int by, int times, long[] logs)
        {
            _cellLogs -= times * logs[cell];
            _cellsOf[cell]--;
            cell += by;
            _cellsOf[cell]++;
            _cellLogs += times * logs[cell];
            if (cell > _most)
                _most = cell;
            while (_most > 0 && _cellsOf[_most] == 0)
                _most--;
        }

        public void Fill(Values v, WindowCorrelation? correlation)
        {
            double n = Pairs, total = 2 * n;
            v.Autocorrelation = _product / n;
            v.SumAverage = _sum1 / n;
            v.JointAverage = _sum1 / total;
            v.DifferenceAverage = _distance / n;
            v.Contrast = (_squares - 2 * _product) / n;
            v.DifferenceVariance = ((_squares - 2 * _product) * (long)Pairs - _distance * _distance) / (n * n);

            // Central moments from sums about a whole number near the mean, which are exact.
            var a = (long)Math.Round(v.SumAverage);
            long c2 = _sum2 - 2 * a * _sum1 + Pairs * a * a;
            long c3 = _sum3 - 3 * a * _sum2 + 3 * a * a * _sum1 - Pairs * a * a * a;
            long c4 = _sum4 - 4 * a * _sum3 + 6 * a * a * _sum2 - 4 * a * a * a * _sum1 + Pairs * a * a * a * a;
            double e = (_sum1 - Pairs * a) / n, m2 = c2 / n, m3 = c3 / n, m4 = c4 / n;
            v.ClusterTendency = m2 - e * e;
            v.ClusterShade = m3 - 3 * e * m2 + 2 * e * e * e;
            v.ClusterProminence = m4 - 4 * e * m3 + 6 * e * e * m2 - 3 * e * e * e * e;

            var b = (long)Math.Round(v.JointAverage);
            var from = (_sum1 - 2 * Pairs * b) / total;
            var single = _squares * Pairs * 2 == _sum1 * _sum1;
            v.SumSquares = single ? 0 : (_squares - 2 * b * _sum1 + 2 * Pairs * b * b) / total - from * from;
            var covariance = (_product - b * _sum1 + Pairs * b * b) / n - from * from;
            v.Correlation = single ? 1 : covariance / (v.SumSquares + CooccurrenceStatistics.Epsilon);

            v.Id = _tables.Scale.Value(_id) / n;
            v.Idm = _tables.Scale.Value(_idm) / n;
            v.Idn = _tables.Scale.Value(_idn) / n;
            v.Idmn = _tables.Scale.Value(_idmn) / n;
            v.InverseVariance = _tables.Scale.Value(_inverse) / n;
            v.JointEnergy = _energy / (total * total);
            v.MaximumProbability = _most / total;
            v.JointEntropy = _tables.Scale.Entropy(_cellLogs, total);
            v.DifferenceEntropy = _tables.Scale.Entropy(_differenceLogs, n);
            v.SumEntropy = _tables.Scale.Entropy(_sumLogs, n);
            var marginal = _tables.Scale.Entropy(_rowLogs, total);
            v.Imc1 = single ? 0 : (v.JointEntropy - 2 * marginal) / marginal;

            // Where levels are independent, PyRadiomics' last digits decide between 0 and no value; it adds epsilon to what it takes
            // logarithms of.
            var shared = 2 * marginal - v.JointEntropy;
            v.Imc2 =
                single ? 0
                : shared > 1e-9 ? Math.Sqrt(1 - Math.Exp(-2 * shared))
                : Independent();
            v.MaximalCorrelation =
                correlation is null ? 0
                : single ? (_tables.Levels.Length == 1 ? 1 : 0)
                : correlation.Of(_cells, _rows, _stride, total);
        }

        private double Independent()
        {
            var matrix = new TextureMatrix();
            for (var a = 1; a < _stride; a++)
            {
                for (var b = 1; b < _stride; b++)
                {
                    if (_cells[Math.Min(a, b) * _stride + Math.Max(a, b)] is > 0 and var count)
                        matrix.Add(b - 1, count);
                }
                matrix.EndRow();
            }
            var statistics = new CooccurrenceStatistics();
            statistics.Set(matrix, _tables.Levels, matrix.Total());
            return GlcmFeatures.All.Single(f => f.Name == "Imc2").Compute!(statistics);
        }
    }
}
