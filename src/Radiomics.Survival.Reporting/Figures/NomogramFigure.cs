using System.Globalization;
using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Wording;
using Survival.Models.Prognosis;

namespace Radiomics.Reporting.Figures;

/// <summary>A nomogram: read each variable's points off the first axis, add them up, and read survival below the total.</summary>
public static class NomogramFigure
{
    private const double Row = 46;
    private const double TickText = 10.5;
    private const double LabelRow = 12;
    private const string SurvivalAt = "surv_t";
    private const string RiskAt = "risk_t";

    // The axes of survival and risk are called by their times, surv_t90; a reader is told so in words.
    private static Func<string, string> Words(CoxNomogram nomogram)
    {
        var endpoint = nomogram.Model?.Description.Endpoint ?? new Endpoint { Survival = "survival" };
        var predictors = nomogram.Model?.Predictors ?? [];
        return name =>
            HorizonOf(name) is { } time
                ? ReportText.At(
                    time, endpoint.TimeUnit, name.StartsWith(RiskAt, StringComparison.Ordinal) ? endpoint.Risk : endpoint.Survival)
            : predictors.FirstOrDefault(p => p.Name == name) is { Label.Length: > 0 } predictor
                ? ReportText.WithUnit(predictor.Label, predictor.Unit)
            : name;
    }

