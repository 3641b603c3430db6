namespace Radiomics;

/// <summary>A case's rows in the tables, as text.</summary>
internal sealed record FinishedCase(
    string Id,
    CaseKey Key,
    IReadOnlyList<KeyValuePair<string, string>> Cells,
    IReadOnlyList<KeyValuePair<string, string>>? SecondCells,
    IReadOnlyList<string> Warnings);
