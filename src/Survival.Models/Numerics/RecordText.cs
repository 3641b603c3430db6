using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Survival.Models.Numerics;

/// <summary>
/// How records print: in words and in no reader's culture, with as many digits as R prints, and with what a list holds in
/// place of its type's name.
/// </summary>
internal static partial class RecordText
{
    private const int Shown = 8;

    /// <summary>What the record is and its properties, in words: "Restricted mean: horizon 2.5, mean 1.25".</summary>
    /// <param name="record">The record; its type's properties are those of the static type.</param>
    public static string Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T record)
    {
        var parts = typeof(T).GetProperties()
            .Where(p => p.GetMethod is { IsStatic: false } && p.GetIndexParameters().Length == 0 && !p.PropertyType.IsByRefLike)
            .Select(p => $"{Words(p.Name)} {Value(p.GetValue(record))}");
        var name = Words(typeof(T).Name);
        return $"{char.ToUpperInvariant(name[0])}{name[1..]}: {string.Join(", ", parts)}";
    }

    /// <summary>Records as a table: a row each, a column a property, its name in words.</summary>
    /// <param name="records">The records.</param>
    public static string Table<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IReadOnlyList<T> records)
    {
        var properties = typeof(T).GetProperties().Where(p => p.GetMethod is { IsStatic: false }).ToArray();
        var table = new TextTable([.. properties.Select(p => Words(p.Name))]);
        foreach (var record in records)
            table.Row([.. properties.Select(p => Value(p.GetValue(record)))]);
        return table.ToString().TrimEnd();
    }

    private static string Value(object? value) => value switch
    {
        null => "none",
        string text => text.Contains(", ", StringComparison.Ordinal) ? $"'{text}'" : text,
        bool flag => flag ? "yes" : "no",
        double number => double.IsNaN(number) ? "NA" : number.ToString("G7", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        KeyValuePair<string, double> pair => $"{pair.Key}: {Value(pair.Value)}",
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(k => Value(tuple[k])))})",
        Delegate => "a function",
        Array { Rank: > 1 } table => $"[{string.Join(" x ", Enumerable.Range(0, table.Rank).Select(table.GetLength))}]",
        IEnumerable list => List([.. list.Cast<object?>()]),
        _ => value.ToString() is { } text && text.Contains(", ", StringComparison.Ordinal) ? $"({text})" : $"{value}",
    };

    // The words of a member's name: names of people, and what is an abbreviation, keep their capitals.
    private static string Words(string name) => string.Join(' ', NameParts().Matches(name).Select(m =>
        m.Value is "P" ? "p" : m.Value is "Cox" or "Brier" or "Kaplan" or "Meier" or "Royston" or "Sauerbrei" or "Schemper" or "Henderson"
            or "Firth" or "ComBat" || m.Value.Skip(1).All(c => !char.IsLower(c)) ? m.Value
        : m.Value is "Auc" or "Ici" or "Roc" or "Icc" or "Csv" or "Pmml" or "Ipa" or "Aic" or "Bic" ? m.Value.ToUpperInvariant()
        : m.Value.ToLowerInvariant()));

    [GeneratedRegex("ComBat|[A-Z]+(?![a-z])[0-9]*|[A-Z][a-z0-9]*")]
    private static partial Regex NameParts();

    private static string List(List<object?> items) => items.Count == 0 ? "none"
        : $"[{string.Join(", ", items.Take(Shown).Select(Value))}"
            + (items.Count > Shown ? Invariant($", and {items.Count - Shown} more]") : "]");
}
