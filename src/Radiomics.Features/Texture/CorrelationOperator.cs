using System.Buffers;

namespace Radiomics.Features.Texture;

/// <summary>
/// B' B for the B of <see cref="MaximalCorrelation"/>, or B itself where it is symmetric and given by a triangle, with the vectors of its
/// greatest singular value taken out. PyRadiomics adds epsilon to px py before it divides by it; to first order in epsilon the eigenvalues
/// of its Q are those of this operator. Well-filled matrices are multiplied row by row in vectors, others by their entries that are not 0.
/// </summary>
internal sealed class CorrelationOperator : IDisposable
{
    private readonly TextureMatrix _matrix;
    private readonly double[] _entries;
    private readonly double[] _left;
    private readonly double[] _between;
    private readonly bool _dense;

    // Of a symmetric matrix by its entries: where each row's begin, of both triangles, and their columns.
    private readonly int[] _starts = [];
    private readonly int[] _columns = [];

    public CorrelationOperator(CooccurrenceStatistics statistics)
    {
        _matrix = statistics.Matrix;
        var rows = statistics.Rows;
        var columns = statistics.Columns;
        var length = Lanes.Padded(rows.Length);
        _left = new double[length];
        Right = new double[length];
        _between = new double[length];
        var (perRow, perColumn) = (new double[rows.Length], new double[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            (_left[i], Right[i]) = (Math.Sqrt(rows[i]), Math.Sqrt(columns[i]));
            (perRow[i], perColumn[i]) = (1 / _left[i], 1 / Right[i]);
        }
        IsSymmetric = _matrix.IsTriangle;
        _dense = (long)length * length <= Math.Max((IsSymmetric ? 8L : 4L) * _matrix.Count, 4096);
        var both = IsSymmetric && !_dense;
        var count = _dense ? length * length : both ? 2 * _matrix.Count : _matrix.Count;
        _entries = ArrayPool<double>.Shared.Rent(count);
        if (_dense)
            Array.Clear(_entries, 0, count);
        var next = both ? new int[rows.Length] : [];
        if (both)
        {
            (_starts, _columns) = (new int[rows.Length + 1], ArrayPool<int>.Shared.Rent(count));
            Lay(next);
        }
        var starts = _matrix.RowStart;
        var places = _matrix.Columns;
        var probabilities = statistics.Probabilities;
        for (var row = 0; row < rows.Length; row++)
        {
            var (own, inverse) = (rows[row], perRow[row]);
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                var column = places[at];
                var root = inverse * perColumn[column];
                var entry = probabilities[at] * (own * columns[column] > CooccurrenceStatistics.Large
                    ? root * (1 - 0.5 * CooccurrenceStatistics.Epsilon * (root * root))
                    : 1 / Math.Sqrt(own * columns[column] + CooccurrenceStatistics.Epsilon));
                if (both)
                {
                    Put(row, column, entry, next);
                    if (row != column)
                        Put(column, row, entry, next);
                    continue;
                }
                _entries[_dense ? row * length + column : at] = entry;
                if (_dense && IsSymmetric)
                    _entries[column * length + row] = entry;
            }
        }
    }

    // Finds where the entries of each row of both triangles will stand, and gives each row's next place.
    private void Lay(Span<int> next)
    {
        var starts = _matrix.RowStart;
        for (var row = 0; row < next.Length; row++)
            next[row] += starts[row + 1] - starts[row] - (_matrix.HasDiagonal(row) ? 1 : 0);
        foreach (var column in _matrix.Columns)
            next[column]++;
        for (var row = 0; row < next.Length; row++)
        {
            _starts[row + 1] = _starts[row] + next[row];
            next[row] = _starts[row];
        }
    }

    // What lies below the diagonal comes first, for it is met in earlier rows.
    private void Put(int row, int column, double entry, int[] next)
    {
        var at = next[row]++;
        (_entries[at], _columns[at]) = (entry, column);
    }

    /// <summary>Whether a product is that with B, and not with B' B.</summary>
    public bool IsSymmetric { get; }

    /// <summary>Gives the buffers of the entries back.</summary>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_entries);
        if (_columns.Length > 0)
            ArrayPool<int>.Shared.Return(_columns);
    }

    /// <summary>The right vector of the greatest singular value: the roots of the columns' probabilities, padded with zeros.</summary>
    public double[] Right { get; }

    /// <summary>Multiplies a vector; the result is all 0 before.</summary>
    public void Apply(double[] vector, double[] result)
    {
        if (IsSymmetric && _dense)
        {
            Lanes.Multiply(_entries, vector, result);
        }
        else if (IsSymmetric)
        {
            ApplyWhole(vector, result);
        }
        else if (_dense)
        {
            Lanes.Multiply(_entries, vector, _between);
            Lanes.Subtract(_between, _left);
            for (var row = 0; row < _between.Length; row++)
                Lanes.AddScaled(result, _entries.AsSpan(row * vector.Length, vector.Length), _between[row]);
        }
        else
        {
            ApplyEntries(vector, result);
        }
        Lanes.Subtract(result, Right);
    }

    // Both triangles, so that a row's sum is all that is written: sums of columns would be read again right after they were written. Every
    // entry's column is the rank of a level, and the vectors have a place for each. Four sums, so that an addition need not wait for the
    // last one.
    private unsafe void ApplyWhole(double[] vector, double[] result)
    {
        fixed (double* entries = _entries, from = vector)
        fixed (int* columns = _columns)
        {
            for (var row = 0; row + 1 < _starts.Length; row++)
            {
                int at = _starts[row], end = _starts[row + 1];
                double a = 0, b = 0, c = 0, d = 0;
                for (; at + 3 < end; at += 4)
                {
                    a += entries[at] * from[columns[at]];
                    b += entries[at + 1] * from[columns[at + 1]];
                    c += entries[at + 2] * from[columns[at + 2]];
                    d += entries[at + 3] * from[columns[at + 3]];
                }
                for (; at < end; at++)
                    a += entries[at] * from[columns[at]];
                result[row] = a + b + (c + d);
            }
        }
    }

    private void ApplyEntries(double[] vector, double[] result)
    {
        var starts = _matrix.RowStart;
        var columns = _matrix.Columns;
        for (var row = 0; row + 1 < starts.Length; row++)
        {
            var sum = 0.0;
            for (var at = starts[row]; at < starts[row + 1]; at++)
                sum += _entries[at] * vector[columns[at]];
            _between[row] = sum;
        }
        Lanes.Subtract(_between, _left);
        for (var row = 0; row + 1 < starts.Length; row++)
        {
            for (var at = starts[row]; at < starts[row + 1]; at++)
                result[columns[at]] += _entries[at] * _between[row];
        }
    }
}
