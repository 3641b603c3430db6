using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>
/// The area under the ROC curve of a binary outcome, with the variance of DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988,
/// doi:10.2307/2531595), by
/// midranks in O(n log n) (X. Sun and W. Xu, IEEE Signal Process. Lett. 21, 2014): R's <c>pROC</c>. Larger markers mean the outcome.
/// </summary>
public sealed class DeLong
{
    private readonly double[] _cases;
    private readonly double[] _controls;

    private DeLong(double auc, double[] cases, double[] controls, double z)
    {
        (Auc, _cases, _controls) = (auc, cases, controls);
        StandardError = Math.Sqrt(Covariance(this));
        (Lower, Upper) = (Math.Max(0, auc - (z * StandardError)), Math.Min(1, auc + (z * StandardError)));
    }

    /// <summary>The chance that a case has the larger marker than a control; ties count half.</summary>
    public double Auc { get; }

    /// <summary>Its standard error.</summary>
    public double StandardError { get; }

    /// <summary>The lower end of its confidence interval.</summary>
    public double Lower { get; }

    /// <summary>The upper end of its confidence interval.</summary>
    public double Upper { get; }

    /// <summary>Estimates the area.</summary>
    /// <param name="outcome">Whether each subject has the outcome; at least two have, and two have not.</param>
    /// <param name="marker">A finite value for each subject.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Different lengths, or a level out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or fewer than two cases or controls.</exception>
    public static DeLong Estimate(ReadOnlySpan<bool> outcome, ReadOnlySpan<double> marker, double confidenceLevel = 0.95)
    {
        if (outcome.Length != marker.Length)
            throw new ArgumentException($"There are {outcome.Length} outcomes but {marker.Length} values.", nameof(marker));
        var critical = Confidence.Critical(confidenceLevel);
        Correlation.CheckFinite(marker, nameof(marker));
        var (events, values) = (outcome.ToArray(), marker.ToArray());
        double[] cases = [.. values.Where((_, i) => events[i])], controls = [.. values.Where((_, i) => !events[i])];
        if (cases.Length < 2 || controls.Length < 2)
            throw new InvalidSurvivalDataException(
                $"There are {cases.Length} subjects with the outcome and {controls.Length} without; at least two of each are needed."
            );
        double[] all = [.. cases, .. controls];
        var (together, own, others) = (RankCorrelation.MidRanks(all), RankCorrelation.MidRanks(cases), RankCorrelation.MidRanks(controls));
        // The share of controls below each case, and of cases above each control.
        var (v10, v01) = (new double[cases.Length], new double[controls.Length]);
        for (var i = 0; i < v10.Length; i++)
            v10[i] = (together[i] - own[i]) / controls.Length;
        for (var j = 0; j < v01.Length; j++)
            v01[j] = 1 - ((together[cases.Length + j] - others[j]) / cases.Length);
        return new DeLong(v10.Average(), v10, v01, critical);
    }

    /// <summary>Compares this area with that of another marker of the same subjects.</summary>
    /// <param name="other">The other's area.</param>
    /// <returns>The difference, its standard error, and the two-sided normal test; without a difference in any subject p is 1.</returns>
    /// <exception cref="ArgumentException">The other has other numbers of subjects.</exception>
    public (double Difference, double StandardError, TestResult Test) Compare(DeLong other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._cases.Length != _cases.Length || other._controls.Length != _controls.Length)
            throw new ArgumentException("The two must be of the same subjects.", nameof(other));
        var difference = Auc - other.Auc;
        var error = Math.Sqrt(Math.Max(0, Covariance(this) + other.Covariance(other) - (2 * Covariance(other))));
        return (difference, error, TestResult.Normal(difference == 0 ? 0 : difference / error, "DeLong's test"));
    }

    /// <summary>The area with its limits.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"AUC {Auc:F4} ({Lower:F4} to {Upper:F4}), standard error {StandardError:F4}");

    private double Covariance(DeLong other)
    {
        static double Of(double[] a, double[] b)
        {
            var (ma, mb, sum) = (a.Average(), b.Average(), 0.0);
            for (var i = 0; i < a.Length; i++)
                sum += (a[i] - ma) * (b[i] - mb);
            return sum / (a.Length - 1) / a.Length;
        }
        return Of(_cases, other._cases) + Of(_controls, other._controls);
    }
}
