using Plain;
using Survival.Models.Numerics;

namespace Survival.Models.Imputation;

/// <summary>A variable with values that may be missing: numbers, or levels of a categorical one.</summary>
public sealed class ImputationColumn
{
    private ImputationColumn(string name, double[] values, IReadOnlyList<string> levels) => (Name, Values, Levels) = (name, values, levels);

    /// <summary>The variable's name.</summary>
    public string Name { get; }

    /// <summary>The levels of a categorical variable, the reference first; empty for a numeric one.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>Whether the variable is categorical.</summary>
    public bool IsCategorical => Levels.Count > 0;

    /// <summary>How many values are missing.</summary>
    public int MissingCount => Values.Count(double.IsNaN);

    /// <summary>The numbers, or the levels' places; NaN where missing.</summary>
    internal double[] Values { get; }

    /// <summary>A numeric variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values; NaN where missing.</param>
    /// <exception cref="InvalidSurvivalDataException">A value is infinite, or all are missing.</exception>
    public static ImputationColumn Numeric(string name, ReadOnlySpan<double> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsInfinity(values[i]))
                throw new InvalidSurvivalDataException(
                    Invariant($"{RowPlace.Start(i)} of column '{name}' is {values[i]}; values are finite, or NaN where missing."),
                    i,
                    name
                );
        }
        return Checked(new ImputationColumn(name, values.ToArray(), []));
    }

    /// <summary>A categorical variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The level of each row; <see langword="null"/> where missing.</param>
    /// <param name="levels">The levels, the reference first; <see langword="null"/> for those found, in ordinal order.</param>
    /// <exception cref="InvalidSurvivalDataException">A value is not one of the levels, there are fewer than two levels, or all values are
    /// missing.</exception>
    public static ImputationColumn Categorical(string name, IReadOnlyList<string?> values, IReadOnlyList<string>? levels = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(values);
        string[] all = [.. levels ?? [.. values.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]];
        if (all.Length < 2)
            throw new InvalidSurvivalDataException(
                all.Length == 0 ? $"Column '{name}' is empty in every row; leave it out."
                    : $"Column '{name}' has only the level '{all[0]}'; a categorical variable needs two.",
                column: name
            );
        var places = new double[values.Count];
        for (var i = 0; i < places.Length; i++)
        {
            var k = values[i] is { } level ? Array.IndexOf(all, level) : 0;
            if (k < 0)
                throw new InvalidSurvivalDataException(
                    Invariant($"{RowPlace.Start(i)} of column '{name}' is '{values[i]}'; the levels are {PlainWords.List(all)}."),
                    i,
                    name
                );
            places[i] = values[i] is null ? double.NaN : k;
        }
        return Checked(new ImputationColumn(name, places, all));
    }

    private static ImputationColumn Checked(ImputationColumn column) =>
        column.Values.Length == 0 || !Array.TrueForAll(column.Values, double.IsNaN)
            ? column
            : throw new InvalidSurvivalDataException(
                $"Column '{column.Name}' has no value at all, so nothing tells what the missing ones may be. Leave it out.",
                column: column.Name
            );

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
