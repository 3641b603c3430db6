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

    /// <summary>The range in words; of one without an upper end its lower alone.</summary>
    public override string ToString()
    {
        // Negative zero is written as 0.
        var low = string.Create(CultureInfo.InvariantCulture, $"{(LowExcluded ? "above" : "from")} {Low + 0.0}");
        var high = High < double.MaxValue ? string.Create(CultureInfo.InvariantCulture, $" {(LowExcluded ? "and at most" : "to")} {High}")
            : LowExcluded ? "" : " on";
        return $"a {(IsWhole ? "whole " : "")}number {low}{high}";
    }
}
