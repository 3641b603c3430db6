using System.Collections.Concurrent;
using Radiomics.Features.Extraction;

namespace Radiomics;

/// <summary>Computes the cases of a cohort, several at a time within a limit of memory, each by itself: whatever goes wrong in one is its
/// own failure.</summary>
internal sealed class CohortCases(
    CohortManifest manifest,
    CohortOptions options,
    CohortJournal journal,
    Patience patience,
    bool hasRoi,
    bool hasValues,
    Func<CohortEntry, CancellationToken, CaseKey> keyOf
)
{
    private readonly FeatureExtractor _extractor = new(options.Extraction);
    private readonly ConcurrentBag<CohortFailure> _failures = [];
    private int _done, _failed;
    private long _read;

    /// <summary>The failure of a case that did not end in its time.</summary>
    public static CohortFailure TooLong(CohortEntry entry, CohortStage stage, TimeSpan limit, bool hangs = false) => new(
        entry.Id,
        entry.Row,
        stage,
        Invariant($"it did not end within the {limit.TotalSeconds:0.###} s that a case may take")
            + (hangs ? ", nor stop: does the disk or server answer that its files lie on? " : ". ")
            + "It is tried again with more time alone."
    );

    /// <summary>Computes cases; each that ends well is in the journal.</summary>
    /// <param name="pending">The cases.</param>
    /// <param name="total">How many there are with those that need not be computed.</param>
    /// <param name="reused">How many these are.</param>
    /// <param name="progress">Told about each.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Those that failed, and the bytes of all.</returns>
    public (List<CohortFailure> Failures, long Bytes) Compute(
        IReadOnlyList<CohortEntry> pending,
        int total,
        int reused,
        IProgress<CohortProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using var gate = new MemoryGate(options.MemoryLimitOrDefault);
        var cases = Math.Max(1, Math.Min(options.MaxDegreeOfParallelism, pending.Count));
        var threads = Math.Max(1, options.MaxDegreeOfParallelism / cases);
        // One case at a time is handed to each thread, in the manifest's order.
        try
        {
            Parallel.ForEach(
                Partitioner.Create(pending, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = cases, CancellationToken = cancellationToken },
                entry =>
                {
                    One(entry, threads, gate, cancellationToken);
                    progress?.Report(new CohortProgress(total, reused + _done, _failed, entry.Id));
                });
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<HangingFilesException>().FirstOrDefault() is { } hanging)
        {
            throw new IOException($"{hanging.Message} {CohortExtraction.GoesOn}", hanging);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<IOException>().FirstOrDefault() is { } disk)
        {
            // The journal could not be written: on a full disk, say.
            throw new IOException($"The journal cannot be written: {disk.Message} {CohortExtraction.GoesOn}", disk);
        }
        catch (OperationCanceledException)
        {
            if (options.Logger is { } logger)
                CohortLog.Stopped(logger, _done, _failed);
            throw;
        }
        return ([.. _failures], _read);
    }

    private void One(CohortEntry entry, int threads, MemoryGate gate, CancellationToken cancellationToken)
    {
        var ((stored, bytes), unsized) = Size(entry, cancellationToken);
        CaseWork? work = null;
        CaseKey? key = null;
        FinishedCase? finished = null;
        GivenUpCase? givenUp = null;
        gate.Enter(bytes, cancellationToken);
        var watch = CohortTelemetry.Case(entry.Row, stored);
        Interlocked.Add(ref _read, stored);
        try
        {
            finished = unsized is not null ? throw unsized
                : options.Rows is { } rows ? new FinishedCase(entry.Id, keyOf(entry, cancellationToken), rows(entry), null, [])
                : patience.Run(Work, options.CaseTimeLimit, cancellationToken);
            var taken = watch.Computed();
            if (options.Logger is { } logger)
                CohortLog.Computed(logger, entry.Row, stored, taken.TotalSeconds);
        }
        catch (Exception e) when (
            e is HangingFilesException || (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
        )
        {
            watch.Cancelled();
            throw;
        }
        catch (CaseTimeException e)
        {
            var (limit, stage) = (options.CaseTimeLimit!.Value, work?.Stage ?? CohortStage.Image);
            Fail(e, TooLong(entry, stage, limit, e.Hangs));
            givenUp = key is null ? null : new GivenUpCase(key, stage, limit);
        }
        catch (Exception e)
        {
            Fail(e, new CohortFailure(
                entry.Id, entry.Row, work?.Stage ?? CohortStage.Image, (work ?? Begin(cancellationToken)).Describe(e)));
        }
        finally
        {
            gate.Leave(bytes);
        }
        if (finished is not null)
        {
            // Where this fails, as on a full disk, no later case could be kept either: it ends the run.
            journal.Add(finished);
            Interlocked.Increment(ref _done);
        }
        if (givenUp is not null)
            journal.GiveUp(entry.Id, givenUp);

        CaseWork Begin(CancellationToken token) => new(manifest, entry, _extractor, hasRoi, hasValues, options.Store, token);

        FinishedCase Work(CancellationToken token)
        {
            using var begun = Begin(token);
            work = begun;
            var known = keyOf(entry, token);
            key = known;
            return begun.Run(known, threads);
        }

        void Fail(Exception e, CohortFailure failure)
        {
            var taken = watch.Failed(failure.Stage, e);
            if (options.Logger is { } logger)
                CohortLog.Failed(logger, entry.Row, CohortTables.NameOf(failure.Stage), e.GetType().Name, taken.TotalSeconds);
            _failures.Add(failure);
            Interlocked.Increment(ref _failed);
        }
    }

    // Looking at a file that does not answer hangs as reading it does.
    private ((long Stored, long Read) Size, CaseTimeException? Unsized) Size(CohortEntry entry, CancellationToken cancellationToken)
    {
        if (options.Rows is not null)
            return (default, null);
        try
        {
            return (patience.Run(
                token => SizeOf(manifest, entry, options.Store, token), options.CaseTimeLimit, cancellationToken), null);
        }
        catch (CaseTimeException e)
        {
            return (default, e);
        }
    }

    /// <summary>The bytes of a case's files, and about how many it takes in memory.</summary>
    internal static (long Stored, long Read) SizeOf(
        CohortManifest manifest,
        CohortEntry entry,
        IObjectStore? store,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var image = Size(entry.Image, isImage: true);
            var mask = entry.Mask == entry.Image ? default : Size(entry.Mask, isImage: false);
            // What is filtered and discretised of the image is at most about as much again.
            return (image.Stored + mask.Stored, (2 * image.Read) + mask.Read);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The case fails by itself when it is read.
            return default;
        }

        (long Stored, long Read) Size(string path, bool isImage) => ObjectAddress.Of(path) is { } address
            ? CaseFiles.Size(ObjectAddress.Describe(address, store, cancellationToken).Length ?? 0, path)
            : CaseFiles.Size(manifest.PathOf(path), isImage);
    }
}
