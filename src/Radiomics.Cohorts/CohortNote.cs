namespace Radiomics;

/// <summary>Something to know about a case.</summary>
/// <param name="Id">The case.</param>
/// <param name="Message">What it is.</param>
public sealed record CohortNote(string Id, string Message);
