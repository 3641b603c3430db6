namespace Survival.Models;

/// <summary>Puts a table together from columns of numbers and of text.</summary>
/// <param name="source">What the table is, for messages.</param>
public sealed class SurvivalTableBuilder(string source = "the table")
{
    private readonly List<(string Name, TableColumn Column)> _columns = [];
    private readonly List<string> _notes = [];

    /// <summary>Adds a column of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values, which are copied; NaN is missing.</param>
    public SurvivalTableBuilder Numbers(string name, ReadOnlySpan<double> values)
    {
        _columns.Add((name, TableColumn.Of(values.ToArray())));
        return this;
    }

    /// <summary>Adds a column of text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cells">Its cells, which are copied; <see langword="null"/> is missing.</param>
    public SurvivalTableBuilder Texts(string name, IReadOnlyList<string?> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        _columns.Add((name, TableColumn.Of([.. cells])));
        return this;
    }

    /// <summary>Adds a note of what was assumed or left out; it stands in <see cref="SurvivalTable.Notes"/>.</summary>
    /// <param name="text">The note.</param>
    public SurvivalTableBuilder Note(string text)
    {
        _notes.Add(text);
        return this;
    }

    /// <summary>The table.</summary>
    /// <exception cref="InvalidSurvivalDataException">A name is empty or stands twice, or the columns differ in length.</exception>
    public SurvivalTable Build() => SurvivalTable.FromColumns(source, _columns, [.. _notes]);
}
