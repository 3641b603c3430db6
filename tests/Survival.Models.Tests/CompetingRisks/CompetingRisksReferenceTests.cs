using System.Text.Json;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;
using Survival.Models.Tests.References;

namespace Survival.Models.Tests.CompetingRisks;

/// <summary>Against cmprsk, survival and riskRegression: 150 untied rows, 200 with times of one decimal, 60 with whole times.</summary>
public sealed class CompetingRisksReferenceTests
{
    private static readonly JsonElement[] Cases = [.. RReference.Load("competing-risks").EnumerateArray()];

    private static CompetingRisksData Data(JsonElement c, bool weights = false, bool strata = false, bool entry = false)
    {
        var d = c.GetProperty("data");
        return CompetingRisksData.Create(
            d.Numbers("time"), Ints(d, "cause"), entry ? Array.ConvertAll(d.Numbers("entry"), e => Math.Max(e, 0)) : null,
            weights ? d.Numbers("w") : null, strata ? Ints(d, "s") : null);
    }

    private static DesignMatrix X(JsonElement c) =>
        DesignMatrix.FromColumns(("x1", c.GetProperty("data").Numbers("x1")), ("x2", c.GetProperty("data").Numbers("x2")));

    private static int[] Ints(JsonElement d, string name) => Array.ConvertAll(d.Numbers(name), v => (int)v);

    private static void Compare(JsonElement expected, FineGrayModel fit, string what)
    {
        var (coef, var) = (expected.Numbers("coef"), expected.GetProperty("var").EnumerateArray().SelectMany(r => r.Numbers()).ToArray());
        for (var j = 0; j < coef.Length; j++)
            RReference.Near(coef[j], fit.Coefficients[j], 1e-8, $"{what}, coefficient {j}");
        for (var j = 0; j < var.Length; j++)
            RReference.Near(var[j], fit.Covariance[j], 1e-8, $"{what}, covariance {j}");
    }

    [Fact]
    public void Incidence()
    {
        foreach (var c in Cases)
        {
            foreach (var cause in (int[])[1, 2])
            {
                var curve = CumulativeIncidence.ForCause(Data(c), cause);
                var (estimate, variance) = (c.Numbers($"cuminc{cause}"), c.Numbers($"cuminc{cause}var"));
                double[] times = [1, 3, 5, 8];
                for (var k = 0; k < 4; k++)
                {
                    RReference.Near(estimate[k], curve.At(times[k]).Estimate, 1e-10, $"incidence at {times[k]}");
                    RReference.Near(variance[k], Math.Pow(curve.At(times[k]).StandardError, 2), 1e-9, $"variance at {times[k]}");
                }
            }
        }
    }

    [Fact]
    public void Gray()
    {
        foreach (var c in Cases)
        {
            var group = Ints(c.GetProperty("data"), "g");
            for (var cause = 1; cause <= 2; cause++)
            {
                var test = GrayTest.Test(Data(c), group, cause);
                RReference.Near(c.Numbers("gray")[cause - 1], test.Statistic, 1e-9, "Gray");
                RReference.Near(c.Numbers("grayp")[cause - 1], test.PValue, 1e-8, "p");
                RReference.Near(
                    c.Numbers("grayStrata")[cause - 1],
                    GrayTest.Test(Data(c, strata: true), group, cause, rho: 0.5).Statistic,
                    1e-9,
                    "Gray within strata"
                );
            }
        }
    }

    [Fact]
    public void FineGrayAsCrr()
    {
        foreach (var c in Cases)
        {
            var fit = FineGrayModel.Fit(Data(c), X(c), 1, cancellationToken: TestContext.Current.CancellationToken);
            Compare(c.GetProperty("crr"), fit, "crr");
            RReference.Near(c.GetProperty("crr").Number("loglik"), fit.LogLikelihood, 1e-10, "likelihood");
            RReference.Near(c.GetProperty("crr").Number("null"), fit.LogLikelihoodNull, 1e-10, "null likelihood");
            var predicted = c.GetProperty("crr").GetProperty("predict").EnumerateArray().Select(r => r.Numbers()).ToArray();
            for (var i = 0; i < 3; i++)
            {
                RReference.Near(predicted[i][0], fit.PredictIncidence(X(c), 2)[i], 1e-8, "incidence by 2");
                RReference.Near(predicted[i][1], fit.PredictIncidence(X(c), 5)[i], 1e-8, "incidence by 5");
            }
            var groups = Ints(c.GetProperty("data"), "s");
            Compare(
                c.GetProperty("cengroup"),
                FineGrayModel.Fit(Data(c), X(c), 1, null, groups, TestContext.Current.CancellationToken),
                "crr with censoring groups"
            );
        }
    }

