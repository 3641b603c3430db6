using System.Text.Json;
using Survival.Models.Cox;
using Survival.Models.Tests.References;

namespace Survival.Models.Tests.Cox;

/// <summary>Against exact-ties.R: hundreds of events at one time, where R's coxph can and, by logarithms and optim, where it
/// cannot.</summary>
public sealed class ExactTiesTests
{
    private static readonly JsonElement R = RReference.Load("exact-ties");

    [Fact]
    public void ManyEventsOfATimeAreRs() => Compare("plain", Fit(400, 8), 1e-9);

    [Fact]
    public void EachStratumHasItsOwn() => Compare("strata", Fit(400, 8, strata: true), 1e-9);

    [Fact]
    public void RowsThatEnterLaterAreNotAtRiskBefore() => Compare("entered", Fit(40, 10, entries: true), 1e-9);

    [Fact]
    public void TheDenominatorStaysInRangeWhereCoxphsOverflows()
    {
        Assert.Equal("-Inf", R.GetProperty("coxph").GetString());
        Assert.Equal(554, R.Number("deaths"));
        Compare("heavy", Fit(1200, 2), 1e-6); // the second derivatives are optim's
    }

    [Fact]
    public void WhereAllDieThereIsNothingToEstimate()
    {
        // Every order of the events is the same event: the likelihood is 1 whatever the coefficients, by hand.
        double[] time = [.. Enumerable.Repeat(1.0, 800)];
        var data = SurvivalData.Create(time, Array.ConvertAll(time, _ => true));
        var x = DesignMatrix.FromColumns(("x", [.. Enumerable.Range(0, 800).Select(i => i * 37 % 101 / 101.0)]));
        var error = Assert.Throws<ConvergenceException>(() => CoxModel.Fit(data, x, new CoxOptions { Ties = TieMethod.Exact }));
        Assert.Contains("x", error.Message, StringComparison.Ordinal);
    }

    private static CoxModel Fit(int n, int times, bool strata = false, bool entries = false)
    {
        int[] i = [.. Enumerable.Range(0, n)];
        double[] first = Array.ConvertAll(i, k => k * 37 % 101 / 101.0), second = Array.ConvertAll(i, k => k * 59 % 103 / 103.0);
        double[] time = Array.ConvertAll(i, k => Math.Floor(k * 7919L % 1009 / 1009.0 * times * (1 - (0.5 * first[k]))) + 1);
        var data = SurvivalData.Create(
            time, Array.ConvertAll(i, k => k % 3 != 0), entries ? Array.ConvertAll(i, k => k % 4 == 0 ? 0.5 * time[k] : 0) : null,
            stratum: strata ? Array.ConvertAll(i, k => k % 2) : null);
        return CoxModel.Fit(
            data, DesignMatrix.FromColumns(("x1", first), ("x2", second)), new CoxOptions { Ties = TieMethod.Exact, Tolerance = 1e-12 });
    }

    private static void Compare(string name, CoxModel fit, double relative)
    {
        var r = R.GetProperty(name);
        for (var j = 0; j < 2; j++)
            RReference.Near(r.Numbers("coefficients")[j], fit.Coefficients[j], relative, Invariant($"{name}, coefficient {j}"));
        RReference.Near(r.Numbers("loglik")[0], fit.LogLikelihoodNull, 1e-11, name + ", null log likelihood");
        RReference.Near(r.Numbers("loglik")[1], fit.LogLikelihood, 1e-11, name + ", log likelihood");
        var covariance = r.Numbers("covariance");
        for (var j = 0; j < 4; j += 3)
            RReference.Near(covariance[j], fit.Covariance[j], relative * 10,
                FormattableString.Invariant($"{name}, variance {j}"));
    }
}
