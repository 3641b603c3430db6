using Survival.Models.Cox;
using Survival.Models.Prognosis;
using static Survival.Models.Tests.Prognosis.RmsCohort;

namespace Survival.Models.Tests.Prognosis;

public sealed class CoxNomogramFromFitTests
{
    [Fact]
    public void AxesPointsAndFunctionsAreThoseOfRms()
    {
        var nomogram = CoxNomogram.From(Fit(), [6, 12]);
        Close(R.GetProperty("sc").GetDouble(), nomogram.PointsPerUnit);
        Close(R.GetProperty("intercept").GetDouble(), nomogram.LinearPredictorAtZero);
        foreach (var (expected, axis) in R.GetProperty("axes").EnumerateArray().Zip(nomogram.Axes))
        {
            Assert.Equal(expected.GetProperty("name").GetString(), axis.Name);
            Assert.Equal(Texts(expected, "labels"), axis.Ticks.Select(t => t.Label));
            All(Numbers(expected, "points"), [.. axis.Ticks.Select(t => t.Points)]);
        }
        All(Numbers(R, "total"), [.. nomogram.TotalPointsTicks]);
        All(Numbers(R.GetProperty("lp_axis"), "points"), [.. nomogram.LinearPredictor.Ticks.Select(t => t.Points)]);
        foreach (var (expected, axis) in R.GetProperty("fun").EnumerateArray().Zip(nomogram.Functions))
        {
            Assert.Equal(expected.GetProperty("name").GetString(), axis.Name);
            All(Numbers(expected, "values"), [.. axis.Ticks.OrderByDescending(t => t.Value).Select(t => t.Value)]);
            All(Numbers(expected, "points"), [.. axis.Ticks.OrderByDescending(t => t.Value).Select(t => t.Points)]);
        }
    }

    [Fact]
    public void ItPrintsItself() => Assert.Contains("stage", CoxNomogram.From(Fit(), [6, 12]).ToString(), StringComparison.Ordinal);

    [Fact]
    public void AFitFromAFileHasNoAxesAndAnInteractionNoAxisOfItsOwn()
    {
        Assert.Contains(
            "loaded from a file",
            Assert.Throws<IncompleteModelException>(() => CoxNomogram.From(CoxModel.FromJson(Fit().ToJson()), [6])).Message,
            StringComparison.Ordinal
        );
        double[] a = [1, 2, 3, 4, 5, 6, 7, 8],
            b = [2, 1, 2, 1, 1, 2, 1, 2],
            time = [3, 5, 2, 6, 1, 4, 8, 7];
        var fit = CoxModel.Fit(SurvivalData.Create(time, [.. time.Select(_ => true)]), DesignMatrix.FromColumns(("a", a), ("a:b", b)));
        Assert.Contains(
            "'a:b' is an interaction",
            Assert.Throws<ArgumentException>(() => CoxNomogram.From(fit, [2])).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => CoxNomogram.From(Fit(), [12, 6]));
        Assert.Throws<ArgumentException>(() => CoxNomogram.From(Fit(), []));
    }

    private static void All(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++)
            Close(expected[k], actual[k]);
    }
}
