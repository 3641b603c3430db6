using Plain;

namespace Radiomics;

/// <summary>Makes the tables of a cohort from the journals of its shards.</summary>
internal static class CohortMerge
{
    public static CohortResult Run(string folder, CohortMergeOptions options, CancellationToken cancellationToken)
    {
        var shards = Complete(folder);
        var (results, journals) = (new List<ShardResult>(), new List<CohortJournal>());
        try
        {
            foreach (var shard in shards)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var result = shard.Read();
                var what =
                    results.Count == 0 ? null
                    : result.Manifest != results[0].Manifest ? "manifest"
                    : result.Settings != results[0].Settings ? "settings"
                    : result.Shares != results[0].Shares ? "shares"
                    : null;
                if (what is not null)
                    throw new CohortIncompleteException(
                        $"{folder}: the shards {shards[0].Shard} and {shard.Shard} had different {what}. Run all with the same; what is "
                            + "finished and still holds is taken over."
                    );
                var journal = CohortJournal.Open(shard.Journal);
                journals.Add(journal);
                // Of a million cases each id is kept once.
                results.Add(result with { Cases = [.. result.Cases.Select(c => (c.Row, journal.Own(c.Id)))] });
            }
            var first = results[0];
            var rows = results
                .SelectMany((r, k) => r.Cases.Select(c => (c.Row, Case: new JournalledCase(journals[k], c.Id))))
                .ToArray();
            Array.Sort(rows, (a, b) => a.Row.CompareTo(b.Row));
            var failures = results.SelectMany(r => r.Failures).OrderBy(f => f.Row).ToArray();
            int[] places = [.. rows.Select(r => r.Row), .. failures.Select(f => f.Row)];
            Array.Sort(places);
            var different = places.Where((row, i) => i == 0 || row != places[i - 1]).Count();
            if (rows.Length + failures.Length != first.Total || different != first.Total)
                throw new CohortIncompleteException(
                    Invariant($"{folder}: the shards have {rows.Length + failures.Length} cases, {different} of them different, the ")
                        + Invariant($"manifest {first.Total}. Run them again.")
                );
            var lost = rows.Where(r => !r.Case.Journal.Has(r.Case.Id)).Select(r => r.Case.Id).ToList();
            if (lost.Count > 0)
                throw new CohortIncompleteException(
                    $"{folder}: the journals have lost cases that were finished ({PlainWords.List(lost)}). Run the shards again."
                );
            var (warnings, files) = CohortTables.WriteAll(
                Array.ConvertAll(rows, r => r.Case),
                failures,
                first.HasSecondReader,
                folder,
                options.SpreadsheetSafe,
                options.PartitionParquet ? Parts(shards, results, journals) : null,
                cancellationToken
            );
            if (options.Logger is { } logger)
                CohortLog.Merged(logger, shards.Count, rows.Length, failures.Length);
            return new CohortResult
            {
                Total = first.Total,
                Computed = [],
                Reused = Array.ConvertAll(rows, r => r.Case.Id),
                Outdated = [],
                Failures = failures,
                Warnings = warnings,
                JournalNotes = [.. journals.SelectMany(j => j.Notes)],
                Files = files,
                Shards = [.. shards.Select(s => s.Path)],
            };
        }
        finally
        {
            journals.ForEach(j => j.Dispose());
        }
    }

    private static List<(string, IReadOnlyList<JournalledCase>)> Parts(
        List<ShardFolder> shards,
        List<ShardResult> results,
        List<CohortJournal> journals
    ) =>
        [
            .. shards.Select((s, k) => (
                Path.GetFileName(s.Path),
                (IReadOnlyList<JournalledCase>)[.. results[k].Cases.OrderBy(c => c.Row).Select(c => new JournalledCase(journals[k], c.Id))]
            )),
        ];

    // The shards of the one number of them of which all have ended.
    private static List<ShardFolder> Complete(string folder)
    {
        var counts = ShardFolder.Of(folder).GroupBy(s => s.Shard.Count).ToList();
        if (counts.Count == 0)
            throw new CohortIncompleteException($"{folder} has no shards of a cohort. Run them first, each with its own index.");
        var whole = counts.Where(c => c.Count(s => s.IsFinished) == c.Key).ToList();
        if (whole.Count > 1)
            throw new CohortIncompleteException(
                $"{folder} has the cohort in {PlainWords.List(whole.Select(c => Invariant($"{c.Key}")))} shards. Remove all but one of "
                    + "these from its folder 'shards'."
            );
        if (whole.Count == 1)
            return [.. whole[0]];
        var most = counts.MaxBy(c => c.Count(s => s.IsFinished))!;
        var done = most.Where(s => s.IsFinished).Select(s => s.Shard.Index).ToHashSet();
        var missing = Enumerable.Range(0, most.Key).Where(i => !done.Contains(i)).ToList();
        throw new CohortIncompleteException(
            Invariant($"{folder}: {missing.Count} of {most.Key} shards have not ended: ")
                + $"{PlainWords.List(missing.Select(i => Invariant($"{i}")))}. Let them end, or run them."
        );
    }
}
