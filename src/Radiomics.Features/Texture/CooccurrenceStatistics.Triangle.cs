using System.Runtime.CompilerServices;

namespace Radiomics.Features.Texture;

/// <content>The sums over a symmetric matrix, from one of its triangles.</content>
public sealed partial class CooccurrenceStatistics
{
    // Counts are added, whole numbers whose sums are exact, and divided only then. An entry off the diagonal stands for two.
    private void SweepTriangle(ReadOnlySpan<int> levels)
    {
        Array.Clear(_rows);
        Sums.Begin(2 * levels[0], 2 * levels[^1], Matrix.Count);
        Differences.Begin(0, levels[^1] - levels[0], Matrix.Count);
        if (!Sums.Table.IsEmpty && !Differences.Table.IsEmpty)
            SpreadTriangle();
        else
            SpreadTriangleFar();
        Sums.End();
        Differences.End();

        // Moments about a whole number near the mean: sum n (i - c)^2 over rows, and from that over i + j, which is twice the same and
        // twice the sum of the products, the products.
        double mean = 0, first = 0, second = 0, both = 0;
        for (var row = 0; row < LevelCount; row++)
            mean += _rows[row] * levels[row];
        var center = Math.Round(mean / Total);
        for (var row = 0; row < LevelCount; row++)
        {
            var from = levels[row] - center;
            first += _rows[row] * from;
            second += _rows[row] * (from * from);
        }
        var keys = Sums.Keys;
        var weights = Sums.Weights;
        for (var k = 0; k < keys.Length; k++)
        {
            var from = keys[k] - 2 * center;
            both += weights[k] * (from * from);
        }
        var products = both - second;
        first /= Total;
        MeanX = MeanY = center + first;
        VarianceX = VarianceY = second / Total - first * first;
        Covariance = products / Total - first * first;
        Autocorrelation = products / Total + center * (2 * first + center);

        Sums.Divide(Total / 2);
        Differences.Divide(Total / 2);
        foreach (ref var row in _rows.AsSpan(0, LevelCount))
            row /= Total;
        Rows.CopyTo(_columns);
        var padded = _rows.AsSpan(0, Lanes.Padded(LevelCount));
        _rowEntropy = Lanes.Entropy(padded, Epsilon);
        _marginalEntropies = 2 * (_rowEntropy + Epsilon / Math.Log(2) * (LevelCount - Rows.Count(0.0)));

        var probabilities = SetProbabilities();
        if (_diagonal.Length < padded.Length)
            _diagonal = new double[padded.Length];
        var (diagonal, count) = (_diagonal, 0);
        for (var row = 0; row < LevelCount; row++)
        {
            if (Matrix.HasDiagonal(row))
                diagonal[count++] = probabilities[Matrix.RowStart[row]];
        }
        diagonal.AsSpan(count, Lanes.Padded(count) - count).Clear();
        var own = diagonal.AsSpan(0, Lanes.Padded(count));
        Entropy = 2 * Lanes.Entropy(probabilities, Epsilon) - Lanes.Entropy(own, Epsilon);
        Energy = 2 * Lanes.Dot(probabilities, probabilities) - Lanes.Dot(own, own);
        Maximum = Lanes.Greatest(probabilities);
    }

    // Adds the counts to those of the rows, of the sums and of the differences. Every place is within its table: the columns are ranks of
    // levels, and the tables reach from the least sum and difference of two levels to the greatest.
    private unsafe void SpreadTriangle()
    {
        var starts = Matrix.RowStart;
        var least = 2 * _levels[0];
        fixed (double* weights = Matrix.Weights, rows = _rows, sums = Sums.Table, differences = Differences.Table)
        fixed (int* columns = Matrix.Columns, levels = _levels)
        {
            for (var row = 0; row < LevelCount; row++)
            {
                int at = starts[row], end = starts[row + 1], i = levels[row];
                var (own, more) = (0.0, 0.0); // two sums, so that an addition need not wait for the last one
                if (Matrix.HasDiagonal(row))
                {
                    own = weights[at++];
                    sums[2 * i - least] += own / 2;
                    differences[0] += own / 2;
                }
                for (; at + 1 < end; at += 2)
                {
                    own += weights[at];
                    more += weights[at + 1];
                    Add(weights[at], columns[at], i - least, i, levels[columns[at]], rows, sums, differences);
                    Add(weights[at + 1], columns[at + 1], i - least, i, levels[columns[at + 1]], rows, sums, differences);
                }
                if (at < end)
                {
                    own += weights[at];
                    Add(weights[at], columns[at], i - least, i, levels[columns[at]], rows, sums, differences);
                }
                rows[row] += own + more;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Add(double weight, int column, int shift, int i, int j, double* rows, double* sums, double* differences)
    {
        rows[column] += weight;
        sums[shift + j] += weight;
        differences[j - i] += weight;
    }

    private void SpreadTriangleFar()
    {
        var starts = Matrix.RowStart;
        var columns = Matrix.Columns;
        var weights = Matrix.Weights;
        for (var row = 0; row < LevelCount; row++)
        {
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                var (weight, column) = (weights[at], columns[at]);
                var half = row == column ? weight / 2 : weight;
                _rows[row] += half;
                _rows[column] += half;
                Sums.Add(_levels[row] + _levels[column], half);
                Differences.Add(_levels[column] - _levels[row], half);
            }
        }
    }

    // The sum of p / (px py) over the matrix, or what stands for it.
    private double LiftedByTriangle()
    {
        var starts = Matrix.RowStart;
        var columns = Matrix.Columns;
        var (lifted, inverse, rarest) = (0.0, new double[LevelCount], Rarest(Rows));
        for (var row = 0; row < LevelCount; row++)
            inverse[row] = 1 / _rows[row];
        for (var row = 0; row < LevelCount; row++)
        {
            var own = _probabilities.AsSpan(starts[row], starts[row + 1] - starts[row]);
            var places = columns.Slice(starts[row], own.Length);
            var (sum, more, at) = (0.0, 0.0, 0);
            if (_rows[row] * rarest <= Large)
            {
                for (; at < own.Length; at++)
                    lifted += (places[at] == row ? 0.5 : 1) * Lift(own[at], _rows[row] * _rows[places[at]]);
                continue;
            }
            if (Matrix.HasDiagonal(row))
                sum = 0.5 * own[at] * inverse[places[at++]];
            for (; at + 1 < own.Length; at += 2)
            {
                sum += own[at] * inverse[places[at]];
                more += own[at + 1] * inverse[places[at + 1]];
            }
            if (at < own.Length)
                sum += own[at] * inverse[places[at]];
            if (sum + more != 0)
                lifted += (sum + more) * inverse[row];
        }
        return 2 * lifted;
    }
}
