namespace Survival.Models.Data;

/// <summary>What is done with a row in which a value that is needed is missing.</summary>
public enum MissingValues
{
    /// <summary>It is an error that names the row and column.</summary>
    Refuse,

    /// <summary>The row is left out and listed in <see cref="Cohort.Dropped"/>.</summary>
    DropRows,
}
