namespace Radiomics.Features;

/// <summary>
/// One feature: its names as data, and a small pure function of what it is computed from (a matrix, a histogram, a mesh).
/// How the matrix is built and how several matrices are aggregated are no concern of it.
/// </summary>
/// <typeparam name="T">What the feature is computed from.</typeparam>
/// <param name="Name">
/// The name of the feature within its class: PyRadiomics', such as <c>JointEntropy</c>, or in IBSI's families that of IBSI's reference
/// files, such as <c>joint_entr</c>.
/// </param>
/// <param name="IbsiCode">
/// The four-letter code of the Image Biomarker Standardisation Initiative's reference manual, such as <c>TU9B</c>; <see langword="null"/>
/// where IBSI does not define the feature.
/// </param>
/// <param name="Compute">
/// The value; <see langword="null"/> for a name that PyRadiomics still accepts but for which it gives no value (it is mathematically equal
/// to another feature).
/// </param>
/// <param name="EnabledByDefault">
/// Whether the feature is among those that a class gives when none is named; the deprecated ones are not.
/// </param>
/// <param name="Alias">
/// Of a feature of IBSI's families, the name that PyRadiomics gives the same feature, such as <c>JointEntropy</c>; <see langword="null"/>
/// where it has none.
/// </param>
public sealed record FeatureDefinition<T>(
    string Name,
    string? IbsiCode,
    Func<T, double>? Compute,
    bool EnabledByDefault = true,
    string? Alias = null
)
{
    /// <summary>Whether PyRadiomics accepts the name without giving a value for it.</summary>
    public bool IsRemoved => Compute is null;
}
