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
        var ridge = CoxNet.CrossValidate(data, x.SelectColumns(found), folds, Path with { Alpha = 0 }).Minimum;
        Assert.Equal(ridge.Values.ToArray(), screen.Weights);
        var stable = FeatureSelectors.Stability().Select(data, x, options);
        Assert.Contains("x0", stable.Features);
        Assert.Equal(stable.Weights, FeatureSelectors.Stability().Select(data, x, options with { MaxDegreeOfParallelism = 2 }).Weights);
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
