using Survival.Models.Numerics;
using Survival.Models.Resampling;

namespace Survival.Models.Penalised;

/// <summary>
/// Stability selection: the columns that paths on many half samples keep selecting (Meinshausen and Buehlmann, J. R. Stat. Soc. B 72,
/// 2010, doi:10.1111/j.1467-9868.2010.00740.x). Half samples keep the share of events.
/// Immutable.
/// </summary>
public sealed partial class StabilitySelection
{
    /// <summary>Fits the path on each half sample, at the same lambdas, and counts.</summary>
    /// <param name="data">The follow-up, in the same row order.</param>
    /// <param name="x">The covariates.</param>
    /// <param name="options">The settings of the fits; <see langword="null"/> for the defaults with each half sample's path ended after as
    /// many different columns as keep <see cref="FalseSelectionBound"/> at 1 or below, the root of (2 threshold - 1) p (Meinshausen and
    /// Buehlmann 2010, section 3.1). With settings of one's own, lambdas that they do not give are those of the full data's path: end it
    /// where the model would no longer be used, by <see cref="CoxNetOptions.LambdaMinRatio"/> or
    /// <see cref="CoxNetOptions.MaximumEverNonzero"/>, because the bound grows with the square of what is selected anywhere on it.</param>
    /// <param name="stability">The settings of the selection; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Is told the share of the resamples that is done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">A setting outside its range, or follow-up with clusters.</exception>
    /// <exception cref="InvalidSurvivalDataException">Fewer than four events, so that halves could be left without.</exception>
    public static StabilitySelection Estimate(
        SurvivalData data, DesignMatrix x, CoxNetOptions? options = null, StabilityOptions? stability = null,
            IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(data);
        stability ??= StabilityOptions.Default;
        if (!data.Cluster.IsEmpty)
            throw new ArgumentException(
                "Halves of the rows would divide clusters: stability selection takes follow-up without clusters.", nameof(data));
        Check(data, stability);
        var lambdas = options?.Lambdas is { } given ? [.. given.OrderDescending()]
            : CoxNet.Fit(data, x, options, cancellationToken: cancellationToken).Lambdas;
        options ??= new CoxNetOptions { MaximumEverNonzero = MostForOneFalse(stability, x.ColumnCount) };
        var selected = new int[stability.Resamples][][];
        var done = 0;
        try
        {
            Parallel.For(0, stability.Resamples,
                new ParallelOptions { MaxDegreeOfParallelism = stability.MaxDegreeOfParallelism, CancellationToken = cancellationToken },
                b =>
            {
                var path = PathFit.Fit(data, x, Half(data, b, stability), Randomise(options, lambdas, x.ColumnCount, b, stability),
                    progress: null, cancellationToken).Path;
                selected[b] = [.. Enumerable.Range(0, path.Count).Select(k => path.At(k).Indices.ToArray())];
                progress?.Report(Interlocked.Increment(ref done) / (double)stability.Resamples);
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.Any(inner => inner is SurvivalModelException))
        {
            throw e.InnerExceptions.First(inner => inner is SurvivalModelException);
        }
        var frequencies = new double[lambdas.Count][];
        for (var k = 0; k < frequencies.Length; k++)
        {
            var counts = new int[x.ColumnCount];
            foreach (var resample in selected)
            {
                // Where a half sample's path has ended its last selection stands.
                foreach (var j in resample.Length == 0 ? [] : resample[Math.Min(k, resample.Length - 1)])
                    counts[j]++;
            }
            frequencies[k] = Array.ConvertAll(counts, c => c / (double)stability.Resamples);
        }
        var average = selected.Average(resample => resample.SelectMany(s => s).Distinct().Count());
        return new StabilitySelection(x.ColumnNames, lambdas, frequencies, average, stability);
    }

    private static int MostForOneFalse(StabilityOptions stability, int columns) =>
        Math.Max(1, (int)Math.Sqrt(((2 * stability.Threshold) - 1) * columns));

    private static int[] Half(SurvivalData data, int resample, StabilityOptions stability)
    {
        if (!stability.ComplementaryPairs)
            return Resample.Subsample(data, 0.5, new Xoshiro256(stability.Seed, (ulong)resample));
        var first = Resample.Subsample(data, 0.5, new Xoshiro256(stability.Seed, (ulong)(resample / 2)));
        if (resample % 2 == 0)
            return first;
        var taken = first.ToHashSet();
        return [.. Enumerable.Range(0, data.Count).Where(i => !taken.Contains(i))];
    }

    private static CoxNetOptions Randomise(
        CoxNetOptions options, IReadOnlyList<double> lambdas, int columns, int resample, StabilityOptions stability)
    {
        options = options with { Lambdas = lambdas };
        if (stability.Weakness == 1)
            return options;
        var random = new Xoshiro256(~stability.Seed, (ulong)resample);
        return options with
        {
            PenaltyFactors = [.. Enumerable.Range(0, columns).Select(j =>
                (options.PenaltyFactors?[j] ?? 1) / (stability.Weakness + ((1 - stability.Weakness) * random.NextDouble())))],
        };
    }

    private static void Check(SurvivalData data, StabilityOptions o)
    {
        if (o.Resamples < 2 || (o.ComplementaryPairs && o.Resamples % 2 != 0))
            throw new ArgumentOutOfRangeException(
                nameof(o), o.Resamples, "Resamples must be at least 2, and even for complementary pairs.");
        if (!(o.Threshold > 0.5 && o.Threshold <= 1))
            throw new ArgumentOutOfRangeException(nameof(o), o.Threshold, "Threshold must lie in (0.5, 1].");
        if (!(o.Weakness > 0 && o.Weakness <= 1))
            throw new ArgumentOutOfRangeException(nameof(o), o.Weakness, "Weakness must lie in (0, 1].");
        InParallel.Check(o.MaxDegreeOfParallelism, nameof(o));
        if (data.EventCount < 4)
            throw new InvalidSurvivalDataException(
                Invariant($"There are {data.EventCount} event(s); stability selection halves the data and needs at least 4."));
    }
}
