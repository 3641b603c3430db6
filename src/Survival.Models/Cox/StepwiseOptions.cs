using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>How terms are selected step by step.</summary>
public sealed record StepwiseOptions
{
    /// <summary>The defaults: both ways from the full model by Akaike's criterion, as R's <c>step</c>.</summary>
    public static StepwiseOptions Default { get; } = new();

    /// <summary>Which way. The default is <see cref="StepwiseDirection.Both"/>.</summary>
    public StepwiseDirection Direction { get; init; } = StepwiseDirection.Both;

    /// <summary>
    /// The cost of a degree of freedom in the criterion -2 log likelihood + cost x degrees: 2 is Akaike's, log(events) Schwarz's. Used
    /// unless <see cref="ByPValue"/>. The default is 2.
    /// </summary>
    public double Cost { get; init; } = 2;

    /// <summary>Whether terms enter and leave by the p-value of their likelihood-ratio test instead of a criterion. The default is
    /// <see langword="false"/>.</summary>
    public bool ByPValue { get; init; }

    /// <summary>By p-value: a term enters below this. The default is 0.05.</summary>
    public double EntryPValue { get; init; } = 0.05;

    /// <summary>By p-value: a term leaves above this; not below <see cref="EntryPValue"/>, else a term could enter and leave for
    /// ever. The default is 0.1.</summary>
    public double RemovalPValue { get; init; } = 0.10;

    /// <summary>The terms that always stay; none by default.</summary>
    public IReadOnlyList<string> Forced { get; init; } = [];

    /// <summary>How each model is fitted. The default is <see cref="CoxOptions.Default"/>.</summary>
    public CoxOptions Fit { get; init; } = CoxOptions.Default;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
