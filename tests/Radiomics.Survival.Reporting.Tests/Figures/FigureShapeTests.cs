using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Figures;
using Survival.Models;
using Survival.Models.NonParametric;
using Survival.Models.Statistics;

namespace Radiomics.Reporting.Tests.Figures;

/// <summary>Where the shapes of figures stand.</summary>
public sealed class FigureShapeTests
{
    // Everybody has the event: survival falls to 0 at 3, where it has no limits; those of 2 to 3 hold until then.
    [Fact]
    public void A_band_goes_on_to_the_time_at_which_the_curve_reaches_zero()
    {
        var curve = KaplanMeier.Fit(SurvivalData.Create([1, 2, 3], [true, true, true]));
        Assert.True(double.IsNaN(curve.Lower[^1]));
        var figure = KaplanMeierFigure.Draw(
            [new("", [("all", curve)])], options: new KaplanMeierFigureOptions { End = 4, Breaks = [0, 3, 4] });
        var paths = figure.Shapes.OfType<PathShape>().ToList();
        var band = Assert.Single(paths, p => p.Closed && p.Opacity < 1);
        var line = paths.First(p => !p.Closed && p.Points.Count > 3);
        Assert.Equal(line.Points.Max(p => p.X), band.Points.Max(p => p.X), 1e-9);
    }

    // The log-rank test by hand: of arm a 2 events, expected 3/6 + 2/5 + 1/4 + 0/2 = 1.15, variance 1/4 + 6/25 + 3/16 = 0.6775; the
    // chi-square value 0.85^2 / 0.6775 = 1.0664 has p = 0.3018.
    [Fact]
    public void A_cohort_is_drawn_by_a_column_with_the_test_between_its_values()
    {
        var cohort = Cohort.Create(
            SurvivalData.Create([1, 2, 3, 4, 5, 6], [true, true, true, false, true, false]),
            new SurvivalTableBuilder().Texts("arm", ["a", "a", "b", "a", "b", "b"]).Build());
        var svg = KaplanMeierFigure.Draw(cohort, "arm", "months").ToSvg();
        Assert.Contains("arm=a: n\u00a0=\u00a03", svg, StringComparison.Ordinal);
        Assert.Contains("arm=b: n\u00a0=\u00a03", svg, StringComparison.Ordinal);
        Assert.Contains("Log-rank p = 0.302", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("Log-rank", KaplanMeierFigure.Draw(cohort).ToSvg(), StringComparison.Ordinal);
    }

    // A name that goes on in a second line is not taken for another feature: numbers alone stand at the left.
    [Fact]
    public void Names_below_a_heat_map_go_on_beside_their_number()
    {
        var name = "log-sigma-3-0-mm-3D_gldm_" + string.Concat(Enumerable.Repeat("LargeDependence", 6));
        var matrix = CorrelationMatrix.Estimate(
            DesignMatrix.FromColumns(("original_firstorder_Mean", [1, 2, 3, 4]), (name, [2, 1, 4, 3]), ("third", [4, 1, 3, 2])));
        var texts = SpearmanFigure.Draw(matrix, style: new FigureStyle { WidthMillimetres = 76 }).Shapes.OfType<TextShape>().ToList();
        var key = texts.Where(t => name.Contains(t.Text, StringComparison.Ordinal) && t.Text.Length > 5).ToList();
        Assert.True(key.Count > 1);
        var left = Assert.Single(key.Select(t => t.At.X).Distinct());
        Assert.Equal(["1", "2", "3"], texts.Where(t => t.At.Y >= key[0].At.Y - 20 && t.At.X < left).Select(t => t.Text));
    }

    // A name of two lines beside a row ends left of the row's number, which stands by itself.
    [Fact]
    public void A_name_of_two_lines_does_not_run_over_its_number()
    {
        const string Name = "wavelet-LHL_glrlm_LongRunLowGrayLevelEmphasis";
        var matrix = CorrelationMatrix.Estimate(DesignMatrix.FromColumns(("a", [1, 2, 3, 4]), (Name, [2, 1, 4, 3])));
        var texts = SpearmanFigure.Draw(matrix, style: new FigureStyle { WidthMillimetres = 85 }).Shapes.OfType<TextShape>().ToList();
        var lines = texts.Where(t => t.Text.Length > 5 && Name.Contains(t.Text, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count);
        var row = texts.Single(t => t.Text == "2" && t.Anchor == TextAnchor.End);
        Assert.All(lines, l => Assert.True(l.At.X < row.At.X - Canvas.TextWidth("2", 11)));
    }

    // Names that leave a plot no room stand above their intervals, and no line goes through them.
    [Theory]
    [InlineData(76)]
    [InlineData(85)]
    [InlineData(200)]
    public void A_forest_plot_has_room_for_its_intervals_and_no_line_through_its_labels(double millimetres)
    {
        var name = string.Join(' ', Enumerable.Repeat("extension", 6));
        var figure = ForestFigure.Draw(
            [new ForestRow(name, 0.4, 0.2, 0.8, 0.01), new ForestRow("b", 100, 30, 330, 0.001)],
            style: new FigureStyle { WidthMillimetres = millimetres });
        Assert.Equal(millimetres < 100 ? millimetres : figure.WidthMillimetres, figure.WidthMillimetres, 1e-9);
        var texts = figure.Shapes.OfType<TextShape>().ToList();
        var labels = texts.Where(t => t.Anchor == TextAnchor.Start && t.Text.Contains("extension", StringComparison.Ordinal)).ToList();
        Assert.Equal(name, string.Join(' ', labels.Select(l => l.Text)));
        foreach (var path in figure.Shapes.OfType<PathShape>().Where(p => p.Points.Count == 2))
        {
            var (left, right) = (path.Points.Min(p => p.X), path.Points.Max(p => p.X));
            var (top, bottom) = (path.Points.Min(p => p.Y), path.Points.Max(p => p.Y));
            Assert.DoesNotContain(labels, l => left < l.At.X + Canvas.TextWidth(l.Text, l.Size) && right > l.At.X
                && top < l.At.Y - 1 && bottom > l.At.Y - 8);
        }
        // The axis is the widest line.
        var axis = figure.Shapes.OfType<PathShape>().Where(p => p.Points.Count == 2).Max(p => p.Points[1].X - p.Points[0].X);
        Assert.True(axis >= 119, $"The axis is {axis} wide.");
    }
}
