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
                double* sum = sums + (i - least), difference = differences - i;
                if (Matrix.HasDiagonal(row))
                {
                    own = weights[at++];
                    sum[i] += own / 2;
                    differences[0] += own / 2;
                }
                for (; at + 1 < end; at += 2)
                {
                    double weight = weights[at], next = weights[at + 1];
                    int column = columns[at], beyond = columns[at + 1];
                    nint j = levels[column], k = levels[beyond];
                    own += weight;
                    more += next;
                    rows[column] += weight;
                    sum[j] += weight;
                    difference[j] += weight;
                    rows[beyond] += next;
                    sum[k] += next;
                    difference[k] += next;
                }
                if (at < end)
                {
                    own += weights[at];
                    rows[columns[at]] += weights[at];
                    sum[levels[columns[at]]] += weights[at];
                    difference[levels[columns[at]]] += weights[at];
                }
                rows[row] += own + more;
            }
        }
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
    private unsafe double LiftedByTriangle()
    {
        if (_inverse.Length < LevelCount)
            _inverse = new double[Lanes.Padded(LevelCount)];
        var (lifted, rarest) = (0.0, Rarest(Rows));
        for (var row = 0; row < LevelCount; row++)
            _inverse[row] = 1 / _rows[row];
        fixed (double* own = _probabilities, inverse = _inverse)
        fixed (int* starts = Matrix.RowStart, columns = Matrix.Columns)
        {
            for (var row = 0; row < LevelCount; row++)
            {
                int at = starts[row], end = starts[row + 1];
                var (sum, more) = (0.0, 0.0);
                if (_rows[row] * rarest <= Large)
                {
                    for (; at < end; at++)
                        lifted += (columns[at] == row ? 0.5 : 1) * Lift(own[at], _rows[row] * _rows[columns[at]]);
                    continue;
                }
                if (at < end && columns[at] == row)
                    sum = 0.5 * own[at++] * inverse[row];
                for (; at + 1 < end; at += 2)
                {
                    sum += own[at] * inverse[columns[at]];
                    more += own[at + 1] * inverse[columns[at + 1]];
                }
                if (at < end)
                    sum += own[at] * inverse[columns[at]];
                if (sum + more != 0)
                    lifted += (sum + more) * inverse[row];
            }
        }
        return 2 * lifted;
    }
}
