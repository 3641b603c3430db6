using Survival.Models.NonParametric;
using Survival.Models.Numerics;

namespace Survival.Models.Tests.NonParametric;

/// <summary>Six subjects in no order, worked by hand: times 9, 1, 1, 6, 6, 8 with deaths at 1, 6, 8 and 9 (one of the two at 1 and at 6 is
/// censored).</summary>
public class HandWorkedTests
{
    private static readonly SurvivalData Six = SurvivalData.Create([9, 1, 1, 6, 6, 8], [true, true, false, true, false, true]);

    [Fact]
    public void Kaplan_Meier_as_fractions()
    {
        var curve = KaplanMeier.Fit(Six);
        Assert.Equal([1, 6, 8, 9], curve.Time);
        Assert.Equal([6, 4, 2, 1], curve.AtRisk);
        Assert.Equal(5 / 6.0, curve.Survival[0], 1e-15);
        Assert.Equal(5 / 6.0 * 3 / 4, curve.Survival[1], 1e-15);
        Assert.Equal(5 / 16.0, curve.Survival[2], 1e-15);
        Assert.Equal(0, curve.Survival[3]);
        // Greenwood: 1/(6 5) + 1/(4 3) = 7/60.
        Assert.Equal(5 / 8.0 * Math.Sqrt(7 / 60.0), curve.StandardError[1], 1e-15);
        Assert.Equal(1 / 6.0 + 1 / 4.0 + 1 / 2.0 + 1, curve.CumulativeHazard[3], 1e-15);
        Assert.Equal(8, curve.Median.Estimate);
        // Area up to 8: 1 x 1 + 5 x 5/6 + 2 x 5/8.
        Assert.Equal(1 + 25 / 6.0 + 10 / 8.0, curve.RestrictedMean(8).Mean, 1e-14);
        // From 8 to 9 at 5/16; after 9 nobody is left, so that the area grows no more.
        Assert.Equal(1 + (25 / 6.0) + (10 / 8.0) + (5 / 16.0), curve.RestrictedMean(9.1).Mean, 1e-14);
    }

    [Fact]
    public void A_flat_curve_at_one_half_has_its_median_in_the_middle()
    {
        var curve = KaplanMeier.Fit(SurvivalData.Create([1, 2, 5, 7], [true, true, true, true]));
        Assert.Equal(3.5, curve.Median.Estimate);
    }

    [Fact]
    public void Log_rank_as_fractions()
    {
        // Groups: rows 0, 1, 4 against 2, 3, 5. At 1: d 1, at risk 3 + 3; at 6: d 1, 2 + 2; at 8: d 1, 1 + 1; at 9: d 1, 1 + 0.
        var result = LogRank.Test(Six, [0, 0, 1, 1, 0, 1]);
        Assert.Equal(0.5 + 0.5 + 0.5 + 1, result.Expected[0], 1e-15);
        Assert.Equal(2, result.Observed[0]);
        Assert.Equal(0.25 + 0.25 + 0.25, result.Variance[0, 0], 1e-15);
        Assert.Equal(0.25 / 0.75, result.ChiSquare, 1e-14);
    }

    [Fact]
    public void Whole_weights_are_repeated_rows()
    {
        var weighted = SurvivalData.Create([3, 1, 4, 2, 6], [true, true, false, true, true], weight: [2, 1, 3, 1, 2]);
        var repeated = SurvivalData.Create([3, 3, 1, 4, 4, 4, 2, 6, 6], [true, true, true, false, false, false, true, true, true]);
        var (a, b) = (KaplanMeier.Fit(weighted, new KaplanMeierOptions { Robust = false }), KaplanMeier.Fit(repeated));
        for (var i = 0; i < a.Time.Count; i++)
        {
            Assert.Equal(b.Survival[i], a.Survival[i], 1e-14);
            Assert.Equal(b.CumulativeHazardStandardError[i], a.CumulativeHazardStandardError[i], 1e-14);
        }
        var (x, y) = (LogRank.Test(weighted, [0, 1, 0, 1, 1]), LogRank.Test(repeated, [0, 0, 1, 0, 0, 0, 1, 1, 1]));
        Assert.Equal(y.ChiSquare, x.ChiSquare, 1e-12);
    }

