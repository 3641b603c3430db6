namespace Radiomics.Reporting.Drawing;

/// <summary>Breaks a text into lines that fit a width.</summary>
internal static class TextLines
{
    /// <summary>The lines; a word that is wider than a line is broken where it must, after an underscore or hyphen or else before a capital
    /// within it, where the second half of the line has one.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size = Canvas.TextSize, bool bold = false)
    {
        bool Fits(string line) => Canvas.TextWidth(line, size, bold) <= width;
        if (Fits(text))
            return [text];
        var lines = new List<string>();
        var line = "";
        foreach (var word in Words(text, Fits))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (Fits(longer))
            {
                line = longer;
                continue;
            }
            if (line.Length > 0)
                lines.Add(line);
            line = word;
            while (!Fits(line) && line.Length > 1)
            {
                var end = Enumerable.Range(1, line.Length - 1).Last(n => n == 1 || Fits(line[..n]));
                end = Joint(line, end);
                lines.Add(line[..end]);
                line = line[end..];
            }
        }
        if (line.Length > 0)
            lines.Add(line);
        return [.. lines.Select(l => l.Trim(' '))];
    }

    // A sign such as > stays with its number, and that with its unit, where they fit a line.
    private static List<string> Words(string text, Func<string, bool> fits)
    {
        var words = text.Split(' ').ToList();
        for (var k = words.Count - 2; k >= 0; k--)
        {
            if (words[k] is not (">" or "<" or "≥" or "≤" or "="))
                continue;
            Join(k);
            if (k + 1 < words.Count && char.IsDigit(words[k][^1]) && words[k + 1] is [var first, ..] && char.IsLetter(first))
                Join(k);
        }
        return words;

        void Join(int k)
        {
            if (!fits($"{words[k]} {words[k + 1]}"))
                return;
            words[k] = $"{words[k]} {words[k + 1]}";
            words.RemoveAt(k + 1);
        }
    }

    private static int Joint(string word, int end)
    {
        int[] places = [.. Enumerable.Range((end / 2) + 1, end - (end / 2))];
        var signs = places.LastOrDefault(n => word[n - 1] is '_' or '-');
        return signs > 0 ? signs : places.LastOrDefault(n => char.IsLower(word[n - 1]) && char.IsUpper(word[n])) is > 0 and var n ? n : end;
    }

    /// <summary>The widest of some texts.</summary>
    public static double Widest(IEnumerable<string> texts, double size = Canvas.TextSize, bool bold = false) =>
        texts.Select(t => Canvas.TextWidth(t, size, bold)).DefaultIfEmpty(0).Max();
}
