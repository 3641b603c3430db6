namespace Radiomics.Studies;

/// <summary>A clinical column: whether it is a candidate factor, and what it is called in print. Immutable.</summary>
/// <param name="Name">The column.</param>
public sealed record StudyFactor(string Name)
{
    /// <summary>What it is called in print; empty for its name.</summary>
    public string Label { get; init; } = "";

    /// <summary>The unit of a number; empty without one.</summary>
    public string Unit { get; init; } = "";

    /// <summary>
    /// The level that the others are compared with; <see langword="null"/> for the first of them (0 of 0 and 1; text in the order of its
    /// letters). It makes levels of a column of numbers.
    /// </summary>
    public string? Reference { get; init; }

    /// <summary>The column that stands in where this one is missing, and is otherwise no factor; <see langword="null"/> for none.</summary>
    public string? StandIn { get; init; }

    /// <summary>
    /// Whether it is a candidate; <see langword="null"/> where the entry only names the column, which is then as any that is not named.
    /// </summary>
    public bool? IsCandidate { get; init; } = true;

    /// <summary>
    /// Whether the study goes on without a note where the files have neither the column nor <see cref="StandIn"/>; else that is refused.
    /// </summary>
    public bool IsOptional { get; init; }

    /// <summary>The label, or the name, with the unit: <c>Age (years)</c>.</summary>
    public string Title => (Label.Length > 0 ? Label : Name) + (Unit.Length > 0 ? $" ({Unit})" : "");

    /// <summary>A candidate by its column.</summary>
    /// <param name="name">The column.</param>
    public static implicit operator StudyFactor(string name) => new(name);

    /// <summary>A candidate by its column.</summary>
    /// <param name="name">The column.</param>
    public static StudyFactor FromString(string name) => new(name);
}