    [Fact]
    public void Tied_deaths_that_leave_one_by_one_have_the_jackknife_of_R()
    {
        // R 4.2.2, survival 3.5-3: survfit(Surv(time, event) ~ 1, weights = w, stype = 2, ctype = 2, conf.type = "log-log"), then cluster =
        // id without weights.
        double[] time = [1, 2, 2, 3, 4, 4, 4, 6];
        bool[] died = [true, true, true, false, true, true, false, true];
        var options = new KaplanMeierOptions { Estimator = SurvivalEstimator.FlemingHarrington, Confidence = ConfidenceKind.LogLog };
        var weighted = KaplanMeier.Fit(SurvivalData.Create(time, died, weight: [.5, 2, 1.25, 1, .75, 1.5, 1, 2]), options);
        Close(
            [0.05114318136369696, 0.24333177961912850, 0.24333177961912850, 0.43209939319653107, 0.43209939319653096],
            weighted.CumulativeHazardStandardError
        );
        Close([0.68989112489563920, 0.27130402620743072, 0.27130402620743072, 0.09938814581877899, 0.05081267714657399], weighted.Lower);
        var clustered = KaplanMeier.Fit(SurvivalData.Create(time, died, cluster: [1, 2, 3, 1, 2, 4, 5, 5]), options);
        Close(
            [0.1059739059863323, 0.1873767080819629, 0.1873767080819629, 0.5446749656823612, 0.5446749656823612],
            clustered.CumulativeHazardStandardError
        );

        static void Close(double[] expected, IReadOnlyList<double> actual)
        {
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-13);
        }
    }

    [Fact]
    public void Limits_of_a_survival_of_which_almost_nothing_is_known_are_0_and_1()
    {
        // R 4.2.2, survival 3.5-3: survfit(Surv(1:4, c(1, 0, 1, 0)) ~ 1, weights = rep(1e-6, 4), robust = FALSE, conf.type = k) has
        // standard errors of log survival of 289 and 764, and limits of 0 and 1.
        double[] error = [288.675134594813, 288.675134594813, 763.762615825973, 763.762615825973];
        var data = SurvivalData.Create([1, 2, 3, 4], [true, false, true, false], weight: [1e-6, 1e-6, 1e-6, 1e-6]);
        foreach (var kind in (ConfidenceKind[])[ConfidenceKind.Log, ConfidenceKind.LogLog, ConfidenceKind.Plain, ConfidenceKind.Logit])
        {
            var curve = KaplanMeier.Fit(data, new KaplanMeierOptions { Robust = false, Confidence = kind });
            for (var i = 0; i < error.Length; i++)
                Assert.Equal(error[i], curve.StandardError[i] / curve.Survival[i], 1e-9);
            Assert.All(curve.Lower, limit => Assert.Equal(0, limit, 1e-12));
            Assert.All(curve.Upper, limit => Assert.Equal(1, limit, 1e-12));
        }
    }

    [Fact]
    public void Tails_far_out_keep_their_digits()
    {
        // df = 2: exactly exp(-x / 2); df = 4: exp(-x / 2) (1 + x / 2).
        Assert.Equal(-1000, Tails.ChiSquareLogUpper(2000, 2), 1e-9);
        Assert.Equal(-1000 + Math.Log(1001), Tails.ChiSquareLogUpper(2000, 4), 1e-9);
        // df = 1: R, pchisq(2000, 1, lower = FALSE, log = TRUE) = -1004.0266...; erfc(t) ~ exp(-t^2) / (t sqrt(pi)) (1 - 1/(2 t^2) + 3/(4
        // t^4)).
        var t = Math.Sqrt(1000);
        Assert.Equal(
            -1000 - Math.Log(t * Math.Sqrt(Math.PI)) + Math.Log(1 - 1 / 2000.0 + 3 / 4e6 - 15 / 8e9),
            Tails.ChiSquareLogUpper(2000, 1),
            1e-9
        );
    }

    // R 4.2.2, survival 3.5-3: f <- survfit(S ~ 1, weights = w, id = 1:14, cluster = , stype = , ctype = , influence = TRUE), and the root
    // of the sum of squares of f$influence.surv over the lengths of its steps up to 4: with weights, with clusters too, with clusters
    // alone, and with weights of rows that enter late.
    [Theory]
    [InlineData(SurvivalEstimator.KaplanMeier, new[] { 0.150373870221, 0.139847825903, 0.24795941676, 0.162831112496 })]
    [InlineData(SurvivalEstimator.NelsonAalen, new[] { 0.135097389935, 0.127689585004, 0.226947080183, 0.148705697552 })]
    [InlineData(SurvivalEstimator.FlemingHarrington, new[] { 0.137550940926, 0.131231498358, 0.231143124237, 0.150685091532 })]
    public void Restricted_means_of_robust_curves_have_the_error_of_the_jackknife(SurvivalEstimator estimator, double[] expected)
    {
        double[] time = [0.9, 0.9, 3.1, 5.8, 6.1, 4.1, 8.6, 11.7, 3.1, 4.5, 2.6, 3.2, 3.1, 3.6];
        bool[] died = [false, true, false, true, false, true, false, false, true, true, true, true, true, false];
        double[] weight = [1.86, 0.51, 0.98, 1.89, 2.32, 0.41, 1.25, 2.11, 0.63, 1, 0.3, 2.19, 1.77, 1.47];
        double[] entry = [0, 0.2, 1, 0, 2, 0, 3, 0, 0, 1.5, 0, 0, 0.5, 0];
        int[] cluster = [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7];
        SurvivalData[] all =
        [
            SurvivalData.Create(time, died, weight: weight), SurvivalData.Create(time, died, weight: weight, cluster: cluster),
            SurvivalData.Create(time, died, cluster: cluster), SurvivalData.Create(time, died, entry, weight),
        ];
        var options = new KaplanMeierOptions { Estimator = estimator };
        Assert.Equal(expected, all.Select(d => Math.Round(KaplanMeier.Fit(d, options).RestrictedMean(4).StandardError, 12)));
        // Weights of sampling have no scale.
        var scaled = SurvivalData.Create(time, died, weight: [.. weight.Select(w => w / 1000)]);
        Assert.Equal(expected[0], KaplanMeier.Fit(scaled, options).RestrictedMean(4).StandardError, 1e-11);
    }

    // R 4.2.2: 2 * pt(-t, df).
    [Theory]
    [InlineData(2.688383074e-07, 997.9, 0.9999997855517968)]
    [InlineData(1e-9, 2, 0.99999999929289318)]
    [InlineData(0.3, 12, 0.76931047408825226)]
    [InlineData(0.5, 10000.1, 0.61708607921321756)]
    [InlineData(0.002464094916, 31802236.7, 0.99803393871520307)]
    [InlineData(3, 1e5, 0.0027004608840647203)]
    [InlineData(6.5, 20000.5, 8.2215575110212704e-11)]
    [InlineData(20, 1e5, 8.2234939106546871e-89)]
    public void Students_tails_keep_their_digits_near_0_and_with_many_degrees_of_freedom(double t, double df, double expected) =>
        Assert.Equal(1, Tails.StudentTwoSided(t, df) / expected, 1e-11);

    // R 4.2.2: qt(p, df). An estimate that hardly differs between two imputations has 1e8 degrees of freedom.
    [Theory]
    [InlineData(0.975, 9999, 1.9602012636213568)]
    [InlineData(0.975, 10001, 1.9602012161646403)]
    [InlineData(0.995, 1e5, 2.5758784699083743)]
    [InlineData(0.6, 1e6, 0.25334717053784167)]
    [InlineData(0.95, 1.9e9, 1.6448536277534553)]
    [InlineData(0.975, 9.9e9, 1.9599639847796768)]
    public void Students_quantiles_keep_their_digits_with_many_degrees_of_freedom(double p, double df, double expected) =>
        Assert.Equal(1, Tails.StudentQuantile(p, df) / expected, 1e-10);

    // One event among two at 1: mean 1 + 1/2 to 2, variance (1/2)^2 / (2 * 1) = 1/8. None among the others: mean 2, nothing lost.
    [Fact]
    public void Restricted_means_are_compared()
    {
        var curves = KaplanMeier.Fit(SurvivalData.Create([1, 2, 2, 2], [true, false, false, false]), [0, 0, 1, 1]);
        var compared = RestrictedMeanComparison.Compare(curves[0], curves[1], 2, 0.9);
        Assert.Equal(-0.5, compared.Difference.Estimate, 1e-15);
        Assert.Equal(-0.5 + (1.6448536269514722 * Math.Sqrt(1 / 8.0)), compared.Difference.Upper, 1e-14);
        Assert.Equal(0.75, compared.Ratio.Estimate, 1e-15);
        Assert.Equal(0.75 * Math.Exp(-1.6448536269514722 * Math.Sqrt(1 / 18.0)), compared.Ratio.Lower, 1e-14);
        Assert.True(double.IsNaN(compared.LostRatio.Estimate));
        // Nobody has died at 0.7 in the second group, whose parts 0.1 + 0.6 + 0.6 do not add up to 1.3 in doubles: nothing is lost there.
        var none = KaplanMeier.Fit(SurvivalData.Create([1, 2, 0.1, 0.7, 2], [true, false, false, false, false]), [0, 0, 1, 1, 1]);
        Assert.Equal(1.3, none[1].RestrictedMean(1.3).Mean);
        Assert.True(double.IsNaN(RestrictedMeanComparison.Compare(none[0], none[1], 1.3).LostRatio.Estimate));
        Assert.Throws<ArgumentOutOfRangeException>(() => RestrictedMeanComparison.Compare(curves[0], curves[1], 2.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RestrictedMeanComparison.Compare(curves[0], curves[1], 2, 1));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var none = SurvivalData.Create([1, 2], [false, false]);
        Assert.Throws<InvalidSurvivalDataException>(() => LogRank.Test(none, [0, 1]));
        Assert.Throws<ArgumentException>(() => LogRank.Test(Six, [0, 0, 0, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => LogRank.Test(Six, [0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogRank.Test(Six, [0, 0, 1, 1, 0, 1], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => KaplanMeier.Fit(Six, new KaplanMeierOptions { ConfidenceLevel = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => KaplanMeier.Fit(Six).Quantile(0));
    }
}
