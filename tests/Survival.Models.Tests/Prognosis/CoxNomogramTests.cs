using Survival.Models.Prognosis;

namespace Survival.Models.Tests.Prognosis;

public sealed class CoxNomogramTests
{
    // What R 4.2.2's pretty() gives.
    [Theory]
    [InlineData(0.3, 7.2, 10, 0, 7.5, 16)]
    [InlineData(-1.23, 1.51, 10, -1.4, 1.6, 16)]
    [InlineData(5, 5, 10, 3, 6, 4)]
    [InlineData(39, 82, 10, 35, 85, 11)]
    [InlineData(0, 191.2, 10, 0, 200, 11)]
    [InlineData(1e-9, 3e-9, 8, 1e-9, 3e-9, 11)]
    [InlineData(-0.00012, 123456, 7, -20000, 140000, 9)]
    public void TicksAreRsPretty(double low, double high, int count, double first, double last, int number)
    {
        var ticks = PrettyTicks.Cover(low, high, count);
        Assert.Equal(number, ticks.Length);
        Assert.Equal(first, ticks[0], Math.Abs(high) * 1e-9);
        Assert.Equal(last, ticks[^1], Math.Abs(high) * 1e-9);
    }

    // Age 40..60 with 0.1 a year spans 2 on its axis, sex 0.5: 100 points are 2, so sex is 25. No points is 0.1 * 40 - center 4.5.
    [Fact]
    public void PointsByHand()
    {
        var nomogram = CoxNomogram.Build(
            [NomogramVariable.Continuous("age", 0.1, 40, 60), NomogramVariable.Categorical("sex", ("f", 0), ("m", 0.5))],
            4.5,
            (-0.5, 2),
            [
                NomogramFunction.Survival("S", 0.5, [0.5, 0.25]),
                NomogramFunction.MedianSurvival("median", [1, 2, 3], [0.9, 0.7, 0.5], [2, 3]),
            ]
        );
        Assert.Equal(50, nomogram.PointsPerUnit, 12);
        Assert.Equal(-0.5, nomogram.LinearPredictorAtZero, 12);
        Assert.Equal(25, nomogram.Points("sex", "m"), 12);
        Assert.Equal(50, nomogram.Points("age", 50), 12);
        Assert.Equal(75, nomogram.TotalPoints(1), 12);
        Assert.Equal(1, nomogram.LinearPredictorOf(75), 12);
        // S = 1/2 at lp 0, 1/4 at log 2; interpolated over 1000 steps.
        Assert.Equal(
            [25, 50 * (Math.Log(2) + 0.5)],
            nomogram.Functions[0].Ticks.OrderBy(t => t.Points).Select(t => t.Points),
            new Within(0.001)
        );
        Assert.Equal(2, nomogram.Functions[1].Ticks.Count);
        Assert.Equal(["f", "m"], nomogram.Axes[1].Ticks.Select(t => t.Label));
    }

    // Median: -log S0 >= log 2 / exp(lp): at lp 0 only 0.5 is enough (3), at lp 1 0.7 is (2), far below none.
    [Fact]
    public void MedianIsTheFirstTimeAtOrBelowOneHalf()
    {
        var median = NomogramFunction.MedianSurvival("median", [1, 2, 3], [0.9, 0.7, 0.5]);
        Assert.Equal(3, median.Value(0));
        Assert.Equal(2, median.Value(1));
        Assert.True(double.IsNaN(median.Value(-1)));
    }

    [Fact]
    public void ACategoricalTermIsOneAxis()
    {
        var covariates = new DesignMatrixBuilder()
            .Numeric("age", [40, 50, 60])
            .Categorical("stage", ["I", "II", "III"], ["I", "II", "III"])
            .Build();
        var variables = NomogramVariable.FromData(covariates, [0.1, 0.5, 2]);
        Assert.Equal(["age", "stage"], variables.Select(v => v.Name));
        Assert.Equal(["I", "II", "III"], variables[1].Levels);
        Assert.Equal([0, 0.5, 2], variables[1].Levels.Select(variables[1].Effect));
    }

    [Fact]
    public void RefusesInteractionsByNameAndBadInput()
    {
        var covariates = DesignMatrix.FromColumns(("a", [1, 2, 3]), ("a:b", [1, 2, 4]));
        Assert.Contains("'a:b'", Assert.Throws<ArgumentException>(() => NomogramVariable.FromData(covariates, [1, 2])).Message);
        Assert.Throws<ArgumentException>(() => NomogramVariable.FromData(covariates, [1]));
        Assert.Throws<InvalidSurvivalDataException>(() => NomogramVariable.FromData(DesignMatrix.FromColumns(("a", [1, 1])), [1]));
        Assert.Throws<ArgumentException>(() => NomogramVariable.Categorical("a", ("x", 0)));
        Assert.Throws<ArgumentException>(() => NomogramVariable.Continuous("a", double.NaN, 0, 1));
        Assert.Throws<ArgumentException>(() => NomogramVariable.Continuous("a", 1, 2, 1));
        Assert.Throws<ArgumentException>(() => CoxNomogram.Build([], 0, (0, 1)));
        Assert.Throws<ArgumentException>(() => CoxNomogram.Build([NomogramVariable.Continuous("a", 0, 0, 1)], 0, (0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => NomogramFunction.Survival("S", 1));
        Assert.Throws<ArgumentException>(() => NomogramFunction.MedianSurvival("m", [2, 1], [0.9, 0.8]));
        var nomogram = CoxNomogram.Build([NomogramVariable.Categorical("sex", ("f", 0), ("m", 0.5))], 0, (0, 1));
        Assert.Contains("f, m", Assert.Throws<ArgumentException>(() => nomogram.Points("sex", "x")).Message);
        Assert.Throws<ArgumentException>(() => nomogram.Points("age", 1));
        Assert.Throws<ArgumentException>(() => nomogram.Points("sex", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrettyTicks.Cover(1, 0));
    }

    private sealed class Within(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double obj) => 0;
    }
}
