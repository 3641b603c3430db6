using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>An axis of a nomogram.</summary>
/// <param name="Name">The variable, or what the axis shows.</param>
/// <param name="Ticks">The ticks, in the order of their values.</param>
public sealed record NomogramAxis(string Name, IReadOnlyList<NomogramTick> Ticks)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
