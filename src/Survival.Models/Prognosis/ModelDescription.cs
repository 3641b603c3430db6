using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>What a model is, in words. All of it stands in its file, on its calculator and beside its predictions.</summary>
public sealed record ModelDescription
{
    internal const string SimulatedCaveat =
        "SIMULATED COHORT: no patient stands behind this model; its numbers say nothing about any disease.";

    private readonly string? _noBaseline;

    /// <summary>A short name, such as <c>nomogram</c>.</summary>
    public string Name { get; init; } = "model";

    /// <summary>A title.</summary>
    public string Title { get; init; } = "Survival nomogram";

    /// <summary>One line below the title: the patients, the centre, the outcome; may be empty.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The outcome.</summary>
    public Endpoint Endpoint { get; init; } = new();

    /// <summary>Where the model is published; may be empty.</summary>
    public string Citation { get; init; } = "";

    /// <summary>What must be read before use.</summary>
    public string Disclaimer { get; init; } = "For research use only. Not a medical device; not for diagnosis or treatment decisions.";

    /// <summary>What is not known, assumed or contradictory, a sentence each.</summary>
    public IReadOnlyList<string> Caveats { get; init; } = [];

    /// <summary>Where the model comes from, by name: the software, the data's size, a seed. No patient's data.</summary>
    public IReadOnlyDictionary<string, string> Provenance { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it was fitted to patients that do not exist; then everything that shows it says so.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Why the model has no baseline and how to give one; shown where an absolute risk is refused.</summary>
    public string NoBaseline
    {
        get => _noBaseline ?? (Endpoint.IsIncidence
            ? "The model has no baseline, so it gives no absolute risk; name one."
            : "The model has no baseline hazard, so it gives no absolute survival and no median; name one.");
        init => _noBaseline = value;
    }

    /// <summary>Whom the relative hazard is relative to, in words.</summary>
    public string Reference { get; init; } = "against the means of the training set";

    /// <summary>What intervals carry and what they do not; may be empty.</summary>
    public string IntervalNote { get; init; } = "";

    /// <summary><see cref="Caveats"/>, with that of a simulated cohort and what a cumulative incidence is before them.</summary>
    public IReadOnlyList<string> AllCaveats =>
    [
        .. IsSimulated ? [SimulatedCaveat] : Array.Empty<string>(),
        .. Endpoint.IsIncidence ? [Endpoint.IncidenceNote] : Array.Empty<string>(),
        .. Caveats,
    ];

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
