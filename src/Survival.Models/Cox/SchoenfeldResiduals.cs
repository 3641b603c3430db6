using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>Schoenfeld residuals: a row for each event, by stratum and time.</summary>
/// <param name="ColumnNames">The columns.</param>
/// <param name="Row">The row of the data that each event is of.</param>
/// <param name="Time">The time of each event.</param>
/// <param name="Stratum">The stratum of each event.</param>
/// <param name="Values">The residuals, a row for each event, a column for each column.</param>
public sealed record SchoenfeldResiduals(
    IReadOnlyList<string> ColumnNames, IReadOnlyList<int> Row, IReadOnlyList<double> Time, IReadOnlyList<int> Stratum, double[,] Values)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
