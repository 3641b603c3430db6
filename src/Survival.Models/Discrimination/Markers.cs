using Survival.Models.Data;

namespace Survival.Models.Discrimination;

/// <summary>Checks of markers against the follow-up they belong to.</summary>
internal static class Markers
{
    /// <summary>Refuses another length than the follow-up's, and values that are not finite.</summary>
    public static void Check(SurvivalData data, ReadOnlySpan<double> marker, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (marker.Length != data.Count)
            throw new ArgumentException($"There are {data.Count} rows of follow-up but {marker.Length} values of '{name}'.", name);
        for (var i = 0; i < marker.Length; i++)
        {
            if (!double.IsFinite(marker[i]))
                throw new InvalidSurvivalDataException($"'{name}' is {marker[i]} in row {i}; it must be finite. Drop or impute the row first.", i, name);
        }
    }
}
