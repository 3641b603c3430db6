using System.Globalization;

namespace Survival.Models.Prognosis;

/// <summary>What a predictor must be.</summary>
internal static class PredictorChecks
{
    /// <summary>What does not fit together; <see langword="null"/> where all does.</summary>
    public static string? Problem(this Predictor p)
    {
        if (string.IsNullOrWhiteSpace(p.Name))
            return "A predictor has no name.";
        var columns = p.Kind switch
        {
            PredictorKind.Levels => p.Levels.Count - 1,
            PredictorKind.Spline or PredictorKind.NaturalSpline => p.Knots.Count - 1,
            PredictorKind.FractionalPolynomial => p.Powers.Count,
            _ => 1,
        };
        if (p.Columns.Count != columns || columns < 1)
            return p.Kind == PredictorKind.Levels
                ? $"'{p.Name}' has {p.Levels.Count} levels and {p.Columns.Count} columns; it needs at least two levels and a column for "
                    + "each but the first."
                : Invariant($"'{p.Name}' has {p.Columns.Count} columns; {columns} were expected.");
        if (p.Levels.Distinct(StringComparer.Ordinal).Count() != p.Levels.Count)
            return $"'{p.Name}' has a level twice.";
        if (p.Kind != PredictorKind.Levels && !(double.IsFinite(p.Low) && double.IsFinite(p.High) && p.Low <= p.High))
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The axis of '{p.Name}' runs from {p.Low} to {p.High}; it must be finite and rise."
            );
        return p.Kind switch
        {
            PredictorKind.Discrete when p.Values.Count == 0 || !Ascend(p.Values) => $"The values of '{p.Name}' must ascend.",
            PredictorKind.Threshold when !double.IsFinite(p.Threshold) => $"The threshold of '{p.Name}' is not finite.",
            PredictorKind.FractionalPolynomial => PolynomialProblem(p),
            PredictorKind.Spline => KnotsProblem(p, 3),
            PredictorKind.NaturalSpline => KnotsProblem(p, 2),
            _ => null,
        };
    }

    private static string? PolynomialProblem(Predictor p) =>
        p.Powers.All(double.IsFinite) && p.Scale > 0 && double.IsFinite(p.Scale + p.Shift) && p.Low + p.Shift > 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"'{p.Name}' has the powers {string.Join(", ", p.Powers.Select(power => Invariant($"{power}")))}, "
                    + $"shift {p.Shift} and scale {p.Scale} over {p.Low} to {p.High}; powers must "
                    + $"be finite and the values positive after shift and scale.");

    private static string? KnotsProblem(Predictor p, int fewest) =>
        p.Knots.Count >= fewest && Ascend(p.Knots) && p.Knots.All(double.IsFinite)
            ? null
            : Invariant($"'{p.Name}' needs at least {fewest} ascending knots.");

    private static bool Ascend(IReadOnlyList<double> numbers) =>
        numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second);
}
