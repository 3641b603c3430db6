using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>Which columns of a table are what; every other column may be a covariate.</summary>
/// <param name="Time">The end of follow-up, in one unit throughout.</param>
/// <param name="Event">How follow-up ended; which of its values is the event is said by <see cref="EventValues"/> or told from the values
/// (<see cref="EventCoding"/>).</param>
public sealed record CohortColumns(string Time, string Event)
{
    /// <summary>The patients' ids, compared as text exactly ("007" is not "7"); <see langword="null"/> where the table has none, which
    /// then joins no other.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// The values of <see cref="Event"/> that are the event, such as <c>dead</c> or <c>2</c> (which 2.0 is too); <see langword="null"/>
    /// to tell them from the values.
    /// Of words, letters count: <c>Dead</c> beside <c>dead</c> is refused until it is named as one or the other.
    /// </summary>
    public IReadOnlyList<string>? EventValues { get; init; }

    /// <summary>The values of <see cref="Event"/> that are a censoring; needed beside <see cref="EventValues"/> where more than one other
    /// value occurs; <see langword="null"/> for that one other value.</summary>
    public IReadOnlyList<string>? CensoredValues { get; init; }

    /// <summary>The start of follow-up (left truncation); <see langword="null"/> where nobody enters late.</summary>
    public string? Entry { get; init; }

    /// <summary>Case weights; <see langword="null"/> for a weight of 1 each.</summary>
    public string? Weight { get; init; }

    /// <summary>The columns of which the combinations are the strata; none by default.</summary>
    public IReadOnlyList<string> Strata { get; init; } = [];

    /// <summary>The cluster; <see langword="null"/> for none.</summary>
    public string? Cluster { get; init; }

    /// <summary>The offset: a known addition to the linear predictor; <see langword="null"/> for none.</summary>
    public string? Offset { get; init; }

    /// <summary>Whether a row in which one of the columns named here is missing is left out and listed in <see cref="Cohort.Dropped"/>;
    /// else it is an error that names the row and column. Covariates may be missing until they are used (<see cref="Cohort.Complete"/>
    /// leaves such rows out). The default is <see langword="false"/>.</summary>
    public bool OmitMissing { get; init; }

    internal IReadOnlyList<string> All =>
        [.. new[] { Id, Time, Event, Entry, Weight, Cluster, Offset }.OfType<string>().Concat(Strata).Distinct(StringComparer.Ordinal)];

    /// <summary>What a column was taken for, as messages say it; <see langword="null"/> where it was not.</summary>
    internal string? RoleOf(string column) =>
        column == Time ? "the end of follow-up"
        : column == Event ? "how follow-up ended"
        : column == Id ? "the id"
        : column == Entry ? "the start of follow-up"
        : column == Weight ? "the weight"
        : column == Cluster ? "the cluster"
        : column == Offset ? "the offset"
        : Strata.Contains(column, StringComparer.Ordinal) ? "a stratum"
        : null;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
