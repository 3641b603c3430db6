using Radiomics.Reporting.Drawing;
using Survival.Models.DecisionCurves;

namespace Radiomics.Reporting.Figures;

/// <summary>Decision curves: the net benefit of each model, of treating all and of treating none, by the threshold probability.</summary>
public static class DecisionCurveFigure
{
    // No model's kind of line, so that treating all is told from a dotted model in grey too.
    private static readonly double[] _longAndDots = [12, 3, 2, 3, 2, 3];

    /// <summary>Draws the panels on the same axes, beside each other where there is room.</summary>
    /// <param name="panels">The panels; at least one. A title says for example the set.</param>
    /// <param name="time">The time of the predicted event.</param>
    /// <param name="timeUnit">Its unit, in the plural; may be empty.</param>
    /// <param name="label">What a strategy is called, by its name; <see langword="null"/> to keep the names.</param>
    /// <param name="outcome">The event.</param>
    /// <param name="options">What is drawn; <see langword="null"/> for net benefits as they are.</param>
    /// <param name="style">Width and colours; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There are no panels, or no net benefits; or a span outside its range.</exception>
    public static Figure Draw(
        IReadOnlyList<(string Title, DecisionCurve Curve)> panels,
        double time,
        string timeUnit = "",
        Func<string, string>? label = null,
        string outcome = "the event",
        DecisionCurveFigureOptions? options = null,
        FigureStyle? style = null
    )
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentNullException.ThrowIfNull(timeUnit);
        label ??= name => name;
        options ??= DecisionCurveFigureOptions.Default;
        style = (style ?? FigureStyle.Default).Checked();
        if (options.SmoothSpan is { } span && !(span is > 0 and <= 1))
            throw new ArgumentException("SmoothSpan is above 0 and at most 1.", nameof(options));
        var avoided = options.InterventionsAvoided;
        double Value(DecisionPoint p) => avoided ? 100 * p.InterventionsAvoided : p.NetBenefit;
        var points = panels
            .SelectMany(p => p.Curve.Strategies)
            .SelectMany(s => s.Points)
            .Where(p => double.IsFinite(p.NetBenefit))
            .ToArray();
        if (points.Length == 0)
            throw new ArgumentException("There is no net benefit to draw.", nameof(panels));
        var y = Upright(points, Value, avoided);
        var x = Axis.Within(
            points.Min(p => p.Threshold),
            points.Max(p => p.Threshold),
            $"Threshold probability of {outcome} by {NumberText.Time(time, timeUnit)}",
            6
        );
        var styles = style.OfPanels(panels.Select(p => p.Curve.Strategies.Select(s => s.Name).Where(n => n is not ("all" or "none"))));
        var curves = panels.Select((p, k) => Strategies(p.Curve, label, avoided, styles[k])).ToArray();
        var headers = panels
            .Select((p, k) => (
                PanelGrid.Letter(k, panels.Count) + p.Title,
                (IReadOnlyList<LegendEntry>)[.. curves[k].Select(c => c.Legend)]
            ))
            .ToArray();
        var grid = new PanelGrid(style, headers, x, y, 300, 460, 0.78, 270);
        for (var k = 0; k < panels.Count; k++)
        {
            var plot = grid.Panel(k);
            foreach (var (strategy, legend) in curves[k])
            {
                (double X, double Y)[] line = [.. strategy.Points.Select(p => (p.Threshold, Value(p)))];
                plot.Line(
                    options.SmoothSpan is { } share && strategy.Name is not ("all" or "none") ? LocalRegression.Smooth(line, share) : line,
                    legend.Colour!,
                    legend.Thickness,
                    legend.Dash
                );
            }
            plot.Axes();
        }
        return grid.Canvas.ToFigure(
            (avoided ? "Interventions avoided at " : "Decision curves at ") + NumberText.Time(time, timeUnit),
            string.Join("; ", panels.Select(p => $"{p.Title}: risk of all {NumberText.Fixed(p.Curve.EventRate, 3)}")),
            style
        );
    }

    // Treating all falls without bound at high thresholds, and interventions avoided do so at low ones; far below nothing nothing is told.
    private static Axis Upright(DecisionPoint[] points, Func<DecisionPoint, double> value, bool avoided)
    {
        var values = points.Select(value).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        if (avoided)
            return Axis.Within(-5, Math.Min(100, Math.Max(10, values.Max() * 1.05)), "Net interventions avoided per 100 patients", 6);
        return Axis.Within(-0.05, Math.Max(0.05, values.Max()) * 1.05, "Net benefit", 6);
    }

    private static List<(DecisionStrategy Strategy, LegendEntry Legend)> Strategies(
        DecisionCurve curve,
        Func<string, string> label,
        bool avoided,
        FigureStyle style
    )
    {
        var found = new List<(DecisionStrategy, LegendEntry)>();
        var model = 0;
        foreach (var strategy in curve.Strategies.OrderBy(s => s.Name is "all" ? 1 : s.Name is "none" ? 2 : 0))
        {
            // Against treating all, treating all avoids nothing.
            if (avoided && (strategy.Name is "all" or "none"))
                continue;
            var (text, colour, dash) = strategy.Name switch
            {
                "all" => ("treat all", Palette.Grey, _longAndDots),
                "none" => ("treat none", Palette.Ink, null),
                _ => (label(strategy.Name), style.Colour(model), style.Dash(model++)),
            };
            found.Add((strategy, new LegendEntry(text, colour, Dash: dash, Thickness: strategy.Name is "all" or "none" ? 1.2 : 1.8)));
        }
        return found;
    }
}

/// <summary>What a <see cref="DecisionCurveFigure"/> shows. Immutable.</summary>
public sealed record DecisionCurveFigureOptions
{
    /// <summary>The defaults.</summary>
    public static DecisionCurveFigureOptions Default { get; } = new();

    /// <summary>Whether the net interventions avoided per 100 patients, against treating all, are drawn in place of the net
    /// benefit. The default is <see langword="false"/>.</summary>
    public bool InterventionsAvoided { get; init; }

    /// <summary>The share of the thresholds that a smooth curve of each model looks at, above 0 and at most 1 (loess of degree 2, as
    /// <c>dcurves</c> smooths with 0.2); <see langword="null"/> for the values themselves.</summary>
    public double? SmoothSpan { get; init; }
}
