using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>A step of a selection.</summary>
/// <param name="Action">What was done: <c>+ term</c>, <c>- term</c>, or <c>start</c>.</param>
/// <param name="Criterion">-2 log likelihood + cost x degrees of the model after it.</param>
/// <param name="PValue">The likelihood-ratio p-value of the term that came or went; NaN at the start.</param>
/// <param name="Terms">The terms after it.</param>
public sealed record StepwiseStep(string Action, double Criterion, double PValue, IReadOnlyList<string> Terms)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
