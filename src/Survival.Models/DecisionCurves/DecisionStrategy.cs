using Survival.Models.Numerics;

namespace Survival.Models.DecisionCurves;

/// <summary>The decision curve of one strategy: a model, treating all (<c>all</c>) or treating none (<c>none</c>).</summary>
/// <param name="Name">The strategy.</param>
/// <param name="Points">A point for each threshold.</param>
public sealed record DecisionStrategy(string Name, IReadOnlyList<DecisionPoint> Points)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
