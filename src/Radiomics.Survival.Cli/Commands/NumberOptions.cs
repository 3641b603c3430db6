using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Radiomics.Cli.Commands;

/// <summary>
/// How a number on the command line is read, in one place: with a decimal point and nothing else, whatever the machine's language. A comma
/// is never a thousands
/// separator, so 2,5 is refused and not taken for 25. What is refused is a wrong command line.
/// </summary>
internal static class NumberOptions
{
    private const NumberStyles RealStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads the option as a finite number.</summary>
    public static Option<double?> Real(this Option<double?> option)
    {
        option.CustomParser = result => TryReal(Text(result), out var value)
            ? value
            : Refuse<double?>(result, "a number with a decimal point, such as 2.5, was expected");
        return option;
    }

    /// <summary>Reads the option as a whole number.</summary>
    public static Option<int> Whole(this Option<int> option, int least = int.MinValue)
    {
        option.CustomParser = result => Whole(result, Text(result), least) ?? 0;
        return option;
    }

    /// <summary>Reads the option as a whole number.</summary>
    public static Option<int?> Whole(this Option<int?> option, int least = int.MinValue)
    {
        option.CustomParser = result => Whole(result, Text(result), least);
        return option;
    }

    /// <summary>Reads the option as a whole number that is not negative.</summary>
    public static Option<ulong> Whole(this Option<ulong> option)
    {
        option.CustomParser = result => ulong.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : Refuse<ulong>(result, $"a whole number from 0 to {ulong.MaxValue} was expected");
        return option;
    }

    /// <summary>Reads the option as whole numbers.</summary>
    public static Option<int[]> Whole(this Option<int[]> option)
    {
        option.CustomParser = result =>
        {
            var values = new List<int>();
            foreach (var token in result.Tokens)
            {
                if (Whole(result, token.Value, int.MinValue) is not { } value)
                    return [];
                values.Add(value);
            }
            return [.. values];
        };
        return option;
    }

    /// <summary>Times separated by commas: positive, ascending; <see langword="null"/> where the text is something else.</summary>
    public static double[]? Times(string? text)
    {
        var times = new List<double>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryReal(part, out var time) || !(time > 0) || (times.Count > 0 && time <= times[^1]))
                return null;
            times.Add(time);
        }
        return [.. times];
    }

    /// <summary>A finite number with a decimal point.</summary>
    public static bool TryReal(string text, out double value) =>
        double.TryParse(text, RealStyle, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static int? Whole(ArgumentResult result, string text, int least) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least
            ? value
            : Refuse<int?>(result, $"a whole number{(least == int.MinValue ? "" : Invariant($" of {least} or more"))} was expected");

    private static string Text(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : "";

    private static T? Refuse<T>(ArgumentResult result, string expected)
    {
        var name = result.Parent is OptionResult option ? UsageText.Typed(option) : result.Argument.Name;
        result.AddError($"{name} '{string.Join(' ', result.Tokens.Select(t => t.Value))}': {expected}.");
        return default;
    }
}
