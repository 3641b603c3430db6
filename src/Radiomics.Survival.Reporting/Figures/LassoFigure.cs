using Radiomics.Reporting.Drawing;
using Survival.Models.Penalised;

namespace Radiomics.Reporting.Figures;

/// <summary>
/// A cross-validated LASSO: (a) the deviance by lambda with its standard errors and the number of coefficients, (b) the coefficient paths.
/// </summary>
public static class LassoFigure
{
    private const int MostNamed = 16;

    // Lighter than any series, so that the selected stand out in grey too.
    private const string Unselected = "#cccccc";

    /// <summary>Draws both panels.</summary>
    /// <param name="cv">The cross-validated path; at least two lambdas.</param>
    /// <param name="chosen">The place of the lambda whose features are named, from 0; <see langword="null"/> for lambda.min.</param>
    /// <param name="style">Width and colours; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">A path of fewer than two lambdas.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A place that the path does not have.</exception>
    public static Figure Draw(CoxNetCv cv, int? chosen = null, FigureStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(cv);
        if (cv.Lambdas.Count < 2)
            throw new ArgumentException("A path of one lambda has no curve.", nameof(cv));
        var model = cv.Path.At(chosen ?? cv.IndexMin);
        var selected = model.SelectedNames;
        var named = selected.Count <= MostNamed ? selected.Count : 0;
        double[] log = [.. cv.Lambdas.Select(l => Math.Log(l))];
        style = (style ?? FigureStyle.Default).Checked();
        var margin = 0.02 * (log[0] - log[^1]);
        var x = Axis.Within(log[^1] - margin, log[0] + margin, "log(λ)", 6);
        var measure = cv.Measure == CvMeasure.Concordance ? "C-index" : "Partial-likelihood deviance";
        var (low, high) = (
            cv.MeanScores.Zip(cv.StandardErrors, (m, s) => m - s).Min(),
            cv.MeanScores.Zip(cv.StandardErrors, (m, s) => m + s).Max()
        );
        var paths = Paths(cv);
        var (least, most) = paths.Count == 0 ? (-1, 1) : (paths.Values.Min(p => p.Min()), paths.Values.Max(p => p.Max()));
        var scores = Axis.Cover(low, high, measure);
        var coefficients = Axis.Cover(least, most, "Coefficient (per standard deviation)");
        double[] dashMin = [6, 3], dash1Se = [2, 3];
        (string Title, IReadOnlyList<LegendEntry> Legend)[] headers =
        [
            (
                "(a) Cross-validation",
                [
                    new LegendEntry(
                        $"λ min = {NumberText.Short(cv.LambdaMin)}, log λ = {NumberText.Fixed(Math.Log(cv.LambdaMin), 2)}, "
                            + $"{Features(cv, cv.IndexMin)}",
                        Palette.Vermilion,
                        Dash: dashMin
                    ),
                    new LegendEntry(
                        $"λ 1se = {NumberText.Short(cv.Lambda1Se)}, log λ = {NumberText.Fixed(Math.Log(cv.Lambda1Se), 2)}, "
                            + $"{Features(cv, cv.Index1Se)}",
                        Palette.Blue,
                        Dash: dash1Se
                    ),
                ]
            ),
            (
                "(b) Coefficient paths",
                [
                    new LegendEntry(
                        named > 0 ? $"{selected.Count} features at the λ used, named below" : $"{selected.Count} features at the λ used",
                        style.Colour(0)
                    ),
                    new LegendEntry("features not selected there", Unselected),
                ]
            ),
        ];
        var wide = Canvas.TextWidth(scores.Labels[0], 11) > Canvas.TextWidth(coefficients.Labels[0], 11) ? scores : coefficients;
        var grid = new PanelGrid(style, headers, x, wide, 340, 470, 0.76, 280, gap: 34);
        var legendColumns = grid.Canvas.Width >= 700 ? 2 : 1;
        var legendWidth = (grid.Canvas.Width - 40) / legendColumns;
        var entries = Enumerable.Range(0, named)
            .Select(k => new LegendEntry(
                $"{selected[k]}  {NumberText.Fixed(model.Values[k], 4)}",
                style.Colour(k),
                Dash: style.Dash(k)
            ))
            .ToArray();
        var rows = (named + legendColumns - 1) / legendColumns;
        double[] rowHeights =
        [
            .. Enumerable.Range(0, rows).Select(r => entries.Where((_, k) => k % rows == r)
                .Max(e => Plot.LegendHeight(e, legendWidth - 12))),
        ];
        var canvas = new Canvas(grid.Canvas.Width, grid.Canvas.Height + rowHeights.Sum() + (named > 0 ? 12 : 0));

        var left = grid.Panel(0, canvas, scores);
        Counts(canvas, left, cv, log);
        for (var k = 0; k < log.Length; k++)
            left.ErrorBar(log[k], cv.MeanScores[k] - cv.StandardErrors[k], cv.MeanScores[k] + cv.StandardErrors[k], "#a0a0a0", 1, 2);
        for (var k = 0; k < log.Length; k++)
            left.Dot(log[k], cv.MeanScores[k], Palette.Ink, 2.3);
        left.Vertical(Math.Log(cv.LambdaMin), Palette.Vermilion, dashMin);
        left.Vertical(Math.Log(cv.Lambda1Se), Palette.Blue, dash1Se);
        left.Axes();

        var right = grid.Panel(1, canvas, coefficients);
        Counts(canvas, right, cv, log);
        right.Line([(log[^1], 0), (log[0], 0)], Palette.Faint, 1);
        foreach (var (feature, path) in paths.OrderBy(p => p.Key))
        {
            if (!model.Indices.Contains(feature))
                right.Line(log.Zip(path), Unselected, 1);
        }
        for (var k = 0; k < selected.Count; k++)
            right.Line(log.Zip(paths[model.Indices[k]]), style.Colour(k), 1.8, style.Dash(k));
        right.Vertical(Math.Log(model.Lambda), Palette.Grey, dashMin);
        right.Axes();

        for (var k = 0; k < named; k++)
            Plot.Legend(
                canvas,
                20 + (k / rows * legendWidth),
                grid.Canvas.Height + 14 + rowHeights.Take(k % rows).Sum(),
                legendWidth - 12,
                entries[k]
            );
        return canvas.ToFigure(
            "LASSO-Cox cross-validation and coefficient paths",
            Invariant($"{cv.FoldCount} folds; lambda.min {NumberText.Short(cv.LambdaMin)} with {Features(cv, cv.IndexMin)}, lambda.1se ")
                + $"{NumberText.Short(cv.Lambda1Se)} with {Features(cv, cv.Index1Se)}.",
            style
        );
    }

