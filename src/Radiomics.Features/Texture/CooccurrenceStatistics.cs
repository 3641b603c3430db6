namespace Radiomics.Features.Texture;

/// <summary>
/// What the GLCM features are computed from: a normalised co-occurrence matrix, its marginal distributions and their
/// moments, found in one pass over the entries that are not 0. The notation is that of Haralick et al., IEEE Trans SMC 1973,
/// doi:10.1109/TSMC.1973.4309314.
/// </summary>
public sealed partial class CooccurrenceStatistics
{
    /// <summary>The spacing of doubles at 1, which PyRadiomics adds within logarithms and to divisors.</summary>
    internal const double Epsilon = 2.220446049250313e-16;

    // Up to here a probability is so large beside epsilon that the first order in epsilon gives logarithms and roots to the last digit.
    internal const double Large = 1e8 * Epsilon;

    // Up to this many pairs of marginal levels their entropy is summed pair by pair, as PyRadiomics does, so that independent levels give
    // exactly equal entropies.
    private const int FewPairs = 256;

    private double[] _rows = [];
    private double[] _columns = [];
    private double[] _probabilities = [];
    private double[] _diagonal = [];
    private double[] _inverse = [];
    private int[] _levels = [];
    private readonly TextureMatrix _whole = new();
    private readonly MaximalCorrelation _correlation = new();
    private double _rowEntropy;
    private double _marginalEntropies;

    internal TextureMatrix Matrix { get; private set; } = new();

    /// <summary>The matrix as it was counted: a triangle also where <see cref="Matrix"/> is whole.</summary>
    internal TextureMatrix Counted { get; private set; } = new();

    /// <summary>The sum of the entries.</summary>
    internal double Total { get; private set; }

    internal int LevelCount { get; private set; }

    /// <summary>The greatest grey level: Ng.</summary>
    public double MaximumLevel { get; private set; }

    /// <summary>The distribution of i + j.</summary>
    internal SparseDistribution Sums { get; } = new();

    /// <summary>The distribution of |i - j|.</summary>
    internal SparseDistribution Differences { get; } = new();

    /// <summary>The grey level of each row and column.</summary>
    internal ReadOnlySpan<int> Levels => _levels.AsSpan(0, LevelCount);

    /// <summary>The probability of each row.</summary>
    internal ReadOnlySpan<double> Rows => _rows.AsSpan(0, LevelCount);

    /// <summary>The probability of each column.</summary>
    internal ReadOnlySpan<double> Columns => _columns.AsSpan(0, LevelCount);

    /// <summary>The mean of the rows' levels.</summary>
    public double MeanX { get; private set; }

    /// <summary>The mean of the columns' levels.</summary>
    public double MeanY { get; private set; }

    /// <summary>The variance of the rows' levels.</summary>
    public double VarianceX { get; private set; }

    /// <summary>The variance of the columns' levels.</summary>
    public double VarianceY { get; private set; }

    /// <summary>The covariance of the two levels of a pair.</summary>
    public double Covariance { get; private set; }

    /// <summary>The mean of the product of the two levels.</summary>
    public double Autocorrelation { get; private set; }

    /// <summary>The sum of the squares of the probabilities.</summary>
    public double Energy { get; private set; }

    /// <summary>The entropy of the matrix in bits.</summary>
    public double Entropy { get; private set; }

    /// <summary>The greatest probability.</summary>
    public double Maximum { get; private set; }

    /// <summary>The pairs of levels that occur with their probabilities, by row and column: what a feature of one's own is summed
    /// over.</summary>
    public IEnumerable<(int I, int J, double Probability)> Pairs()
    {
        var matrix = Matrix;
        if (matrix.IsTriangle)
            (matrix = new TextureMatrix()).SetToWhole(Matrix);
        for (var row = 0; row < LevelCount; row++)
        {
            for (var at = matrix.RowStart[row]; at < matrix.RowStart[row + 1]; at++)
                yield return (_levels[row], _levels[matrix.Columns[at]], matrix.Weights[at] / Total);
        }
    }

    /// <summary>The probability of each entry of <see cref="Matrix"/>.</summary>
    internal ReadOnlySpan<double> Probabilities => _probabilities.AsSpan(0, Matrix.Count);

    /// <summary>The probability of an entry of <see cref="Matrix"/>.</summary>
    internal double Probability(int entry) => _probabilities[entry];

    /// <summary>Takes a matrix whose total is not 0.</summary>
    internal void Set(TextureMatrix matrix, ReadOnlySpan<int> levels, double total, int? levelCount = null)
    {
        (Matrix, Counted, LevelCount, MaximumLevel, Total) = (matrix, matrix, levels.Length, levelCount ?? levels[^1], total);
        if (_rows.Length < levels.Length)
        {
            var length = Lanes.Padded(levels.Length);
            (_rows, _columns, _levels) = (new double[length], new double[length], new int[length]);
        }
        levels.CopyTo(_levels);
        if (matrix.IsTriangle && matrix.Count <= FewPairs)
        {
            _whole.SetToWhole(matrix);
            Matrix = _whole;
        }
        if (Matrix.IsTriangle)
            SweepTriangle(levels);
        else
            Sweep(levels);
    }

