namespace Radiomics.Studies;

/// <summary>The means and standard deviations (divisor n - 1) of features in the training set, which make z-scores of all rows.</summary>
/// <param name="Features">The features, in the input's order.</param>
/// <param name="Means">The mean of each.</param>
/// <param name="StandardDeviations">The standard deviation of each; positive.</param>
public sealed record FeatureScale(IReadOnlyList<string> Features, IReadOnlyList<double> Means, IReadOnlyList<double> StandardDeviations);
