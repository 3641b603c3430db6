using System.Diagnostics;
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

    internal const string GoesOn = "The cases that are finished stay so; the same call goes on from there.";

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
        using var activity = CohortTelemetry.Start("radiomics.cohort");
        var began = Stopwatch.GetTimestamp();
        var shard = options.Shard is { } part ? new ShardFolder(folder, part) : null;
        Directory.CreateDirectory(shard?.Path ?? folder);
        using var journal = CohortJournal.Open(shard?.Journal ?? Path.Combine(folder, JournalName));
        var shares = options.Shard is { } own ? ShardShares.Of(folder, own.Count) : null;
        var entries = shares is not null
            ? ChosenEntries.Of(manifest.Entries, e => shares.IndexOf(e.Id) == options.Shard!.Value.Index)
            : manifest.Entries;

        var settings = options.Extraction.Fingerprint();
        var hasValues = manifest.Entries.Any(e => e.PetValues != PetValues.AsStored);
        var hasRoi = manifest.Entries.Any(e => e.Roi is not null || e.SecondRoi is not null);
        var (places, reused, outdated) = (new List<int>(), new List<string>(), new List<(string Id, string Message)>());
        var (givenUp, place, patience) = (new List<CohortFailure>(), -1, new Patience());
        foreach (var entry in entries)
        {
            place++;
            cancellationToken.ThrowIfCancellationRequested();
            if (
                journal.GivenUp(entry.Id) is { } given
                && given.Limit >= options.CaseTimeLimit
                && KeyOf(entry) is { } same
                && given.Key.DifferenceFrom(same) is null
            )
            {
                givenUp.Add(CohortCases.TooLong(entry, given.Stage, given.Limit));
                continue;
            }
            // Files of a case that nobody has computed are looked at when its turn comes.
            if (journal.KeyOf(entry.Id) is not { } before || KeyOf(entry) is not { } now)
            {
                places.Add(place);
                continue;
            }
            if (before.DifferenceFrom(now) is { } difference)
            {
                outdated.Add((entry.Id, difference));
                places.Add(place);
            }
            else
                reused.Add(journal.Own(entry.Id));
        }
        var pending = new ChosenEntries(entries, places);
        activity?.SetTag("radiomics.cohort.cases", entries.Count).SetTag("radiomics.cohort.pending", pending.Count);
        if (options.Logger is { } log)
        {
            CohortLog.Started(log, entries.Count, pending.Count, reused.Count, Invariant($"{options.Shard ?? new CohortShard(0, 1)}"),
                options.MaxDegreeOfParallelism, options.MemoryLimitOrDefault);
            if (journal.Notes.Count > 0)
                CohortLog.Damaged(log, journal.Notes.Count);
        }
        if (reused.Count > 0)
            CohortTelemetry.Reused(reused.Count);

        // Tables of an earlier run must not be taken for those of this one while it is under way.
        if (shard is not null)
            shard.Begin();
        else if (pending.Count > 0)
        {
            foreach (var name in CohortTables.Names)
                File.Delete(Path.Combine(folder, name));
        }
        progress?.Report(new CohortProgress(entries.Count, reused.Count, 0, ""));
        var (failedNow, bytes) = new CohortCases(manifest, options, journal, patience, hasRoi, hasValues, KeyNow)
            .Compute(pending, entries.Count, reused.Count, progress, cancellationToken);
        CohortFailure[] failures = [.. failedNow.Concat(givenUp).OrderBy(f => f.Row)];

        var failed = failures.Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        var finished = failed.Count == 0 ? entries : ChosenEntries.Of(entries, e => !failed.Contains(e.Id));
        (IReadOnlyList<(string Id, string Message)> Warnings, IReadOnlyList<string> Files) written;
        try
        {
            written = shard is not null
                ? (Warnings(finished.Select(e => e.Id)), [shard.Write(Result(finished, failures))])
                : CohortTables.WriteAll(
                    [.. finished.Select(e => new JournalledCase(journal, journal.Own(e.Id)))],
                    failures,
                    manifest.HasSecondReader,
                    folder,
                    options.SpreadsheetSafe,
                    null,
                    cancellationToken
                );
        }
        catch (IOException disk)
        {
            // All cases are in the journal; only what is made of them could not be written.
            throw new IOException($"The tables cannot be written: {disk.Message} {GoesOn}", disk);
        }
        var (warnings, files) = written;
        if (options.Logger is { } logger)
        {
            CohortLog.Ended(logger, pending.Count - failedNow.Count, reused.Count, failures.Length, outdated.Count, warnings.Count, bytes,
                Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        return new CohortResult
        {
            Total = entries.Count,
            InputBytes = bytes,
            Computed = [.. pending.Where(p => !failed.Contains(p.Id)).Select(p => journal.Own(p.Id))],
            Reused = reused,
            Outdated = outdated,
            Failures = failures,
            Warnings = warnings,
            JournalNotes = journal.Notes,
            Files = files,
        };

        (string Id, string Message)[] Warnings(IEnumerable<string> ids) =>
            [.. ids.Select(journal.Read).SelectMany(c => c.Warnings.Select(w => (c.Id, w)))];

        ShardResult Result(IReadOnlyList<CohortEntry> done, CohortFailure[] failures) =>
            new(
                manifest.Fingerprint(),
                settings,
                shares!.Fingerprint,
                manifest.Entries.Count,
                manifest.HasSecondReader,
                [.. done.Select(e => (e.Row, journal.Own(e.Id)))],
                failures
            );

        CaseKey KeyNow(CohortEntry entry, CancellationToken token) =>
            CaseKey.Of(manifest, entry, settings, hasRoi, hasValues, options, token);

        // A case whose files cannot even be looked at fails by itself, when its turn comes.
        CaseKey? KeyOf(CohortEntry entry)
        {
            try
            {
                return options.CaseTimeLimit is null
                    ? KeyNow(entry, cancellationToken)
                    : patience.Run(token => KeyNow(entry, token), options.CaseTimeLimit, cancellationToken);
            }
            catch (Exception e) when (e is not (OperationCanceledException or HangingFilesException))
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
    public static CohortResult Merge(string folder, CancellationToken cancellationToken = default) =>
        Merge(folder, CohortMergeOptions.Default, cancellationToken);

    /// <inheritdoc cref="Merge(string, CancellationToken)"/>
    /// <param name="folder">The output folder of the shards.</param>
    /// <param name="options">How the tables are written.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static CohortResult Merge(string folder, CohortMergeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        return CohortMerge.Run(folder, options, cancellationToken);
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

    /// <summary>
    /// Shares the cases out before shards are run, so that each has about as many bytes to read: by the hash of an id alone shards of a
    /// few hundred cases differ by a fifth or so. Cases that were shared out before stay where they are. Looks at every file, and opens
    /// headers.
    /// </summary>
    /// <param name="manifest">The cases.</param>
    /// <param name="folder">The output folder of the shards, where the list of shares is kept.</param>
    /// <param name="count">How many shards there are; 1 to 10,000.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of its range.</exception>
    /// <exception cref="IOException">The list cannot be written, or the one that is there is none.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static void WeighShards(
        CohortManifest manifest,
        string folder,
        int count,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (new CohortShard(0, count) is { IsValid: false })
            throw new ArgumentOutOfRangeException(nameof(count), count, "There are 1 to 10000 shards.");
        var shares = ShardShares.Of(folder, count);
        var weights = new long[manifest.Entries.Count];
        Parallel.For(0, weights.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            var entry = manifest.Entries[i];
            // A server would be asked for each object; these count as the others do on average.
            if (ObjectAddress.Of(entry.Image) is null && ObjectAddress.Of(entry.Mask) is null)
                weights[i] = CohortCases.SizeOf(manifest, entry, null, cancellationToken).Stored;
        });
        var average = Math.Max(1, (long)weights.Where(w => w > 0).DefaultIfEmpty(1).Average());
        shares.Weigh(manifest.Entries.Zip(weights, (e, w) => (e.Id, w > 0 ? w : average)));
    }
}
