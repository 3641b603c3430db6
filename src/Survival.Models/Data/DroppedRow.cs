namespace Survival.Models.Data;

/// <summary>A row left out because a value is missing.</summary>
/// <param name="Row">The row of the table, from 0.</param>
/// <param name="Columns">The columns in which it is missing.</param>
public sealed record DroppedRow(int Row, IReadOnlyList<string> Columns);
