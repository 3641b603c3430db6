using Microsoft.Extensions.Logging;

namespace Radiomics;

/// <summary>
/// What a cohort tells a log. A case is its row in the manifest: no id, path or message is written, for these may be a patient's; what was
/// wrong stands in the table of failures.
/// </summary>
internal static partial class CohortLog
{
    [LoggerMessage(
        1,
        LogLevel.Information,
        "{Cases} cases: {Pending} to compute, {Reused} taken over; shard {Shard}, {Threads} threads, {MemoryLimit} bytes at a time",
        EventName = "CohortStarted"
    )]
    public static partial void Started(ILogger logger, int cases, int pending, int reused, string shard, int threads, long memoryLimit);

    [LoggerMessage(2, LogLevel.Information, "row {Row} computed from {Bytes} bytes in {Seconds} s", EventName = "CaseComputed")]
    public static partial void Computed(ILogger logger, int row, long bytes, double seconds);

    [LoggerMessage(3, LogLevel.Error, "row {Row} failed at the {Stage} after {Seconds} s: {ErrorType}", EventName = "CaseFailed")]
    public static partial void Failed(ILogger logger, int row, string stage, string errorType, double seconds);

    [LoggerMessage(4, LogLevel.Warning, "{Lines} lines of the journal are damaged or torn", EventName = "JournalDamaged")]
    public static partial void Damaged(ILogger logger, int lines);

    [LoggerMessage(
        5,
        LogLevel.Information,
        "{Computed} computed, {Reused} taken over, {Failed} failed, {Outdated} computed anew, {Warnings} warnings, {Bytes} bytes read "
            + "in {Seconds} s",
        EventName = "CohortEnded"
    )]
    public static partial void Ended(
        ILogger logger,
        int computed,
        int reused,
        int failed,
        int outdated,
        int warnings,
        long bytes,
        double seconds
    );

    [LoggerMessage(6, LogLevel.Warning, "stopped: {Computed} computed, {Failed} failed so far", EventName = "CohortStopped")]
    public static partial void Stopped(ILogger logger, int computed, int failed);

    [LoggerMessage(7, LogLevel.Information, "{Shards} shards with {Cases} cases merged, {Failed} failed", EventName = "CohortMerged")]
    public static partial void Merged(ILogger logger, int shards, int cases, int failed);
}
