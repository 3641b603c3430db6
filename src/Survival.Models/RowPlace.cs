namespace Survival.Models;

/// <summary>How every message names a row: counted from 1, as a file's reader counts, and saying so, because code counts from
/// 0.</summary>
internal static class RowPlace
{
    /// <summary>The row within a sentence.</summary>
    /// <param name="row">The row, from 0.</param>
    public static string Of(int row) => Invariant($"row {row + 1} (counted from 1)");

    /// <summary>The row at the start of a sentence.</summary>
    /// <param name="row">The row, from 0.</param>
    public static string Start(int row) => Invariant($"Row {row + 1} (counted from 1)");
}
