using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Survival.Models.Numerics;

/// <summary>
/// How records print: as the compiler would, but in no reader's culture, with as many digits as R prints, and with what a list holds in
/// place of its type's name.
/// </summary>
internal static class RecordText
{
    private const int Shown = 8;

    /// <summary>The record's name and properties.</summary>
    /// <param name="record">The record; its type's properties are those of the static type.</param>
    public static string Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T record)
    {
        var text = new StringBuilder(typeof(T).Name).Append(" { ");
        var first = text.Length;
        foreach (var property in typeof(T).GetProperties())
        {
            if (property.GetMethod is not { IsStatic: false } || property.GetIndexParameters().Length > 0
                || property.PropertyType.IsByRefLike)
                continue;
            if (text.Length > first)
                text.Append(", ");
            text.Append(property.Name).Append(" = ").Append(Value(property.GetValue(record)));
        }
        return text.Append(" }").ToString();
    }

    /// <summary>Records as a table: a row each, a column a property.</summary>
    /// <param name="records">The records.</param>
    public static string Table<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IReadOnlyList<T> records)
    {
        var properties = typeof(T).GetProperties().Where(p => p.GetMethod is { IsStatic: false }).ToArray();
        var table = new TextTable([.. properties.Select(p => p.Name)]);
        foreach (var record in records)
            table.Row([.. properties.Select(p => Value(p.GetValue(record)))]);
        return table.ToString().TrimEnd();
    }

    private static string Value(object? value) => value switch
    {
        null => "none",
        string text => text,
        double number => number.ToString("G7", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        KeyValuePair<string, double> pair => $"{pair.Key}: {Value(pair.Value)}",
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(k => Value(tuple[k])))})",
        Delegate => "a function",
        Array { Rank: > 1 } table => $"[{string.Join(" x ", Enumerable.Range(0, table.Rank).Select(table.GetLength))}]",
        IEnumerable list => List([.. list.Cast<object?>()]),
        _ => value.ToString() ?? "",
    };

    private static string List(List<object?> items) =>
        $"[{string.Join(", ", items.Take(Shown).Select(Value))}"
            + (items.Count > Shown ? Invariant($", and {items.Count - Shown} more]") : "]");
}
