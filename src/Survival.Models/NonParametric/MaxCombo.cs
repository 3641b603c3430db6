using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.NonParametric;

/// <summary>
/// The max-combo test of two groups: the largest of several weighted log-rank statistics of the Fleming-Harrington family, with the p value
/// of their joint normal distribution (Lee 2007, doi:10.1016/j.csda.2007.02.010; Karrison 2016, doi:10.1177/1536867X1601600308). It holds
/// its size where the hazards are not proportional and it is not known how.
/// </summary>
public sealed partial class MaxCombo
{
    private MaxCombo((double Rho, double Gamma, double Z)[] tests, double[,] correlation, double p) =>
        (Tests, Correlation, PValue) = (tests, correlation, p);

    /// <summary>The customary weights: (0, 0), (0, 1), (1, 0) and (1, 1).</summary>
    public static IReadOnlyList<(double Rho, double Gamma)> DefaultWeights { get; } = [(0, 0), (0, 1), (1, 0), (1, 1)];

    /// <summary>The weighted log-rank statistics, in the order of the weights: the powers of the pooled survival and of 1 less it in the
    /// weight, and the standardised statistic of the first group, positive where it has more events than expected.</summary>
    public IReadOnlyList<(double Rho, double Gamma, double Z)> Tests { get; }

    /// <summary>Their correlations.</summary>
    public double[,] Correlation { get; }

    /// <summary>The largest statistic in size.</summary>
    public double Maximum => Tests.Max(t => Math.Abs(t.Z));

    /// <summary>The two-sided p value.</summary>
    public double PValue { get; }

    /// <summary>Compares two groups.</summary>
    /// <param name="data">The follow-up; strata, whole weights and left truncation count.</param>
    /// <param name="group">The group of each row: two different whole numbers.</param>
    /// <param name="weights">Two to four different pairs of powers, finite and not negative; <see langword="null"/> for the customary
    /// ones.</param>
    /// <exception cref="ArgumentException">Not as many groups as rows, not two groups, weights that are not allowed, or follow-up with
    /// clusters.</exception>
    /// <exception cref="InvalidSurvivalDataException">There is no event, a weight of a row is not whole, or too few events are
    /// shared.</exception>
    public static MaxCombo Test(
        SurvivalData data, ReadOnlySpan<int> group, IReadOnlyList<(double Rho, double Gamma)>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        weights ??= DefaultWeights;
        if (group.Length != data.Count)
            throw new ArgumentException(Invariant($"There are {data.Count} rows but {group.Length} groups."), nameof(group));
        int[] codes = [.. group.ToArray().Distinct().Order()];
        if (codes.Length != 2)
            throw new ArgumentException(Invariant($"There are {codes.Length} groups; this test compares two."), nameof(group));
        if (weights.Count is < 2 or > 4 || weights.Distinct().Count() != weights.Count
            || weights.Any(w => !(w.Rho >= 0 && w.Gamma >= 0 && double.IsFinite(w.Rho + w.Gamma))))
            throw new ArgumentException("Two to four different pairs of powers, finite and not negative, are needed.", nameof(weights));
        if (data.HasFractionalWeight)
            throw new InvalidSurvivalDataException("A weight is not a whole number; this test takes weights as repeated rows.",
                column: "weight");
        if (!data.Cluster.IsEmpty)
            throw new ArgumentException("This test takes patients for independent: give follow-up without clusters.", nameof(data));
        if (data.EventCount == 0)
            throw new InvalidSurvivalDataException("No row has an event, so there is nothing to compare.");
        var sorted = SortedFollowUp.Of(data);
        var index = new int[data.Count];
        for (var i = 0; i < index.Length; i++)
            index[i] = group[sorted.Order[i]] == codes[0] ? 0 : 1;
        var sums = new LogRankSums(sorted, index, 2, [.. weights], robust: false);
        for (var s = 0; s < sorted.StratumCount; s++)
            sums.AddStratum(s);
        var q = weights.Count;
        var (tests, correlation) = (new (double Rho, double Gamma, double Z)[q], new double[q, q]);
        for (var a = 0; a < q; a++)
        {
            if (!(sums.Covariances[a, a] > 0))
                throw new InvalidSurvivalDataException(
                    Invariant($"The statistic of the weight ({weights[a].Rho}, {weights[a].Gamma}) has no variance: too few events ")
                        + "are shared.");
            tests[a] = (weights[a].Rho, weights[a].Gamma, sums.Scores[a] / Math.Sqrt(sums.Covariances[a, a]));
            for (var b = 0; b < q; b++)
                correlation[a, b] = sums.Covariances[a, b] / Math.Sqrt(sums.Covariances[a, a] * sums.Covariances[b, b]);
        }
        return new MaxCombo(tests, correlation, GaussianBox.Outside(correlation, tests.Max(t => Math.Abs(t.Z))));
    }

    /// <summary>The statistics and the p value.</summary>
    public override string ToString() =>
        $"{string.Join(", ", Tests.Select(t => Invariant($"Z({t.Rho}, {t.Gamma}) = {t.Z:0.000}")))}; max-combo p = "
            + Survival.Models.PValue.Significant(PValue);
}
