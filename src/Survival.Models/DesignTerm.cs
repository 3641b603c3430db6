namespace Survival.Models;

/// <summary>A variable of a design: one numeric column, or the indicator columns of a categorical variable.</summary>
/// <param name="Name">The variable.</param>
/// <param name="FirstColumn">Its first column.</param>
/// <param name="ColumnCount">How many columns it has.</param>
/// <param name="Levels">The levels of a categorical variable, the reference level (which has no column) first; empty for a numeric
/// one.</param>
public sealed record DesignTerm(string Name, int FirstColumn, int ColumnCount, IReadOnlyList<string> Levels)
{
    /// <summary>Whether the variable is categorical.</summary>
    public bool IsCategorical => Levels.Count > 0;
}