    private Span<double> SetProbabilities()
    {
        var length = Lanes.Padded(Matrix.Count);
        if (_probabilities.Length < length)
            _probabilities = new double[Lanes.Padded(2 * Matrix.Count)];
        var probabilities = _probabilities.AsSpan(0, length);
        Lanes.Divide(Matrix.Weights, Total, probabilities);
        return probabilities;
    }

    private void Sweep(ReadOnlySpan<int> levels)
    {
        var matrix = Matrix;
        Array.Clear(_rows, 0, LevelCount);
        Array.Clear(_columns, 0, LevelCount);
        Sums.Begin(2 * levels[0], 2 * levels[^1], matrix.Count);
        Differences.Begin(0, levels[^1] - levels[0], matrix.Count);

        var columns = matrix.Columns;
        var starts = matrix.RowStart;
        var probabilities = SetProbabilities();
        double meanX = 0, meanY = 0, product = 0, maximum = 0;
        var tables = !Sums.Table.IsEmpty && !Differences.Table.IsEmpty;
        for (var row = 0; row < LevelCount; row++)
        {
            var (i, sum, sumOfLevels) = (levels[row], 0.0, 0.0);
            var (first, length) = (starts[row], starts[row + 1] - starts[row]);
            ReadOnlySpan<double> own = probabilities.Slice(first, length);
            var places = columns.Slice(first, length);
            for (var at = 0; at < own.Length; at++)
            {
                var p = own[at];
                sum += p;
                sumOfLevels += levels[places[at]] * p;
                if (p > maximum)
                    maximum = p;
            }
            _rows[row] = sum;
            meanX += i * sum;
            product += i * sumOfLevels;
            if (tables)
                Spread(own, places, row);
            else
                SpreadFar(own, places, row);
        }
        for (var column = 0; column < LevelCount; column++)
            meanY += levels[column] * _columns[column];
        Sums.End();
        Differences.End();
        (MeanX, MeanY, Autocorrelation, Maximum) = (meanX, meanY, product, maximum);
        Energy = Lanes.Dot(probabilities, probabilities);
        Entropy = matrix.Count > FewPairs ? Lanes.Entropy(probabilities, Epsilon) : EntropyOf(probabilities[..matrix.Count]);
        _marginalEntropies = PureEntropy(Rows) + PureEntropy(Columns);

        // The covariance is summed about the means, row by row: the difference of large products would lose digits.
        double varianceX = 0, varianceY = 0, covariance = 0;
        for (var row = 0; row < LevelCount; row++)
        {
            var (fromX, fromY, across) = (levels[row] - meanX, levels[row] - meanY, 0.0);
            varianceX += Rows[row] * (fromX * fromX);
            varianceY += Columns[row] * (fromY * fromY);
            var (end, more) = (starts[row + 1], 0.0);
            var at = starts[row];
            for (; at + 1 < end; at += 2) // two sums, so that an addition need not wait for the last one
            {
                across += probabilities[at] * (levels[columns[at]] - meanY);
                more += probabilities[at + 1] * (levels[columns[at + 1]] - meanY);
            }
            if (at < end)
                across += probabilities[at] * (levels[columns[at]] - meanY);
            across += more;
            covariance += fromX * across;
        }
        (VarianceX, VarianceY, Covariance) = (varianceX, varianceY, covariance);
    }

    // Adds the probabilities of a row to those of the columns, of the sums and of the differences. Every place is within its table: the
    // columns are ranks of levels, and the tables reach from the least sum and difference of two levels to the greatest.
    private unsafe void Spread(ReadOnlySpan<double> own, ReadOnlySpan<int> places, int row)
    {
        var (i, least) = (_levels[row], 2 * _levels[0]);
        fixed (double* p = own, columns = _columns, sums = Sums.Table, differences = Differences.Table)
        fixed (int* column = places, levels = _levels)
        {
            for (var at = 0; at < own.Length; at++)
            {
                var j = levels[column[at]];
                columns[column[at]] += p[at];
                sums[i + j - least] += p[at];
                differences[Math.Abs(i - j)] += p[at];
            }
        }
    }

    private void SpreadFar(ReadOnlySpan<double> own, ReadOnlySpan<int> places, int row)
    {
        for (var at = 0; at < own.Length; at++)
        {
            _columns[places[at]] += own[at];
            Sums.Add(_levels[row] + _levels[places[at]], own[at]);
            Differences.Add(Math.Abs(_levels[row] - _levels[places[at]]), own[at]);
        }
    }

