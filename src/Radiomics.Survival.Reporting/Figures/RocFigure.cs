using Radiomics.Reporting.Drawing;
using Survival.Models.Discrimination;

namespace Radiomics.Reporting.Figures;

/// <summary>Time-dependent ROC curves, with the area and its confidence interval at each time in the legend.</summary>
public static class RocFigure
{
    /// <summary>Draws the panels, row by row, with a letter each.</summary>
    /// <param name="panels">The panels; at least one. A title says for example the set and the model; there is a curve a time.</param>
    /// <param name="columns">The panels in a row at most; at least 1.</param>
    /// <param name="timeUnit">The unit of time, for the legend.</param>
    /// <param name="style">Width and colours; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There are no panels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one column.</exception>
    public static Figure Draw(
        IReadOnlyList<(string Title, TimeDependentRoc Curves)> panels, int columns = 3, string timeUnit = "", FigureStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentNullException.ThrowIfNull(timeUnit);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (panels.Count == 0)
            throw new ArgumentException("There are no panels.", nameof(panels));
        style = (style ?? FigureStyle.Default).Checked();
        var styles = style.OfPanels(panels.Select(p => p.Curves.At.Select(a => a.Time)));
        var headers = panels
            .Select((p, k) => (
                PanelGrid.Letter(k, panels.Count) + p.Title,
                (IReadOnlyList<LegendEntry>)
                [
                    new LegendEntry("AUC (95% CI)"),
                    .. p.Curves.At.Select((a, t) => new LegendEntry(Legend(a, timeUnit), styles[k].Colour(t), Dash: styles[k].Dash(t))),
                ]
            ))
            .ToArray();
        var grid = new PanelGrid(
            style,
            headers,
            Axis.Cover(0, 1, "1 − specificity"),
            Axis.Cover(0, 1, "Sensitivity"),
            260,
            330,
            1,
            columns: columns
        );
        for (var k = 0; k < panels.Count; k++)
        {
            var auc = panels[k].Curves;
            var plot = grid.Panel(k);
            plot.Line([(0, 0), (1, 1)], "#b0b0b0", 1, [3, 3]);
            for (var t = 0; t < auc.At.Count; t++)
                plot.Line(
                    auc.Curve(t).Select(p => (p.FalsePositiveRate, p.TruePositiveRate)), styles[k].Colour(t), 1.8, styles[k].Dash(t));
            plot.Axes();
        }
        return grid.Canvas.ToFigure(
            "Time-dependent ROC curves",
            "AUC (95% CI). " + string.Join(
                "; ",
                panels.Select((p, k) => $"{headers[k].Item1}: {string.Join(", ", p.Curves.At.Select(a => Legend(a, timeUnit)))}")
            ),
            style
        );
    }

    private static string Legend(TimeAuc at, string unit) =>
        $"{NumberText.Time(at.Time, unit)}: {NumberText.Share(at.Auc, at.Lower, at.Upper, 2)}";
}
