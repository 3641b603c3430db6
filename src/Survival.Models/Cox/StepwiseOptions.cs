using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>How terms are selected step by step.</summary>
public sealed record StepwiseOptions
{
    /// <summary>The defaults: both ways from the full model by Akaike's criterion, as R's <c>step</c>.</summary>
    public static StepwiseOptions Default { get; } = new();

    /// <summary>Which way.</summary>
    public StepwiseDirection Direction { get; init; } = StepwiseDirection.Both;

    /// <summary>
    /// The cost of a degree of freedom in the criterion -2 log likelihood + cost x degrees: 2 is Akaike's, log(events) Schwarz's. Used
    /// unless <see cref="ByPValue"/>.
    /// </summary>
    public double Cost { get; init; } = 2;

    /// <summary>Whether terms enter and leave by the p-value of their likelihood-ratio test instead of a criterion.</summary>
    public bool ByPValue { get; init; }

    /// <summary>By p-value: a term enters below this.</summary>
    public double EntryPValue { get; init; } = 0.05;

    /// <summary>By p-value: a term leaves above this; not below <see cref="EntryPValue"/>, else a term could enter and leave for
    /// ever.</summary>
    public double RemovalPValue { get; init; } = 0.10;

    /// <summary>The terms that always stay.</summary>
    public IReadOnlyList<string> Forced { get; init; } = [];

    /// <summary>How each model is fitted.</summary>
    public CoxOptions Fit { get; init; } = CoxOptions.Default;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
