namespace Radiomics.Reporting.Standards;

/// <summary>A reporting standard with what a study answers of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Citation">Where it was published.</param>
/// <param name="Items">Its items, in order.</param>
internal sealed record ReportingStandard(string Name, string Citation, IReadOnlyList<StandardItem> Items);
