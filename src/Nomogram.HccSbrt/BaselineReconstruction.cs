using System.Globalization;
using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt;

/// <summary>The assumptions from which a baseline is reconstructed. The defaults are the paper's training set, where it prints them, and
/// named guesses where it does not.</summary>
public sealed record BaselineReconstruction
{
    /// <summary>The median overall survival, in months: 10 in the training set, 9 in the validation set (section 3.1).</summary>
    public double MedianMonths { get; init; } = 10;

    /// <summary>The shape of the Weibull hazard; 1 is exponential. Not published: an assumption.</summary>
    public double WeibullShape { get; init; } = 1;

    /// <summary>The share of patients with a tumour above 5 cm: 53 of 95 (Table 1).</summary>
    public double LargeTumourShare { get; init; } = 53.0 / 95;

    /// <summary>The share of patients of Child-Pugh class B: 33 of 95 (Table 1).</summary>
    public double ChildPughBShare { get; init; } = 33.0 / 95;

    /// <summary>The share of patients with a BED of 70 Gy or more. Not published: half is assumed.</summary>
    public double HighDoseShare { get; init; } = 0.5;

    /// <summary>The share of patients with more than three tumours: 42 of 95 (Table 1).</summary>
    public double ManyTumoursShare { get; init; } = 42.0 / 95;

    /// <summary>The mean of the Rad-scores: 0 on the training set, for it is a sum of z-scores.</summary>
    public double RadScoreMean { get; init; }

    /// <summary>
    /// The standard deviation of the Rad-scores. Not published; the default is that of uncorrelated features, the root of the
    /// sum of the squared weights (0.2340).
    /// </summary>
    public double RadScoreStandardDeviation { get; init; } = Math.Sqrt(PublishedModel.Signature.Terms.Sum(t => t.Weight * t.Weight));

    /// <summary>The last time, in months, for which the reconstruction is offered.</summary>
    public double LastTime { get; init; } = 36;

    /// <summary>
    /// The baseline: the cumulative hazard H(t) = H(m) (t / m)^shape for which a cohort with these covariate shares, independent of each
    /// other and with normal
    /// Rad-scores, has the median survival m. It is a stand-in for demonstration, not a measurement.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A share outside [0, 1], or a median, shape or spread that is not positive.</exception>
    public BaselineHazard ToBaseline()
    {
        Validate();
        var (low, high) = (-20.0, 20.0);
        while (high - low > 1e-14)
        {
            var middle = 0.5 * (low + high);
            if (MeanSurvival(Math.Exp(middle)) > 0.5)
                low = middle;
            else
                high = middle;
        }
        return BaselineHazard.Reconstructed(
            "reconstructed from published summaries",
            Describe(),
            MedianMonths,
            Math.Exp(0.5 * (low + high)),
            WeibullShape,
            LastTime
        );
    }

    private void Validate()
    {
        Positive(MedianMonths, nameof(MedianMonths));
        Positive(WeibullShape, nameof(WeibullShape));
        Positive(RadScoreStandardDeviation, nameof(RadScoreStandardDeviation));
        Positive(LastTime, nameof(LastTime));
        Share(LargeTumourShare, nameof(LargeTumourShare));
        Share(ChildPughBShare, nameof(ChildPughBShare));
        Share(HighDoseShare, nameof(HighDoseShare));
        Share(ManyTumoursShare, nameof(ManyTumoursShare));
        if (!double.IsFinite(RadScoreMean))
            throw new ArgumentOutOfRangeException(nameof(RadScoreMean), RadScoreMean, "It must be finite.");
    }

    // The mean survival of the assumed cohort where the baseline's cumulative hazard is a given number.
    private double MeanSurvival(double cumulativeHazard)
    {
        var total = 0.0;
        for (var pattern = 0; pattern < 16; pattern++)
        {
            var (weight, lp) = (1.0, 0.0);
            Add(pattern & 1, LargeTumourShare, PublishedModel.LargeTumour);
            Add(pattern & 2, ChildPughBShare, PublishedModel.ChildPughB);
            Add(pattern & 4, HighDoseShare, PublishedModel.HighDose);
            Add(pattern & 8, ManyTumoursShare, PublishedModel.ManyTumours);
            if (weight == 0)
                continue;
            total += weight * OverRadScores(cumulativeHazard * Math.Exp(lp));

            void Add(int has, double share, PublishedTerm term)
            {
                weight *= has != 0 ? share : 1 - share;
                lp += has != 0 ? term.Coefficient : 0;
            }
        }
        return total;
    }

    private IReadOnlyList<string> Describe() =>
        [
            FormattableString.Invariant($"Median overall survival of the cohort: {MedianMonths} months."),
            FormattableString.Invariant($"Hazard of Weibull form with shape {WeibullShape} (1 is exponential): not published, assumed."),
            string.Create(CultureInfo.InvariantCulture,
                $"Shares of the cohort: tumour > 5 cm {LargeTumourShare:0.000}, Child-Pugh B {ChildPughBShare:0.000}, more than 3 "
                    + $"tumours {ManyTumoursShare:0.000}; BED >= 70 Gy {HighDoseShare:0.000} (not published, assumed)."
            ),
            string.Create(CultureInfo.InvariantCulture,
                $"Rad-scores normal with mean {RadScoreMean} and standard deviation {RadScoreStandardDeviation:0.0000} (not published, "
                    + $"assumed)."
            ),
            "Predictors independent of each other: assumed.",
            "Hazard ratios of Table 2's five-variable model.",
        ];

    // The trapezoidal rule converges geometrically for a smooth integrand under a normal density: 8 standard deviations in steps of 1/8.
    private double OverRadScores(double hazard)
    {
        var (sum, norm) = (0.0, 0.0);
        for (var k = -64; k <= 64; k++)
        {
            var z = k / 8.0;
            var density = Math.Exp(-0.5 * z * z);
            norm += density;
            sum +=
                density
                * Math.Exp(-hazard * Math.Exp(PublishedModel.RadScore.Coefficient * (RadScoreMean + RadScoreStandardDeviation * z)));
        }
        return sum / norm;
    }

    private static void Positive(double value, string name)
    {
        if (!(value > 0) || double.IsInfinity(value))
            throw new ArgumentOutOfRangeException(name, value, "It must be positive and finite.");
    }

    private static void Share(double value, string name)
    {
        if (!(value is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, "A share lies in [0, 1].");
    }
}
