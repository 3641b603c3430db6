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
    /// <exception cref="ArgumentException">The matrix is empty.</exception>
    public static Figure Draw(CorrelationMatrix correlations, string title = "Spearman correlation")
    {
        ArgumentNullException.ThrowIfNull(correlations);
        ArgumentException.ThrowIfNullOrEmpty(title);
        var n = correlations.Names.Count;
        if (n == 0)
            throw new ArgumentException("There are no columns to correlate.", nameof(correlations));
        // Numbers need some 30 pixels; beyond 30 columns the colours alone are shown.
        var cell = n <= 12 ? 44.0 : n <= 30 ? 32 : Math.Max(6, 900.0 / n);
        var size = cell >= 44 ? 11 : 9.5;
        string[] labels = [.. correlations.Names.Select((name, k) => Invariant($"{name}  {k + 1}"))];
        var left = labels.Max(l => Canvas.TextWidth(l, 11)) + 24;
        const double Top = 58;
        var canvas = new Canvas(left + (n * cell) + 96, Top + (n * cell) + 20);
        canvas.Text(16, 24, title, size: 13, bold: true);
        for (var i = 0; i < n; i++)
        {
            if (cell >= 12)
            {
                canvas.Text(left - 8, Top + ((i + 0.5) * cell) + 4, labels[i], TextAnchor.End, 11);
                canvas.Text(
                    left + ((i + 0.5) * cell),
                    Top - 8,
                    (i + 1).ToString(CultureInfo.InvariantCulture),
                    TextAnchor.Middle,
                    cell >= 20 ? 11 : 8
                );
            }
            for (var j = 0; j < n; j++)
            {
                var r = correlations[i, j].Coefficient;
                canvas.Rectangle(left + (j * cell), Top + (i * cell), cell, cell, Colour(r), "#ffffff", 1);
                if (cell >= 32)
                    canvas.Text(
                        left + ((j + 0.5) * cell),
                        Top + ((i + 0.5) * cell) + 4,
                        NumberText.Fixed(r, 2),
                        TextAnchor.Middle,
                        size,
                        colour: Math.Abs(r) > 0.75 ? "#ffffff" : Palette.Ink
                    );
            }
        }
        Scale(canvas, left + (n * cell) + 24, Top, Math.Min(n * cell, 220));
        return canvas.ToFigure(title, Invariant($"{n} features: {string.Join(", ", correlations.Names)}."));
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
