using System.Globalization;
using System.Text.RegularExpressions;
using Suggestions;

namespace Radiomics.Features.Parameters;

/// <summary>A value in a parameter file, with its place in it, so that a refusal can say where. Scalars resolve as YAML 1.2's core schema
/// has it.</summary>
internal sealed partial class ParameterNode(string source, string key, int line)
{
    private List<ParameterNode>? _items;
    private List<KeyValuePair<string, ParameterNode>>? _entries;
    private string? _text;
    private bool _plain;

    public string Source { get; } = source;

    /// <summary>The sections and the key that lead here, such as <c>setting.binWidth</c>.</summary>
    public string Key { get; } = key;

    public int Line { get; } = line;

    public bool IsNull => _text is { } text && _plain && text is "" or "~" or "null" or "Null" or "NULL";

    public bool IsInteger => _plain && _text is not null && ParseInteger(_text) is not null;

    public IReadOnlyList<KeyValuePair<string, ParameterNode>>? Entries => _entries;

    public IReadOnlyList<ParameterNode>? Items => _items;

    public static ParameterNode Scalar(string source, string key, int line, string text, bool plain) =>
        new(source, key, line) { _text = text, _plain = plain };

    public static ParameterNode Sequence(string source, string key, int line, List<ParameterNode> items) =>
        new(source, key, line) { _items = items };

    public static ParameterNode Mapping(string source, string key, int line, List<KeyValuePair<string, ParameterNode>> entries) =>
        new(source, key, line) { _entries = entries };

    public ParameterFileException Refuse(string problem) => new(Source, Line, Key, problem);

    /// <summary>An integer in a range.</summary>
    public int Integer(int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (!_plain || _text is null || ParseInteger(_text) is not { } value)
            throw Refuse($"expected an integer, found {Describe()}.{Unquote()}");
        if (value < minimum || value > maximum)
        {
            // Where a setting has no upper limit of its own, 32 bits are one.
            var range = value > int.MaxValue ? Invariant($"from {minimum} to {maximum}") : Range(minimum, maximum);
            throw Refuse(Invariant($"{value} is out of range; it must be {range}."));
        }
        return (int)value;
    }

    /// <summary>A finite number.</summary>
    public double Number(double minimum = double.NegativeInfinity, bool exclusive = false)
    {
        var value = AnyNumber();
        var isLow = minimum > double.NegativeInfinity && !(exclusive ? value > minimum : value >= minimum);
        if (!isLow && double.IsFinite(value))
            return value;
        throw Refuse(
            $"{PythonFormat.Number(value)} is out of range; it must be "
                + (isLow ? $"{(exclusive ? "greater than" : "at least")} {minimum.ToString(CultureInfo.InvariantCulture)}." : "finite.")
        );
    }

    /// <summary>A number that may be infinite, as a limit that is none.</summary>
    public double Limit() => AnyNumber() is var value && !double.IsNaN(value)
        ? value
        : throw Refuse("a limit is a number; write -.inf or .inf where there is none.");

    /// <summary>A number, not-a-number among them. PyRadiomics' schema lets numbers between quotation marks through, with which it then
    /// fails: they are refused here; 'nan' and 'inf', for which JSON has no other form, count.</summary>
    public double AnyNumber()
    {
        if (_text is null || ParseNumber(_text) is not { } value || !_plain && double.IsFinite(value))
            throw Refuse($"expected a number{(_items is null ? "" : " with a decimal point")}, found {Describe()}.{Unquote()}");
        return value;
    }

    /// <summary>A truth value; the words of YAML 1.1 (yes, no, on, off) too.</summary>
    public bool Truth() => _plain && _text is not null
        ? _text.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "ON" => true,
            "FALSE" or "NO" or "OFF" => false,
            _ => throw Refuse($"expected true or false, found {Describe()}."),
        }
        : throw Refuse($"expected true or false, found {Describe()}.{Unquote()}");

    /// <summary>A text.</summary>
    public string Word() => _text is not null && !IsNull ? _text : throw Refuse($"expected a text, found {Describe()}.");

    /// <summary>Whether this word stands here, where a number may stand too.</summary>
    public bool IsWord(string word) => _text == word;

    /// <summary>One of a few words.</summary>
    public T OneOf<T>(params ReadOnlySpan<(string Name, T Value)> choices)
    {
        var word = Word();
        var names = new List<string>();
        foreach (var (name, value) in choices)
        {
            if (name == word)
                return value;
            names.Add(name);
        }
        throw Refuse($"'{Short(word)}' is not known.{Nearest.Suggest(word, names)} Allowed: {string.Join(", ", names)}.");
    }

    /// <summary>A list of values, each read in one way.</summary>
    public T[] Sequence<T>(Func<ParameterNode, T> read) => _items is not null
        ? [.. _items.Select(read)]
        : throw Refuse($"expected a list, such as [1, 2], found {Describe()}.");

    /// <summary>What stands here, for a message.</summary>
    public string Describe() => this switch
    {
        { _entries: not null } => "a mapping",
        { _items: not null } => "a list",
        { IsNull: true } => "nothing",
        _ when _plain => Short(_text!),
        _ => $"the text '{Short(_text!)}'",
    };

    private static string Short(string text) => text.Length > 100 ? text[..100] + "..." : text;

    private static long? ParseInteger(string text)
    {
        text = text.Replace("_", "", StringComparison.Ordinal);
        var (sign, digits) = text.StartsWith('-') ? (-1, text[1..]) : (1, text.TrimStart('+'));
        long value;
        if (digits.StartsWith("0x", StringComparison.Ordinal))
            return long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
                ? sign * value
                : null;
        if (digits.StartsWith("0o", StringComparison.Ordinal))
            return digits.Length is > 2 and < 22 && digits.AsSpan(2).IndexOfAnyExceptInRange('0', '7') < 0
                ? sign * Convert.ToInt64(digits[2..], 8)
                : null;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) ? sign * value : null;
    }

    private static double? ParseNumber(string text)
    {
        if (ParseInteger(text) is { } integer)
            return integer;
        var bare = text.TrimStart('+', '-').TrimStart('.');
        if (bare.Equals("inf", StringComparison.OrdinalIgnoreCase) || bare.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            return text.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity;
        if (bare.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return double.NaN;
        return Decimal().IsMatch(text)
            ? double.Parse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;
    }

    private static string Range(int minimum, int maximum) =>
        minimum == int.MinValue ? Invariant($"at most {maximum}")
        : maximum == int.MaxValue ? Invariant($"at least {minimum}")
        : Invariant($"from {minimum} to {maximum}");

    private string Unquote() => _text is not null && !_plain ? " Write it without quotation marks." : "";

    // Each digit can be taken in one way only: of two, a long text that is no number after all takes the square of its length.
    [GeneratedRegex(@"^[-+]?([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Decimal();
}
