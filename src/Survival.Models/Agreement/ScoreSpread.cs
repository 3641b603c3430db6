using System.Diagnostics;
using System.Globalization;
using Survival.Models.Prognosis;

namespace Survival.Models.Agreement;

/// <summary>
/// How far one patient's score moves under perturbations of image and region: the part of its uncertainty that comes from the contour, the
/// scanner's noise and the place of the grid.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ScoreSpread
{
    private ScoreSpread(double[] scores, double level) => (Scores, ConfidenceLevel) = (scores, level);

    /// <summary>The score under each perturbation, in their order.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>The share of scores between <see cref="Lower"/> and <see cref="Upper"/>.</summary>
    public double ConfidenceLevel { get; }

    /// <summary>The mean score.</summary>
    public double Mean { get; private init; }

    /// <summary>The sample standard deviation of the scores; NaN for one.</summary>
    public double StandardDeviation { get; private init; }

    /// <summary>The lower quantile (R's type 7).</summary>
    public double Lower { get; private init; }

    /// <summary>The upper quantile (R's type 7).</summary>
    public double Upper { get; private init; }

    /// <summary>
    /// The share of perturbations under which the score is in the high group of the cut-point; <see langword="null"/> where the signature
    /// has none.
    /// </summary>
    public double? HighShare { get; private init; }

    /// <summary>Scores a patient under each perturbation.</summary>
    /// <param name="signature">The signature, with its standardisation.</param>
    /// <param name="perturbed">The patient's features under each perturbation, at least one.</param>
    /// <param name="level">The share of scores between the quantiles, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no perturbation, or the level is out of range.</exception>
    /// <exception cref="SurvivalModelException">A feature of the signature is missing or not finite, or the signature has no
    /// standardisation.</exception>
    public static ScoreSpread Estimate(Signature signature, IReadOnlyList<IReadOnlyDictionary<string, double>> perturbed,
        double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(perturbed);
        if (perturbed.Count == 0)
            throw new ArgumentException("There is no perturbation.", nameof(perturbed));
        if (level is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies between 0 and 1.");
        double[] scores = [.. perturbed.Select(signature.Score)];
        var mean = scores.Average();
        double[] sorted = [.. scores.Order()];
        return new ScoreSpread(scores, level)
        {
            Mean = mean,
            StandardDeviation = scores.Length > 1 ? Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Length - 1)) : double.NaN,
            Lower = Quantile(sorted, (1 - level) / 2),
            Upper = Quantile(sorted, (1 + level) / 2),
            HighShare = signature.CutPoint is null ? null : scores.Count(s => signature.IsHigh(s) == true) / (double)scores.Length,
        };
    }

    /// <summary>One line, such as <c>0.214, SD 0.031, 95% of 8 from 0.16 to 0.27; high score in 88%</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mean:G4}, SD {StandardDeviation:G3}, {100 * ConfidenceLevel:0.##}% of {Scores.Count} from {Lower:G4} to {Upper:G4}"
        + $"{(HighShare is { } high ? Invariant($"; high score in {100 * high:0}%") : "")}");

    private static double Quantile(double[] sorted, double p)
    {
        var place = p * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
