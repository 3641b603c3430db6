using System.Buffers;

namespace Radiomics.Features.Texture;

/// <summary>
/// B' B for the B of <see cref="MaximalCorrelation"/>, or B itself where it is symmetric and given by a triangle, with the vectors of its
/// greatest singular value taken out. PyRadiomics adds epsilon to px py before it divides by it; to first order in epsilon the eigenvalues
/// of its Q are those of this operator. Well-filled matrices are multiplied row by row in vectors, others by their entries that are not 0.
/// </summary>
internal sealed class CorrelationOperator : IDisposable
{
    // Up to here px py is so large beside epsilon that two terms give 1 / sqrt(px py + epsilon) to the last digit.
    private const double Large = 1e8 * CooccurrenceStatistics.Epsilon;

    private readonly TextureMatrix _matrix;
    private readonly double[] _entries;
    private readonly double[] _left;
    private readonly double[] _between;
    private readonly bool _dense;

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
        var count = _dense ? length * length : _matrix.Count;
        _entries = ArrayPool<double>.Shared.Rent(count);
        if (_dense)
            Array.Clear(_entries, 0, count);
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
                var entry = probabilities[at] * (own * columns[column] > Large
                    ? root * (1 - 0.5 * CooccurrenceStatistics.Epsilon * (root * root))
                    : 1 / Math.Sqrt(own * columns[column] + CooccurrenceStatistics.Epsilon));
                _entries[_dense ? row * length + column : at] = entry;
                if (_dense && IsSymmetric)
                    _entries[column * length + row] = entry;
            }
        }
    }

    /// <summary>Whether a product is that with B, and not with B' B.</summary>
    public bool IsSymmetric { get; }

    /// <summary>Gives the buffer of the entries back.</summary>
    public void Dispose() => ArrayPool<double>.Shared.Return(_entries);

    /// <summary>The right vector of the greatest singular value: the roots of the columns' probabilities, padded with zeros.</summary>
    public double[] Right { get; }

    /// <summary>Multiplies a vector; the result is all 0 before.</summary>
    public void Apply(double[] vector, double[] result)
    {
        if (IsSymmetric && _dense)
        {
            for (var row = 0; row < result.Length; row++)
                result[row] = Lanes.Dot(_entries.AsSpan(row * vector.Length, vector.Length), vector);
        }
        else if (IsSymmetric)
        {
            ApplyTriangle(vector, result);
        }
        else if (_dense)
        {
            for (var row = 0; row < _between.Length; row++)
                _between[row] = Lanes.Dot(_entries.AsSpan(row * vector.Length, vector.Length), vector);
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

    // Every entry's column is the rank of a level, and the vectors have a place for each.
    private unsafe void ApplyTriangle(double[] vector, double[] result)
    {
        var starts = _matrix.RowStart;
        fixed (double* entries = _entries, from = vector, to = result)
        fixed (int* columns = _matrix.Columns)
        {
            for (var row = 0; row + 1 < starts.Length; row++)
            {
                int at = starts[row], end = starts[row + 1];
                var (own, sum, more) = (from[row], 0.0, 0.0);
                if (_matrix.HasDiagonal(row))
                    sum = entries[at++] * own;
                for (; at + 1 < end; at += 2) // two sums, so that an addition need not wait for the last one
                {
                    var (first, second) = (columns[at], columns[at + 1]);
                    sum += entries[at] * from[first];
                    more += entries[at + 1] * from[second];
                    to[first] += entries[at] * own;
                    to[second] += entries[at + 1] * own;
                }
                if (at < end)
                {
                    sum += entries[at] * from[columns[at]];
                    to[columns[at]] += entries[at] * own;
                }
                to[row] += sum + more;
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
