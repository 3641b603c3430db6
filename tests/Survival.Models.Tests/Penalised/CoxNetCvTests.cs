#pragma warning disable xUnit1051 // quick calls
using Survival.Models.Penalised;
using Survival.Models.Resampling;

namespace Survival.Models.Tests.Penalised;

public class CoxNetCvTests
{
    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var (x, data) = PenalisedCohort.Random(11, n: 60, p: 30);
        var folds = Folds.Stratified(data, 5, 3);
        var one = CoxNetCv.Run(x, data, folds, cvOptions: new CoxNetCvOptions { Parallelism = 1 });
        var many = CoxNetCv.Run(x, data, folds, cvOptions: new CoxNetCvOptions { Parallelism = 4 });
        Assert.Equal(one.MeanScores, many.MeanScores);
        Assert.Equal(one.StandardErrors, many.StandardErrors);
        var a = StabilitySelection.Run(x, data, stability: new StabilityOptions { Resamples = 10 });
        var b = StabilitySelection.Run(x, data, stability: new StabilityOptions { Resamples = 10, Parallelism = 4 });
        Assert.Equal(a.HighestFrequencies.ToArray(), b.HighestFrequencies.ToArray());
    }

    [Fact]
    public void Repeats_are_averaged()
    {
        var (x, data) = PenalisedCohort.Random(12, n: 60);
        Folds[] folds = [Folds.Stratified(data, 5, 1), Folds.Stratified(data, 5, 2)];
        var options = new CoxNetOptions { Lambdas = [0.2, 0.1, 0.05] };
        var both = CoxNetCv.Run(x, data, folds, options);
        var each = folds.Select(f => CoxNetCv.Run(x, data, f, options)).ToArray();
        for (var k = 0; k < 3; k++)
        {
            Assert.Equal((each[0].MeanScores[k] + each[1].MeanScores[k]) / 2, both.MeanScores[k], 12);
            Assert.Equal(Math.Sqrt(((each[0].StandardErrors[k] * each[0].StandardErrors[k]) + (each[1].StandardErrors[k] * each[1].StandardErrors[k])) / 2), both.StandardErrors[k], 12);
        }
        Assert.Equal(10, both.FoldCount);
    }

    [Fact]
    public void Stability_selection_keeps_the_columns_that_matter()
    {
        var (x, data) = PenalisedCohort.Random(13, n: 200, p: 20);
        var result = StabilitySelection.Run(x, data, new CoxNetOptions { LambdaMinRatio = 0.3, LambdaCount = 10 }, new StabilityOptions { Resamples = 50, Threshold = 0.8 });
        Assert.Equal([0, 1], result.Selected);
        Assert.Equal(result.AverageSelected * result.AverageSelected / (0.6 * 20), result.FalseSelectionBound, 12);
        var randomised = StabilitySelection.Run(x, data, new CoxNetOptions { LambdaMinRatio = 0.3, LambdaCount = 10 }, new StabilityOptions { Resamples = 20, Weakness = 0.5, ComplementaryPairs = false });
        Assert.True(randomised.HighestFrequencies[0] > 0.9);
        Assert.Throws<ArgumentOutOfRangeException>(() => StabilitySelection.Run(x, data, stability: new StabilityOptions { Threshold = 0.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => StabilitySelection.Run(x, data, stability: new StabilityOptions { Resamples = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => StabilitySelection.Run(x, data, stability: new StabilityOptions { Weakness = 0 }));
    }
}
