namespace Radiomics.Features.Texture;

/// <summary>What the NGTDM features are computed from: of each grey level present its share of the voxels and the sum of its tone
/// differences.</summary>
public sealed class NeighbourhoodToneStatistics
{
    internal NeighbourhoodToneStatistics(int[] levels, int[] histogram, double[] differences)
    {
        (LevelArray, DifferenceArray) = (levels, differences);
        Voxels = histogram.Sum();
        ShareArray = [.. histogram.Select(n => (double)n / Voxels)];
        for (var k = 0; k < levels.Length; k++)
        {
            DifferenceSum += differences[k];
            WeightedDifferences += ShareArray[k] * differences[k];
            MeanLevel += ShareArray[k] * levels[k];
        }
    }

    /// <summary>The grey levels that occur, ascending.</summary>
    public IReadOnlyList<int> Levels => LevelArray;

    /// <summary>The share of the voxels that have each level.</summary>
    public IReadOnlyList<double> Shares => ShareArray;

    /// <summary>The sum of the tone differences of each level.</summary>
    public IReadOnlyList<double> Differences => DifferenceArray;

    /// <summary>The number of voxels.</summary>
    public double Voxels { get; }

    internal int[] LevelArray { get; }

    internal double[] ShareArray { get; }

    internal double[] DifferenceArray { get; }

    /// <summary>The sum of s over the levels.</summary>
    public double DifferenceSum { get; }

    /// <summary>The sum of p s over the levels.</summary>
    public double WeightedDifferences { get; }

    /// <summary>The mean level.</summary>
    public double MeanLevel { get; }
}