    [Fact]
    public void FineGrayAsFinegray()
    {
        var options = new FineGrayOptions { EventsFirst = true, CensoringVariance = false };
        foreach (var c in Cases)
        {
            Compare(c.GetProperty("plain"), FineGrayModel.Fit(Data(c), X(c), 1, options), "finegray");
            Compare(c.GetProperty("weighted"), FineGrayModel.Fit(Data(c, weights: true), X(c), 1), "weighted");
            Compare(c.GetProperty("strata"), FineGrayModel.Fit(Data(c, strata: true), X(c), 1, options), "strata");
            Compare(c.GetProperty("late"), FineGrayModel.Fit(Data(c, entry: true), X(c), 1), "left truncation");
        }
    }

    [Fact]
    public void CauseSpecific()
    {
        foreach (var c in Cases)
        {
            var predicted = CauseSpecificCox.Fit(Data(c), X(c)).PredictIncidence(X(c), 1, 5);
            var expected = c.Numbers("csc");
            for (var i = 0; i < expected.Length; i++)
                RReference.Near(expected[i], predicted[i], 1e-8, $"row {i}");
        }
    }

    [Fact]
    public void Accuracy()
    {
        foreach (var c in Cases)
        {
            foreach (var (name, key) in ((string, string)[])[("auc", "AUC"), ("brier", "Brier")])
            {
                foreach (var row in c.GetProperty(name).EnumerateArray())
                {
                    var risk = c.Numbers(row.GetProperty("model").GetString() == "csc" ? "risk" : "other");
                    var t = row.Number("times");
                    var actual = name == "auc"
                        ? CompetingRisksAccuracy.Auc(Data(c), 1, risk, t).Auc : CompetingRisksAccuracy.Brier(Data(c), 1, risk, t).Brier;
                    RReference.Near(row.Number(key), actual, 1e-8, $"{name} at {t}");
                }
            }
        }
    }

    /// <summary>Standard errors of riskRegression, which takes in that the censoring is estimated; limits by hand from them.</summary>
    [Fact]
    public void AccuracyHasStandardErrors()
    {
        var r = RReference.Load("competing-accuracy");
        var times = r.Numbers("times");
        foreach (var c in r.GetProperty("cases").EnumerateArray())
        {
            var data = CompetingRisksData.Create(c.Numbers("time"), Ints(c, "cause"));
            foreach (var name in new[] { "good", "tied" })
            {
                var expected = c.GetProperty(name);
                for (var k = 0; k < times.Length; k++)
                {
                    var risk = c.GetProperty(name + "Risk")[k].Numbers();
                    var auc = CompetingRisksAccuracy.Auc(data, 1, risk, times[k], 0.9);
                    var brier = CompetingRisksAccuracy.Brier(data, 1, risk, times[k], 0.9);
                    (string, double, double)[] pairs =
                    [
                        ("auc", auc.Auc, auc.StandardError), ("brier", brier.Brier, brier.StandardError),
                    ];
                    foreach (var (what, value, error) in pairs)
                    {
                        RReference.Near(expected.Numbers(what)[k], value, 1e-10, $"{what} of {name} at {times[k]}");
                        RReference.Near(expected.Numbers(what + "Se")[k], error, 1e-10, $"error of {what} of {name} at {times[k]}");
                    }
                    RReference.Near(c.GetProperty("null").Numbers("brier")[k], brier.Null, 1e-10, "null");
                    // The 95th percentile of the normal distribution.
                    Assert.Equal(auc.Auc - (1.6448536269514722 * auc.StandardError), auc.Lower, 12);
                    Assert.Equal(brier.Brier + (1.6448536269514722 * brier.StandardError), brier.Upper, 12);
                    var (time, cause) = (c.Numbers("time"), Ints(c, "cause"));
                    Assert.Equal(time.Zip(cause).Count(p => p.First <= times[k] && p.Second == 1), auc.Cases);
                    Assert.Equal(time.Zip(cause).Count(p => p.First > times[k] || p.Second == 2), auc.Controls);
                    Assert.Equal(time.Length, auc.Cases + auc.Controls + auc.Undetermined);
                }
            }
        }
    }