    /// <summary>The coefficient at each lambda, of every feature that has one somewhere.</summary>
    private static Dictionary<int, double[]> Paths(CoxNetCv cv)
    {
        var models = Enumerable.Range(0, cv.Lambdas.Count).Select(cv.Path.At).ToArray();
        var paths = new Dictionary<int, double[]>();
        for (var k = 0; k < models.Length; k++)
        {
            for (var j = 0; j < models[k].Indices.Length; j++)
            {
                if (!paths.TryGetValue(models[k].Indices[j], out var path))
                    paths[models[k].Indices[j]] = path = new double[models.Length];
                path[k] = models[k].Values[j];
            }
        }
        return paths;
    }

    private static string Features(CoxNetCv cv, int index) =>
        cv.Path.NonzeroCounts[index] == 1 ? "1 feature" : Invariant($"{cv.Path.NonzeroCounts[index]} features");

    // The number of coefficients along the top, as many as fit.
    private static void Counts(Canvas canvas, Plot plot, CoxNetCv cv, double[] log)
    {
        var end = double.NegativeInfinity;
        for (var k = log.Length - 1; k >= 0; k--)
        {
            var (at, text) = (plot.X(log[k]), cv.Path.NonzeroCounts[k].ToString(System.Globalization.CultureInfo.InvariantCulture));
            var half = Canvas.TextWidth(text, 10) / 2;
            if (at - half < end + 9)
                continue;
            canvas.Line(at, plot.Top - 4, at, plot.Top);
            canvas.Text(at, plot.Top - 8, text, TextAnchor.Middle, 10);
            end = at + half;
        }
        canvas.Line(plot.Left, plot.Top, plot.Right, plot.Top);
        canvas.Text(
            plot.Left + ((plot.Right - plot.Left) / 2),
            plot.Top - 22,
            "number of features",
            TextAnchor.Middle,
            10,
            colour: Palette.Grey
        );
    }
}
