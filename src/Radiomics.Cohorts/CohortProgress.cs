namespace Radiomics;

/// <summary>How far the extraction of a cohort has come.</summary>
/// <param name="Total">The cases of the manifest.</param>
/// <param name="Finished">The cases that are done, those of earlier runs included.</param>
/// <param name="Failed">The cases that failed in this run.</param>
/// <param name="Id">The case that has just ended; empty at the start.</param>
public readonly record struct CohortProgress(int Total, int Finished, int Failed, string Id)
{
    /// <summary>How many of how many cases are done, and which ended last.</summary>
    public override string ToString() => Invariant($"{Finished} of {Total} cases")
        + (Failed > 0 ? Invariant($", {Failed} failed") : "") + (Id.Length > 0 ? ": " + Id : "");
}
