using System.Globalization;
using Radiomics.Reporting.Drawing;
using Survival.Models.Statistics;

namespace Radiomics.Reporting.Figures;

/// <summary>A correlation matrix as a heat map with its numbers.</summary>
public static class SpearmanFigure
{
    /// <summary>Draws the matrix.</summary>
    /// <param name="correlations">The matrix; at least one column.</param>
    /// <param name="title">The title.</param>
    /// <param name="style">Width; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The matrix is empty.</exception>
    public static Figure Draw(CorrelationMatrix correlations, string title = "Spearman correlation", FigureStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(correlations);
        ArgumentException.ThrowIfNullOrEmpty(title);
        var n = correlations.Names.Count;
        if (n == 0)
            throw new ArgumentException("There are no columns to correlate.", nameof(correlations));
        style = (style ?? FigureStyle.Default).Checked();
        // Names stand left of their rows where each has room in its row's height; else numbers stand there, and the names below.
        const double Scales = 72;
        string[] numbers = [.. Enumerable.Range(1, n).Select(k => k.ToString(CultureInfo.InvariantCulture))];
        var indent = TextLines.Widest([numbers[^1] + "\u00a0\u00a0"], 11);
        double Cell(double room) => Math.Clamp((style.Width - room - 24 - Scales) / n, n <= 30 ? 14 : 5, 44);
        var room = Math.Min(TextLines.Widest(correlations.Names, 11) + indent, 0.45 * style.Width);
        IReadOnlyList<string>[] rows = [.. correlations.Names.Select(name => TextLines.Wrap(name, room - indent, 11))];
        var named = Cell(room) >= 12 && rows.Max(l => l.Count) * 12 <= Cell(room) + 1;
        if (!named)
            (room, rows) = (TextLines.Widest(numbers, 11), [.. numbers.Select(_ => (IReadOnlyList<string>)[])]);
        var cell = Cell(room);
        var size = cell >= 40 ? 11 : 9.5;
        var left = room + 24;
        var width = left + (n * cell) + Scales;
        var titles = TextLines.Wrap(title, width - 24, 13, bold: true);
        var top = 58.0 + (17 * (titles.Count - 1));
        var foot = top + Math.Max(n * cell, 60) + 20;
        IReadOnlyList<string>[] below = named ? [] : [.. correlations.Names.Select(name => TextLines.Wrap(name, width - 32 - indent, 11))];
        var canvas = new Canvas(width, foot + (14 * below.Sum(b => b.Count)) + (named ? 0 : 8));
        for (var k = 0; k < titles.Count; k++)
            canvas.Text(16, 24 + (17 * k), titles[k], size: 13, bold: true);
        var line = foot + 8;
        for (var i = 0; i < below.Length; i++)
        {
            canvas.Text(16, line, numbers[i], size: 11);
            foreach (var text in below[i])
            {
                canvas.Text(16 + indent, line, text, size: 11);
                line += 14;
            }
        }
        for (var i = 0; i < n; i++)
        {
            if (cell >= 12)
            {
                for (var k = 0; k < rows[i].Count; k++)
                    canvas.Text(
                        left - 8 - indent,
                        top + ((i + 0.5) * cell) + 4 + (12 * (k - ((rows[i].Count - 1) / 2.0))),
                        rows[i][k],
                        TextAnchor.End,
                        11
                    );
                canvas.Text(left - 8, top + ((i + 0.5) * cell) + 4, numbers[i], TextAnchor.End, 11);
                canvas.Text(left + ((i + 0.5) * cell), top - 8, numbers[i], TextAnchor.Middle, cell >= 20 ? 11 : 8);
            }
            for (var j = 0; j < n; j++)
            {
                var r = correlations[i, j].Coefficient;
                canvas.Rectangle(left + (j * cell), top + (i * cell), cell, cell, Colour(r), "#ffffff", 1);
                if (cell >= 30)
                    canvas.Text(
                        left + ((j + 0.5) * cell),
                        top + ((i + 0.5) * cell) + 4,
                        NumberText.Fixed(r, 2),
                        TextAnchor.Middle,
                        size,
                        colour: Math.Abs(r) > 0.75 ? "#ffffff" : Palette.Ink
                    );
            }
        }
        Scale(canvas, left + (n * cell) + 20, top, Math.Min(n * cell, 220));
        return canvas.ToFigure(title, Invariant($"{n} features: {string.Join(", ", correlations.Names)}."), style);
    }

    private static void Scale(Canvas canvas, double x, double top, double height)
    {
        const int Steps = 40;
        for (var k = 0; k < Steps; k++)
            canvas.Rectangle(x, top + (height * k / Steps), 14, (height / Steps) + 0.5, Colour(1 - (2.0 * k / (Steps - 1))));
        foreach (var tick in (double[])[1, 0.5, 0, -0.5, -1])
        {
            var y = top + (height * (1 - tick) / 2);
            canvas.Line(x + 14, y, x + 18, y);
            canvas.Text(x + 22, y + 4, NumberText.Fixed(tick, 1), size: 11);
        }
    }

    // Blue through white to vermilion: told apart by people with any colour-blindness, and dark at both ends in grey.
    private static string Colour(double r) =>
        double.IsNaN(r) ? "#eeeeee"
        : r < 0 ? Palette.Mix("#ffffff", Palette.Blue, -r)
        : Palette.Mix("#ffffff", Palette.Vermilion, r);
}
