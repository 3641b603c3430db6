using Survival.Models.Numerics;

namespace Survival.Models.Persistence;

/// <summary>The names that a PMML export gives to what a model itself has no name for.</summary>
public sealed record CoxPmmlOptions
{
    /// <summary>The defaults.</summary>
    public static CoxPmmlOptions Default { get; } = new();

    /// <summary>The model. The default is <c>Cox model</c>.</summary>
    public string ModelName { get; init; } = "Cox model";

    /// <summary>The end of follow-up. The default is <c>time</c>.</summary>
    public string TimeName { get; init; } = "time";

    /// <summary>The event, 1 or 0. The default is <c>event</c>.</summary>
    public string EventName { get; init; } = "event";

    /// <summary>The stratum, where the model has several. The default is <c>stratum</c>.</summary>
    public string StratumName { get; init; } = "stratum";

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
