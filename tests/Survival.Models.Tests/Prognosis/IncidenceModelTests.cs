using System.Text;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;
using Survival.Models.Prognosis;

namespace Survival.Models.Tests.Prognosis;

/// <summary>A model of the cumulative incidence says so in every place, and gives no number under the name of a survival.</summary>
public sealed class IncidenceModelTests
{
    private static readonly double[] Ages = [.. Enumerable.Range(0, 40).Select(i => 50.0 + (i * 7 % 23))];

    // Every third is censored, of the others every other one has the competing event; no two times are the same.
    private static readonly CompetingRisksData Data = CompetingRisksData.Create(
        [.. Enumerable.Range(0, 40).Select(i => 1.0 + (i * 17 % 41))],
        [.. Enumerable.Range(0, 40).Select(i => i % 3 == 0 ? 0 : 1 + (i % 2))]);

    private static readonly DesignMatrix X = DesignMatrix.FromColumns(("age", Ages));

    private static readonly Endpoint Relapse = Endpoint.Of("relapse", "months") with { Competing = "death without relapse" };

    private static PrognosticModel Model() => PrognosticModel.From(
        FineGrayModel.Fit(Data, X, 1), X, [6, 12, 24], new ModelDescription { Title = "Competing", Endpoint = Relapse });

    private static Prediction Of(PrognosticModel model, string age = "61.5") =>
        model.Predict(new Dictionary<string, double>(), new Dictionary<string, string> { ["age"] = age });

