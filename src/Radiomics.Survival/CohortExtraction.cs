using System.Collections.Concurrent;
using Radiomics.Features.Extraction;
using Radiomics.Imaging.Dicom;

namespace Radiomics;

/// <summary>
/// Extracts the features of a whole cohort, several cases at a time within a limit of memory. Each case that ends well is written to a
/// journal and on
/// the disk before it counts; a run that was stopped or killed at any moment is taken up by the next, which computes only what is missing
/// or has
/// changed. The tables' bytes depend on neither threads nor interruptions.
/// </summary>
public static class CohortExtraction
{
    /// <summary>The file in the output folder in which finished cases stand.</summary>
    public const string JournalName = "journal.jsonl";

    /// <summary>
    /// Extracts a cohort into a folder: <c>features.csv</c> and <c>features.parquet</c> in the manifest's order (with <c>id</c> first, then
    /// the columns of a
    /// single extraction), <c>features_reader2</c> likewise where there is a second reader, <c>failures.csv</c>, <c>warnings.csv</c>, and
    /// the journal.
    /// </summary>
    /// <param name="manifest">The cases.</param>
    /// <param name="folder">The output folder; made if it is not there. That of an earlier run continues it.</param>
    /// <param name="options">What is computed, and with how much; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Told about each case that ends, from the thread that it ended on.</param>
    /// <param name="cancellationToken">Stops the work; what is finished stays finished.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="IOException">The folder cannot be written, is in use by another run, or its journal is another kind of
    /// file.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static CohortResult Extract(
        CohortManifest manifest,
        string folder,
        CohortOptions? options = null,
        IProgress<CohortProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= CohortOptions.Default;
        options.Check();
        var shard = options.Shard is { } part ? new ShardFolder(folder, part) : null;
        Directory.CreateDirectory(shard?.Path ?? folder);
        using var journal = CohortJournal.Open(shard?.Journal ?? Path.Combine(folder, JournalName));
        IReadOnlyList<CohortEntry> entries = options.Shard is { } own
            ? [.. manifest.Entries.Where(e => own.Holds(e.Id))]
            : manifest.Entries;

