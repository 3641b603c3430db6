using Survival.Models.Calibration;

namespace Survival.Models.Tests.Calibration;

public sealed class CalibrationTests
{
    private static readonly SurvivalData Data = SurvivalData.Create([1, 2, 3, 4, 5, 6], [true, true, false, true, true, false]);

    // One column x = 0/1 for times 1 (x = 1), 2 (0), 3 (1): risk e^b/(2 e^b + 1), then 1/(e^b + 1), then 1. With r = e^b the score is
    // 1 - 2r/(2r + 1) - r/(r + 1) = 0: (r + 1) = r (2r + 1), r = 1/sqrt 2.
    [Fact]
    public void FitsACoxModelByHand()
    {
        var fit = EfronFit.Fit(SurvivalData.Create([1, 2, 3], [true, true, true]), [[1, 0, 1]]);
        Assert.Equal(-Math.Log(2) / 2, fit.Coefficients[0], 12);
        Assert.Equal(-Math.Log(6), fit.LogLikelihoodNull, 14);
        var r = Math.Sqrt(0.5);
        Assert.Equal(Math.Log(r / ((2 * r) + 1) / (r + 1)), fit.LogLikelihood, 14);
        // Information: 2r/(2r + 1)^2 + r/(r + 1)^2.
        Assert.Equal(1 / ((2 * r / Math.Pow((2 * r) + 1, 2)) + (r / Math.Pow(r + 1, 2))), Math.Pow(fit.StandardError(0), 2), 10);
    }

    // Two events at 1 of three equal risks: Efron's hazard is 1/3 + 1/(3 - 1) by the second event.
    [Fact]
    public void TiedEventsAddEfronsHazard()
    {
        var fit = EfronFit.Fit(SurvivalData.Create([1, 1, 2, 3], [true, true, true, true]), [[1, -1, 1, -1]]);
        var (up, down) = (Math.Exp(fit.Coefficients[0]), Math.Exp(-fit.Coefficients[0]));
        var all = 2 * (up + down);
        Assert.Equal((1 / all) + (1 / (all - ((up + down) / 2))), fit.CumulativeHazard(1), 12);
    }

    // The three lowest predictions: events at 1, 2, censored at 3 -> S(3.5) = 1/3; the others: event at 4 later -> 1.
    [Fact]
    public void GroupsByHand()
    {
        var result = SurvivalCalibration.ByGroups(Data, [0.1, 0.2, 0.3, 0.6, 0.7, 0.8], 3, CalibrationCuts.OfCount(2));
        Assert.Equal([0, 0, 0, 1, 1, 1], result.GroupOfRow);
        Assert.Equal((3, 2), (result.Groups[0].Count, result.Groups[0].Events));
        Assert.Equal(0.2, result.Groups[0].MeanPredicted, 14);
        Assert.Equal(1.0 / 3, result.Groups[0].Observed, 14);
        // Greenwood: 1/(3 * 2) + 1/(2 * 1) = 2/3.
        Assert.Equal(Math.Sqrt(2.0 / 3), result.Groups[0].StandardErrorOfLog, 14);
        Assert.Equal((1.0, 0.0, 1.0), (result.Groups[1].Observed, result.Groups[1].StandardErrorOfLog, result.Groups[1].Upper));
        // At 3.5 the first group's follow-up has ended with a survivor.
        Assert.True(
            double.IsNaN(
                SurvivalCalibration.ByGroups(Data, [0.1, 0.2, 0.3, 0.6, 0.7, 0.8], 3.5, CalibrationCuts.OfCount(2)).Groups[0].Observed
            )
        );
    }

    // R: d <- data.frame(t = c(1, 2, 3, 1, 2, 4), e = c(1, 1, 1, 1, 1, 0)); summary(survfit(Surv(t, e) ~ 1, d[1:3, ]), times = 3): surv
    // 0, lower NA, upper NA; of d[4:6, ]: 0.3333333, 0.06727839, 1.
    [Fact]
    public void A_group_without_survivors_has_no_limits()
    {
        var data = SurvivalData.Create([1, 2, 3, 1, 2, 4], [true, true, true, true, true, false]);
        var groups = SurvivalCalibration.ByGroups(data, [0.1, 0.2, 0.3, 0.6, 0.7, 0.8], 3, CalibrationCuts.OfCount(2)).Groups;
        Assert.Equal((0.0, double.NaN, double.NaN), (groups[0].Observed, groups[0].Lower, groups[0].Upper));
        Assert.Equal((0.06727839, 1.0), (Math.Round(groups[1].Lower, 8), groups[1].Upper));
    }

    [Fact]
    public void CutsHoldTheirLowerEnds()
    {
        Assert.Equal(
            [0, 1, 1, 2, 2, 2],
            SurvivalCalibration.ByGroups(Data, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 3, CalibrationCuts.At(0.1, 0.2, 0.4, 0.6)).GroupOfRow
        );
        // Outside values get groups of their own.
        Assert.Equal(
            [0, 1, 1, 2, 2, 2],
            SurvivalCalibration.ByGroups(Data, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 3, CalibrationCuts.At(0.2, 0.4)).GroupOfRow
        );
        // Equal predictions stay together: three groups become two.
        Assert.Equal(
            [0, 0, 0, 0, 1, 1],
            SurvivalCalibration.ByGroups(Data, [0.5, 0.5, 0.5, 0.5, 0.7, 0.8], 3, CalibrationCuts.OfCount(3)).GroupOfRow
        );
        Assert.Equal(
            [0, 0, 1, 1, 2, 2],
            SurvivalCalibration.ByGroups(Data, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 3, CalibrationCuts.OfSize(2)).GroupOfRow
        );
    }

