namespace Survival.Models.Data;

/// <summary>How a CSV file is read.</summary>
public sealed record SurvivalTableOptions
{
    /// <summary>The defaults.</summary>
    public static SurvivalTableOptions Default { get; } = new();

    /// <summary>What separates cells; <see langword="null"/>, the default, to find it among comma, semicolon, tab and bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The cells, besides empty ones, that stand for a missing value. Case matters.</summary>
    public IReadOnlyList<string> MissingCells { get; init; } = ["NA", "NaN", "nan", "N/A", "null", "NULL", "."];
}
