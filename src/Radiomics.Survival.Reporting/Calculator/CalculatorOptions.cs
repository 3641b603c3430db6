namespace Radiomics.Reporting.Calculator;

/// <summary>What a calculator page of a fitted nomogram says beside its numbers.</summary>
public sealed record CalculatorOptions
{
    /// <summary>The page's title.</summary>
    public string Title { get; init; } = "Survival nomogram";

    /// <summary>One line below the title: the patients, the centre, the outcome.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>What must be read before use; each is an item of a list. Two that hold for every fitted model are added.</summary>
    public IReadOnlyList<string> Caveats { get; init; } = [];

    /// <summary>Where the model is published; may be empty.</summary>
    public string Citation { get; init; } = "";

    /// <summary>The times at which survival is shown; must lie above 0.</summary>
    public IReadOnlyList<double> Horizons { get; init; } = [6, 12, 18];

    /// <summary>The unit of time, in the plural.</summary>
    public string TimeUnit { get; init; } = "months";

    /// <summary>For a predictor's name what the page shows instead of it; a predictor that is not here shows its name.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>For a predictor's name its unit; a predictor that is not here has none.</summary>
    public IReadOnlyDictionary<string, string> Units { get; init; } = new Dictionary<string, string>();

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Title);
        ArgumentException.ThrowIfNullOrWhiteSpace(TimeUnit);
        if (Horizons.Count == 0)
            throw new ArgumentException("There are no times at which survival is shown.", nameof(Horizons));
        foreach (var horizon in Horizons)
        {
            if (!(horizon > 0) || double.IsInfinity(horizon))
                throw new ArgumentOutOfRangeException(nameof(Horizons), horizon, "A time at which survival is shown lies above 0 and is finite.");
        }
    }
}
