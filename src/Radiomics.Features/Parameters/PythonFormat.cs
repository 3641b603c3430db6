using System.Globalization;
using System.Text;

namespace Radiomics.Features.Parameters;

/// <summary>Numbers and texts as Python's <c>repr()</c> writes them, so that our tables read like PyRadiomics'.</summary>
internal static class PythonFormat
{
    /// <summary>The shortest digits that give the number back; exponent form below 1e-4 and from 1e16, as Python does.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        if (value == 0)
            return double.IsNegative(value) ? "-0.0" : "0.0";

        // "E16" would pad; "R" gives the shortest digits but its own choice of form, so take its digits and lay them out anew.
        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = int.Parse(text.AsSpan(text.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mark = shortest.IndexOf('E');
        if (mark >= 0)
            exponent = int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = (mark < 0 ? shortest : shortest[..mark]).TrimStart('-');
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        if (mark < 0)
        {
            var point = mantissa.IndexOf('.');
            var whole = (point < 0 ? mantissa : mantissa[..point]).TrimStart('0');
            exponent = whole.Length > 0
                ? whole.Length - 1
                : -1 - mantissa.AsSpan(point + 1).IndexOfAnyExcept('0');
        }
        var sign = value < 0 ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"
            );
        }
        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        return digits.Length <= exponent + 1
            ? $"{sign}{digits.PadRight(exponent + 1, '0')}.0"
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    /// <summary>A text in single quotes (double ones where it holds a single quote and no double one).</summary>
    public static void AppendQuoted(StringBuilder to, string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        to.Append(quote);
        foreach (var c in text)
        {
            to.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\\' => "\\\\",
                _ when c == quote => "\\" + c,
                _ => c.ToString(),
            });
        }
        to.Append(quote);
    }
}
