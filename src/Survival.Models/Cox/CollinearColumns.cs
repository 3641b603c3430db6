namespace Survival.Models.Cox;

/// <summary>What is done with a column that is constant or a linear combination of the columns before it.</summary>
public enum CollinearColumns
{
    /// <summary>The fit is refused with an error that names the column.</summary>
    Refuse,

    /// <summary>The column is left out, as R does: its coefficient is NaN, its variance 0, and it counts for nothing in
    /// predictions.</summary>
    Drop,
}
