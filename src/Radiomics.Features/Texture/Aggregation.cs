using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// Which matrices features are computed on: each direction's, the values averaged, or their weighted sum. It knows
/// neither how a matrix is counted nor what a feature is; IBSI's merges are sums with weights of 1.
/// </summary>
internal static class Aggregation
{
    public static void Check(GrayLevelRoi roi, TextureSettings settings, int features, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(roi);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        if (settings.Reach > roi.Margin)
        {
            throw new ArgumentException(
                Invariant($"Neighbours at a distance of {settings.Reach} were asked for; the region was discretised with a ")
                    + Invariant($"margin of {roi.Margin}. ")
                    + $"Give it that margin.",
                nameof(roi)
            );
        }
        if (values.Length < features)
            throw new ArgumentException(Invariant($"{features} features need as many places; there are {values.Length}."), nameof(values));
    }

    /// <summary>Computes the features of a family with a matrix for each direction.</summary>
    public static void Compute<T, TFamily>(
        GrayLevelRoi roi,
        TextureSettings settings,
        VoxelOffset[] directions,
        TFamily family,
        IReadOnlyList<FeatureDefinition<T>> features,
        Span<double> values,
        TextureWorkspace workspace)
        where TFamily : struct, IDirectedFamily<T>
    {
        Span<int> defined = stackalloc int[features.Count];
        values = values[..features.Count];
        values.Clear();
        if (settings.WeightingNorm is { } norm)
        {
            if (directions.Length > 0)
            {
                Sum<T, TFamily>(roi, norm, directions, family, workspace);
                Add(roi, workspace.Matrix, family, features, values, defined, workspace);
            }
        }
        else if (workspace.Threads > 1 && directions.Length > 1)
        {
            AddInParallel(roi, directions, family, features, values, defined, workspace);
        }
        else
        {
            for (var d = 0; d < directions.Length; d++)
            {
                family.Fill(roi, directions[d], Next(directions, d), workspace.Matrix, workspace);
                Add(roi, workspace.Matrix, family, features, values, defined, workspace);
            }
        }
        for (var f = 0; f < values.Length; f++)
            values[f] = defined[f] == 0 ? double.NaN : values[f] / defined[f];
    }

    private static VoxelOffset? Next(VoxelOffset[] directions, int d) => d + 1 < directions.Length ? directions[d + 1] : null;

    // Two directions at a time are one thread's, for they may be counted together. Each direction's values apart, then their sums in the
    // order of the directions, as on one thread.
    private static void AddInParallel<T, TFamily>(
        GrayLevelRoi roi,
        VoxelOffset[] directions,
        TFamily family,
        IReadOnlyList<FeatureDefinition<T>> features,
        Span<double> values,
        Span<int> defined,
        TextureWorkspace workspace)
        where TFamily : struct, IDirectedFamily<T>
    {
        var own = new double[directions.Length][];
        workspace.ForEach((directions.Length + 1) / 2, (pair, helper) =>
        {
            for (var d = 2 * pair; d < Math.Min(2 * pair + 2, directions.Length); d++)
            {
                family.Fill(roi, directions[d], d == 2 * pair ? Next(directions, d) : null, helper.Matrix, helper);
                own[d] = new double[features.Count];
                Array.Fill(own[d], double.NaN);
                var total = helper.Matrix.Total();
                if (total != 0)
                    Evaluate(family.Summarise(roi, helper.Matrix, total, helper), features, own[d]);
            }
        });
        foreach (var direction in own)
        {
            for (var f = 0; f < direction.Length; f++)
                Add(direction[f], ref values[f], ref defined[f]);
        }
    }

    private static void Add(double value, ref double sum, ref int defined)
    {
        if (double.IsNaN(value))
            return;
        sum += value;
        defined++;
    }

    /// <summary>Computes features of what a single matrix gives.</summary>
    public static void Evaluate<T>(T statistics, IReadOnlyList<FeatureDefinition<T>> features, Span<double> values)
    {
        for (var f = 0; f < features.Count; f++)
            values[f] = features[f].Compute?.Invoke(statistics) ?? double.NaN;
    }

    /// <summary>Gives a feature, where it is asked for and not defined, another value.</summary>
    public static void ReplaceUndefined<T>(IReadOnlyList<FeatureDefinition<T>> features, string name, double value, Span<double> values)
    {
        for (var f = 0; f < features.Count; f++)
        {
            if (features[f].Name == name && double.IsNaN(values[f]))
                values[f] = value;
        }
    }

    private static void Sum<T, TFamily>(
        GrayLevelRoi roi,
        WeightingNorm norm,
        VoxelOffset[] directions,
        TFamily family,
        TextureWorkspace workspace
    )
        where TFamily : struct, IDirectedFamily<T>
    {
        var matrices = new TextureMatrix[directions.Length];
        var weights = new double[directions.Length];
        for (var d = 0; d < directions.Length; d++)
        {
            matrices[d] = new TextureMatrix();
            family.Fill(roi, directions[d], Next(directions, d), matrices[d], workspace);
            weights[d] = norm == WeightingNorm.NoWeighting ? 1 : family.Weight(directions[d].Length(roi.Spacing, norm));
        }
        workspace.Matrix.SetToSum(matrices, weights);
    }

    private static void Add<T, TFamily>(
        GrayLevelRoi roi,
        TextureMatrix matrix,
        TFamily family,
        IReadOnlyList<FeatureDefinition<T>> features,
        Span<double> values,
        Span<int> defined,
        TextureWorkspace workspace)
        where TFamily : struct, IDirectedFamily<T>
    {
        var total = matrix.Total();
        if (total == 0)
            return;
        var statistics = family.Summarise(roi, matrix, total, workspace);
        for (var f = 0; f < features.Count; f++)
            Add(features[f].Compute?.Invoke(statistics) ?? double.NaN, ref values[f], ref defined[f]);
    }
}