    /// <summary>The moment of i + j about the sum of the means.</summary>
    internal double ClusterMoment(int power)
    {
        var (center, moment) = (MeanX + MeanY, 0.0);
        var keys = Sums.Keys;
        var weights = Sums.Weights;
        for (var k = 0; k < keys.Length; k++)
        {
            var from = keys[k] - center;
            var square = from * from;
            moment += weights[k] * (power switch { 2 => square, 3 => square * from, _ => square * square });
        }
        return moment;
    }

    /// <summary>The entropy of a distribution, in bits.</summary>
    internal static double EntropyOf(ReadOnlySpan<double> distribution)
    {
        var entropy = 0.0;
        foreach (var p in distribution)
        {
            if (p != 0)
                entropy -= p * Math.Log2(p + Epsilon);
        }
        return entropy;
    }

    /// <summary>
    /// HXY2, the entropy of independent rows and columns. With logarithms of products it is the sum of the two marginal entropies, less
    /// what
    /// adding epsilon within each logarithm takes away: epsilon / ln 2 a pair.
    /// </summary>
    internal double IndependentEntropy()
    {
        var rows = Rows;
        var columns = Columns;
        var (nonzeroRows, nonzeroColumns) = (LevelCount - rows.Count(0.0), LevelCount - columns.Count(0.0));
        if ((long)nonzeroRows * nonzeroColumns > FewPairs)
            return _marginalEntropies - Epsilon / Math.Log(2) * nonzeroRows * nonzeroColumns;
        var entropy = 0.0;
        foreach (var p in rows)
        {
            if (p == 0)
                continue;
            foreach (var q in columns)
            {
                if (q != 0)
                    entropy -= p * q * Math.Log2(p * q + Epsilon);
            }
        }
        return entropy;
    }

    /// <summary>HXY1, the cross entropy of the matrix and independent rows and columns.</summary>
    internal double CrossEntropy()
    {
        var starts = Matrix.RowStart;
        var columns = Matrix.Columns;
        var entropy = 0.0;
        if (Matrix.IsTriangle)
            return _marginalEntropies - Epsilon / Math.Log(2) * LiftedByTriangle();
        if (Matrix.Count <= FewPairs)
        {
            for (var row = 0; row < LevelCount; row++)
            {
                for (var at = starts[row]; at < starts[row + 1]; at++)
                    entropy -= Probability(at) * Math.Log2(_rows[row] * _columns[columns[at]] + Epsilon);
            }
            return entropy;
        }
        var (lifted, perColumn, rarest) = (0.0, new double[LevelCount], Rarest(Columns));
        for (var column = 0; column < LevelCount; column++)
            perColumn[column] = 1 / _columns[column];
        for (var row = 0; row < LevelCount; row++)
        {
            var sum = 0.0;
            if (_rows[row] * rarest <= Large)
            {
                for (var at = starts[row]; at < starts[row + 1]; at++)
                    lifted += Lift(_probabilities[at], _rows[row] * _columns[columns[at]]);
                continue;
            }
            for (var at = starts[row]; at < starts[row + 1]; at++)
                sum += _probabilities[at] * perColumn[columns[at]];
            if (sum != 0)
                lifted += sum / _rows[row];
        }
        return _marginalEntropies - Epsilon / Math.Log(2) * lifted;
    }

    // What epsilon within the logarithm of px py takes away, in units of epsilon / ln 2: p / (px py), except where px py is not large
    // beside epsilon, as among levels that only pairs at a distance of small weight have.
    private static double Lift(double p, double product) =>
        p == 0 ? 0 : product > Large ? p / product : p * Math.Log(1 + Epsilon / product) / Epsilon;

    // The least probability that is not 0.
    internal static double Rarest(ReadOnlySpan<double> distribution)
    {
        var least = 1.0;
        foreach (var p in distribution)
        {
            if (p != 0 && p < least)
                least = p;
        }
        return least;
    }

    /// <summary>The maximal correlation coefficient.</summary>
    internal double MaximalCorrelation() => _correlation.Coefficient(this);

    /// <summary>The entropy of i + j.</summary>
    internal double SumEntropy() => Matrix.IsTriangle ? Sums.Entropy(Epsilon) : EntropyOf(Sums.Weights);

    /// <summary>The entropy of |i - j|.</summary>
    internal double DifferenceEntropy() => Matrix.IsTriangle ? Differences.Entropy(Epsilon) : EntropyOf(Differences.Weights);

    /// <summary>The greater of HX and HY, the entropies of rows and columns.</summary>
    internal double GreaterEntropy() =>
        Matrix.IsTriangle ? _rowEntropy : Math.Max(EntropyOf(Rows), EntropyOf(Columns));

    private static double PureEntropy(ReadOnlySpan<double> distribution)
    {
        var entropy = 0.0;
        foreach (var p in distribution)
        {
            if (p != 0)
                entropy -= p * Math.Log2(p);
        }
        return entropy;
    }
}
