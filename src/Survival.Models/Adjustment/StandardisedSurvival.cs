using Survival.Models.Cox;
using Survival.Models.Numerics;
using Survival.Models.Resampling;

namespace Survival.Models.Adjustment;

/// <summary>
/// Survival by group standardised over the covariates of all patients (the g-formula; Makuch 1982, doi:10.1016/0021-9681(82)90048-8): a Cox
/// model of group and covariates predicts everybody in each group, and the predictions are averaged. Limits are a bootstrap's, in which the
/// model is fitted anew and other patients are averaged over.
/// </summary>
/// <param name="Group">The group: of a cohort, column and value (<c>arm=old</c>), as curves are called; else its number.</param>
/// <param name="Time">The time.</param>
/// <param name="Survival">The mean over all patients of what would be predicted of them in this group.</param>
/// <param name="Difference">The survival less that of the first group; 0 of the first.</param>
public readonly partial record struct StandardisedSurvival(string Group, double Time, Interval Survival, Interval Difference)
{
    private const string Indicator = "group ";

    /// <summary>Standardises survival at times.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="group">The group of each row; two or more different whole numbers, the smallest the reference.</param>
    /// <param name="covariates">The covariates; interactions of them with the group are not made.</param>
    /// <param name="times">The times; not negative, within follow-up.</param>
    /// <param name="resamples">The number of bootstrap resamples for the limits; 0 for none.</param>
    /// <param name="seed">The seed; resample b is drawn by <c>new Xoshiro256(seed, b)</c>.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit. Results do not depend on it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A point for each group and time, groups by number ascending.</returns>
    /// <exception cref="ArgumentException">Other numbers of rows, one group, no times or one outside follow-up, or a number out of range;
    /// or follow-up with weights, strata, clusters or entry times.</exception>
    /// <exception cref="SurvivalModelException">The model cannot be fitted; a resample in which it cannot, or that ends before a time, is
    /// left out.</exception>
    public static IReadOnlyList<StandardisedSurvival> Estimate(
        SurvivalData data,
        ReadOnlySpan<int> group,
        DesignMatrix covariates,
        IReadOnlyList<double> times,
        int resamples = 200,
        ulong seed = 1,
        double confidenceLevel = 0.95,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default) =>
        Estimate(data, group, covariates, times, resamples, seed, confidenceLevel, maxDegreeOfParallelism,
            code => code.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellationToken);

    private static ResultList<StandardisedSurvival> Estimate(
        SurvivalData data,
        ReadOnlySpan<int> group,
        DesignMatrix covariates,
        IReadOnlyList<double> times,
        int resamples,
        ulong seed,
        double confidenceLevel,
        int maxDegreeOfParallelism,
        Func<int, string> nameOf,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(times);
        Discrimination.Markers.CheckLevel(confidenceLevel);
        var (codes, index) = Groups.Of(data, group, covariates);
        var last = data.Time.ToArray().Max() + data.TimeSlack;
        if (times.Count == 0 || times.Any(t => !(t >= 0 && t <= last)))
            throw new ArgumentException(
                Invariant($"The times are {ModelTerm.Numbers(times)}; one or more from 0 to {data.Time.ToArray().Max()} are needed."),
                    nameof(times));
        ArgumentOutOfRangeException.ThrowIfNegative(resamples);
        var x = Design(index, codes, covariates);
        var own = Curves(data, x, codes.Length, times, cancellationToken);
        var resampled = new double[]?[resamples];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = maxDegreeOfParallelism,
            CancellationToken = cancellationToken,
        };
        InParallel.For(resamples, parallel, b =>
        {
            var rows = Resample.Bootstrap(data.Count, new Xoshiro256(seed, (ulong)b));
            try
            {
                var drawn = data.Select(rows);
                if (times.Max() <= drawn.Time.ToArray().Max() + drawn.TimeSlack)
                    resampled[b] = Curves(drawn, x.SelectRows(rows), codes.Length, times, cancellationToken);
            }
            catch (SurvivalModelException)
            {
                resampled[b] = null;
            }
        });
        List<double[]> made = [.. resampled.OfType<double[]>()];
        var points = new List<StandardisedSurvival>();
        for (var g = 0; g < codes.Length; g++)
        {
            for (var k = 0; k < times.Count; k++)
            {
                var (at, first) = ((g * times.Count) + k, k);
                var survival = Limits(own[at], made.Select(r => r[at]), confidenceLevel);
                var difference = g == 0 ? default
                    : Limits(own[at] - own[first], made.Select(r => r[at] - r[first]), confidenceLevel);
                points.Add(new StandardisedSurvival(nameOf(codes[g]), times[k], survival, difference));
            }
        }
        return new ResultList<StandardisedSurvival>(points, RecordText.Table);
    }

    private static DesignMatrix Design(int[] index, int[] codes, DesignMatrix covariates) => DesignMatrix.FromColumns(
    [
        .. codes.Skip(1).Select((c, k) =>
            (Indicator + c.ToString(System.Globalization.CultureInfo.InvariantCulture), Array.ConvertAll(index, g => g == k + 1 ? 1.0
                : 0))),
        .. covariates.ColumnNames.Select((n, j) => (n, covariates.Column(j).ToArray())),
    ]);

    private static double[] Curves(SurvivalData data, DesignMatrix x, int groups, IReadOnlyList<double> times, CancellationToken token)
    {
        var fit = CoxModel.Fit(data, x, cancellationToken: token);
        var rest = fit.LinearPredictor(x, centred: false);
        for (var i = 0; i < rest.Length; i++)
        {
            for (var g = 0; g < groups - 1; g++)
                rest[i] -= x[i, g] * fit.Coefficients[g];
        }
        var result = new double[groups * times.Count];
        for (var k = 0; k < times.Count; k++)
        {
            var hazard = fit.CumulativeHazard(times[k]);
            for (var g = 0; g < groups; g++)
            {
                var ratio = g == 0 ? 1 : Math.Exp(fit.Coefficients[g - 1]);
                result[(g * times.Count) + k] = rest.Average(lp => Math.Exp(-hazard * ratio * Math.Exp(lp)));
            }
        }
        return result;
    }

    private static Interval Limits(double estimate, IEnumerable<double> sample, double level)
    {
        double[] sorted = [.. sample.Order()];
        return sorted.Length < 2
            ? new(estimate, double.NaN, double.NaN)
            : new(estimate, SampleQuantile.OfSorted(sorted, (1 - level) / 2), SampleQuantile.OfSorted(sorted, (1 + level) / 2));
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
