using Survival.Models.Discrimination;

namespace Survival.Models.Adjustment;

/// <summary>The groups of an adjusted comparison.</summary>
internal static class Groups
{
    /// <summary>The codes ascending, and the place of each row's.</summary>
    public static (int[] Codes, int[] Index) Of(SurvivalData data, ReadOnlySpan<int> group, DesignMatrix covariates)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(covariates);
        Markers.RequirePlain(data, "an adjusted curve");
        if (group.Length != data.Count || covariates.RowCount != data.Count)
            throw new ArgumentException(
                Invariant($"There are {data.Count} rows of follow-up, {group.Length} groups and {covariates.RowCount} rows of covariates."),
                nameof(group));
        int[] codes = [.. group.ToArray().Distinct().Order()];
        if (codes.Length < 2)
            throw new ArgumentException(Invariant($"There is one group only ({codes.FirstOrDefault()}); a comparison takes two or more."),
                nameof(group));
        return (codes, Array.ConvertAll(group.ToArray(), g => Array.BinarySearch(codes, g)));
    }
}
