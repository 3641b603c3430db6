using Survival.Models.Numerics;
using Survival.Models.Resampling;

namespace Survival.Models.Validation;

/// <summary>
/// The bootstrap of a whole procedure: everything that learns from the patients is repeated in each resample, so that the optimism is that
/// of all of it. Beside Harrell's correction the .632+ estimate from the patients that a resample leaves out, and how stable the selection
/// is.
/// </summary>
public sealed class PipelineBootstrap
{
    private PipelineBootstrap(PipelineFit fit, PipelineIndex[] indices, SelectionStability? stability,
        (string Name, double Frequency, bool InModel)[] selections, int resamples, int failed) =>
        (Fit, Indices, Stability, Selections, Resamples, Failed) = (fit, indices, stability, selections, resamples, failed);

    /// <summary>The procedure on all patients.</summary>
    public PipelineFit Fit { get; }

    /// <summary>The indices that are defined: <c>C</c>, <c>C of groups</c>, <c>AUC</c>, <c>Brier</c>, <c>Slope</c>.</summary>
    public IReadOnlyList<PipelineIndex> Indices { get; }

    /// <summary>The stability of the selection among the candidates; <see langword="null"/> where none were named.</summary>
    public SelectionStability? Stability { get; }

    /// <summary>What was selected in any resample, the most frequent first: the feature or factor, the share of the resamples (0 to 1), and
    /// whether the model of all patients has it.</summary>
    public IReadOnlyList<(string Name, double Frequency, bool InModel)> Selections { get; }

    /// <summary>The number of resamples.</summary>
    public int Resamples { get; }

    /// <summary>How many of them allowed no model.</summary>
    public int Failed { get; }

    /// <summary>An index by its name; <see langword="null"/> where it is not defined.</summary>
    /// <param name="name"><c>C</c>, <c>C of groups</c>, <c>AUC</c>, <c>Brier</c> or <c>Slope</c>.</param>
    public PipelineIndex? Find(string name) => Indices.FirstOrDefault(i => i.Name == name);

    /// <summary>Repeats a procedure in bootstrap resamples.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="pipeline">The procedure, from the patients of a sample to a model: filters, scaling, selection, cut-point, fit. It must
    /// learn from these patients alone, may be called by several threads at a time, and throws a <see cref="SurvivalModelException"/> where
    /// they allow no model: the sample then counts as failed.</param>
    /// <param name="candidates">All that can be selected, for the stability; <see langword="null"/> for no stability. Other names may be
    /// selected and are counted.</param>
    /// <param name="options">Resamples, horizon, seed, threads and journal.</param>
    /// <param name="progress">Told the share of the resamples that is done.</param>
    /// <param name="cancellationToken">Ends the work; what a journal holds stays.</param>
    /// <exception cref="ArgumentException">An option out of range, follow-up with weights, strata, clusters or entry times, or predictions
    /// of another number than rows.</exception>
    /// <exception cref="SurvivalModelException">The procedure has no model of all patients, or of any resample; or the journal is of other
    /// data or options (<see cref="InvalidSurvivalDataException"/>).</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static PipelineBootstrap Estimate(
        SurvivalData data,
        Func<PipelineSample, CancellationToken, PipelineFit> pipeline,
        IReadOnlyList<string>? candidates = null,
        PipelineOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= PipelineOptions.Default;
        var run = new PipelineRun(data, pipeline, options);
        int[] all = [.. Enumerable.Range(0, data.Count)];
        var fit = run.Fit(all, data, -1, cancellationToken);
        var apparent = PipelineMeasures.Of(data, all, fit, options.Horizon);
        var none = PipelineMeasures.NoInformation(data, all, fit, options.Horizon);
        var resamples = run.ForEach("bootstrap", options.Resamples, b =>
        {
            var rows = options.GivenRows?[b] ?? Resample.Bootstrap(data.Count, new Xoshiro256(options.Seed, (ulong)b));
            var drawn = rows.ToHashSet();
            int[] outside = [.. all.Where(i => !drawn.Contains(i))];
            var model = run.Fit(rows, data.Select(rows), b, cancellationToken);
            return new ResampleRecord(
                b,
                [
                    .. PipelineMeasures.Of(data, rows, model, options.Horizon), .. PipelineMeasures.Of(data, all, model, options.Horizon),
                    .. PipelineMeasures.Of(data, outside, model, options.Horizon),
                ],
                model.Selected);
        }, progress, cancellationToken);
        return Summarise(fit, apparent, none, resamples, candidates);
    }

    /// <summary>The indices, the overfitting and how often features were selected, as tables.</summary>
    public override string ToString()
    {
        var table = new TextTable("", "apparent", "optimism", "corrected", "out of bag", ".632+", "overfitting", "n");
        foreach (var i in Indices)
            table.Row(
                i.Name, TextTable.Fixed(i.Apparent, 4), TextTable.Fixed(i.Optimism, 4), TextTable.Fixed(i.Corrected, 4),
                TextTable.Fixed(i.OutOfBag, 4), TextTable.Fixed(i.Point632Plus, 4), TextTable.Fixed(i.RelativeOverfitting, 3),
                TextTable.Count(i.Resamples));
        var text = $"{table}".TrimEnd();
        if (Stability is { } s)
            text += Invariant($"\nstability of the selection {s.Index:0.000} ({s.Lower:0.000} to {s.Upper:0.000}), ")
                + Invariant($"{s.MeanCount:0.0} selected in the mean");
        return text;
    }

    private static PipelineBootstrap Summarise(
        PipelineFit fit, double[] apparent, double[] none, ResampleRecord[] resamples, IReadOnlyList<string>? candidates)
    {
        var made = resamples.Where(r => !r.HasFailed).ToList();
        if (made.Count < 2)
            throw new InvalidSurvivalDataException(
                Invariant($"The procedure gave a model in {made.Count} of {resamples.Length} resamples, so nothing can be said of it."));
        var indices = new List<PipelineIndex>();
        var q = apparent.Length;
        for (var j = 0; j < q; j++)
        {
            var (place, sums, count) = (j, new double[3], 0);
            foreach (var r in made.Where(r => double.IsFinite(r.Values[place] + r.Values[q + place] + r.Values[(2 * q) + place])))
            {
                for (var k = 0; k < 3; k++)
                    sums[k] += r.Values[(k * q) + j];
                count++;
            }
            if (count > 0)
                indices.Add(new PipelineIndex(
                    PipelineMeasures.Names[j], apparent[j], sums[0] / count, sums[1] / count, sums[2] / count, none[j], count));
        }
        SelectionStability? stability = null;
        if (candidates is { Count: > 0 })
        {
            var place = candidates.Select((n, k) => (n, k)).ToDictionary(p => p.n, p => p.k, StringComparer.Ordinal);
            stability = SelectionStability.Estimate(
                [.. made.Select(r => r.Selected.Where(place.ContainsKey).Select(n => place[n]).ToList())], candidates.Count);
        }
        var own = fit.Selected.ToHashSet(StringComparer.Ordinal);
        (string Name, double Frequency, bool InModel)[] selections =
        [
            .. made.SelectMany(r => r.Selected).Concat(fit.Selected).Distinct(StringComparer.Ordinal)
                .Select(n => (Name: n, Frequency: made.Count(r => r.Selected.Contains(n)) / (double)made.Count, InModel: own.Contains(n)))
                .OrderByDescending(s => s.Frequency).ThenBy(s => s.Name, StringComparer.Ordinal),
        ];
        return new PipelineBootstrap(fit, [.. indices], stability, selections, resamples.Length, resamples.Length - made.Count);
    }
}
