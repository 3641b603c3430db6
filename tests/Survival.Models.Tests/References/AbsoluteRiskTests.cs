using System.Text.Json;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;
using Survival.Models.Prognosis;
using Survival.Models.Validation;

namespace Survival.Models.Tests.References;

/// <summary>
/// Prognostic models of the cumulative incidence against R (absolute-risk.R): cmprsk's crr, riskRegression's FGR and CSC, and survfit.coxph
/// on survival::finegray's rows; whole days, months with ties, years of two decimals, exact times, case weights.
/// </summary>
public sealed class AbsoluteRiskTests
{
    private static readonly JsonElement R = RReference.Load("absolute-risk");
    private static readonly string[] Columns = ["x1", "x2", "x3b", "x3c"];
    private static readonly FineGrayOptions Precise = new() { Tolerance = 1e-12, MaxIterations = 80 };

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, R.GetArrayLength())];

    private static CompetingRisksData Data(JsonElement c, bool weighted)
    {
        var d = c.GetProperty("data");
        return CompetingRisksData.Create(
            d.Numbers("time"), [.. d.Numbers("cause").Select(k => (int)k)], weight: weighted ? d.Numbers("w") : null);
    }

    private static DesignMatrix X(JsonElement c) => DesignMatrix.FromColumns([.. Columns.Select(n => (n, c.Numbers(n)))]);

    private static Dictionary<string, string> Patient(JsonElement rows, int i) => Columns.ToDictionary(
        n => n, n => rows.Numbers(n)[i].ToString("R", System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static PrognosticModel Model(FineGrayModel fit, JsonElement c) => PrognosticModel.From(
        fit, X(c.GetProperty("data")), c.Numbers("at").Distinct().ToArray(),
        new ModelDescription { Endpoint = Endpoint.Of("relapse", "months") with { Competing = "death without relapse" } });

    // Saved and read, so that what a file keeps is what is compared.
    private static PrognosticModel Again(PrognosticModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        return PrognosticModel.Load(stream);
    }

    private static IEnumerable<(int Place, Prediction Of, double Time)> Predictions(PrognosticModel model, JsonElement c)
    {
        var (rows, at, place) = (c.GetProperty("new"), c.Numbers("at"), 0);
        foreach (var time in at)
        {
            for (var i = 0; i < 4; i++)
                yield return (place++, model.Predict(new Dictionary<string, double>(), Patient(rows, i)), time);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RiskAndItsLimitsAreSurvfitsOnFinegraysRows(int which)
    {
        var c = R[which];
        var weighted = !c.TryGetProperty("crr", out _);
        var expected = c.GetProperty("finegray");
        var fit = FineGrayModel.Fit(
            Data(c, weighted), X(c.GetProperty("data")), 1, Precise with { EventsFirst = true, CensoringVariance = false });
        Assert.All(expected.Numbers("coef").Zip(fit.Coefficients.ToArray()), p => RReference.Near(p.First, p.Second, 1e-7, "coef"));
        Assert.All(expected.Numbers("var").Zip(fit.Covariance), p => RReference.Near(p.First, p.Second, 1e-6, "var"));
        foreach (var (k, p, t) in Predictions(Again(Model(fit, c)), c))
        {
            var risk = p.RiskAt(t);
            RReference.Near(expected.Numbers("risk")[k], risk.Estimate, 1e-7, "risk");
            RReference.Near(expected.Numbers("lower")[k], risk.Lower, 1e-6, "lower");
            RReference.Near(expected.Numbers("upper")[k], risk.Upper, 1e-6, "upper");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RiskIsCrrsAndFgrs(int which)
    {
        var c = R[which];
        if (!c.TryGetProperty("crr", out var crr))
            return;
        var fit = FineGrayModel.Fit(Data(c, false), X(c.GetProperty("data")), 1, Precise);
        Assert.All(crr.Numbers("coef").Zip(fit.Coefficients.ToArray()), p => RReference.Near(p.First, p.Second, 1e-6, "coef"));
        Assert.All(crr.Numbers("var").Zip(fit.Covariance), p => RReference.Near(p.First, p.Second, 1e-5, "var"));
        foreach (var (k, p, t) in Predictions(Again(Model(fit, c)), c))
        {
            RReference.Near(crr.Numbers("risk")[k], p.RiskAt(t).Estimate, 1e-6, "crr");
            // FGR stops at crr's own tolerance.
            RReference.Near(c.Numbers("fgr")[k], p.RiskAt(t).Estimate, 1e-4, "FGR");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void CauseSpecificModelsGiveCscsRiskByTheProductLimit(int which)
    {
        var c = R[which];
        if (!c.TryGetProperty("csc_product", out var product))
            return;
        var fit = CauseSpecificCox.Fit(Data(c, false), X(c.GetProperty("data")), new CoxOptions { Tolerance = 1e-12 });
        var (at, expected) = (c.Numbers("at"), product.Numbers());
        for (var k = 0; k < expected.Length; k++)
            RReference.Near(expected[k], fit.PredictIncidence(X(c.GetProperty("new")), 1, at[k / 4])[k % 4], 1e-5, "CSC");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ARecalibratedBaselineIsThatOfAnOffsetAndIsBroughtToWhereAFittedModelsHolds(int which)
    {
        var c = R[which];
        if (!c.TryGetProperty("recalibrated", out var expected))
            return;
        var (data, d, at) = (Data(c, false), c.GetProperty("data"), c.Numbers("at"));
        double[] lp = [.. d.Numbers("x1").Zip(d.Numbers("x2"), (a, b) => (0.03 * a) + (0.4 * b))];
        // finegray has events leave before censorings of their time, crr counts them.
        var (baseline, hazard) = (FineGrayModel.BaselineOf(data, 1, lp, eventsFirst: true), expected.Numbers("hazard"));
        for (var k = 0; k < at.Length; k++)
            RReference.Near(hazard[k], baseline.Hazard[Array.FindLastIndex(baseline.Time, t => t <= at[k] + 1e-9)], 1e-9, "hazard");
        // By the definition: 1 - exp(-H0 exp(lp)), with the fit's own linear predictor as offset.
        var model = Model(FineGrayModel.Fit(data, X(d), 1, Precise), c);
        double[][] x = [.. Columns.Select(n => d.Numbers(n))];
        var own = BaselineHazard.Recalibrate(
            "own", data, 1, [.. Enumerable.Range(0, data.Count).Select(i => model.LinearPredictor([.. x.Select(v => v[i])]))]);
        var (fitted, adapted) = (Predictions(Again(model), c).ToList(), Predictions(Again(model.With(own)), c).ToList());
        Assert.All(fitted.Zip(adapted), p =>
            Assert.Equal(p.First.Of.RiskAt(p.First.Time).Estimate, p.Second.Of.RiskAt(p.Second.Time).Estimate, 1e-9));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValidationOfAnIncidenceHasCrrsSlope(int which)
    {
        var c = R[which];
        if (!c.TryGetProperty("recalibrated", out var expected))
            return;
        var (d, at) = (c.GetProperty("data"), c.Numbers("at"));
        var table = new SurvivalTableBuilder().Numbers("time", d.Numbers("time"))
            .Texts("cause", [.. d.Numbers("cause").Select(k => FormattableString.Invariant($"{k}"))])
            .Numbers("x1", d.Numbers("x1")).Numbers("x2", d.Numbers("x2")).Build();
        var cohort = Cohort.FromTable(
            table, new CohortColumns("time", "cause") { EventValues = ["1"], CensoredValues = ["0", "2"] });
        var model = PrognosticModel.Create(
            new ModelDescription { Endpoint = Endpoint.Of("relapse") with { Competing = "death" } },
            [new ModelColumn("x1", 0.03), new ModelColumn("x2", 0.4)],
            [Predictor.Continuous("x1", 30, 90), Predictor.Discrete("x2", [0, 1])], [at[1]], null,
            BaselineHazard.SuppliedIncidence("given", [at[1], 2 * d.Numbers("time").Max()], [0.05, 0.1]));
        var options = new ExternalValidationOptions { CompetingValues = ["2"] };
        var v = ExternalValidation.Estimate(model, cohort, options);
        RReference.Near(expected.Numbers("slope")[0], v.Slope.Estimate, 1e-6, "slope");
        RReference.Near(expected.Numbers("se")[0], v.Slope.StandardError, 1e-5, "se");
        // Wald's test of a slope of 1 is that of z squared.
        var wald = v.Recalibration.Single(s => s.Kind == RecalibrationKind.Slope).Test!.Value;
        Assert.Equal(Math.Pow((v.Slope.Estimate - 1) / v.Slope.StandardError, 2), wald.Statistic, 1e-10);
        Assert.Equal(v.Slope.PValue, wald.PValue, 1e-10);
        // Events of follow-up that others end are no measure of a risk among them.
        Assert.True(double.IsNaN(v.ObservedOverExpectedEvents));
        Assert.DoesNotContain(v.Notes, n => n.Contains("if nothing competed", StringComparison.Ordinal));
        Assert.Equal([0.03 * v.Slope.Estimate, 0.4 * v.Slope.Estimate], v.Recalibrated(RecalibrationKind.Slope).Coefficients.ToArray());
        foreach (var kind in Enum.GetValues<RecalibrationKind>())
        {
            // Adapted to the cohort, the mean risk is about its incidence.
            var adapted = ExternalValidation.Estimate(v.Recalibrated(kind), cohort, options).Horizons[0].InTheLarge!.Value;
            Assert.InRange(adapted.ObservedOverExpected, 0.9, 1.1);
        }
        Assert.Contains("CompetingValues", Assert.Throws<InvalidSurvivalDataException>(
            () => ExternalValidation.Estimate(model, cohort)).Message, StringComparison.Ordinal);
    }
}
