using Survival.Models.NonParametric;

namespace Survival.Models.Adjustment;

/// <summary>
/// Survival by group adjusted by inverse probability of treatment weighting: each patient stands for those like him in all groups (Cole and
/// Hernan 2004, doi:10.1016/j.cmpb.2003.10.004; Xie and Liu 2005, doi:10.1002/sim.2174). Robust limits take the weights as known.
/// </summary>
public sealed partial class WeightedSurvival
{
    private WeightedSurvival(
        SurvivalData data, double[] weights, double[][] chances, IReadOnlyList<SurvivalCurve> curves, LogRankResult test,
        (string Name, double Before, double After)[] balance) =>
        (Data, Weights, Chances, Curves, Test, Balance) = (data, weights, chances, curves, test, balance);

    /// <summary>The follow-up with the weights; what takes follow-up can be given it, such as a Cox model, which is then robust.</summary>
    public SurvivalData Data { get; }

    /// <summary>The weight of each row.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The chance of each group, by its code ascending, for each row.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Chances { get; }

    /// <summary>The weighted curves, by code ascending.</summary>
    public IReadOnlyList<SurvivalCurve> Curves { get; }

    /// <summary>The robust log-rank test of the weighted groups.</summary>
    public LogRankResult Test { get; }

    /// <summary>The balance of each covariate between two groups, or the largest of all pairs: the standardised difference of the means, by
    /// the root of the mean variance of the groups, before weighting, and that of the weighted means, by the same variance, after
    /// it.</summary>
    public IReadOnlyList<(string Name, double Before, double After)> Balance { get; }

    /// <summary>Weights the groups.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="group">The group of each row; two or more different whole numbers.</param>
    /// <param name="covariates">What the groups may differ in: the columns of the propensity model.</param>
    /// <param name="stabilised">Whether the weights are multiplied by the share of the patient's group, which keeps their mean near
    /// 1.</param>
    /// <param name="truncated">The share of the weights at either end that is set to the quantile there, from 0 to below 0.5; 0 for
    /// none.</param>
    /// <param name="curves">The limits of the curves; their errors are robust whatever it says.</param>
    /// <exception cref="ArgumentException">Other numbers of rows, one group, or a share out of range; or follow-up with weights, strata,
    /// clusters or entry times.</exception>
    /// <exception cref="InvalidSurvivalDataException">A covariate is constant, or there is no event.</exception>
    /// <exception cref="ConvergenceException">The covariates tell the groups apart wholly, or are collinear.</exception>
    public static WeightedSurvival Estimate(
        SurvivalData data, ReadOnlySpan<int> group, DesignMatrix covariates, bool stabilised = true, double truncated = 0,
        KaplanMeierOptions? curves = null)
    {
        var (codes, index) = Groups.Of(data, group, covariates);
        if (!(truncated is >= 0 and < 0.5))
            throw new ArgumentOutOfRangeException(nameof(truncated), truncated, "The truncated share is from 0 to below 0.5.");
        var chances = PropensityModel.Fit(index, codes.Length, covariates);
        var n = data.Count;
        var weights = new double[n];
        for (var i = 0; i < n; i++)
        {
            var share = stabilised ? index.Count(g => g == index[i]) / (double)n : 1;
            weights[i] = share / chances[i][index[i]];
        }
        if (truncated > 0)
        {
            double[] sorted = [.. weights.Order()];
            var low = Numerics.SampleQuantile.OfSorted(sorted, truncated);
            var high = Numerics.SampleQuantile.OfSorted(sorted, 1 - truncated);
            weights = Array.ConvertAll(weights, w => Math.Clamp(w, low, high));
        }
        // Each row a cluster of its own: the weights are those of sampling, also where all are whole.
        var weighted = SurvivalData.Create(
            data.Time, data.Event, weight: weights, cluster: [.. Enumerable.Range(0, n)], timeFix: data.TimeSlack > 0);
        return new WeightedSurvival(
            weighted, weights, chances, KaplanMeier.Fit(weighted, group, (curves ?? KaplanMeierOptions.Default) with { Robust = true }),
            LogRank.Test(weighted, group, robust: true), Balances(index, codes.Length, covariates, weights));
    }

    /// <summary>The test, and the balance of the covariates before and after.</summary>
    public override string ToString()
    {
        var table = new Numerics.TextTable("", "before", "after");
        foreach (var b in Balance)
            table.Row(b.Name, Numerics.TextTable.Fixed(b.Before, 3), Numerics.TextTable.Fixed(b.After, 3));
        return $"{Test.Test}\nstandardised differences\n{table}".TrimEnd();
    }

    private static (string Name, double Before, double After)[] Balances(int[] index, int groups, DesignMatrix x, double[] weights)
    {
        var result = new (string Name, double Before, double After)[x.ColumnCount];
        double[] ones = [.. weights.Select(_ => 1.0)];
        for (var j = 0; j < result.Length; j++)
        {
            var column = x.Column(j).ToArray();
            (double Mean, double Variance) Of(int g, double[] w)
            {
                int[] own = [.. Enumerable.Range(0, index.Length).Where(i => index[i] == g)];
                var total = own.Sum(i => w[i]);
                var mean = own.Sum(i => w[i] * column[i]) / total;
                return (mean, own.Sum(i => (column[i] - mean) * (column[i] - mean)) / (own.Length - 1));
            }
            var (before, after) = (0.0, 0.0);
            for (var a = 0; a < groups; a++)
            {
                for (var b = a + 1; b < groups; b++)
                {
                    var spread = Math.Sqrt((Of(a, ones).Variance + Of(b, ones).Variance) / 2);
                    var (plain, weighted) = ((Of(b, ones).Mean - Of(a, ones).Mean) / spread,
                        (Of(b, weights).Mean - Of(a, weights).Mean) / spread);
                    before = Math.Abs(plain) > Math.Abs(before) ? plain : before;
                    after = Math.Abs(weighted) > Math.Abs(after) ? weighted : after;
                }
            }
            result[j] = (x.ColumnNames[j], before, after);
        }
        return result;
    }
}
