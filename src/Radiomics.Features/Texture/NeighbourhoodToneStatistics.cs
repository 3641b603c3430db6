namespace Radiomics.Features.Texture;

/// <summary>What the NGTDM features are computed from: of each grey level present its share of the voxels and the sum of its tone differences.</summary>
public sealed class NeighbourhoodToneStatistics
{
    internal NeighbourhoodToneStatistics(int[] levels, int[] histogram, double[] differences)
    {
        (Levels, Differences) = (levels, differences);
        Voxels = histogram.Sum();
        Shares = [.. histogram.Select(n => (double)n / Voxels)];
        for (var k = 0; k < levels.Length; k++)
        {
            DifferenceSum += differences[k];
            WeightedDifferences += Shares[k] * differences[k];
            MeanLevel += Shares[k] * levels[k];
        }
    }

    internal int[] Levels { get; }

    internal double[] Shares { get; }

    internal double[] Differences { get; }

    internal double Voxels { get; }

    /// <summary>The sum of s over the levels.</summary>
    internal double DifferenceSum { get; }

    /// <summary>The sum of p s over the levels.</summary>
    internal double WeightedDifferences { get; }

    internal double MeanLevel { get; }
}
