using Radiomics.Features.Texture;

namespace Radiomics.Features.Ibsi;

/// <summary>The grey level co-occurrence matrix (reference manual, section 3.6; LFYI), symmetric.</summary>
internal static class CooccurrenceFamily
{
    public static FeatureFamily Create() => FeatureFamily.Of(
        "glcm", "cm_", "no two voxels of the region are neighbours at the distance asked for", Definitions, Matrices);

    /// <summary>The twenty-five features.</summary>
    public static IReadOnlyList<FeatureDefinition<CooccurrenceStatistics>> Definitions { get; } =
    [
        Like("joint_max", "MaximumProbability"),
        Like("joint_avg", "JointAverage"),
        Like("joint_var", "SumSquares"),
        Like("joint_entr", "JointEntropy"),
        Like("diff_avg", "DifferenceAverage"),
        Like("diff_var", "DifferenceVariance"),
        Like("diff_entr", "DifferenceEntropy"),
        Like("sum_avg", "SumAverage"),
        new("sum_var", "OEEB", s => s.ClusterMoment(2)),
        Like("sum_entr", "SumEntropy"),
        Like("energy", "JointEnergy"),
        Like("contrast", "Contrast"),
        Like("dissimilarity", "DifferenceAverage") with { IbsiCode = "8S9J", Alias = null },
        Like("inv_diff", "Id"),
        Like("inv_diff_norm", "Idn"),
        Like("inv_diff_mom", "Idm"),
        Like("inv_diff_mom_norm", "Idmn"),
        Like("inv_var", "InverseVariance"),
        Like("corr", "Correlation"),
        Like("auto_corr", "Autocorrelation"),
        Like("clust_tend", "ClusterTendency"),
        Like("clust_shade", "ClusterShade"),
        Like("clust_prom", "ClusterProminence"),
        Like("info_corr1", "Imc1"),
        Like("info_corr2", "Imc2"),
    ];

    private static IEnumerable<(string, IEnumerable<CooccurrenceStatistics>)> Matrices(IbsiRegion region) =>
        Aggregates
            .Directed(
                region,
                region.Settings.Distance,
                (roi, direction, matrix) => CooccurrenceKernel.Fill(roi, direction, true, matrix, region.Workspace)
            )
            .Select(group =>
                (
                    group.Aggregation,
                    group.Matrices.Select(m =>
                    {
                        region.Workspace.Cooccurrence.Set(m.Matrix, m.Roi.GrayLevels, m.Matrix.Total(), region.LevelCount);
                        return region.Workspace.Cooccurrence;
                    })
                )
            );

    private static FeatureDefinition<CooccurrenceStatistics> Like(string tag, string name)
    {
        var definition = GlcmFeatures.All.Single(f => f.Name == name);
        return definition with { Name = tag, Alias = $"glcm_{name}" };
    }
}
