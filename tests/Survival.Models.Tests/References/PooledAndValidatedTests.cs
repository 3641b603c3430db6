using System.Text.Json;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;
using Survival.Models.DecisionCurves;
using Survival.Models.Imputation;
using Survival.Models.Prognosis;
using Survival.Models.SampleSize;
using Survival.Models.Validation;

namespace Survival.Models.Tests.References;

/// <summary>
/// Pooling over given imputations, external validation, planning and Fine-Gray with censoring groups against R (pooled-validated.R): ties,
/// times in years, months and days, weights, strata, late entry, clusters, rare levels, groups whose follow-up ends early. Some 1,600
/// values.
/// </summary>
public sealed class PooledAndValidatedTests
{
    private static readonly JsonElement R = RReference.Load("pooled-validated");
    private static readonly CoxOptions Precise = new() { Tolerance = 1e-12, MaxIterations = 80 };

    public static TheoryData<int> Pools => [.. Enumerable.Range(0, R.GetProperty("pooled").GetArrayLength())];

    public static TheoryData<int> Externals => [.. Enumerable.Range(0, R.GetProperty("external").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Pools))]
    public void PoolingIsMices(int which)
    {
        var c = R.GetProperty("pooled")[which];
        var (d, v) = (c.GetProperty("data"), c.GetProperty("v"));
        bool Is(string name) => c.GetProperty(name)[0].GetBoolean();
        int[]? Codes(string kind, string column) => Is(kind) ? [.. d.Numbers(column).Select(k => (int)k)] : null;
        var data = SurvivalData.Create(
            d.Numbers("time"), [.. d.Numbers("event").Select(e => e == 1)], Is("late") ? d.Numbers("entry") : null,
            Is("weighted") ? d.Numbers("w") : null, Codes("stratified", "s"), Codes("clustered", "cl"));
        var options = Precise with { Robust = Is("weighted") ? false : null };
        CoxModel[] fits =
        [
            .. c.GetProperty("x").EnumerateArray().Select(columns => CoxModel.Fit(
                data,
                DesignMatrix.FromColumns([.. columns.EnumerateArray().Select((x, j) => ($"x{j}", x.Numbers()))]),
                options)),
        ];
        var pooled = RubinsRules.Pool(fits);
        var narrow = RubinsRules.Pool(fits, 0.9);
        PooledEstimate[] large =
        [
            .. pooled.Select((_, j) => RubinsRules.Pool(
                [.. fits.Select(f => f.Coefficients[j])], [.. fits.Select(f => f.StandardErrors[j] * f.StandardErrors[j])])),
        ];
        Near(v, "estimate", [.. pooled.Select(p => p.Estimate)]);
        Near(v, "se", [.. pooled.Select(p => p.StandardError)]);
        Near(v, "df", [.. pooled.Select(p => p.DegreesOfFreedom)]);
        Near(v, "within", [.. pooled.Select(p => p.Within)]);
        Near(v, "between", [.. pooled.Select(p => p.Between)]);
        Near(v, "riv", [.. pooled.Select(p => p.RelativeIncrease)]);
        Near(v, "lambda", [.. pooled.Select(p => p.Lambda)]);
        Near(v, "fmi", [.. pooled.Select(p => p.MissingInformation)]);
        Near(v, "p", [.. pooled.Select(p => p.PValue)]);
        Near(v, "lower", [.. pooled.Select(p => p.Lower)]);
        Near(v, "upper", [.. pooled.Select(p => p.Upper)]);
        Near(v, "lower90", [.. narrow.Select(p => p.Lower)]);
        Near(v, "upper90", [.. narrow.Select(p => p.Upper)]);
        Near(v, "largeDf", [.. large.Select(p => p.DegreesOfFreedom)]);
        Near(v, "largeFmi", [.. large.Select(p => p.MissingInformation)]);
    }

    [Theory]
    [MemberData(nameof(Externals))]
    public void ValidationIsRs(int which)
    {
        var c = R.GetProperty("external")[which];
        var (v, h) = (c.GetProperty("v"), c.Numbers("h"));
        var model = PrognosticModel.From(CoxModel.Fit(Patients(c.GetProperty("train")), null, Precise), h);
        var x = ExternalValidation.Estimate(
            model,
            Patients(c.GetProperty("data")),
            new ExternalValidationOptions { Horizons = h, Decisions = new DecisionCurveOptions { Thresholds = [0.1, 0.25, 0.4, 0.6] } });
        Near(v, "c", [x.Concordance.Index, x.Concordance.StandardError]);
        Near(v, "uno", [x.UnoConcordance.Index, x.UnoConcordance.StandardError]);
        Near(v, "slope", [x.Slope.Estimate, x.Slope.StandardError, x.Slope.Lower, x.Slope.Upper, x.Slope.PValue]);
        Near(v, "events", [x.ObservedOverExpectedEvents]);
        Near(v, "tests", [x.Recalibration[1].Test!.Value.Statistic, x.Recalibration[2].Test!.Value.Statistic]);
        Near(v, "refit", [.. x.Recalibration[2].Coefficients]);
        var auc = x.Horizons.Select(t => t.Auc).ToList();
        Near(v, "auc", [
            .. auc.Select(a => a.Auc), .. auc.Select(a => a.StandardError), .. auc.Select(a => a.Lower), .. auc.Select(a => a.Upper)]);
        var brier = x.Horizons.Select(t => t.Brier!.Value).ToList();
        Near(v, "brier", [
            .. brier.Select(b => b.Brier), .. brier.Select(b => b.StandardError), .. brier.Select(b => b.Lower),
            .. brier.Select(b => b.Upper), .. brier.Select(b => b.Ipa)]);
        for (var k = 0; k < h.Length; k++)
        {
            var at = x.Horizons[k];
            var large = at.InTheLarge!.Value;
            Near(v, $"large{k + 1}", [
                large.ObservedRisk, large.MeanPredictedRisk, large.ObservedOverExpected, large.Lower, large.Upper]);
            Near(v, $"curve{k + 1}", [at.Curve!.Ici, at.Curve.E50, at.Curve.E90, at.Curve.EMax]);
            Near(v, $"benefit{k + 1}", [.. at.Decisions!["model"].Points.Select(p => p.NetBenefit)]);
            // rms::groupkm fails where a group's follow-up ends before the time.
            if (!v.TryGetProperty($"groups{k + 1}", out _))
                continue;
            var groups = at.Groups!.Groups;
            Near(v, $"groups{k + 1}", [
                .. groups.Select(g => g.MeanPredicted), .. groups.Select(g => (double)g.Count), .. groups.Select(g => (double)g.Events),
                .. groups.Select(g => g.Observed)]);
        }
    }

    [Fact]
    public void PlanningIsByThePublishedFormulas()
    {
        foreach (var row in R.GetProperty("plan").GetProperty("riley").EnumerateArray())
        {
            var r = row.Numbers();
            var size = SurvivalSampleSize.Riley((int)r[0], r[1], r[2], r[3], r[4], r[5]);
            Near(r[6..], "Riley", [
                size.Shrinkage, size.Optimism, size.OverallRisk, size.Patients, size.Events, size.EventsPerParameter, size.MaxRSquared]);
        }
        foreach (var row in R.GetProperty("plan").GetProperty("tests").EnumerateArray())
        {
            var r = row.Numbers();
            Near(r[5..], "log-rank", [
                SurvivalSampleSize.LogRankEvents(r[0], r[1], r[2], r[3]), SurvivalSampleSize.FreedmanEvents(r[0], r[1], r[2], r[3]),
                SurvivalSampleSize.LogRankPower((int)r[4], r[0], r[2], r[3])]);
        }
    }

    // Group 1 is followed to 9 at most, group 0 to 20: from 9 on crr gives group 1's competing events no weight.
    [Fact]
    public void CompetingEventsOfAGroupHaveNoWeightAfterItsFollowUp()
    {
        var c = R.GetProperty("ends");
        var (z, time) = (c.Numbers("z"), c.Numbers("time"));
        int[] group = [.. z.Select(g => (int)g)];
        Assert.True(time.Where((_, i) => group[i] == 1).Max() < time.Where((_, i) => group[i] == 0).Max());
        var data = CompetingRisksData.Create(time, [.. c.Numbers("cause").Select(k => (int)k)]);
        var x = DesignMatrix.FromColumns(("x", c.Numbers("x")), ("z", z));
        var fit = FineGrayModel.Fit(data, x, 1, new FineGrayOptions { Tolerance = 1e-12 }, group);
        Near(c, "crr", [.. fit.Coefficients, .. fit.Covariance, fit.LogLikelihood, fit.LogLikelihoodNull]);
    }

    private static Cohort Patients(JsonElement d) => Cohort.Create(
        SurvivalData.Create(d.Numbers("time"), [.. d.Numbers("event").Select(e => e == 1)]),
        DesignMatrix.FromColumns(("x", d.Numbers("x")), ("b", d.Numbers("b"))));

    private static void Near(JsonElement values, string name, double[] ours) => Near(values.Numbers(name), name, ours);

    private static void Near(double[] theirs, string name, double[] ours)
    {
        Assert.True(theirs.Length == ours.Length, $"{name}: R has {theirs.Length} values, we have {ours.Length}.");
        for (var i = 0; i < ours.Length; i++)
        {
            // A net benefit near 0 is a difference of shares.
            var near = double.IsNaN(theirs[i])
                ? double.IsNaN(ours[i])
                : theirs[i] == ours[i] || Math.Abs(theirs[i] - ours[i]) <= 1e-8 * Math.Max(Math.Abs(theirs[i]), 1e-3);
            Assert.True(near, FormattableString.Invariant($"{name}, {i}: R has {theirs[i]:G12}, we have {ours[i]:G12}."));
        }
    }
}
