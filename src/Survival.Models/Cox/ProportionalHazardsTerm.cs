using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>The test of proportional hazards of one term.</summary>
/// <param name="Name">The term.</param>
/// <param name="Test">The score test of its interaction with time.</param>
public sealed record ProportionalHazardsTerm(string Name, TestResult Test)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
