namespace Radiomics.Reporting;

/// <summary>What a report wrote.</summary>
/// <param name="Page">The path of <c>report.html</c>.</param>
/// <param name="Files">The paths of all files, the page last.</param>
/// <param name="Replaced">Those of them that were there before and have been replaced, and figures and tables of an earlier report that
/// this study
/// does not have and that have been removed.</param>
public sealed record WrittenReport(string Page, IReadOnlyList<string> Files, IReadOnlyList<string> Replaced)
{
    /// <summary>What a reader of the files must know; none as a rule.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The page, how many files, and the notes.</summary>
    public override string ToString() => string.Join('\n',
    [
        Invariant($"{Page} and {Files.Count - 1} more files")
            + (Replaced.Count > 0 ? Invariant($"; {Replaced.Count} were there before and were replaced or removed") : ""),
        .. Notes.Select(n => $"note: {n}"),
    ]);
}
