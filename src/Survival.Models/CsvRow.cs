using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>A row of a CSV file, as <see cref="SurvivalTable.ReadCsvRows"/> gives it.</summary>
/// <param name="Number">The row, from 1, the header and empty rows counted in their place: the header is 0.</param>
/// <param name="Line">The line of the file that it ends on, from 1.</param>
/// <param name="Cells">Its cells without spaces round them; as many as the header has, or others where a row has another number.</param>
public readonly record struct CsvRow(int Number, int Line, IReadOnlyList<string> Cells)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
