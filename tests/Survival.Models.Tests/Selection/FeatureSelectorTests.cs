using Survival.Models.Cox;
using Survival.Models.Penalised;
using Survival.Models.Resampling;
using Survival.Models.Selection;

namespace Survival.Models.Tests.Selection;

/// <summary>Each selector is what the verbs that it is made of give.</summary>
public sealed class FeatureSelectorTests
{
    private static readonly CoxNetOptions Path = new() { LambdaMinRatio = 0.01 };

    private static (SurvivalData Data, DesignMatrix X, Folds Folds) Simulated()
    {
        var random = new Xoshiro256(4);
        const int Rows = 90, Columns = 25;
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[][] columns = [.. Enumerable.Range(0, Columns).Select(_ => Enumerable.Range(0, Rows).Select(_ => Normal()).ToArray())];
        double[] time = [.. Enumerable.Range(0, Rows).Select(i =>
            -Math.Log(1 - random.NextDouble()) / Math.Exp(columns[0][i] - (0.8 * columns[1][i])))];
        var data = SurvivalData.Create(time, [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble() < 0.75)]);
        var x = DesignMatrix.FromColumns([.. columns.Select((c, j) => ($"x{j}", c))]);
        return (data, x, Folds.Stratified(data, 10, 1));
    }

    [Fact]
    public void PathsAreThoseOfCrossValidation()
    {
        var (data, x, folds) = Simulated();
        var options = new FeatureSelectionOptions { Folds = folds };
        var lasso = FeatureSelectors.Lasso.Select(data, x, options);
        var cv = CoxNet.CrossValidate(data, x, folds, Path);
        Assert.Equal(cv.Minimum.SelectedNames, lasso.Features);
        Assert.Equal(cv.Minimum.Values.ToArray(), lasso.Weights);
        var sparse = FeatureSelectors.Lasso.Select(data, x, options with { OneStandardError = true });
        Assert.Equal(cv.OneStandardError.SelectedNames, sparse.Features);
        var net = FeatureSelectors.ElasticNet(0.3).Select(data, x, options);
        Assert.Equal(CoxNet.CrossValidate(data, x, folds, Path with { Alpha = 0.3 }).Minimum.Values.ToArray(), net.Weights);
        var relaxed = FeatureSelectors.RelaxedLasso.Select(data, x, options);
        Assert.Equal(CoxNet.CrossValidateRelaxed(data, x, folds, options: Path).Minimum.Values.ToArray(), relaxed.Weights);
        Assert.Contains("x0", FeatureSelectors.AdaptiveLasso.Select(data, x, options).Features);
    }

    [Fact]
    public void ScreensAndStabilityAreWeighedByRidge()
    {
        var (data, x, folds) = Simulated();
        var options = new FeatureSelectionOptions { Folds = folds, Seed = 3 };
        var screen = FeatureSelectors.Univariable(0.1).Select(data, x, options);
        string[] found = [.. UnivariableCox.Screen(data, x).Where(r => r.AdjustedPValue <= 0.1).Select(r => r.Name)];
        Assert.Equal(found, screen.Features);
        var ridge = CoxNet.CrossValidate(data, x.SelectColumns(found), folds, new CoxNetOptions { Alpha = 0 });
        Assert.InRange(ridge.IndexMin, 1, ridge.Lambdas.Count - 2);
        Assert.Equal(ridge.Minimum.Values.ToArray(), screen.Weights);
        var stable = FeatureSelectors.Stability().Select(data, x, options);
        Assert.Contains("x0", stable.Features);
        Assert.Equal(stable.Weights, FeatureSelectors.Stability().Select(data, x, options with { MaxDegreeOfParallelism = 2 }).Weights);
    }

    // glmnet 4.1 of R, whose own path of a ridge model (lambda.min.ratio 1e-4) ends before the least deviance, so that it is told to go on:
    // i <- 0:59; x1 <- ((i*17) %% 41)/10 - 2; x2 <- ((i*29) %% 43)/10 - 2; time <- exp(-0.6*x1 + 0.4*x2) * (1 + ((i*13) %% 37)/3)
    // cv <- cv.glmnet(cbind(x1, x2), Surv(time, as.integer(i %% 4 != 0)), family = "cox", alpha = 0, foldid = (i %% 5) + 1,
    //                 thresh = 1e-14, maxit = 1e7, lambda.min.ratio = 1e-6); cv$lambda.min; coef(cv, s = "lambda.min")
    [Fact]
    public void ARidgeModelGoesOnToTheLeastDeviance()
    {
        int[] i = [.. Enumerable.Range(0, 60)];
        double[] x1 = [.. i.Select(k => (k * 17 % 41 / 10.0) - 2)], x2 = [.. i.Select(k => (k * 29 % 43 / 10.0) - 2)];
        double[] time = [.. i.Select(k => Math.Exp((-0.6 * x1[k]) + (0.4 * x2[k])) * (1 + (k * 13 % 37 / 3.0)))];
        var data = SurvivalData.Create(time, [.. i.Select(k => k % 4 != 0)]);
        var chosen = FeatureSelectors.Univariable().Select(
            data, DesignMatrix.FromColumns(("x1", x1), ("x2", x2)),
            new FeatureSelectionOptions { Folds = Folds.FromIds([.. i.Select(k => k % 5)]) });
        Assert.Equal(["x1", "x2"], chosen.Features);
        Assert.EndsWith("weights of a ridge model, lambda 0.00888168", chosen.Description, StringComparison.Ordinal);
        Assert.Equal(1.19259324701, chosen.Weights[0], 1e-5);
        Assert.Equal(-1.24324644651, chosen.Weights[1], 1e-5);
    }

    [Fact]
    public void EverySelectorTakesAsManyThreadsAsThereAre()
    {
        var (data, x, folds) = Simulated();
        foreach (var selector in FeatureSelectors.All)
        {
            var one = selector.Select(data, x, new FeatureSelectionOptions { Folds = folds });
            var all = selector.Select(data, x, new FeatureSelectionOptions { Folds = folds, MaxDegreeOfParallelism = -1 });
            Assert.Equal(one.Weights, all.Weights);
            Assert.Throws<ArgumentOutOfRangeException>(
                () => selector.Select(data, x, new FeatureSelectionOptions { Folds = folds, MaxDegreeOfParallelism = 0 }));
        }
    }

    [Fact]
    public void SettingsOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureSelectors.ElasticNet(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureSelectors.Stability(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureSelectors.Univariable(1));
        Assert.Throws<ArgumentException>(() => FeatureSelectors.Named("forest"));
        foreach (var wrong in new[] { "elastic-net:0", "elastic-net:1.5", "elastic-net:", "elastic-net:0,2", "stability:0.5", "lasso:1" })
            Assert.Null(FeatureSelectors.Find(wrong));
    }

    [Theory]
    [InlineData("elastic-net:0.2")]
    [InlineData("stability:0.9")]
    [InlineData("univariable:0.1")]
    public void ANumberOfOnesOwnIsPartOfTheName(string name)
    {
        Assert.Equal(name, FeatureSelectors.Named(name).Name);
        var (data, x, folds) = Simulated();
        var options = new FeatureSelectionOptions { Folds = folds };
        if (name == "elastic-net:0.2")
            Assert.Equal(
                CoxNet.CrossValidate(data, x, folds, Path with { Alpha = 0.2 }).Minimum.Values.ToArray(),
                FeatureSelectors.Named(name).Select(data, x, options).Weights);
        else
            Assert.Contains(
                name.Split(':')[1], FeatureSelectors.Named(name).Select(data, x, options).Description, StringComparison.Ordinal);
    }
}
