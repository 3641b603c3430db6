using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

public sealed partial class Concordance
{
    /// <summary>The percentile bootstrap interval of an index: of a marker that is given, so that no optimism of fitting is in
    /// it.</summary>
    /// <param name="data">The follow-up; a resample takes a row with its weight, stratum and entry time.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="resamples">The rows of each resample, from 0, such as <see cref="Resampling.Resample.BootstrapSets"/>.</param>
    /// <param name="options">What is compared and the confidence level; Harrell's C by default.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit. The result does not depend on it.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The interval; NaN where fewer than two resamples have comparable pairs.</returns>
    /// <exception cref="ArgumentException">There are no resamples, or what <see cref="Estimate"/> refuses.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A resample has a row that there is not.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or no pair is comparable.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static ConcordanceInterval BootstrapInterval(
        SurvivalData data,
        ReadOnlySpan<double> marker,
        IReadOnlyList<int[]> resamples,
        ConcordanceOptions? options = null,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resamples);
        options ??= ConcordanceOptions.Default;
        if (resamples.Count == 0)
            throw new ArgumentException("There are no resamples.", nameof(resamples));
        if (!(CountPairs(data, marker, options).Comparable > 0))
            throw NoPairs(data, options);
        var values = marker.ToArray();
        var indices = new double[resamples.Count];
        foreach (var row in resamples.SelectMany(r => r))
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)data.Count, nameof(resamples));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken };
        InParallel.For(indices.Length, parallel, b =>
            indices[b] = CountPairs(data.Select(resamples[b]), Array.ConvertAll(resamples[b], i => values[i]), options).Index);
        double[] known = [.. indices.Where(double.IsFinite).Order()];
        if (known.Length < 2)
            return new ConcordanceInterval(double.NaN, double.NaN, double.NaN, known.Length);
        var (mean, tail) = (known.Average(), (1 - options.ConfidenceLevel) / 2);
        var error = Math.Sqrt(known.Sum(c => (c - mean) * (c - mean)) / (known.Length - 1));
        return new ConcordanceInterval(SampleQuantile.OfSorted(known, tail), SampleQuantile.OfSorted(known, 1 - tail), error, known.Length);
    }
}
