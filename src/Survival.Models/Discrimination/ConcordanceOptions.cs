using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>What a concordance compares and how.</summary>
public sealed record ConcordanceOptions
{
    /// <summary>The defaults: Harrell's C over all times, 95 % confidence.</summary>
    public static ConcordanceOptions Default { get; } = new();

    /// <summary>Uno's C up to a time.</summary>
    /// <param name="tau">Events after this time decide no pair; <see langword="null"/> for no limit.</param>
    public static ConcordanceOptions Uno(double? tau = null) => new() { Weight = ConcordanceWeight.Uno, LatestTime = tau };

    /// <summary>How much each event's pairs count. The default is <see cref="ConcordanceWeight.Harrell"/>.</summary>
    public ConcordanceWeight Weight { get; init; } = ConcordanceWeight.Harrell;

    /// <summary>
    /// Times before this one are taken to be this one, so that their order does not matter (R's <c>ymin</c>); a censoring before
    /// it is refused. <see langword="null"/> for none.
    /// </summary>
    public double? EarliestTime { get; init; }

    /// <summary>Events after this time decide no pair (R's <c>ymax</c>, Uno's tau); <see langword="null"/> for no limit.</summary>
    public double? LatestTime { get; init; }

    /// <summary>
    /// Whether a subject censored at the time of another's event is taken to have outlived it. <see langword="true"/> is R's
    /// <c>survival</c>; <see langword="false"/> is <c>survC1</c> and <c>survcomp</c>: the pair is not compared, and the
    /// censoring curve counts deaths at the same time as still at risk. The default is <see langword="true"/>.
    /// </summary>
    public bool CensoredOutlivesTiedEvent { get; init; } = true;

    /// <summary>The confidence level of intervals, between 0 and 1. The default is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
