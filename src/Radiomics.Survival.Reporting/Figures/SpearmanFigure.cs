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
        // Names take what they need up to 45 % of the figure, then break; cells take the rest. Numbers need some 30 units.
        const double Scales = 72;
        string[] labels = [.. correlations.Names.Select((name, k) => Invariant($"{name}  {k + 1}"))];
        var room = Math.Min(TextLines.Widest(labels, 11), 0.45 * style.Width);
        var cell = Math.Clamp((style.Width - room - 24 - Scales) / n, n <= 30 ? 14 : 5, 44);
        var size = cell >= 40 ? 11 : 9.5;
        IReadOnlyList<string>[] lines = [.. labels.Select(l => TextLines.Wrap(l, room, 11))];
        var left = room + 24;
        const double Top = 58;
        var titles = TextLines.Wrap(title, left + (n * cell) + Scales - 24, 13, bold: true);
        var top = Top + (17 * (titles.Count - 1));
        var canvas = new Canvas(left + (n * cell) + Scales, top + Math.Max(n * cell, 60) + 20);
        for (var k = 0; k < titles.Count; k++)
            canvas.Text(16, 24 + (17 * k), titles[k], size: 13, bold: true);
        // A row's name may have as many lines as its height has room for; else the number alone stands for it.
        var named = cell >= 12 && lines.Max(l => l.Count) * 12 <= cell + 1;
        for (var i = 0; i < n; i++)
        {
            if (cell >= 12)
            {
                IReadOnlyList<string> row = named ? lines[i] : [TextLines.Wrap(labels[i], room, 11)[^1]];
                for (var k = 0; k < row.Count; k++)
                    canvas.Text(
                        left - 8,
                        top + ((i + 0.5) * cell) + 4 + (12 * (k - ((row.Count - 1) / 2.0))),
                        row[k],
                        TextAnchor.End,
                        11
                    );
                canvas.Text(
                    left + ((i + 0.5) * cell),
                    top - 8,
                    (i + 1).ToString(CultureInfo.InvariantCulture),
                    TextAnchor.Middle,
                    cell >= 20 ? 11 : 8
                );
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
