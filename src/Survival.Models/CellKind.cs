using System.Buffers;

namespace Survival.Models;

/// <summary>What a cell of text looks like, before it is decided what a comma and a point mean.</summary>
internal enum CellKind
{
    /// <summary>No number under either mark.</summary>
    Text,

    /// <summary>Digits without a mark.</summary>
    Whole,

    /// <summary>A point that can only be decimal.</summary>
    Point,

    /// <summary>A comma that can only be decimal.</summary>
    Comma,

    /// <summary>Points that may be of thousands: 1.314.</summary>
    PointGroups,

    /// <summary>Commas that may be of thousands: 1,314.</summary>
    CommaGroups,

    /// <summary>Points of thousands before a decimal comma: 1.314,5.</summary>
    GroupsBeforeComma,

    /// <summary>Commas of thousands before a decimal point: 1,314.5.</summary>
    GroupsBeforePoint,
}

/// <summary>Tells what a cell looks like.</summary>
internal static class CellKinds
{
    private static readonly SearchValues<char> _ofNumbers = SearchValues.Create("0123456789.,");

    /// <summary>The kind of a cell, by its characters alone.</summary>
    public static CellKind Of(ReadOnlySpan<char> cell)
    {
        if (cell.Length > 0 && cell[0] is '-' or '+')
            cell = cell[1..];
        var mantissa = cell.IndexOfAny('e', 'E') is var e and > 0 ? cell[..e] : cell;
        var first = mantissa.IndexOfAny('.', ',');
        if (mantissa.IndexOfAnyExceptInRange('0', '9') is var odd and >= 0 && (first < 0 || odd < first))
            return CellKind.Text;
        if (mantissa.Length < cell.Length && !IsExponent(cell[(mantissa.Length + 1)..]))
            return CellKind.Text;
        if (first < 0)
            return mantissa.Length > 0 ? CellKind.Whole : CellKind.Text;
        var mark = mantissa[first];
        var other = mark == '.' ? ',' : '.';
        var rest = mantissa[(first + 1)..];
        if (rest.IndexOfAnyExcept(_ofNumbers) >= 0 || mantissa.Length == 1)
            return CellKind.Text;
        var last = rest.IndexOf(other);
        if (last >= 0)
        {
            // Another mark behind: the first can only be of thousands.
            return IsGrouped(mantissa[..(first + 1 + last)], mark) && rest[(last + 1)..].IndexOfAny('.', ',') < 0
                ? mark == '.' ? CellKind.GroupsBeforeComma : CellKind.GroupsBeforePoint
                : CellKind.Text;
        }
        if (mantissa.Length == cell.Length && IsGrouped(mantissa, mark))
            return mark == '.' ? CellKind.PointGroups : CellKind.CommaGroups;
        return rest.Contains(mark) ? CellKind.Text : mark == '.' ? CellKind.Point : CellKind.Comma;
    }

    public static bool IsOfPoints(CellKind kind) => kind is CellKind.Point or CellKind.PointGroups or CellKind.GroupsBeforePoint;

    public static bool IsOfCommas(CellKind kind) => kind is CellKind.Comma or CellKind.CommaGroups or CellKind.GroupsBeforeComma;

    // One to three digits, not 0 in front, then threes of digits.
    private static bool IsGrouped(ReadOnlySpan<char> digits, char mark)
    {
        var first = digits.IndexOf(mark);
        if (first is < 1 or > 3 || digits[0] == '0' || (digits.Length - first) % 4 != 0)
            return false;
        for (var i = first; i < digits.Length; i++)
        {
            if ((i - first) % 4 == 0 ? digits[i] != mark : !char.IsAsciiDigit(digits[i]))
                return false;
        }
        return true;
    }

    private static bool IsExponent(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] is '-' or '+')
            text = text[1..];
        return text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
