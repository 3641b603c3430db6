namespace Radiomics.Reporting.Drawing;

/// <summary>
/// The order in which the letters of a line stand from left to right. A browser orders the text of an SVG itself; PDF and pixels are
/// written letter by letter. A part of the Unicode bidirectional algorithm (UAX 9) that suffices for labels: the line runs to the right,
/// letters of right-to-left scripts with what stands between them to the left, numbers in them to the right.
/// </summary>
internal static class VisualOrder
{
    private const string Open = "([{<", Close = ")]}>";

    /// <summary>The letters in the order in which they are drawn; the same text where all letters run to the right.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsRightToLeft))
            return text;
        var letters = text.ToCharArray();
        for (var from = 0; from < letters.Length; from++)
        {
            if (!IsRightToLeft(letters[from]))
                continue;
            var to = from;
            for (var i = from; i < letters.Length && !IsLeftToRight(letters[i]) && !IsBracketOfLeftToRight(text, i); i++)
            {
                if (IsRightToLeft(letters[i]) || (Close.Contains(letters[i], StringComparison.Ordinal) && Partner(text, i) > from))
                    to = i;
            }
            Turn(letters, from, to);
            from = to;
        }
        return new string(letters);
    }

    private static void Turn(char[] letters, int from, int to)
    {
        Array.Reverse(letters, from, to - from + 1);
        for (var i = from; i <= to; i++)
        {
            if (Open.IndexOf(letters[i], StringComparison.Ordinal) is var open and >= 0)
                letters[i] = Close[open];
            else if (Close.IndexOf(letters[i], StringComparison.Ordinal) is var close and >= 0)
                letters[i] = Open[close];
            if (!char.IsDigit(letters[i]))
                continue;
            var end = i;
            while (end < to && (char.IsDigit(letters[end + 1]) || IsMark(letters, end + 1, to)))
                end++;
            Array.Reverse(letters, i, end - i + 1);
            i = end;
        }
    }

    // Brackets around letters that run to the right run with those.
    private static bool IsBracketOfLeftToRight(string text, int at)
    {
        var partner = Partner(text, at);
        return partner >= 0 && text[Math.Min(at, partner)..Math.Max(at, partner)].Any(IsLeftToRight);
    }

    // Where the other bracket of a pair stands; -1 where the letter is none or has none.
    private static int Partner(string text, int at)
    {
        var (open, close) = (Open.IndexOf(text[at], StringComparison.Ordinal), Close.IndexOf(text[at], StringComparison.Ordinal));
        var (step, other) = open >= 0 ? (1, Close[open]) : close >= 0 ? (-1, Open[close]) : (0, '\0');
        var depth = 0;
        for (var i = at; step != 0 && i >= 0 && i < text.Length; i += step)
        {
            depth += text[i] == text[at] ? 1 : text[i] == other ? -1 : 0;
            if (depth == 0)
                return i;
        }
        return -1;
    }

    private static bool IsMark(char[] letters, int at, int to) => letters[at] is '.' or ',' && at < to && char.IsDigit(letters[at + 1]);

    private static bool IsLeftToRight(char c) => char.IsLetter(c) && !IsRightToLeft(c);

    private static bool IsRightToLeft(char c) => !char.IsDigit(c)
        && c is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC');
}
