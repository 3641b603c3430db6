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
        var one = CoxNet.CrossValidate(data, x, folds, cvOptions: new CoxNetCvOptions { MaxDegreeOfParallelism = 1 });
        var many = CoxNet.CrossValidate(data, x, folds, cvOptions: new CoxNetCvOptions { MaxDegreeOfParallelism = 4 });
        Assert.Equal(one.MeanScores, many.MeanScores);
        Assert.Equal(one.StandardErrors, many.StandardErrors);
        var a = StabilitySelection.Estimate(data, x, stability: new StabilityOptions { Resamples = 10 });
        var b = StabilitySelection.Estimate(data, x, stability: new StabilityOptions { Resamples = 10, MaxDegreeOfParallelism = 4 });
        Assert.Equal(a.HighestFrequencies.ToArray(), b.HighestFrequencies.ToArray());
    }

    // R 4.2.2, glmnet 4.1-6 and survival 3.5-3, with X, time, event and off the cohort by formula, fold <- (i - 1) %% 4 + 1, lam <- c(.12,
    // .08, .05, .03, .02):
    // b <- coef(glmnet(X[tr,], y[tr], family = "cox", lambda = lam, thresh = 1e-15), s = l); a <- which(b != 0); b[a] <- coef(coxph(y[tr] ~
    // X[tr, a], ties = "breslow", eps = 1e-15))
    // score <- (coxnet.deviance(pred = X %*% b, y = y) - coxnet.deviance(pred = X[tr,] %*% b, y = y[tr])) / sum(event[!tr]), averaged as
    // cv.glmnet does.
    // cv.glmnet(relax = TRUE) itself is 7e-7 off, as its relaxed fits stop at its threshold; it chooses the same lambda and gamma.
    [Fact]
    public void Relaxed_blends_are_scored_as_in_R()
    {
        var folds = Folds.FromIds([.. Enumerable.Range(0, 60).Select(i => i % 4)]);
        var options = new CoxNetOptions { Lambdas = [0.12, 0.08, 0.05, 0.03, 0.02] };
        var result = CoxNet.CrossValidateRelaxed(PenalisedCohort.Data(), PenalisedCohort.Columns, folds, [0, 0.5, 1], options);
        double[] mean = [4.34406644941402, 4.32430179211268, 4.41581905682249, 4.41456036939542, 4.41468383145429];
        double[] error = [0.604200567655838, 0.584993079739831, 0.632381025284397, 0.635341853260875, 0.639667749190916];
        for (var k = 0; k < 5; k++)
        {
            Assert.Equal(mean[k], result.ByGamma[0].MeanScores[k], 1e-12);
            Assert.Equal(error[k], result.ByGamma[0].StandardErrors[k], 1e-12);
        }
        Assert.Equal(
            CoxNet.CrossValidate(PenalisedCohort.Data(), PenalisedCohort.Columns, folds, options).MeanScores,
            result.ByGamma[2].MeanScores
        );
        Assert.Equal((0.12, 1.0, 0.12, 1.0), (result.LambdaMin, result.GammaMin, result.Lambda1Se, result.Gamma1Se));
        Assert.Equal(result.Path.Path.At(0).ToDense(), result.Minimum.ToDense());
        Assert.Throws<ArgumentException>(() =>
            CoxNet.CrossValidateRelaxed(PenalisedCohort.Data(), PenalisedCohort.Columns, folds, [1.5], options)
        );
        Assert.Throws<ArgumentException>(() =>
            CoxNet.CrossValidateRelaxed(PenalisedCohort.Data(), PenalisedCohort.Columns, folds, [0, 0], options)
        );
        Assert.Throws<ArgumentException>(() =>
            CoxNet.CrossValidateRelaxed(
                PenalisedCohort.Data(),
                PenalisedCohort.Columns,
                folds,
                [0],
                options,
                new CoxNetCvOptions { OwnFoldSequences = true }
            )
        );
    }

    // cv.glmnet(X, y, family = "cox", lambda = lam, foldid = fold, type.measure = "C", offset = off): the C of its folds leaves the offset
    // out.
    [Fact]
    public void C_is_that_of_the_columns_without_the_offset()
    {
        var folds = Folds.FromIds([.. Enumerable.Range(0, 60).Select(i => i % 4)]);
        var cv = CoxNet.CrossValidate(
            PenalisedCohort.Data(),
            PenalisedCohort.Columns,
            folds,
            new CoxNetOptions { Lambdas = [0.12, 0.08, 0.05, 0.03, 0.02], Offset = PenalisedCohort.Offset },
            new CoxNetCvOptions { Measure = CvMeasure.Concordance }
        );
        double[] mean = [0.3659681661449888, 0.3879280389122998, 0.3879280389122998, 0.3972117598732902, 0.4043214815352506];
        double[] error = [0.0968120856874292, 0.0619974172127500, 0.0619974172127500, 0.0549968125683203, 0.0540236080673793];
        for (var k = 0; k < 5; k++)
        {
            Assert.Equal(mean[k], cv.MeanScores[k], 1e-14);
            Assert.Equal(error[k], cv.StandardErrors[k], 1e-14);
        }
    }

    [Fact]
    public void Repeats_are_averaged()
    {
        var (x, data) = PenalisedCohort.Random(12, n: 60);
        Folds[] folds = [Folds.Stratified(data, 5, 1), Folds.Stratified(data, 5, 2)];
        var options = new CoxNetOptions { Lambdas = [0.2, 0.1, 0.05] };
        var both = CoxNet.CrossValidate(data, x, folds, options);
        var each = folds.Select(f => CoxNet.CrossValidate(data, x, f, options)).ToArray();
        for (var k = 0; k < 3; k++)
        {
            Assert.Equal((each[0].MeanScores[k] + each[1].MeanScores[k]) / 2, both.MeanScores[k], 12);
            Assert.Equal(
                Math.Sqrt(
                    ((each[0].StandardErrors[k] * each[0].StandardErrors[k]) + (each[1].StandardErrors[k] * each[1].StandardErrors[k])) / 2
                ),
                both.StandardErrors[k],
                12
            );
        }
        Assert.Equal(10, both.FoldCount);
    }

    /// <summary>Without settings at most sqrt((2 * 0.75 - 1) * 20) = 3.2, so 3, different columns a half sample: at most 3^2 / (0.5 * 20)
    /// = 0.9 false ones. Down the whole path all 20 are stable, and nearly 20^2 / (0.5 * 20) = 40 may be false.</summary>
    [Fact]
    public void Stability_selection_expects_at_most_one_false_column_unless_told_otherwise()
    {
        var (x, data) = PenalisedCohort.Random(13, n: 200, p: 20);
        var usual = StabilitySelection.Estimate(data, x, stability: new StabilityOptions { Resamples = 40 });
        Assert.Equal([0, 1], usual.Selected);
        Assert.True(usual.FalseSelectionBound <= 0.9);
        Assert.DoesNotContain("may be false", usual.ToString(), StringComparison.Ordinal);
        var all = StabilitySelection.Estimate(data, x, CoxNetOptions.Default, new StabilityOptions { Resamples = 10 });
        Assert.Equal(20, all.Selected.Count);
        Assert.InRange(all.FalseSelectionBound, 20, 40);
        Assert.Contains("may be false: end the paths earlier, by LambdaMinRatio", all.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stability_selection_keeps_the_columns_that_matter()
    {
        var (x, data) = PenalisedCohort.Random(13, n: 200, p: 20);
        var result = StabilitySelection.Estimate(
            data,
            x,
            new CoxNetOptions { LambdaMinRatio = 0.3, LambdaCount = 10 },
            new StabilityOptions { Resamples = 50, Threshold = 0.8 }
        );
        Assert.Equal([0, 1], result.Selected);
        Assert.Equal(result.AverageSelected * result.AverageSelected / (0.6 * 20), result.FalseSelectionBound, 12);
        var randomised = StabilitySelection.Estimate(
            data,
            x,
            new CoxNetOptions { LambdaMinRatio = 0.3, LambdaCount = 10 },
            new StabilityOptions
            {
                Resamples = 20,
                Weakness = 0.5,
                ComplementaryPairs = false,
            }
        );
        Assert.True(randomised.HighestFrequencies[0] > 0.9);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            StabilitySelection.Estimate(data, x, stability: new StabilityOptions { Threshold = 0.5 })
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            StabilitySelection.Estimate(data, x, stability: new StabilityOptions { Resamples = 3 })
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            StabilitySelection.Estimate(data, x, stability: new StabilityOptions { Weakness = 0 })
        );
    }
}
