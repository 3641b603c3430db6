namespace Survival.Models.NonParametric;

/// <summary>The comparison of one pair of groups.</summary>
/// <param name="First">The lower code.</param>
/// <param name="Second">The higher code.</param>
/// <param name="Result">The test; <see langword="null"/> where the two cannot be compared.</param>
/// <param name="AdjustedPValue">Its p value, adjusted for the number of pairs that could be compared; NaN where they cannot.</param>
/// <param name="Problem">Why the two cannot be compared; <see langword="null"/> where they can.</param>
public sealed record PairwiseLogRank(int First, int Second, LogRankResult? Result, double AdjustedPValue, string? Problem)
{
    /// <summary>The first group as it prints: its value in a cohort's column ("sex=male"), else its code ("group=0").</summary>
    public string FirstName { get; init; } = Invariant($"group={First}");

    /// <summary>The second group as it prints.</summary>
    public string SecondName { get; init; } = Invariant($"group={Second}");

    /// <summary>The two groups with their test, or why there is none.</summary>
    public override string ToString() => $"{FirstName}, {SecondName}: "
        + (Result is { } result ? $"{result.Test}, adjusted {PValue.Equation(AdjustedPValue)}" : Problem);
}
