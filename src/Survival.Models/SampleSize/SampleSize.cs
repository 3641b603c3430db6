using System.Globalization;
using Survival.Models.Numerics;

namespace Survival.Models.SampleSize;

/// <summary>How many patients a prediction model needs, by each of Riley's criteria.</summary>
/// <param name="Shrinkage">So many that the expected shrinkage is as asked for.</param>
/// <param name="Optimism">So many that the apparent R2 exceeds the adjusted by at most 0.05.</param>
/// <param name="OverallRisk">So many that the overall risk is known to within 0.05.</param>
/// <param name="Patients">The largest of the three.</param>
/// <param name="Events">The events to expect among them.</param>
/// <param name="EventsPerParameter">The events for each candidate parameter.</param>
/// <param name="MaxRSquared">The largest R2 (Cox-Snell) that the event rate allows.</param>
public sealed record RileySampleSize(
    int Shrinkage,
    int Optimism,
    int OverallRisk,
    int Patients,
    double Events,
    double EventsPerParameter,
    double MaxRSquared
)
{
    /// <summary>One line for a study's notes.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"Riley's criteria: {Patients} patients with {Events:F1} events ({EventsPerParameter:F2} for each parameter); shrinkage "
                + $"{Shrinkage}, optimism {Optimism}, overall risk {OverallRisk}"
        );
}