        var settings = options.Extraction.Fingerprint();
        var hasValues = manifest.Entries.Any(e => e.PetValues != PetValues.AsStored);
        var hasRoi = manifest.Entries.Any(e => e.Roi is not null || e.SecondRoi is not null);
        var (pending, reused, outdated) = (new List<(CohortEntry Entry, CaseKey? Key)>(), new List<string>(), new List<CohortNote>());
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = KeyOf(entry);
            if (now is null)
            {
                pending.Add((entry, null));
                continue;
            }
            var difference = journal.KeyOf(entry.Id)?.DifferenceFrom(now);
            if (difference is not null)
                outdated.Add(new CohortNote(entry.Id, difference));
            if (difference is null && journal.KeyOf(entry.Id) is not null)
                reused.Add(entry.Id);
            else
                pending.Add((entry, now));
        }

        // Tables of an earlier run must not be taken for those of this one while it is under way.
        if (shard is not null)
            shard.Begin();
        else if (pending.Count > 0)
        {
            foreach (var name in CohortTables.Names)
                File.Delete(Path.Combine(folder, name));
        }
        progress?.Report(new CohortProgress(entries.Count, reused.Count, 0, ""));
        var failures = Compute(
            manifest, entries.Count, pending, hasRoi, hasValues, KeyNow, journal, options, reused.Count, progress, cancellationToken);

        var failed = failures.Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        CohortEntry[] finished = [.. entries.Where(e => !failed.Contains(e.Id))];
        var (warnings, files) = shard is not null
            ? (Warnings(finished.Select(e => e.Id)), [shard.Write(Result(finished, failures))])
            : CohortTables.WriteAll(
                [.. finished.Select(e => new Func<FinishedCase>(() => journal.Read(e.Id)))],
                failures,
                manifest.HasSecondReader,
                folder,
                cancellationToken
            );
        return new CohortResult
        {
            Total = entries.Count,
            Computed = [.. pending.Select(p => p.Entry.Id).Where(id => !failed.Contains(id))],
            Reused = reused,
            Outdated = outdated,
            Failures = failures,
            Warnings = warnings,
            JournalNotes = journal.Notes,
            Files = files,
        };

        CohortNote[] Warnings(IEnumerable<string> ids) =>
            [.. ids.Select(journal.Read).SelectMany(c => c.Warnings.Select(w => new CohortNote(c.Id, w)))];

        ShardResult Result(CohortEntry[] done, CohortFailure[] failures) =>
            new(
                manifest.Fingerprint(),
                settings,
                manifest.Entries.Count,
                manifest.HasSecondReader,
                [.. done.Select(e => (e.Row, e.Id))],
                failures
            );

        CaseKey KeyNow(CohortEntry entry) =>
            CaseKey.Of(manifest, entry, settings, hasRoi, hasValues, options.CompareContent, cancellationToken);

        // A case whose files cannot even be looked at fails by itself, when its turn comes.
        CaseKey? KeyOf(CohortEntry entry)
        {
            try
            {
                return KeyNow(entry);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return null;
            }
        }
    }

    /// <summary>
    /// Makes the tables of a cohort that was extracted in shards (<see cref="CohortOptions.Shard"/>): the same bytes as of one run on one
    /// machine.
    /// </summary>
    /// <param name="folder">The output folder of the shards.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="CohortIncompleteException">A shard is missing or has not ended, or they are of different manifests or
    /// settings.</exception>
    /// <exception cref="IOException">A journal is in use, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static CohortResult Merge(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return CohortMerge.Run(folder, cancellationToken);
    }

    /// <summary>How far the shards of a cohort are. Asks for no lock, so that it may be called while they run.</summary>
    /// <param name="folder">The output folder of the shards.</param>
    /// <returns>Each shard of which there is something, in the order of their indices.</returns>
    public static IReadOnlyList<CohortShardState> ShardStates(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return
        [
            .. ShardFolder.Of(folder).Select(s =>
            {
                var result = s.IsFinished ? s.Read() : null;
                return new CohortShardState(s.Shard, result is not null, result?.Cases.Count ?? s.Finished(), result?.Failures.Count ?? 0);
            }),
        ];
    }

    private static CohortFailure[] Compute(
        CohortManifest manifest,
        int total,
        List<(CohortEntry Entry, CaseKey? Key)> pending,
        bool hasRoi,
        bool hasValues,
        Func<CohortEntry, CaseKey> keyOf,
        CohortJournal journal,
        CohortOptions options,
        int reused,
        IProgress<CohortProgress>? progress,
        CancellationToken cancellationToken)
    {
        var extractor = new FeatureExtractor(options.Extraction);
        using var gate = new MemoryGate(options.MemoryLimitOrDefault);
        var cases = Math.Max(1, Math.Min(options.MaxDegreeOfParallelism, pending.Count));
        var threads = Math.Max(1, options.MaxDegreeOfParallelism / cases);
        var failures = new ConcurrentBag<CohortFailure>();
        var (done, failed) = (0, 0);
        // One case at a time is handed to each thread, in the manifest's order.
        try
        {
            Parallel.ForEach(
                Partitioner.Create(pending, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = cases, CancellationToken = cancellationToken },
                One);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<IOException>().FirstOrDefault() is { } disk)
        {
            // The journal could not be written: on a full disk, say.
            throw new IOException(
                $"The journal cannot be written: {disk.Message} The cases that are finished stay so; the same call goes on from there.",
                disk
            );
        }
        return [.. failures.OrderBy(f => f.Row)];

        void One((CohortEntry Entry, CaseKey? Key) item)
        {
            var work = new CaseWork(manifest, item.Entry, extractor, hasRoi, hasValues);
            var bytes = SizeOf(manifest, item.Entry);
            FinishedCase? finished = null;
            gate.Enter(bytes, cancellationToken);
            try
            {
                finished = work.Run(item.Key ?? keyOf(item.Entry), threads, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add(new CohortFailure(item.Entry.Id, item.Entry.Row, work.Stage, work.Describe(e)));
                Interlocked.Increment(ref failed);
            }
            finally
            {
                gate.Leave(bytes);
            }
            if (finished is not null)
            {
                // Where this fails, as on a full disk, no later case could be kept either: it ends the run.
                journal.Add(finished);
                Interlocked.Increment(ref done);
            }
            progress?.Report(new CohortProgress(total, reused + done, failed, item.Entry.Id));
        }
    }

    internal static long SizeOf(CohortManifest manifest, CohortEntry entry)
    {
        try
        {
            var image = CaseFiles.Size(manifest.PathOf(entry.Image), isImage: true);
            var mask = entry.Mask == entry.Image ? 0 : CaseFiles.Size(manifest.PathOf(entry.Mask), isImage: false);
            // What is filtered and discretised of the image is at most about as much again.
            return (2 * image) + mask;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The case fails by itself when it is read.
            return 0;
        }
    }
}