    // Everyone: S(3) = 5/6 * 4/5 = 2/3, risk 1/3 against a mean prediction of 1/2.
    [Fact]
    public void InTheLargeByHand()
    {
        var large = SurvivalCalibration.InTheLarge(Data, [0.5, 0.5, 0.5, 0.5, 0.4, 0.6], 3);
        Assert.Equal(1.0 / 3, large.ObservedRisk, 14);
        Assert.Equal(2.0 / 3, large.ObservedOverExpected, 14);
        Assert.True(large.Lower < large.ObservedOverExpected && large.ObservedOverExpected < large.Upper);
    }

    [Fact]
    public void TheSlopeOfAModelOnItsOwnDataIsOneAndScalesWithTheMarker()
    {
        double[] x = [3, 1, 2, 2.5, 0.5, 1];
        var b = SurvivalCalibration.Slope(Data, x).Estimate;
        var own = SurvivalCalibration.Slope(Data, [.. x.Select(v => b * v)]);
        Assert.Equal(1, own.Estimate, 10);
        Assert.Equal(1, own.PValue, 8);
        Assert.Equal(b / 2, SurvivalCalibration.Slope(Data, [.. x.Select(v => (2 * v) + 7)]).Estimate, 10);
    }

    [Fact]
    public void SplineTermsByHand()
    {
        // Knots 0, 1, 3 at x = 2: (8 - 1 * 3/2 + 0) / 9.
        var basis = RestrictedCubicSpline.Basis([2, -1, 4, 5, 6], [0, 1, 3]);
        Assert.Equal(6.5 / 9, basis[1][0], 14);
        Assert.Equal(0, basis[1][1]);
        Assert.Equal(basis[1][3] - basis[1][2], basis[1][4] - basis[1][3], 12);
    }

    [Fact]
    public void BootstrapDoesNotDependOnThreadsAndHasNoOptimismOnTheDataItself()
    {
        var n = 60;
        double[] x = [.. Enumerable.Range(0, n).Select(i => Math.Sin(3 * i))],
            y = [.. Enumerable.Range(0, n).Select(i => Math.Cos(7 * i))];
        var data = SurvivalData.Create(
            [.. Enumerable.Range(0, n).Select(i => Math.Exp(-x[i]) + (i % 7))],
            [.. Enumerable.Range(0, n).Select(i => i % 4 != 0)]
        );
        var covariates = DesignMatrix.FromColumns(("x", x), ("y", y));
        int[][] resamples = [.. Enumerable.Range(1, 8).Select(b => Enumerable.Range(0, n).Select(i => (i * i * b) % n).ToArray())];
        var token = TestContext.Current.CancellationToken;
        var one = ModelValidation.Bootstrap(
            data,
            covariates,
            3,
            resamples,
            new ModelValidationOptions { GroupSize = 20 },
            cancellationToken: token
        );
        var many = ModelValidation.Bootstrap(
            data,
            covariates,
            3,
            resamples,
            new ModelValidationOptions { GroupSize = 20, MaxDegreeOfParallelism = 4 },
            cancellationToken: token
        );
        Assert.Equal(one.Indices, many.Indices);
        Assert.Equal(one.GroupDifferences, many.GroupDifferences);
        var same = ModelValidation.Bootstrap(
            data,
            covariates,
            3,
            [
                [.. Enumerable.Range(0, n)],
            ],
            new ModelValidationOptions { GroupSize = 20 },
            cancellationToken: token
        );
        foreach (var name in new[] { "Dxy", "R2", "Slope", "g", "ICI", "ObservedOverExpected" })
            Assert.Equal(0, same.Indices[name].Optimism, 8);
    }

    [Fact]
    public void RefusesBadInput()
    {
        double[] s = [0.1, 0.2, 0.3, 0.6, 0.7, 0.8];
        Assert.Contains(
            "longest follow-up (6)",
            Assert.Throws<ArgumentOutOfRangeException>(() => SurvivalCalibration.ByGroups(Data, s, 7, CalibrationCuts.OfCount(2))).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            SurvivalCalibration.ByGroups(Data, [0.1, 0.2, 0.3, 0.6, 0.7, 1.8], 3, CalibrationCuts.OfCount(2))
        );
        Assert.Throws<ArgumentException>(() => SurvivalCalibration.ByGroups(Data, [0.1], 3, CalibrationCuts.OfCount(2)));
        Assert.Throws<InvalidSurvivalDataException>(() => SurvivalCalibration.InTheLarge(Data, [0.1, 0.2, 0.3, 0.6, 0.7, double.NaN], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => SurvivalCalibration.Smooth(Data, [0, 0.2, 0.3, 0.6, 0.7, 0.8], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => SurvivalCalibration.Smooth(Data, s, 3, knots: 2));
        Assert.Throws<ConvergenceException>(() => SurvivalCalibration.Smooth(Data, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5], 3));
        Assert.Throws<ConvergenceException>(() => SurvivalCalibration.Slope(Data, [1, 1, 1, 1, 1, 1]));
        Assert.Throws<ConvergenceException>(() => SurvivalCalibration.Slope(SurvivalData.Create([1, 2], [false, false]), [1, 2]));
        Assert.Throws<ArgumentException>(() => CalibrationCuts.At(0.3, 0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => CalibrationCuts.OfCount(0));
        var x = DesignMatrix.FromColumns(("x", s));
        Assert.Throws<ArgumentException>(() =>
            ModelValidation.Bootstrap(Data, x, 3, [], cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ModelValidation.Bootstrap(
                Data,
                x,
                3,
                [
                    [9],
                ],
                cancellationToken: TestContext.Current.CancellationToken
            )
        );
        Assert.Throws<ArgumentException>(() => RestrictedCubicSpline.Basis([1], [0, 0, 1]));
    }
}
