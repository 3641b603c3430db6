namespace Radiomics.Features.Texture;

/// <summary>
/// What the features of runs, zones and dependencies are computed from: the counts of a matrix of level i and size j, its
/// marginal sums and the weighted sums over it, found in one pass over the entries that are not 0.
/// </summary>
public sealed class LevelSizeStatistics
{
    private readonly SparseDistribution _sizes = new();
    private TextureMatrix _matrix = new();
    private int[] _levels = [];

    /// <summary>The number of runs, zones or dependencies.</summary>
    public double Total { get; private set; }

    /// <summary>The number of voxels: the sum of the sizes, or, where sizes are distances, that of the region.</summary>
    public double Voxels { get; private set; }

    /// <summary>The sum of the squares of each level's number.</summary>
    public double LevelSquares { get; private set; }

    /// <summary>The sum of the squares of each size's number.</summary>
    public double SizeSquares { get; private set; }

    /// <summary>The variance of the levels.</summary>
    public double LevelVariance { get; private set; }

    /// <summary>The variance of the sizes.</summary>
    public double SizeVariance { get; private set; }

    /// <summary>The entropy of the matrix in bits.</summary>
    public double Entropy { get; private set; }

    /// <summary>The sum over the matrix of the squares of the probabilities.</summary>
    public double Energy { get; private set; }

    /// <summary>The sum over the matrix of 1 / j^2.</summary>
    public double Small { get; private set; }

    /// <summary>The sum of j^2.</summary>
    public double Large { get; private set; }

    /// <summary>The sum of 1 / i^2.</summary>
    public double Low { get; private set; }

    /// <summary>The sum of i^2.</summary>
    public double High { get; private set; }

    /// <summary>The sum of 1 / (i^2 j^2).</summary>
    public double SmallLow { get; private set; }

    /// <summary>The sum of i^2 / j^2.</summary>
    public double SmallHigh { get; private set; }

    /// <summary>The sum of j^2 / i^2.</summary>
    public double LargeLow { get; private set; }

    /// <summary>The sum of i^2 j^2.</summary>
    public double LargeHigh { get; private set; }

    /// <summary>The levels and sizes that occur, and how often: what a feature of one's own is summed over.</summary>
    public IEnumerable<(int Level, int Size, double Count)> Counts()
    {
        for (var row = 0; row < _matrix.Rows; row++)
        {
            for (var at = _matrix.RowStart[row]; at < _matrix.RowStart[row + 1]; at++)
                yield return (_levels[row], _matrix.Columns[at], _matrix.Weights[at]);
        }
    }

    /// <summary>Takes a matrix whose total is not 0.</summary>
    internal void Set(TextureMatrix matrix, ReadOnlySpan<int> levels, double total, double? voxels = null)
    {
        _matrix = matrix;
        if (_levels.Length < levels.Length)
            _levels = new int[levels.Length];
        levels.CopyTo(_levels);
        var weights = matrix.Weights;
        var sizes = matrix.Columns;
        var starts = matrix.RowStart;
        var greatest = 1;
        foreach (var size in sizes)
            greatest = Math.Max(greatest, size);
        _sizes.Begin(1, greatest, matrix.Count);
        double levelSum = 0, levelSquares = 0, entropy = 0, energy = 0, small = 0, large = 0, low = 0, high = 0;
        double smallLow = 0, smallHigh = 0, largeLow = 0, largeHigh = 0;
        for (var row = 0; row < levels.Length; row++)
        {
            double rowTotal = 0, rowSmall = 0, rowLarge = 0, i2 = (double)levels[row] * levels[row];
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                double weight = weights[at], j2 = (double)sizes[at] * sizes[at], p = weight / total;
                rowTotal += weight;
                rowSmall += weight / j2;
                rowLarge += weight * j2;
                energy += p * p;
                entropy -= p * Math.Log2(p + CooccurrenceStatistics.Epsilon);
                _sizes.Add(sizes[at], weight);
            }
            levelSum += rowTotal * levels[row];
            levelSquares += rowTotal * rowTotal;
            small += rowSmall;
            large += rowLarge;
            low += rowTotal / i2;
            high += rowTotal * i2;
            smallLow += rowSmall / i2;
            smallHigh += rowSmall * i2;
            largeLow += rowLarge / i2;
            largeHigh += rowLarge * i2;
        }
        _sizes.End();
        (Total, LevelSquares, Entropy, Energy) = (total, levelSquares, entropy, energy);
        (Small, Large, Low, High) = (small, large, low, high);
        (SmallLow, SmallHigh, LargeLow, LargeHigh) = (smallLow, smallHigh, largeLow, largeHigh);

        var (mean, variance) = (levelSum / total, 0.0);
        for (var row = 0; row < levels.Length; row++)
        {
            var rowTotal = 0.0;
            for (var at = starts[row]; at < starts[row + 1]; at++)
                rowTotal += weights[at];
            variance += rowTotal / total * ((levels[row] - mean) * (levels[row] - mean));
        }
        LevelVariance = variance;
        SetSizes();
        Voxels = voxels ?? Voxels;
    }

    private void SetSizes()
    {
        var keys = _sizes.Keys;
        var counts = _sizes.Weights;
        double voxels = 0, squares = 0, variance = 0;
        for (var k = 0; k < keys.Length; k++)
        {
            voxels += keys[k] * counts[k];
            squares += counts[k] * counts[k];
        }
        var mean = voxels / Total;
        for (var k = 0; k < keys.Length; k++)
            variance += counts[k] / Total * ((keys[k] - mean) * (keys[k] - mean));
        (Voxels, SizeSquares, SizeVariance) = (voxels, squares, variance);
    }
}
