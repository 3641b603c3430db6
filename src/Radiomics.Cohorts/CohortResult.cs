namespace Radiomics;

/// <summary>What the extraction of a cohort came to.</summary>
public sealed record CohortResult
{
    /// <summary>The number of cases in the manifest.</summary>
    public required int Total { get; init; }

    /// <summary>The cases that this run computed, in the manifest's order.</summary>
    public required IReadOnlyList<string> Computed { get; init; }

    /// <summary>The cases that an earlier run had finished and that were taken over, in the manifest's order.</summary>
    public required IReadOnlyList<string> Reused { get; init; }

    /// <summary>The cases that an earlier run had finished but that were computed again, and why.</summary>
    public required IReadOnlyList<(string Id, string Message)> Outdated { get; init; }

    /// <summary>The cases that failed, in the manifest's order.</summary>
    public required IReadOnlyList<CohortFailure> Failures { get; init; }

    /// <summary>What was noticed in cases that did not fail, in the manifest's order.</summary>
    public required IReadOnlyList<(string Id, string Message)> Warnings { get; init; }

    /// <summary>What was noticed in the journal, such as a last line that a kill had torn; usually empty.</summary>
    public required IReadOnlyList<string> JournalNotes { get; init; }

    /// <summary>How many bytes the images and masks of the cases that this run worked on have, as they lie on the disk.</summary>
    public long InputBytes { get; init; }

    /// <summary>The files that were written.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Of a merge, the folders of the shards whose cases the tables hold, in the order of their indices; else empty.</summary>
    public IReadOnlyList<string> Shards { get; init; } = [];

    /// <summary>The counts, each failure, and the files.</summary>
    public override string ToString() => string.Join('\n',
    [
        Invariant($"{Total} cases: {Computed.Count} computed, {Reused.Count} taken over, {Failures.Count} failed"),
        .. Failures.Select(f => $"  {f.Id}: {f.Message}"),
        .. Files,
    ]);
}