/// <summary>Sample sizes of survival studies.</summary>
public static class SurvivalSampleSize
{
    /// <summary>
    /// The patients needed to develop a prediction model of a survival outcome (R. D. Riley and others, Stat. Med. 38, 2019,
    /// doi:10.1002/sim.7992; BMJ 2020;368:m441):
    /// R's <c>pmsampsize(type = "s")</c>.
    /// </summary>
    /// <param name="parameters">The candidate parameters, those tried and left out included; at least 1.</param>
    /// <param name="rSquared">The R2 (Cox-Snell, adjusted) to expect.</param>
    /// <param name="rate">The events per unit of time; positive.</param>
    /// <param name="meanFollowUp">The mean follow-up; positive.</param>
    /// <param name="timePoint">The time for which risks are predicted; positive.</param>
    /// <param name="shrinkage">The shrinkage aimed at, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument out of its range, a rate that makes more than one event a patient over the
    /// mean follow-up, or an R2 that is not between 0 and the largest that the rate allows.</exception>
    public static RileySampleSize Riley(
        int parameters,
        double rSquared,
        double rate,
        double meanFollowUp,
        double timePoint,
        double shrinkage = 0.9
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters, 1);
        Positive(rate, nameof(rate));
        Positive(meanFollowUp, nameof(meanFollowUp));
        Positive(timePoint, nameof(timePoint));
        Share(shrinkage, nameof(shrinkage));
        // Of an exponential model with so many events per patient; the published code counts them per 100 patients.
        var perPatient = rate * meanFollowUp;
        if (perPatient > 1)
            throw new ArgumentOutOfRangeException(
                nameof(rate),
                rate,
                Invariant($"A rate of {rate} over a mean follow-up of {meanFollowUp} makes {perPatient:G4} events a patient, who has at ")
                    + "most one. Are both in the same unit of time?"
            );
        var most = 1 - Math.Exp(2 * ((perPatient * Math.Log(perPatient)) - perPatient));
        if (!(rSquared > 0 && rSquared < most))
            throw new ArgumentOutOfRangeException(
                nameof(rSquared),
                rSquared,
                FormattableString.Invariant($"R2 lies between 0 and {most:G4}, the largest that this event rate allows.")
            );
        if (!(rSquared < shrinkage))
            throw new ArgumentOutOfRangeException(
                nameof(rSquared),
                rSquared,
                Invariant($"R2 must be smaller than the shrinkage aimed at, {shrinkage}.")
            );
        int Need(double s) => (int)Math.Ceiling(parameters / ((s - 1) * Math.Log(1 - (rSquared / s))));
        var (first, second) = (Need(shrinkage), Need(rSquared / (rSquared + (0.05 * most))));
        var third = OverallRisk(rate, meanFollowUp, timePoint);
        var n = Math.Max(first, Math.Max(second, third));
        return new RileySampleSize(first, second, third, n, n * perPatient, n * perPatient / parameters, most);
    }

    /// <summary>The events needed for a log-rank test of two groups (D. A. Schoenfeld, Biometrika 68, 1981,
    /// doi:10.1093/biomet/68.1.316).</summary>
    /// <param name="hazardRatio">The hazard ratio to detect; positive, not 1.</param>
    /// <param name="power">The power, between 0 and 1.</param>
    /// <param name="alpha">The two-sided level, between 0 and 1.</param>
    /// <param name="share">The share of patients in the first group, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument out of its range.</exception>
    public static int LogRankEvents(double hazardRatio, double power = 0.8, double alpha = 0.05, double share = 0.5)
    {
        CheckTest(hazardRatio, alpha, share);
        Share(power, nameof(power));
        var z = Tails.NormalQuantile(1 - (alpha / 2)) + Tails.NormalQuantile(power);
        var log = Math.Log(hazardRatio);
        return (int)Math.Ceiling((z * z / (share * (1 - share) * log * log)) - 1e-9);
    }

    /// <summary>The events needed for a log-rank test of two groups by L. S. Freedman (Stat. Med. 1, 1982, doi:10.1002/sim.4780010204):
    /// somewhat more than <see cref="LogRankEvents"/>, and closer to the truth where the hazard ratio is far from 1.</summary>
    /// <param name="hazardRatio">The hazard ratio of the second group against the first to detect; positive, not 1.</param>
    /// <param name="power">The power, between 0 and 1.</param>
    /// <param name="alpha">The two-sided level, between 0 and 1.</param>
    /// <param name="share">The share of patients in the first group, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument out of its range.</exception>
    public static int FreedmanEvents(double hazardRatio, double power = 0.8, double alpha = 0.05, double share = 0.5)
    {
        CheckTest(hazardRatio, alpha, share);
        Share(power, nameof(power));
        var z = Tails.NormalQuantile(1 - (alpha / 2)) + Tails.NormalQuantile(power);
        var ratio = (1 - share) / share;
        var effect = (hazardRatio - 1) / (1 + (ratio * hazardRatio));
        return (int)Math.Ceiling((z * z / (ratio * effect * effect)) - 1e-9);
    }

    /// <summary>The power of a log-rank test of two groups with a number of events, by Schoenfeld's formula.</summary>
    /// <param name="events">The events in both groups; at least 1.</param>
    /// <param name="hazardRatio">The hazard ratio to detect; positive, not 1.</param>
    /// <param name="alpha">The two-sided level, between 0 and 1.</param>
    /// <param name="share">The share of patients in the first group, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument out of its range.</exception>
    public static double LogRankPower(int events, double hazardRatio, double alpha = 0.05, double share = 0.5)
    {
        CheckTest(hazardRatio, alpha, share);
        ArgumentOutOfRangeException.ThrowIfLessThan(events, 1);
        var z = Math.Abs(Math.Log(hazardRatio)) * Math.Sqrt(events * share * (1 - share));
        return 0.5 * MathNet.Numerics.SpecialFunctions.Erfc((Tails.NormalQuantile(1 - (alpha / 2)) - z) / Math.Sqrt(2));
    }

    /// <summary>The fewest patients whose overall risk by a time has limits within 0.05 of it.</summary>
    private static int OverallRisk(double rate, double meanFollowUp, double timePoint)
    {
        var risk = 1 - Math.Exp(-rate * timePoint);
        bool Wide(int n)
        {
            var error = 1.96 * Math.Sqrt(rate / (n * meanFollowUp));
            var (upper, lower) = (1 - Math.Exp(-(rate + error) * timePoint), 1 - Math.Exp(-Math.Max(0, rate - error) * timePoint));
            return upper - risk > 0.05 || risk - lower > 0.05;
        }
        var (low, high) = (0, 1);
        while (Wide(high))
            (low, high) = (high, 2 * high);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Wide(middle) ? (middle, high) : (low, middle);
        }
        return high;
    }

    private static void CheckTest(double hazardRatio, double alpha, double share)
    {
        if (!(hazardRatio > 0 && double.IsFinite(hazardRatio)) || hazardRatio == 1)
            throw new ArgumentOutOfRangeException(nameof(hazardRatio), hazardRatio, "A hazard ratio to detect is positive, and not 1.");
        Share(alpha, nameof(alpha));
        Share(share, nameof(share));
    }

    private static void Positive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, "The value is positive and finite.");
    }

    private static void Share(double value, string name)
    {
        if (!(value is > 0 and < 1))
            throw new ArgumentOutOfRangeException(name, value, "The value lies between 0 and 1.");
    }
}
