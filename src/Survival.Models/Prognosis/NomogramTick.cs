using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>A tick of an axis.</summary>
/// <param name="Value">The value; the place from 0 of a level.</param>
/// <param name="Label">What stands beside it.</param>
/// <param name="Effect">What it adds to the linear predictor; for the other axes the linear predictor itself.</param>
/// <param name="Points">Where it stands: points of a variable's axis, total points of the others.</param>
public readonly record struct NomogramTick(double Value, string Label, double Effect, double Points)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
