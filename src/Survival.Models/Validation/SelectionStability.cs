using System.Globalization;
using Survival.Models.Numerics;

namespace Survival.Models.Validation;

/// <summary>
/// How alike the selections of several samples are (Nogueira, Sechidis and Brown, J Mach Learn Res 2018;18:174): 1 where all are the same,
/// 0 in the mean where each draws as many at random; with limits by the delta method.
/// </summary>
/// <param name="Index">The index; NaN where nothing, or everything, is selected in all samples.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Lower">The lower limit.</param>
/// <param name="Upper">The upper limit.</param>
/// <param name="MeanCount">How many are selected in the mean.</param>
/// <param name="Frequencies">How often each candidate was selected, from 0 to 1, in their order.</param>
public sealed record SelectionStability(
    double Index, double StandardError, double Lower, double Upper, double MeanCount, IReadOnlyList<double> Frequencies)
{
    /// <summary>The index with its limits, and how many are selected.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"stability of selection (Nogueira) {Index:0.000} ({Lower:0.000} to {Upper:0.000}); {MeanCount:0.0} of {Frequencies.Count} "
            + $"candidates selected on average");

    /// <summary>The stability of selections.</summary>
    /// <param name="selections">The places of the candidates that each sample selected, from 0; none twice.</param>
    /// <param name="candidateCount">The number of candidates.</param>
    /// <param name="confidenceLevel">The level of the limits, inside (0, 1).</param>
    /// <exception cref="ArgumentException">Fewer than two selections, or a candidate that there is not or that stands twice.</exception>
    public static SelectionStability Estimate(
        IReadOnlyList<IReadOnlyList<int>> selections, int candidateCount, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(selections);
        var z = Confidence.Critical(confidenceLevel);
        var (m, d) = (selections.Count, candidateCount);
        if (m < 2)
            throw new ArgumentException(Invariant($"There are {m} selections; two or more tell how stable they are."), nameof(selections));
        var frequency = new double[Math.Max(d, 0)];
        foreach (var selection in selections)
        {
            foreach (var f in selection)
            {
                if ((uint)f >= (uint)d)
                    throw new ArgumentException(Invariant($"Candidate {f} is selected of {d} candidates, 0 to {d - 1}."),
                        nameof(selections));
                frequency[f] += 1.0 / m;
            }
            if (selection.Distinct().Count() != selection.Count)
                throw new ArgumentException("A selection has a candidate twice.", nameof(selections));
        }
        var mean = selections.Average(s => (double)s.Count);
        var chance = mean / d * (1 - (mean / d));
        if (!(chance > 0))
            return new SelectionStability(double.NaN, double.NaN, double.NaN, double.NaN, mean, frequency);
        var index = 1 - (m / (m - 1.0) * frequency.Average(p => p * (1 - p)) / chance);
        double[] phi =
        [
            .. selections.Select(s => ((s.Sum(f => frequency[f]) / d) - (s.Count * mean / ((double)d * d))
                + (index / 2 * ((2 * mean * s.Count / ((double)d * d)) - ((double)s.Count / d) - (mean / d) + 1))) / chance),
        ];
        var centre = phi.Average();
        var error = Math.Sqrt(4.0 / ((double)m * m) * phi.Sum(v => (v - centre) * (v - centre)));
        return new SelectionStability(index, error, index - (z * error), Math.Min(1, index + (z * error)), mean, frequency);
    }
}