    // Four patients: cause 1 at 1, cause 2 at 2, censored at 3, cause 1 at 4. F1: 1/4, then S = 1/2 after 2, and at 4 one at risk: 1/4 +
    // 1/2.
    [Fact]
    public void ByHand()
    {
        var data = CompetingRisksData.Create([1, 2, 3, 4], [1, 2, 0, 1]);
        var curve = CumulativeIncidence.ForCause(data, 1);
        Assert.Equal([0.25, 0.25, 0.75], curve.Estimate);
        Assert.Equal(0.25, CumulativeIncidence.ForCause(data, 2).At(3.5).Estimate);
        Assert.StartsWith(
            "at 3.500: 0.2500 (se ", CumulativeIncidence.ForCause(data, 2).At(3.5).ToString(),
            StringComparison.Ordinal);
        // Treating all at 20 %: 0.25 - 0.75/4 by time 2.
        Assert.Equal(0.0625, CompetingRisksAccuracy.NetBenefit(data, 1, [1, 1, 1, 1], 2, 0.2)[0], 14);
        var one = Assert.Single(CompetingRisksAccuracy.Calibration(data, 1, [0.2, 0.2, 0.2, 0.2], 2));
        Assert.Equal((4, 0.25), (one.Count, one.Observed));
    }

    // Without censoring by 2.5 the score is the mean of (risk - event)^2: (0.01 + 0.01 + 0.04 + 0.01) / 4; of the incidence 1/4 for all
    // (0.5625 + 3 x 0.0625) / 4.
    [Fact]
    public void ABrierScoreWarnsOfChancesToBeFreeOfTheCause()
    {
        var data = CompetingRisksData.Create([1, 2, 3, 4], [1, 2, 1, 2]);
        var score = CompetingRisksAccuracy.Brier(data, 1, [0.9, 0.1, 0.2, 0.1], 2.5);
        Assert.Equal(0.0175, score.Brier, 14);
        Assert.Equal(0.1875, score.Null, 14);
        Assert.Equal(1 - (0.0175 / 0.1875), score.Ipa, 14);
        Assert.Null(score.Warning);
        var reversed = CompetingRisksAccuracy.Brier(data, 1, [0.1, 0.9, 0.8, 0.9], 2.5);
        Assert.Contains("free of the cause", reversed.Warning, StringComparison.Ordinal);
        Assert.Contains("warning: ", reversed.ToString(), StringComparison.Ordinal);
    }

    // Without competing events the subdistribution hazard is the hazard: Cox's coefficients.
    [Fact]
    public void WithoutCompetitorsItIsCox()
    {
        var c = Cases[0];
        var cause = Array.ConvertAll(Ints(c.GetProperty("data"), "cause"), k => k == 1 ? 1 : 0);
        var data = CompetingRisksData.Create(c.GetProperty("data").Numbers("time"), cause);
        var fit = FineGrayModel.Fit(data, X(c), 1);
        var cox = CoxModel.Fit(data.CauseSpecific(1), X(c), new CoxOptions { Ties = TieMethod.Breslow });
        for (var j = 0; j < 2; j++)
            Assert.Equal(cox.Coefficients[j], fit.Coefficients[j], 10);
    }

    [Fact]
    public void RefusesBadInput()
    {
        var data = CompetingRisksData.Create([1, 2, 3, 4], [1, 2, 0, 1]);
        Assert.Throws<ArgumentException>(() => CompetingRisksData.Create([1, 2], [1]));
        Assert.Throws<InvalidSurvivalDataException>(() => CompetingRisksData.Create([1, 2], [1, -1]));
        Assert.Throws<InvalidSurvivalDataException>(() => CompetingRisksData.Create([1, 2], [0, 0]));
        Assert.Throws<InvalidSurvivalDataException>(() => CumulativeIncidence.ForCause(data, 3));
        Assert.Throws<ArgumentException>(() => GrayTest.Test(data, [1, 1, 1, 1], 1));
        Assert.Throws<ArgumentException>(() => GrayTest.Test(data, [1, 2], 1));
        Assert.Throws<InvalidSurvivalDataException>(() => FineGrayModel.Fit(data, DesignMatrix.FromColumns(("a", [1, 1, 1, 1])), 1));
        Assert.Throws<ConvergenceException>(() => FineGrayModel.Fit(data, DesignMatrix.FromColumns(("a", [2, 0, 0, 1])), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CompetingRisksAccuracy.Auc(data, 1, [1, 2, 3, 4], 9));
        Assert.Throws<ArgumentException>(() => CompetingRisksAccuracy.Brier(data, 1, [1, 2, 3, 4], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => CompetingRisksAccuracy.NetBenefit(data, 1, [1, 1, 1, 1], 2, 1.0));
    }
}
