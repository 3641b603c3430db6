using Radiomics.Reporting.Figures;
using Survival.Models;
using Survival.Models.NonParametric;

namespace Radiomics.Reporting.Tests.Figures;

public sealed class RefusalTests
{
    [Fact]
    public void Nothing_to_draw_is_refused()
    {
        Assert.Throws<ArgumentException>(() => KaplanMeierFigure.Draw([]));
        Assert.Throws<ArgumentException>(() => CompetingRisksFigure.Draw([]));
        Assert.Throws<ArgumentException>(() => CompetingRisksFigure.DrawStacked([new("x", [])]));
        Assert.Throws<ArgumentException>(() => RocFigure.Draw([]));
        Assert.Throws<ArgumentException>(() => CalibrationFigure.Draw([]));
        Assert.Throws<ArgumentException>(() => DecisionCurveFigure.Draw([], 12));
        Assert.Throws<ArgumentException>(() => WaterfallFigure.Draw([], 0));
        Assert.Throws<ArgumentException>(() => WaterfallFigure.Draw([("x", [1.0], [])], 0));
        Assert.Throws<ArgumentException>(() => ForestFigure.Draw([ForestRow.Section("x")]));
        Assert.Throws<ArgumentException>(() => SliceFigure.Draw([]));
    }

    // Seven colours with four kinds of line are 28 signs.
    [Fact]
    public void More_curves_than_signs_are_refused()
    {
        var curve = KaplanMeier.Fit(SurvivalData.Create([5, 6, 6, 9], [true, false, true, true]));
        CurvePanel<SurvivalCurve> Panel(int curves) => new("By age", [.. Enumerable.Range(40, curves).Select(age => ($"{age}", curve))]);
        KaplanMeierFigure.Draw([Panel(28)]);
        var refusal = Assert.Throws<ArgumentException>(() => KaplanMeierFigure.Draw([Panel(29)]));
        Assert.Contains("'By age' has 29 curves", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_of_no_size_is_refused()
    {
        var curve = KaplanMeier.Fit(SurvivalData.Create([5, 6, 6, 9], [true, false, true, true]));
        var figure = KaplanMeierFigure.Draw([new("Four patients", [("All", curve)])]);
        using var stream = new MemoryStream();
        Assert.Throws<ArgumentOutOfRangeException>(() => figure.WritePng(stream, 20));
        figure.WritePng(stream, 120);
        // 120 units of a drawing are an inch. The PNG's header: signature, then width and height, big-endian.
        var bytes = stream.ToArray();
        Assert.Equal((int)Math.Ceiling(figure.Width), (bytes[18] << 8) | bytes[19]);
        Assert.Equal((int)Math.Ceiling(figure.Height), (bytes[22] << 8) | bytes[23]);
    }

    [Fact]
    public void A_forest_of_wild_intervals_is_drawn()
    {
        var figure = ForestFigure.Draw([
            new ForestRow("separated", 1e6, 0, double.PositiveInfinity, 0.9),
            new ForestRow("tame", 1.5, 1.1, 2, 0.01),
        ]);
        Assert.DoesNotContain("NaN", figure.ToSvg(), StringComparison.Ordinal);
    }
}