    /// <summary>The time of an axis of survival or risk; <see langword="null"/> of another axis.</summary>
    internal static double? HorizonOf(string axis) =>
        (axis.StartsWith(SurvivalAt, StringComparison.Ordinal) || axis.StartsWith(RiskAt, StringComparison.Ordinal))
        && double.TryParse(axis[SurvivalAt.Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var time) ? time : null;

    /// <summary>Draws a nomogram.</summary>
    /// <param name="nomogram">The nomogram.</param>
    /// <param name="label">What an axis is called, by its name; <see langword="null"/> for the words of the
    /// model that it is of: the predictors' labels, "90-day overall survival".</param>
    /// <param name="title">The title.</param>
    /// <param name="style">Width; <see langword="null"/> for the defaults.</param>
    public static Figure Draw(
        CoxNomogram nomogram,
        Func<string, string>? label = null,
        string title = "Nomogram",
        FigureStyle? style = null
    ) => Draw(nomogram, label, title, style, _ => false);

    /// <summary>The same; the levels of some axes are names, though they are 0 and 1.</summary>
    internal static Figure Draw(
        CoxNomogram nomogram, Func<string, string>? label, string title, FigureStyle? style, Func<string, bool> isNamed)
    {
        ArgumentNullException.ThrowIfNull(nomogram);
        ArgumentException.ThrowIfNullOrEmpty(title);
        label ??= Words(nomogram);
        style = (style ?? FigureStyle.Default).Checked();
        var most = nomogram.Axes.SelectMany(a => a.Ticks).Max(t => t.Points);
        var points = new NomogramAxis(
            "Points",
            [.. PrettyTicks.Cover(0, most, 10).Where(p => p <= most + 1e-9).Select(p => new NomogramTick(p, NumberText.Short(p), p, p))]
        );
        var total = new NomogramAxis(
            "Total points",
            [.. nomogram.TotalPointsTicks.Select(p => new NomogramTick(p, NumberText.Short(p), p, p))]
        );
        NomogramAxis[] lower = [total, nomogram.LinearPredictor, .. nomogram.Functions.Where(f => f.Ticks.Count > 0)];
        NomogramAxis[] upper = [points, .. nomogram.Axes.Select(a => isNamed(a.Name) ? a : Answered(a))];
        // Predictions may lie left of zero points: the fitted range of the linear predictor, not the axes, decides.
        var (from, to) = (lower.SelectMany(a => a.Ticks).Min(t => t.Points), lower.SelectMany(a => a.Ticks).Max(t => t.Points));

        // The names take what they need up to a third of the figure, then break.
        var room = Math.Max(90, 0.33 * style.Width);
        var left = Math.Min(room, upper.Concat(lower).Max(a => Canvas.TextWidth(label(a.Name), 12, a == points || a == total))) + 34;
        var axisWidth = Math.Max(260, style.Width - left - 30);
        const double Top = 66;
        double Across(NomogramTick tick) => left + (tick.Points / most * axisWidth);
        double[] extra = [.. upper.Select(a => LabelRow * ExtraRows(a, left, left + axisWidth + 30, Across))];
        var canvas = new Canvas(left + axisWidth + 30, Top + (Row * (upper.Length + lower.Length)) + extra.Sum() + 4);
        canvas.Text(16, 24, title, size: 13, bold: true);
        var y = Top;
        foreach (var (axis, more) in upper.Zip(extra))
        {
            Draw(canvas, axis, label(axis.Name), left, y, Across, axis == points);
            y += Row + more;
        }
        y += 8;
        foreach (var axis in lower)
        {
            Draw(canvas, axis, label(axis.Name), left, y, t => left + ((t.Points - from) / (to - from) * axisWidth), axis == total);
            y += Row;
        }
        return canvas.ToFigure(
            title,
            "Points of "
                + string.Join(
                    "; ",
                    nomogram.Axes.Select(a =>
                        label(a.Name) + ": " + string.Join(", ", a.Ticks.Select(t => $"{t.Label} = {NumberText.Fixed(t.Points, 1)}"))
                    )
                ),
            style
        );
    }

    // A variable that is 0 or 1 answers its own name: "BED ≥ 70 Gy: no, yes".
    private static NomogramAxis Answered(NomogramAxis axis) => axis.Ticks.Count == 2 && axis.Ticks.All(t => t.Label is "0" or "1")
        ? new NomogramAxis(axis.Name, [.. axis.Ticks.Select(t => t with { Label = t.Label == "0" ? "no" : "yes" })])
        : axis;

    // Where labels of an axis stand: in rows below it (0, 1, ...), above it (-1), or nowhere (null), from left to right.
    private static List<(NomogramTick Tick, double X, int? Row)> Labels(
        NomogramAxis axis, double left, double right, Func<NomogramTick, double> place)
    {
        var ticks = axis.Ticks.OrderBy(t => t.Points).ToArray();
        // A number may be read off its neighbours, a level may not.
        var isLevels = ticks.Any(t => !double.TryParse(t.Label, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        var (above, below) = (double.NegativeInfinity, new List<double>());
        var labels = new List<(NomogramTick, double, int?)>();
        foreach (var tick in ticks)
        {
            var half = (Canvas.TextWidth(tick.Label, TickText) / 2) + 2;
            // A wide label moves inwards rather than over the names or the edge.
            var x = Math.Max(left - 14 + half, Math.Min(right - 2 - half, place(tick)));
            bool Free(double end) => x - half > end;
            int? row = below.Count == 0 || Free(below[0]) ? 0 : Free(above) ? -1 : null;
            if (row is null && isLevels)
                row = below.FindIndex(Free) is var free and > 0 ? free : below.Count;
            if (row == -1)
                above = x + half;
            else if (row < below.Count)
                below[row.Value] = x + half;
            else if (row is not null)
                below.Add(x + half);
            labels.Add((tick, x, row));
        }
        return labels;
    }

    private static int ExtraRows(NomogramAxis axis, double left, double right, Func<NomogramTick, double> place) =>
        Labels(axis, left, right, place).Max(l => l.Row ?? 0);

    private static void Draw(
        Canvas canvas, NomogramAxis axis, string name, double left, double y, Func<NomogramTick, double> place, bool major)
    {
        var lines = TextLines.Wrap(name, left - 34, 12, major);
        for (var k = 0; k < lines.Count; k++)
            canvas.Text(left - 18, y + 4 + (13 * (k - ((lines.Count - 1) / 2.0))), lines[k], TextAnchor.End, 12, bold: major);
        var labels = Labels(axis, left, canvas.Width, place);
        canvas.Line(place(labels[0].Tick), y, place(labels[^1].Tick), y, thickness: 1.2);
        if (major)
        {
            // Nine small ticks between two large ones, to read points by.
            for (var k = 1; k < labels.Count; k++)
            {
                var (from, to) = (place(labels[k - 1].Tick), place(labels[k].Tick));
                for (var i = 1; i < 10; i++)
                {
                    var at = from + ((to - from) * i / 10);
                    canvas.Line(at, y, at, y + (i == 5 ? 4 : 2.5), thickness: 0.8);
                }
            }
        }
        foreach (var (tick, x, row) in labels)
        {
            // Crowded labels go above the axis; a number without room there either stays without one.
            var isBelow = row >= 0;
            canvas.Line(place(tick), y, place(tick), isBelow ? y + 6 : y - 6);
            if (row is { } r)
                canvas.Text(x, isBelow ? y + 17 + (LabelRow * r) : y - 9, tick.Label, TextAnchor.Middle, TickText);
        }
    }
}
