namespace Radiomics.Features.Ibsi;

/// <summary>
/// A family of IBSI's features: its name, its features and how they are computed of a region. One's own enters an
/// extraction by <see cref="IbsiSettings.OwnFamilies"/>; those of this library are <see cref="All"/>. Immutable.
/// </summary>
public sealed class FeatureFamily
{
    private FeatureFamily(
        string name, IReadOnlyList<FeatureName> features, Func<IbsiRegion, CancellationToken, IEnumerable<FeatureValue>> compute) =>
        (Name, Features, Compute) = (name, features, compute);

    /// <summary>The families of IBSI 1, in the manual's order.</summary>
    public static IReadOnlyList<FeatureFamily> All => IbsiFamilies.All;

    /// <summary>The family's name, as parameter files have it.</summary>
    public string Name { get; }

    /// <summary>The features, in the manual's order, without aggregations.</summary>
    internal IReadOnlyList<FeatureName> Features { get; }

    /// <summary>The values of a region: every feature under every aggregation that its settings ask for.</summary>
    internal Func<IbsiRegion, CancellationToken, IEnumerable<FeatureValue>> Compute { get; }

    /// <summary>The family's name.</summary>
    public override string ToString() => Name;

    /// <summary>A family whose features are pure functions of statistics, with as many of those as an aggregation averages over.</summary>
    /// <typeparam name="T">What the features are computed from.</typeparam>
    /// <param name="name">The family's name.</param>
    /// <param name="prefix">What the tags of its features begin with, such as <c>cm_</c>.</param>
    /// <param name="undefined">Why a value is undefined, where it is.</param>
    /// <param name="definitions">The features.</param>
    /// <param name="statistics">
    /// For each aggregation asked for its name (such as <c>2D_avg</c>; empty where the family has none) and the statistics of each of its
    /// matrices, made when they are asked for.
    /// </param>
    public static FeatureFamily Of<T>(
        string name,
        string prefix,
        string undefined,
        IReadOnlyList<FeatureDefinition<T>> definitions,
        Func<IbsiRegion, IEnumerable<(string Aggregation, IEnumerable<T> Matrices)>> statistics)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        return new FeatureFamily(
            name,
            [.. definitions.Select(d => new FeatureName(prefix + d.Name, d.IbsiCode, d.Alias))],
            (region, cancellationToken) =>
                statistics(region)
                    .SelectMany(group => Values(prefix, undefined, definitions, group.Aggregation, group.Matrices, cancellationToken))
        );
    }

    // A feature is the mean over the matrices that define it.
    private static List<FeatureValue> Values<T>(
        string prefix,
        string undefined,
        IReadOnlyList<FeatureDefinition<T>> definitions,
        string aggregation,
        IEnumerable<T> matrices,
        CancellationToken cancellationToken
    )
    {
        var (sums, counts) = (new double[definitions.Count], new int[definitions.Count]);
        foreach (var matrix in matrices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var f = 0; f < sums.Length; f++)
            {
                var value = definitions[f].Compute?.Invoke(matrix) ?? double.NaN;
                if (!double.IsFinite(value))
                    continue;
                sums[f] += value;
                counts[f]++;
            }
        }
        var values = new List<FeatureValue>(sums.Length);
        for (var f = 0; f < sums.Length; f++)
        {
            var feature = new FeatureName(prefix + definitions[f].Name, definitions[f].IbsiCode, definitions[f].Alias);
            values.Add(
                new FeatureValue(feature, aggregation, counts[f] > 0 ? sums[f] / counts[f] : double.NaN, counts[f] > 0 ? null : undefined)
            );
        }
        return values;
    }
}

/// <summary>The names of a feature.</summary>
/// <param name="Tag">As in IBSI's reference files, without aggregation: <c>cm_joint_max</c>.</param>
/// <param name="Code">The manual's code: <c>GYBY</c>; <see langword="null"/> where the manual has none.</param>
/// <param name="Alias">
/// The class and name that PyRadiomics gives the same feature: <c>glcm_MaximumProbability</c>; <see langword="null"/> where it has none.
/// </param>
internal sealed record FeatureName(string Tag, string? Code, string? Alias);

/// <summary>A feature's value of a region.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Aggregation">The aggregation, such as <c>3D_comb</c>; empty where the family has none.</param>
/// <param name="Value">The value; NaN where it is undefined.</param>
/// <param name="Reason">Why the value is undefined; <see langword="null"/> where it is not.</param>
internal sealed record FeatureValue(FeatureName Feature, string Aggregation, double Value, string? Reason)
{
    // The aggregations that PyRadiomics' matrices have.
    private static readonly string[] AsPyRadiomics = ["", "3D_avg", "3D"];

    /// <summary>The name of the value in a result.</summary>
    /// <param name="naming">How features are named.</param>
    public string NameBy(IbsiNaming naming)
    {
        if (naming == IbsiNaming.PyRadiomics && Feature.Alias is { } alias && AsPyRadiomics.Contains(Aggregation))
            return $"original_{alias}";
        var name = naming == IbsiNaming.Code ? Feature.Code ?? Feature.Tag : Feature.Tag;
        return Aggregation.Length > 0 ? $"{name}_{Aggregation}" : name;
    }
}
