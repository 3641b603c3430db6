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
                throw new InvalidSurvivalDataException(
                    Invariant($"'{name}' is {marker[i]} in {RowPlace.Of(i)}; it must be finite. Drop or impute the row first."), i, name);
        }
    }

    /// <summary>Refuses follow-up with anything but a time and an event.</summary>
    public static void RequirePlain(SurvivalData data, string method)
    {
        if (!data.Weight.IsEmpty || !data.Stratum.IsEmpty || !data.Cluster.IsEmpty || !data.Entry.IsEmpty)
            throw new ArgumentException(
                $"{method} is defined for follow-up without weights, strata, clusters and entry times. Give the times and events alone.",
                nameof(data));
    }

    /// <summary>Refuses a confidence level outside (0, 1).</summary>
    public static void CheckLevel(double confidenceLevel)
    {
        if (!(confidenceLevel is > 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(confidenceLevel), confidenceLevel, "The confidence level must lie between 0 and 1.");
    }

    /// <summary>The error for a time that has no cases or no controls.</summary>
    public static Exception OutOfRange(CensoringWeights weights, double time, IpcwConvention convention)
    {
        var first = Array.IndexOf(weights.Event, true);
        if (first < 0)
            return new InvalidSurvivalDataException("There are no events, so there are no cases.", column: "event");
        var (from, to) = (weights.Time[first], weights.Time[^1]);
        return new ArgumentOutOfRangeException(
            nameof(time), time, Invariant($"The time {time} lies outside the data's range: it must be ")
                + Invariant(
                    $"{(convention == IpcwConvention.TimeRoc ? "after" : "at or after")} the first event ({from}) and before the end of "
                )
                + Invariant($"the longest follow-up ({to})."));
    }
}
