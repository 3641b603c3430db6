namespace Survival.Models.NonParametric;

/// <summary>The comparison of one pair of groups.</summary>
/// <param name="First">The lower code.</param>
/// <param name="Second">The higher code.</param>
/// <param name="Result">The test.</param>
/// <param name="AdjustedPValue">Its p value, adjusted for the number of pairs.</param>
public sealed record PairwiseLogRank(int First, int Second, LogRankResult Result, double AdjustedPValue);
