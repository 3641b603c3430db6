namespace Radiomics.Reporting.Drawing;

/// <summary>Breaks a text into lines that fit a width.</summary>
internal static class TextLines
{
    /// <summary>The lines; a word that is wider than a line is broken where it must, after an underscore or hyphen where there is
    /// one.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size = Canvas.TextSize, bool bold = false)
    {
        bool Fits(string line) => Canvas.TextWidth(line, size, bold) <= width;
        if (Fits(text))
            return [text];
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
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
                var joint = line.LastIndexOfAny(['_', '-'], end - 1);
                end = joint >= end / 2 ? joint + 1 : end;
                lines.Add(line[..end]);
                line = line[end..];
            }
        }
        if (line.Length > 0)
            lines.Add(line);
        return [.. lines.Select(l => l.Trim(' '))];
    }

    /// <summary>The widest of some texts.</summary>
    public static double Widest(IEnumerable<string> texts, double size = Canvas.TextSize, bool bold = false) =>
        texts.Select(t => Canvas.TextWidth(t, size, bold)).DefaultIfEmpty(0).Max();
}