    [Fact]
    public void TheTextsSayRiskAndWhatCompetes()
    {
        var model = Model();
        var prediction = Of(model);
        foreach (var text in new[] { prediction.ToString(), model.Nomogram!.ToString(), model.ToString() })
        {
            Assert.Contains("risk of relapse", text, StringComparison.Ordinal);
            Assert.DoesNotContain("survival", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("median", text, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Contains("risk of relapse at 12 months", prediction.ToString(), StringComparison.Ordinal);
        Assert.Contains("death without relapse counted", prediction.ToString(), StringComparison.Ordinal);
        Assert.Contains(prediction.Assumptions, a => a.Contains("cumulative incidence", StringComparison.Ordinal));
        Assert.Equal([6, 12, 24], prediction.Risks.Select(r => r.Time));
        Assert.All(prediction.Risks, r => Assert.True(r.Risk.Lower < r.Risk.Estimate && r.Risk.Estimate < r.Risk.Upper));
        // The risk grows with time.
        Assert.True(prediction.Risks[0].Risk.Estimate < prediction.Risks[2].Risk.Estimate);
    }

    [Fact]
    public void WhatASurvivalAloneHasIsRefused()
    {
        var (model, prediction) = (Model(), Of(Model()));
        var refusal = Assert.Throws<IncompleteModelException>(() => prediction.SurvivalAt(12)).Message;
        Assert.Contains("RiskAt", refusal, StringComparison.Ordinal);
        Assert.Throws<IncompleteModelException>(() => prediction.Survival);
        Assert.Throws<IncompleteModelException>(() => prediction.Median);
        var pmml = Assert.Throws<IncompleteModelException>(() => model.ToPmml()).Message;
        Assert.Contains("risk of relapse", pmml, StringComparison.Ordinal);
        Assert.Contains("model.json", pmml, StringComparison.Ordinal);
        // Other words, a survival's baseline and a Cox fit would each make another quantity of it without a word.
        Assert.Throws<ArgumentException>(() => model.With(new ModelDescription { Title = "Other" }));
        var survival = BaselineHazard.Recalibrate("km", Data.CauseSpecific(1), new double[Data.Count]);
        Assert.Contains("km", Assert.Throws<ArgumentException>(() => model.With(survival)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Predict(
            new Dictionary<string, double>(), new Dictionary<string, string> { ["age"] = "60" }, survival));
        var cox = CoxModel.Fit(Data.CauseSpecific(1), X);
        Assert.Throws<ArgumentException>(() => PrognosticModel.From(cox, [12], new ModelDescription { Endpoint = Relapse }));
        var incidence = BaselineHazard.Recalibrate("aj", Data, 1, new double[Data.Count]);
        Assert.Throws<ArgumentException>(() => PrognosticModel.From(cox, [12]).With(incidence));
        Assert.Throws<ArgumentException>(() => PrognosticModel.From(
            FineGrayModel.Fit(Data, X, 1), DesignMatrix.FromColumns(("years", Ages)), [12]));
        Assert.Throws<InvalidSurvivalDataException>(() => BaselineHazard.Recalibrate("aj", Data, 1, [0.0]));
        Assert.Throws<InvalidSurvivalDataException>(() => BaselineHazard.Recalibrate("aj", Data, 3, new double[Data.Count]));
    }

    [Fact]
    public void AFileKeepsIt()
    {
        var model = Model();
        using var stream = new MemoryStream();
        model.Save(stream);
        var text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.Contains("risk of relapse (cumulative incidence)", text, StringComparison.Ordinal);
        stream.Position = 0;
        var again = PrognosticModel.Load(stream);
        Assert.Equal(Of(model).ToString(), Of(again).ToString());
        Assert.Equal(Of(model).RiskAt(24), Of(again).RiskAt(24));
        // A reader of an older version, which knows survival alone, must not take it.
        Assert.Contains("\"version\": 3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void TheAxisOfTheNomogramIsThatRisk()
    {
        var model = Model();
        var axis = model.Nomogram!.Functions.Single(f => f.Name == "risk_t24");
        Assert.NotEmpty(axis.Ticks);
        foreach (var tick in axis.Ticks)
        {
            // The age whose points are those of the tick; ticks are interpolated over 1000 steps, as rms does.
            var lp = model.Nomogram.LinearPredictorOf(tick.Points) + model.Centre;
            var age = (lp / model.Coefficients[0]).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(tick.Value, Of(model, age).RiskAt(24).Estimate, 1e-4);
        }
    }

    [Fact]
    public void APublishedModelTakesAnIncidenceAsItsBaseline()
    {
        var model = PrognosticModel.Create(
            new ModelDescription { Title = "Published", Endpoint = Relapse }, [new ModelColumn("age", 0.1)],
            [Predictor.Continuous("age", 0, 10)], [12], null, BaselineHazard.SuppliedIncidence("paper", [12, 24], [0.2, 0.36]));
        // 1 - 0.8^exp(0.1 x 2), and half of the subdistribution hazard at half the time.
        Assert.Equal(1 - Math.Pow(0.8, Math.Exp(0.2)), Of(model, "2").RiskAt(12).Estimate, 1e-12);
        Assert.Equal(1 - Math.Sqrt(0.8), Of(model, "0").RiskAt(6).Estimate, 1e-12);
        Assert.Throws<InvalidSurvivalDataException>(() => BaselineHazard.SuppliedIncidence("paper", [12, 24], [0.3, 0.2]));
        Assert.Throws<InvalidSurvivalDataException>(() => BaselineHazard.SuppliedIncidence("paper", [12], [1]));
    }

    [Fact]
    public void ACoxFitRecalibratedOnItsOwnPatientsIsItself()
    {
        // No two times are tied, so that Breslow's estimate is the fit's own; it is at a linear predictor of 0, the fit's at the means.
        var data = Data.CauseSpecific(1);
        var model = PrognosticModel.From(CoxModel.Fit(data, X, new CoxOptions { Tolerance = 1e-13 }), [12]);
        var own = BaselineHazard.Recalibrate("own", data, [.. Ages.Select(a => model.LinearPredictor([a]))]);
        Assert.Equal(Of(model).SurvivalAt(12).Estimate, Of(model.With(own)).SurvivalAt(12).Estimate, 1e-10);
        var given = model.Predict(new Dictionary<string, double>(), new Dictionary<string, string> { ["age"] = "61.5" }, own);
        Assert.Equal(Of(model).SurvivalAt(12).Estimate, given.SurvivalAt(12).Estimate, 1e-10);
        Assert.Equal(1 - given.SurvivalAt(12).Estimate, given.RiskAt(12).Estimate, 1e-12);
    }
}
