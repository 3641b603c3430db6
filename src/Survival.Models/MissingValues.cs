namespace Survival.Models;

/// <summary>What is done with a row in which a value is missing that the cohort needs: time, event, id, and the entry, weight, stratum,
/// cluster or offset that were named. A covariate's missing value stays until the covariate is used
/// (<see cref="Cohort.Complete"/> leaves such rows out).</summary>
public enum MissingValues
{
    /// <summary>It is an error that names the row and column.</summary>
    Refuse,

    /// <summary>The row is left out and listed in <see cref="Cohort.Dropped"/>.</summary>
    DropRows,
}
