using Survival.Models.Discrimination;
using Survival.Models.Resampling;

namespace Survival.Models.Validation;

/// <summary>
/// A permutation test of a whole procedure: patients are given the follow-up of others at random and the procedure is repeated, so that its
/// concordance is compared with what it finds where there is nothing to find.
/// </summary>
public sealed class PipelinePermutation
{
    private PipelinePermutation(double observed, double[] permuted, double p) => (Observed, Permuted, PValue) = (observed, permuted, p);

    /// <summary>The apparent concordance of the procedure's model.</summary>
    public double Observed { get; }

    /// <summary>The apparent concordance in each permutation; one that allows no model counts as 0.5.</summary>
    public IReadOnlyList<double> Permuted { get; }

    /// <summary>The share of the permutations, the data themselves among them, with at least the observed concordance: (1 + b) / (1 + m)
    /// (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585).</summary>
    public double PValue { get; }

    /// <summary>Permutes.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="pipeline">The procedure, as for the bootstrap; it must take the follow-up from its sample.</param>
    /// <param name="options">Permutations (its resamples), seed, threads and journal.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellationToken">Ends the work; what a journal holds stays.</param>
    /// <exception cref="ArgumentException">As for the bootstrap.</exception>
    /// <exception cref="SurvivalModelException">The procedure has no model of the data, or the journal is of another run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static PipelinePermutation Test(
        SurvivalData data, Func<PipelineSample, CancellationToken, PipelineFit> pipeline, PipelineOptions? options = null,
            IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= PipelineOptions.Default;
        var run = new PipelineRun(data, pipeline, options);
        int[] all = [.. Enumerable.Range(0, data.Count)];
        var observed = Index(data, run.Fit(all, data, -1, cancellationToken));
        var records = run.ForEach("permutation", options.Resamples, b =>
        {
            var follow = data.Select(Resample.Permutation(data.Count, new Xoshiro256(options.Seed, (ulong)b)));
            var fit = run.Fit(all, follow, b, cancellationToken);
            return new ResampleRecord(b, [Index(follow, fit)], fit.Selected);
        }, progress, cancellationToken);
        double[] permuted = [.. records.Select(r => r.HasFailed || double.IsNaN(r.Values[0]) ? 0.5 : r.Values[0])];
        return new PipelinePermutation(observed, permuted, (1 + permuted.Count(v => v >= observed)) / (1.0 + permuted.Length));
    }

    /// <summary>The test in a line.</summary>
    public override string ToString() =>
        Invariant($"C = {Observed:0.0000}, in {Permuted.Count} permutations {Permuted.Average():0.0000} in the mean, ")
            + $"p = {Survival.Models.PValue.Significant(PValue)}";

    private static double Index(SurvivalData data, PipelineFit fit)
    {
        int[] known = [.. Enumerable.Range(0, data.Count).Where(i => !double.IsNaN(fit.LinearPredictor[i]))];
        return known.Length == 0
            ? double.NaN
            : Concordance.CountPairs(data.Select(known), [.. known.Select(i => fit.LinearPredictor[i])]).Index;
    }
}
