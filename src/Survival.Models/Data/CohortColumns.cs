namespace Survival.Models.Data;

/// <summary>Which columns of a table are what.</summary>
/// <param name="Time">The end of follow-up.</param>
/// <param name="Event">Whether it ended with the event: 1 or 0, true or false, unless <see cref="EventValue"/> is given.</param>
public sealed record CohortColumns(string Time, string Event)
{
    /// <summary>The cell that means an event, such as <c>2</c> or <c>dead</c>; every other cell is then a censoring.</summary>
    public string? EventValue { get; init; }

    /// <summary>The start of follow-up (left truncation).</summary>
    public string? Entry { get; init; }

    /// <summary>Case weights.</summary>
    public string? Weight { get; init; }

    /// <summary>The columns of which the combinations are the strata.</summary>
    public IReadOnlyList<string> Strata { get; init; } = [];

    /// <summary>The cluster.</summary>
    public string? Cluster { get; init; }

    /// <summary>The offset.</summary>
    public string? Offset { get; init; }

    /// <summary>The covariates, in this order. A column of which not every cell is a number is categorical.</summary>
    public IReadOnlyList<string> Covariates { get; init; } = [];

    /// <summary>
    /// The levels of categorical covariates, the reference first. A covariate named here is categorical even where its cells are numbers;
    /// one not named has the levels found, in ordinal order.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Levels { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
