using System.Globalization;

namespace Survival.Models.Prognosis;

/// <summary>The numbers that a predictor takes.</summary>
/// <param name="Low">The smallest.</param>
/// <param name="High">The largest.</param>
/// <param name="LowExcluded">Whether <paramref name="Low"/> itself is not taken.</param>
/// <param name="IsWhole">Whether only whole numbers are taken.</param>
public sealed record InputRange(double Low, double High, bool LowExcluded = false, bool IsWhole = false)
{
    internal bool Contains(double value) =>
        double.IsFinite(value) && (LowExcluded ? value > Low : value >= Low) && value <= High && (!IsWhole || value == Math.Floor(value));

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"a {(IsWhole ? "whole " : "")}number {(LowExcluded ? "above" : "from")} {Low} {(LowExcluded ? "and at most" : "to")} {High}"
        );
}
