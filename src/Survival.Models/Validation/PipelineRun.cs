using Survival.Models.Discrimination;

namespace Survival.Models.Validation;

/// <summary>What came of a resample: its indices and selection, or that it allowed no model.</summary>
internal sealed record ResampleRecord(int Number, double[] Values, IReadOnlyList<string> Selected)
{
    public bool HasFailed => Values.Length == 0;
}

/// <summary>Runs a procedure many times over.</summary>
internal sealed class PipelineRun
{
    private readonly SurvivalData _data;
    private readonly Func<PipelineSample, CancellationToken, PipelineFit> _pipeline;
    private readonly PipelineOptions _options;

    public PipelineRun(SurvivalData data, Func<PipelineSample, CancellationToken, PipelineFit> pipeline, PipelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(pipeline);
        options.Check();
        Markers.RequirePlain(data, "the validation of a procedure");
        (_data, _pipeline, _options) = (data, pipeline, options);
    }

    /// <summary>The procedure on some patients.</summary>
    public PipelineFit Fit(IReadOnlyList<int> rows, SurvivalData followUp, int number, CancellationToken cancellationToken)
    {
        var fit = _pipeline(new PipelineSample(rows, followUp, _options.SeedOf(number), number), cancellationToken);
        foreach (var (count, what) in new[]
        {
            (fit.LinearPredictor.Count, "linear predictors"), (fit.Survival?.Count ?? _data.Count, "survivals"),
            (fit.HighRisk?.Count ?? _data.Count, "risk groups"),
        })
        {
            if (count != _data.Count)
                throw new ArgumentException(
                    Invariant($"The procedure gives {count} {what}; one for each of the {_data.Count} rows of the data is needed."),
                    nameof(rows));
        }
        return fit;
    }

    /// <summary>Makes every record that a journal does not hold, in any order; the result is in theirs.</summary>
    public ResampleRecord[] ForEach(
        string what, int count, Func<int, ResampleRecord> make, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var records = new ResampleRecord?[count];
        using var journal = _options.Journal is { } path ? PipelineJournal.Open(path, what, _data, _options, count) : null;
        foreach (var known in journal?.Records ?? [])
            records[known.Number] = known;
        var done = records.Count(r => r is not null);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism,
            CancellationToken = cancellationToken
        };
        try
        {
            Parallel.For(0, count, parallel, b =>
            {
                if (records[b] is not null)
                    return;
                try
                {
                    records[b] = make(b);
                }
                catch (SurvivalModelException)
                {
                    records[b] = new ResampleRecord(b, [], []);
                }
                journal?.Add(records[b]!);
                progress?.Report(Interlocked.Increment(ref done) / (double)count);
            });
        }
        catch (AggregateException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        return [.. records.Select(r => r!)];
    }
}
