namespace Radiomics;

/// <summary>A case that could not be extracted. It is tried again by the next run.</summary>
/// <param name="Id">The case.</param>
/// <param name="Row">Its row in the manifest, from 1.</param>
/// <param name="Stage">What was being done.</param>
/// <param name="Message">What was wrong, and what to do. Paths and file names are taken out, for they may name a patient.</param>
public sealed record CohortFailure(string Id, int Row, CohortStage Stage, string Message)
{
    /// <summary>Which case, and why.</summary>
    public override string ToString() => Invariant($"{Id} (row {Row}): {Message}");
}
