using System.Text;

namespace Plain;

/// <summary>What may stand in a message: words, and not too many. What a file says can hold anything, of any length.</summary>
internal static class PlainWords
{
    /// <summary>How many of a list a message names.</summary>
    public const int ListLimit = 20;

    /// <summary>How many characters of a message are shown.</summary>
    public const int LengthLimit = 4000;

    /// <summary>
    /// A text without what a terminal or a log would act upon: control characters and marks that turn the direction of writing become
    /// U+FFFD, ends of
    /// lines and tabs a space; what is longer than <see cref="LengthLimit"/> is cut in its middle.
    /// </summary>
    public static string Of(string text)
    {
        if (text.Length > LengthLimit)
            text = text[..(LengthLimit / 2)]
                + Invariant($" [... {text.Length - LengthLimit} characters left out ...] ")
                + text[^(LengthLimit / 2)..];
        return WithoutControls(text);
    }

    /// <summary>A text of any length without what a terminal or a log would act upon.</summary>
    public static string WithoutControls(string text)
    {
        var first = 0;
        while (first < text.Length && !IsActive(text[first]))
            first++;
        if (first == text.Length)
            return text;
        var plain = new StringBuilder(text);
        for (var i = first; i < plain.Length; i++)
        {
            if (IsActive(plain[i]))
                plain[i] = plain[i] is '\n' or '\r' or '\t' ? ' ' : '\uFFFD';
        }
        return plain.ToString();
    }

    /// <summary>Names with commas between them; of many, the first and how many more there are.</summary>
    public static string List(IEnumerable<string?> names)
    {
        var (shown, more) = (new List<string?>(), 0L);
        foreach (var name in names)
        {
            if (shown.Count < ListLimit)
                shown.Add(name is { Length: > 100 } ? name[..100] + "..." : name);
            else
                more++;
        }
        return string.Join(", ", shown) + (more > 0 ? Invariant($" and {more} more") : "");
    }

    private static bool IsActive(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
