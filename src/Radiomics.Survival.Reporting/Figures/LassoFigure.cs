using Radiomics.Reporting.Drawing;
using Survival.Models.Penalised;

namespace Radiomics.Reporting.Figures;

/// <summary>
/// A cross-validated LASSO: (a) the deviance by lambda with its standard errors and the number of coefficients, (b) the coefficient paths.
/// </summary>
public static class LassoFigure
{
    private const int MostNamed = 16;

    /// <summary>Draws both panels.</summary>
    /// <param name="cv">The cross-validated path; at least two lambdas.</param>
    /// <param name="chosen">The place of the lambda whose features are named, from 0; <see langword="null"/> for lambda.min.</param>
    /// <exception cref="ArgumentException">A path of fewer than two lambdas.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A place that the path does not have.</exception>
    public static Figure Draw(CoxNetCvResult cv, int? chosen = null)
    {
        ArgumentNullException.ThrowIfNull(cv);
        if (cv.Lambdas.Count < 2)
            throw new ArgumentException("A path of one lambda has no curve.", nameof(cv));
        var model = cv.Path.At(chosen ?? cv.IndexMin);
        var selected = model.SelectedNames;
        var named = selected.Count <= MostNamed ? selected.Count : 0;
        double[] log = [.. cv.Lambdas.Select(l => Math.Log(l))];
        var top = Plot.HeaderHeight(2) + 34;
        const double Height = 280, Width = 370;
        var canvas = new Canvas(900, top + Height + 58 + (16 * ((named + 1) / 2)) + (named > 0 ? 10 : 0));
        var margin = 0.02 * (log[0] - log[^1]);
        var x = Axis.Within(log[^1] - margin, log[0] + margin, "log(λ)", 6);
        var measure = cv.Measure == CvMeasure.Concordance ? "C-index" : "Partial-likelihood deviance";
        var (low, high) = (
            cv.MeanScores.Zip(cv.StandardErrors, (m, s) => m - s).Min(),
            cv.MeanScores.Zip(cv.StandardErrors, (m, s) => m + s).Max()
        );

        var left = new Plot(canvas, 64, top, Width, Height, x, Axis.Cover(low, high, measure));
        double[] dashMin = [6, 3], dash1Se = [2, 3];
        left.Header(
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
            ],
            2,
            34);
        Counts(canvas, left, cv, log);
        for (var k = 0; k < log.Length; k++)
            left.ErrorBar(log[k], cv.MeanScores[k] - cv.StandardErrors[k], cv.MeanScores[k] + cv.StandardErrors[k], "#a0a0a0", 1, 2);
        for (var k = 0; k < log.Length; k++)
            left.Dot(log[k], cv.MeanScores[k], Palette.Ink, 2.3);
        left.Vertical(Math.Log(cv.LambdaMin), Palette.Vermilion, dashMin);
        left.Vertical(Math.Log(cv.Lambda1Se), Palette.Blue, dash1Se);
        left.Axes(48);

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
        var (least, most) = paths.Count == 0 ? (-1, 1) : (paths.Values.Min(p => p.Min()), paths.Values.Max(p => p.Max()));
        var right = new Plot(
            canvas,
            64 + Width + 78,
            top,
            Width,
            Height,
            x,
            Axis.Cover(least, most, "Coefficient (per standard deviation)")
        );
        right.Header(
            "(b) Coefficient paths",
            [
                new LegendEntry(
                    named > 0 ? $"{selected.Count} features at the λ used, named below" : $"{selected.Count} features at the λ used",
                    Palette.Blue
                ),
                new LegendEntry("features not selected there", "#b0b0b0"),
            ],
            2,
            34);
        Counts(canvas, right, cv, log);
        right.Line([(log[^1], 0), (log[0], 0)], Palette.Faint, 1);
        foreach (var (feature, path) in paths.OrderBy(p => p.Key))
        {
            if (!model.Indices.Contains(feature))
                right.Line(log.Zip(path), "#b0b0b0", 1);
        }
        for (var k = 0; k < selected.Count; k++)
            right.Line(log.Zip(paths[model.Indices[k]]), Palette.Of(k), 1.8, Palette.Dashes[k / Palette.Series.Count % 4]);
        right.Vertical(Math.Log(model.Lambda), Palette.Grey, dashMin);
        right.Axes(48);

        var rows = (named + 1) / 2;
        for (var k = 0; k < named; k++)
            Plot.Legend(
                canvas,
                64 + (k / rows * 430),
                top + Height + 62 + (16 * (k % rows)),
                new LegendEntry(
                    $"{selected[k]}  {NumberText.Fixed(model.Values[k], 4)}",
                    Palette.Of(k),
                    Dash: Palette.Dashes[k / Palette.Series.Count % 4]
                )
            );
        return canvas.ToFigure(
            "LASSO-Cox cross-validation and coefficient paths",
            Invariant($"{cv.FoldCount} folds; lambda.min {NumberText.Short(cv.LambdaMin)} with {Features(cv, cv.IndexMin)}, lambda.1se ")
                + $"{NumberText.Short(cv.Lambda1Se)} with {Features(cv, cv.Index1Se)}."
        );
    }

    private static string Features(CoxNetCvResult cv, int index) =>
        cv.Path.NonzeroCounts[index] == 1 ? "1 feature" : Invariant($"{cv.Path.NonzeroCounts[index]} features");

    // The number of coefficients along the top, as many as fit.
    private static void Counts(Canvas canvas, Plot plot, CoxNetCvResult cv, double[] log)
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
