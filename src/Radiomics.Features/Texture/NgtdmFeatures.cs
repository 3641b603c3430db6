using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// The features of the neighbourhood grey tone difference matrix: PyRadiomics' definitions (Amadasun and King 1989, doi:10.1109/21.44046),
/// with
/// IBSI's codes (reference manual, doi:10.1148/radiol.2020191145) where the two agree. Sums over all pairs of levels are brought into sums
/// over levels where their form allows it.
/// </summary>
public static class NgtdmFeatures
{
    /// <summary>The five features, in PyRadiomics' order.</summary>
    public static IReadOnlyList<FeatureDefinition<NeighbourhoodToneStatistics>> All { get; } =
    [
        new("Busyness", "NQ30", Busyness),
        new("Coarseness", "QCDE", s => s.WeightedDifferences == 0 ? 1e6 : 1 / s.WeightedDifferences),
        new("Complexity", "HDEZ", Complexity),
        new("Contrast", "65HE", Contrast),
        new("Strength", "1X9X", Strength),
    ];

    /// <summary>
    /// Computes features of a region. Where no voxel differs from its neighbours, coarseness is 1e6 and the others are 0.
    /// </summary>
    /// <param name="roi">The region; its margin is at least the greatest distance.</param>
    /// <param name="settings">The distances and the axis without neighbours.</param>
    /// <param name="features">The features, from <see cref="All"/>.</param>
    /// <param name="values">The values, one a feature.</param>
    /// <param name="workspace">Buffers to reuse; <see langword="null"/> makes new ones.</param>
    /// <exception cref="ArgumentException">The settings are not valid, the margin is too small, or there is not room for the
    /// values.</exception>
    public static void Extract(
        GrayLevelRoi roi,
        TextureSettings settings,
        IReadOnlyList<FeatureDefinition<NeighbourhoodToneStatistics>> features,
        Span<double> values,
        TextureWorkspace? workspace = null)
    {
        Aggregation.Check(roi, settings, features.Count, values);
        var differences = new double[roi.GrayLevels.Length];
        ToneDifferenceKernel.Fill(roi, settings, differences, workspace ?? new TextureWorkspace());
        Aggregation.Evaluate(
            new NeighbourhoodToneStatistics(roi.GrayLevels.ToArray(), roi.Histogram.ToArray(), differences),
            features,
            values
        );
    }

    // The sum of |i p_i - j p_j| over all ordered pairs: between neighbours k and k + 1 of the sorted products lies a gap that
    // (k + 1)(n - k - 1) pairs span, in two orders.
    private static double Busyness(NeighbourhoodToneStatistics s)
    {
        var products = new double[s.LevelArray.Length];
        for (var k = 0; k < products.Length; k++)
            products[k] = s.LevelArray[k] * s.ShareArray[k];
        Array.Sort(products);
        var differences = 0.0;
        for (var k = 0; k + 1 < products.Length; k++)
            differences += (products[k + 1] - products[k]) * (k + 1) * (products.Length - k - 1);
        return differences == 0 ? 0 : s.WeightedDifferences / (2 * differences);
    }

    // Over all ordered pairs |i - j| (p_i s_i + p_j s_j) / (p_i + p_j), which is twice the sum of p_i s_i |i - j| / (p_i + p_j). Levels of
    // equal share p_j are taken together: their distances to i follow from their number and sum on either side of it, in whole numbers.
    private static double Complexity(NeighbourhoodToneStatistics s)
    {
        var sums = new double[s.LevelArray.Length];
        foreach (var share in s.ShareArray.Distinct().Order())
        {
            long count = 0, total = 0, below = 0, totalBelow = 0;
            for (var k = 0; k < sums.Length; k++)
            {
                if (s.ShareArray[k] == share)
                    (count, total) = (count + 1, total + s.LevelArray[k]);
            }
            for (var k = 0; k < sums.Length; k++)
            {
                long level = s.LevelArray[k];
                var distance = below * level - totalBelow + (total - totalBelow) - (count - below) * level;
                sums[k] += distance / (s.ShareArray[k] + share);
                if (s.ShareArray[k] == share)
                    (below, totalBelow) = (below + 1, totalBelow + level);
            }
        }
        var sum = 0.0;
        for (var k = 0; k < sums.Length; k++)
            sum += s.ShareArray[k] * s.DifferenceArray[k] * sums[k];
        return 2 * sum / s.Voxels;
    }

    // The sum of p_i p_j (i - j)^2 over all ordered pairs is twice the variance of the levels.
    private static double Contrast(NeighbourhoodToneStatistics s)
    {
        double n = s.LevelArray.Length;
        if (n < 2)
            return 0;
        var variance = 0.0;
        for (var k = 0; k < s.LevelArray.Length; k++)
            variance += s.ShareArray[k] * (s.LevelArray[k] - s.MeanLevel) * (s.LevelArray[k] - s.MeanLevel);
        return 2 * variance * s.DifferenceSum / s.Voxels / (n * (n - 1));
    }

    // The sum of (p_i + p_j)(i - j)^2 over all ordered pairs is 2 sum_i p_i sum_j (i - j)^2, and the inner sum is n (i - m)^2 + sum_j (j -
    // m)^2.
    private static double Strength(NeighbourhoodToneStatistics s)
    {
        if (s.DifferenceSum == 0)
            return 0;
        var (mean, spread, sum) = (0.0, 0.0, 0.0);
        foreach (var level in s.LevelArray)
            mean += (double)level / s.LevelArray.Length;
        foreach (var level in s.LevelArray)
            spread += (level - mean) * (level - mean);
        for (var k = 0; k < s.LevelArray.Length; k++)
            sum += s.ShareArray[k] * (s.LevelArray.Length * (s.LevelArray[k] - mean) * (s.LevelArray[k] - mean) + spread);
        return 2 * sum / s.DifferenceSum;
    }
}
