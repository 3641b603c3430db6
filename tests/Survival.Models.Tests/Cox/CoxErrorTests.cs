using Survival.Models.Cox;

namespace Survival.Models.Tests.Cox;

public class CoxErrorTests
{
    private static readonly double[] Time = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly bool[] Event = [true, false, true, true, false, true, true, false];
    private static readonly double[] A = [1, 3, 2, 5, 4, 1, 6, 2];
    private static readonly double[] B = [0, 1, 1, 0, 1, 0, 0, 1];

    private static SurvivalData Data => SurvivalData.Create(Time, Event);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void AValueThatIsNotFiniteIsNamed(double bad)
    {
        double[] a = [.. A];
        a[3] = bad;
        var error = Assert.Throws<InvalidSurvivalDataException>(() => DesignMatrix.FromColumns(("b", B), ("a", a)));
        Assert.Equal((3, "a"), (error.Row, error.Column));
        double[] time = [.. Time];
        time[5] = bad;
        Assert.Equal(5, Assert.Throws<InvalidSurvivalDataException>(() => SurvivalData.Create(time, Event)).Row);
        double[] offset = [.. A];
        offset[2] = bad;
        Assert.Equal(
            (2, "offset"),
            Place(Assert.Throws<InvalidSurvivalDataException>(() => CoxModel.Fit(Data, DesignMatrix.FromColumns(("a", A)), null, offset)))
        );
    }

    [Fact]
    public void ATimeBelowZeroIsNamed()
    {
        double[] time = [.. Time];
        time[6] = -0.5;
        Assert.Equal((6, "time"), Place(Assert.Throws<InvalidSurvivalDataException>(() => SurvivalData.Create(time, Event))));
    }

    [Fact]
    public void NoEventsIsAnError() =>
        Assert.Equal(
            "event",
            Assert
                .Throws<InvalidSurvivalDataException>(() =>
                    CoxModel.Fit(SurvivalData.Create(Time, new bool[8]), DesignMatrix.FromColumns(("a", A)))
                )
                .Column
        );

    [Fact]
    public void MoreColumnsThanRowsNeedAPenalty()
    {
        var wide = DesignMatrix.FromColumns([
            .. Enumerable.Range(0, 9).Select(j => ($"f{j}", A.Select(v => v + Math.Sin(j * v)).ToArray())),
        ]);
        var error = Assert.Throws<InvalidSurvivalDataException>(() => CoxModel.Fit(Data, wide));
        Assert.Contains("penalised", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARepeatedColumnIsNamedWithItsTwin()
    {
        var error = Assert.Throws<ConvergenceException>(() =>
            CoxModel.Fit(Data, DesignMatrix.FromColumns(("a", A), ("b", B), ("copy", A)))
        );
        Assert.Equal(["copy"], error.Columns);
        Assert.Contains("equals 'a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnThatSeparatesTheEventsIsNamed()
    {
        double[] perfect = [.. Event.Select(e => e ? 1.0 : 0.0)];
        var error = Assert.Throws<ConvergenceException>(() => CoxModel.Fit(Data, DesignMatrix.FromColumns(("a", A), ("perfect", perfect))));
        Assert.Contains("perfect", error.Columns);
        Assert.DoesNotContain("a", error.Columns);
        Assert.Contains("Firth", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IterationsThatRunOutAreNamed()
    {
        var error = Assert.Throws<ConvergenceException>(() =>
            CoxModel.Fit(Data, DesignMatrix.FromColumns(("a", A), ("b", B)), new CoxOptions { MaxIterations = 1 })
        );
        Assert.Single(error.Columns);
    }

    [Fact]
    public void SizesAndOptionsAreChecked()
    {
        var x = DesignMatrix.FromColumns(("a", A));
        Assert.Throws<ArgumentException>(() => CoxModel.Fit(SurvivalData.Create(Time[..7], Event[..7]), x));
        Assert.Throws<ArgumentException>(() => CoxModel.Fit(Data, x, null, [1, 2]));
        Assert.Throws<ArgumentException>(() => CoxModel.Fit(Data, x, new CoxOptions { Tolerance = 0 }));
        Assert.Throws<ArgumentException>(() =>
            CoxModel.Fit(SurvivalData.Create(Time, Event, weight: A), x, new CoxOptions { Ties = TieMethod.Exact })
        );
        Assert.Throws<ArgumentException>(() => CoxModel.Fit(Data, x, new CoxOptions { Ties = TieMethod.Exact, Robust = true }));
        Assert.Throws<ArgumentException>(() => CoxModel.Fit(Data, x, ["nothing"]));
        var model = CoxModel.Fit(Data, x);
        Assert.Throws<ArgumentException>(() => model.LinearPredictor([1, 2]));
        Assert.Throws<ArgumentException>(() => model.Baseline(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Table(1));
        Assert.Contains(
            "8",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.PredictSurvival(x, 9)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<InvalidOperationException>(() => CoxModel.FromJson(model.ToJson()).MartingaleResiduals());
        Assert.Throws<ArgumentException>(() => FirthCox.Fit(Data, x, new FirthOptions { Ties = TieMethod.Exact }));
        Assert.Throws<ArgumentException>(() => StepwiseCox.Select(Data, x, new StepwiseOptions { Forced = ["q"] }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => UnivariableCox.Screen(Data, x, new UnivariableCoxOptions { MaxDegreeOfParallelism = 0 }));
    }

    [Fact]
    public void ARowOfWeightZeroTakesNoPart()
    {
        double[] weight = [1, 2, 0, 1, 1, 3, 0, 1];
        int[] kept = [0, 1, 3, 4, 5, 7];
        var with = CoxModel.Fit(SurvivalData.Create(Time, Event, weight: weight), DesignMatrix.FromColumns(("a", A)));
        var without = CoxModel.Fit(
            SurvivalData.Create(Time, Event, weight: weight).Select(kept),
            DesignMatrix.FromColumns(("a", A)).SelectRows(kept)
        );
        Assert.Equal(without.Coefficients[0], with.Coefficients[0], 1e-12);
        Assert.Equal(without.Covariance[0], with.Covariance[0], 1e-12);
    }

    [Fact]
    public void CancellingStopsTheFit()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            CoxModel.Fit(Data, DesignMatrix.FromColumns(("a", A)), cancellationToken: source.Token)
        );
    }

    private static (int Row, string? Column) Place(InvalidSurvivalDataException e) => (e.Row, e.Column);
}
