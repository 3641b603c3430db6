using System.Globalization;
using System.Text;
using System.Text.Json;
using Radiomics.Features.Parameters;

namespace Radiomics.Features.Extraction;

/// <summary>
/// One value of the provenance: nothing, a truth value, a number, a text, a list, a tuple or an ordered dictionary of such.
/// It writes itself as Python would (for the table that PyRadiomics' command writes) and as JSON.
/// </summary>
public sealed class DiagnosticValue
{
    private readonly object? _content;
    private readonly bool _isTuple;

    private DiagnosticValue(object? content, bool isTuple = false) => (_content, _isTuple) = (content, isTuple);

    private object? Content => _content is Lazy<DiagnosticValue> later ? later.Value._content : _content;

    /// <summary>Python's <c>None</c>.</summary>
    public static DiagnosticValue None { get; } = new(null);

    /// <summary>The number, where the value is one (integer or not); else <see langword="null"/>.</summary>
    public double? Number => Content switch { double d => d, long l => l, _ => null };

    /// <summary>The text, where the value is one; else <see langword="null"/>.</summary>
    public string? Text => Content as string;

    /// <summary>The elements of a list or tuple; empty for any other value.</summary>
    public IReadOnlyList<DiagnosticValue> Items => Content as IReadOnlyList<DiagnosticValue> ?? [];

    /// <summary>The entries of a dictionary, in order; empty for any other value.</summary>
    public IReadOnlyList<KeyValuePair<string, DiagnosticValue>> Entries =>
        Content as IReadOnlyList<KeyValuePair<string, DiagnosticValue>> ?? [];

    /// <summary>A text.</summary>
    /// <param name="value">The text.</param>
    public static DiagnosticValue Of(string value) => new(value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>A number, or <see cref="None"/>.</summary>
    /// <param name="value">The number; <see langword="null"/> for none.</param>
    public static DiagnosticValue Of(double? value) => value is { } number ? new(number) : None;

    /// <summary>An integer, or <see cref="None"/>.</summary>
    /// <param name="value">The integer; <see langword="null"/> for none.</param>
    public static DiagnosticValue Of(int? value) => value is { } number ? new((long)number) : None;

    /// <summary>A truth value.</summary>
    /// <param name="value">The value.</param>
    public static DiagnosticValue Of(bool value) => new(value);

    /// <summary>A list.</summary>
    /// <param name="items">Its elements.</param>
    public static DiagnosticValue List(IEnumerable<DiagnosticValue> items) => new(items.ToArray());

    /// <summary>A tuple.</summary>
    /// <param name="items">Its elements.</param>
    public static DiagnosticValue Tuple(params IEnumerable<DiagnosticValue> items) => new(items.ToArray(), isTuple: true);

    /// <summary>A dictionary.</summary>
    /// <param name="entries">Its entries, in order.</param>
    public static DiagnosticValue Dictionary(IEnumerable<KeyValuePair<string, DiagnosticValue>> entries) => new(entries.ToArray());

    /// <summary>A value that is made when it is first looked at.</summary>
    internal static DiagnosticValue Lazy(Func<DiagnosticValue> make) => new(new Lazy<DiagnosticValue>(make));

    /// <summary>Writes the value as JSON; a NaN or an infinite number becomes a text, for JSON has none.</summary>
    /// <param name="writer">Where it goes.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Content)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case long integer:
                writer.WriteNumberValue(integer);
                break;
            case double number when double.IsFinite(number):
                writer.WriteRawValue(PythonFormat.Number(number));
                break;
            case double number:
                writer.WriteStringValue(PythonFormat.Number(number));
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case IReadOnlyList<DiagnosticValue> items:
                writer.WriteStartArray();
                foreach (var item in items)
                    item.WriteTo(writer);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                foreach (var (key, value) in Entries)
                {
                    writer.WritePropertyName(key);
                    value.WriteTo(writer);
                }
                writer.WriteEndObject();
                break;
        }
    }

    /// <summary>The value as Python's <c>str()</c> gives it.</summary>
    public override string ToString()
    {
        if (Content is string text)
            return text;
        var builder = new StringBuilder();
        Append(builder);
        return builder.ToString();
    }

    private void Append(StringBuilder to)
    {
        switch (Content)
        {
            case null:
                to.Append("None");
                break;
            case bool truth:
                to.Append(truth ? "True" : "False");
                break;
            case long integer:
                to.Append(CultureInfo.InvariantCulture, $"{integer}");
                break;
            case double number:
                to.Append(PythonFormat.Number(number));
                break;
            case string text:
                PythonFormat.AppendQuoted(to, text);
                break;
            case IReadOnlyList<DiagnosticValue> items:
                to.Append(_isTuple ? '(' : '[');
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0)
                        to.Append(", ");
                    items[i].Append(to);
                }
                to.Append(_isTuple ? (items.Count == 1 ? ",)" : ")") : "]");
                break;
            default:
                to.Append('{');
                var first = true;
                foreach (var (key, value) in Entries)
                {
                    if (!first)
                        to.Append(", ");
                    first = false;
                    PythonFormat.AppendQuoted(to, key);
                    to.Append(": ");
                    value.Append(to);
                }
                to.Append('}');
                break;
        }
    }
}
