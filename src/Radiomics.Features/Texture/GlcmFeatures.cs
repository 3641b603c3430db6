using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// The features of the grey level co-occurrence matrix: PyRadiomics' definitions (Haralick et al. 1973, doi:10.1109/TSMC.1973.4309314),
/// with IBSI's codes (reference manual, doi:10.1148/radiol.2020191145) where the two agree.
/// </summary>
public static class GlcmFeatures
{
    /// <summary>The features in PyRadiomics' order; four that it names but no longer computes are among them.</summary>
    public static IReadOnlyList<FeatureDefinition<CooccurrenceStatistics>> All { get; } =
    [
        new("Autocorrelation", "QWB0", s => s.Autocorrelation),
        new("ClusterProminence", "AE86", s => s.ClusterMoment(4)),
        new("ClusterShade", "7NFM", s => s.ClusterMoment(3)),
        new("ClusterTendency", "DG8W", s => s.ClusterMoment(2)),
        new("Contrast", "ACUI", s => OverDifferences(s, k => k * k)),
        new("Correlation", "NI2N", Correlation),
        new("DifferenceAverage", "TF7R", s => OverDifferences(s, k => k)),
        new("DifferenceEntropy", "NTRS", s => s.DifferenceEntropy()),
        new("DifferenceVariance", "D3YU", DifferenceVariance),
        new("Dissimilarity", "8S9J", null, EnabledByDefault: false),
        new("Homogeneity1", "IB1Z", null, EnabledByDefault: false),
        new("Homogeneity2", "WF0Z", null, EnabledByDefault: false),
        new("Id", "IB1Z", s => OverDifferences(s, k => 1 / (1 + k))),
        new("Idm", "WF0Z", s => OverDifferences(s, k => 1 / (1 + k * k))),
        new("Idmn", "1QCO", s => OverDifferences(s, k => 1 / (1 + k * k / (s.MaximumLevel * s.MaximumLevel)))),
        new("Idn", "NDRX", s => OverDifferences(s, k => 1 / (1 + k / s.MaximumLevel))),
        new("Imc1", "R8DG", Imc1),
        new("Imc2", "JN9H", Imc2),
        new("InverseVariance", "E8JP", s => OverDifferences(s, k => k == 0 ? 0 : 1 / (k * k))),
        new("JointAverage", "60VM", s => s.MeanX),
        new("JointEnergy", "8ZQL", s => s.Energy),
        new("JointEntropy", "TU9B", s => s.Entropy),
        new("MCC", null, s => s.MaximalCorrelation()),
        new("MaximumProbability", "GYBY", s => s.Maximum),
        new("SumAverage", "ZGXS", SumAverage),
        new("SumEntropy", "P6QZ", s => s.SumEntropy()),
        new("SumSquares", "UR99", s => s.VarianceX),
        new("SumVariance", "OEEB", null, EnabledByDefault: false),
    ];

    /// <summary>
    /// Computes features of a region: for each direction, averaged over the directions in which the region has pairs, or, where a norm
    /// weights the
    /// directions, on the weighted sum of their matrices. A feature that is undefined for a direction is averaged over the others;
    /// where no two voxels are neighbours all are NaN, except that for a region of one grey level MCC is 1 or, for a single matrix,
    /// InverseVariance 0, as in PyRadiomics.
    /// </summary>
    /// <param name="roi">The region; its margin is at least the greatest distance.</param>
    /// <param name="settings">How the matrices are built and aggregated.</param>
    /// <param name="features">The features, from <see cref="All"/>; those without a formula give NaN.</param>
    /// <param name="values">The values, one a feature.</param>
    /// <param name="workspace">Buffers to reuse; <see langword="null"/> makes new ones.</param>
    /// <exception cref="ArgumentException">The settings are not valid, the margin is too small, or there is not room for the
    /// values.</exception>
    public static void Extract(
        GrayLevelRoi roi,
        TextureSettings settings,
        IReadOnlyList<FeatureDefinition<CooccurrenceStatistics>> features,
        Span<double> values,
        TextureWorkspace? workspace = null)
    {
        Aggregation.Check(roi, settings, features.Count, values);
        workspace ??= new TextureWorkspace();
        var directions = VoxelOffset.Directions(roi.Size, settings.Distances, settings.FlatAxis);
        Aggregation.Compute(roi, settings, directions, new Family(settings.SymmetricalGlcm), features, values, workspace);

        if (roi.GrayLevels.Length == 1 && roi.Whole.GrayLevels.Length > 1)
        {
            // The window of a map: the levels that it lacks leave it a second eigenvalue, which is 0.
            for (var f = 0; f < features.Count; f++)
            {
                if (features[f].Name == "MCC" && !double.IsNaN(values[f]))
                    values[f] = 0;
            }
            return;
        }

        // PyRadiomics drops directions without pairs only where there are several; what is then left to average over
        // decides its values for a region of one grey level without pairs: empty sums are 0.
        if (roi.GrayLevels.Length > 1)
            return;
        var several = directions.Length > 1 && settings.WeightingNorm is null;
        Aggregation.ReplaceUndefined(features, several ? "MCC" : "InverseVariance", several ? 1 : 0, values);
    }

    private static double OverDifferences(CooccurrenceStatistics s, Func<double, double> value)
    {
        var keys = s.Differences.Keys;
        var weights = s.Differences.Weights;
        var sum = 0.0;
        for (var k = 0; k < keys.Length; k++)
            sum += weights[k] * value(keys[k]);
        return sum;
    }

    private static double DifferenceVariance(CooccurrenceStatistics s)
    {
        var mean = OverDifferences(s, k => k);
        return OverDifferences(s, k => (k - mean) * (k - mean));
    }

    private static double SumAverage(CooccurrenceStatistics s)
    {
        var keys = s.Sums.Keys;
        var weights = s.Sums.Weights;
        var sum = 0.0;
        for (var k = 0; k < keys.Length; k++)
            sum += weights[k] * keys[k];
        return sum;
    }

    // 1 where one of the two levels does not vary.
    private static double Correlation(CooccurrenceStatistics s)
    {
        var deviations = Math.Sqrt(s.VarianceX) * Math.Sqrt(s.VarianceY);
        return deviations == 0 ? 1 : s.Covariance / (deviations + CooccurrenceStatistics.Epsilon);
    }

    // 0 where neither level varies.
    private static double Imc1(CooccurrenceStatistics s)
    {
        var greater = s.GreaterEntropy();
        return greater == 0 ? 0 : (s.Entropy - s.CrossEntropy()) / greater;
    }

    // NaN where rounding puts the entropy of independent levels below that of the matrix, which PyRadiomics leaves out of its mean.
    private static double Imc2(CooccurrenceStatistics s)
    {
        var independent = s.IndependentEntropy();
        return independent == s.Entropy ? 0 : Math.Sqrt(1 - Math.Exp(-2 * (independent - s.Entropy)));
    }

    private readonly struct Family(bool symmetric) : IDirectedFamily<CooccurrenceStatistics>
    {
        public void Fill(
            GrayLevelRoi roi, VoxelOffset direction, VoxelOffset? next, TextureMatrix matrix, TextureWorkspace workspace) =>
            CooccurrenceKernel.Fill(roi, direction, next, symmetric, matrix, workspace);

        public double Weight(double length) => Math.Exp(-(length * length));

        public CooccurrenceStatistics Summarise(GrayLevelRoi roi, TextureMatrix matrix, double total, TextureWorkspace workspace)
        {
            workspace.Cooccurrence.Set(matrix, roi.GrayLevels, total, roi.Whole.MaximumLevel);
            return workspace.Cooccurrence;
        }
    }
}
