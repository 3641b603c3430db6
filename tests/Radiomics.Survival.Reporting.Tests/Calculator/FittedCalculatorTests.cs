using Radiomics.Reporting.Calculator;
using Survival.Models;
using Survival.Models.Cox;
using Survival.Models.Prognosis;
using Survival.Models.Resampling;
using static Radiomics.Reporting.Tests.Calculator.CalculatorDriver;

namespace Radiomics.Reporting.Tests.Calculator;

public sealed class FittedCalculatorTests
{
    private static readonly string[] Stages = ["I", "II", "III"];

    private static (CoxModel Model, CoxNomogram Nomogram) Fit(bool strata = false)
    {
        var random = new Xoshiro256(11);
        const int n = 160;
        var (age, marker, stage, time, died, centre) = (new double[n], new double[n], new string[n], new double[n], new bool[n], new int[n]);
        for (var i = 0; i < n; i++)
        {
            age[i] = Math.Round(40 + 40 * random.NextDouble());
            marker[i] = random.NextDouble() < 0.4 ? 1 : 0;
            var s = (int)(3 * random.NextDouble());
            stage[i] = Stages[s];
            centre[i] = i % 2;
            var latent = -Math.Log(1 - random.NextDouble()) * 14 / Math.Exp(0.03 * (age[i] - 60) + 0.6 * marker[i] + 0.4 * s);
            var censored = 6 + 30 * random.NextDouble();
            (time[i], died[i]) = (Math.Round(Math.Min(latent, censored) + 0.1, 1), latent <= censored);
        }
        var design = new DesignMatrixBuilder().Numeric("age", age).Numeric("marker", marker).Categorical("stage", stage).Build();
        var data = SurvivalData.Create(time, died, stratum: strata ? centre : null);
        var model = CoxModel.Fit(data, design);
        var lp = model.LinearPredictor(design);
        var b = model.Coefficients;
        var center = 0.0;
        for (var j = 0; j < b.Length; j++)
            center += b[j] * model.Means[j];
        return (model, CoxNomogram.Build(
            [NomogramVariable.Continuous("age", b[0], 40, 80), NomogramVariable.Discrete("marker", b[1], 0, 1), NomogramVariable.Categorical("stage", ("I", 0), ("II", b[2]), ("III", b[3]))],
            center, (lp.Min(), lp.Max())));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_number_is_the_models(bool strata)
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        var (model, nomogram) = Fit(strata);
        var html = CalculatorPage.Fitted(nomogram, model, new CalculatorOptions { Title = "Test <b>&", Horizons = [6, 12, 30, 500], Units = new Dictionary<string, string> { ["age"] = "years" } });
        List<(double Age, int Marker, int Stage, int Stratum)> cases = [(40, 0, 0, 0), (80, 1, 2, 0), (61.5, 1, 1, 0), (95, 0, 2, 0), (470, 1, 2, 0)]; // the last one survives nothing
        if (strata)
            cases = [.. cases.Select(c => c with { Stratum = 1 }), .. cases];
        var shown = await RunAsync(html, cases.Select(c => new object[]
        {
            new object[] { "age", c.Age }, new object[] { "marker", new { choice = c.Marker } }, new object[] { "stage", new { choice = c.Stage } }, new object[] { "baseline", c.Stratum },
        }));
        for (var k = 0; k < cases.Count; k++)
        {
            var (age, marker, stage, stratum) = cases[k];
            double[] x = [age, marker, stage == 1 ? 1 : 0, stage == 2 ? 1 : 0];
            var lp = model.LinearPredictor(x);
            Close(lp, shown[k].GetProperty("lp"));
            Close(model.LinearPredictorStandardError(x), shown[k].GetProperty("se"));
            Close(nomogram.TotalPoints(lp), shown[k].GetProperty("points"));
            Close(nomogram.Points("stage", Stages[stage]), shown[k].GetProperty("parts")[2].GetProperty("points"));
            var curve = model.Survival(x, stratum);
            var last = model.Baseline(stratum).Time[^1];
            foreach (var row in shown[k].GetProperty("survival").EnumerateArray())
            {
                var time = row.GetProperty("time").GetDouble();
                if (time > last)
                {
                    Assert.Contains("beyond the baseline", row.GetProperty("text").GetString(), StringComparison.Ordinal);
                    continue;
                }
                var at = curve.At(time);
                Close(at.Survival, row.GetProperty("s"));
                Close(OrNull(at.Lower), row.GetProperty("lower"));
                Close(OrNull(at.Upper), row.GetProperty("upper"));
            }
            var median = curve.Median;
            Close(OrNull(median.Time), shown[k].GetProperty("median"));
            Close(OrNull(median.Lower), shown[k].GetProperty("medianLower"));
            Close(OrNull(median.Upper), shown[k].GetProperty("medianUpper"));
            Assert.Equal(age > 80 ? 1 : 0, shown[k].GetProperty("warnings").GetArrayLength());
        }
    }

    [Fact]
    public async Task An_effect_that_is_not_linear_is_shown_without_intervals()
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        var random = new Xoshiro256(3);
        double[] x = [.. Enumerable.Range(0, 60).Select(_ => 10 * random.NextDouble())];
        double[] time = [.. x.Select(v => -Math.Log(1 - random.NextDouble()) * 10 / Math.Exp(0.02 * v * v))];
        var design = DesignMatrix.FromColumns(("x", x), ("x2", [.. x.Select(v => v * v)]));
        var model = CoxModel.Fit(SurvivalData.Create(time, [.. x.Select(_ => true)]), design);
        var (b1, b2) = (model.Coefficients[0], model.Coefficients[1]);
        var nomogram = CoxNomogram.Build([NomogramVariable.Continuous("dose", v => b1 * v + b2 * v * v, 0, 10)], b1 * model.Means[0] + b2 * model.Means[1], (-1, 1));
        var shown = await RunAsync(CalculatorPage.Fitted(nomogram, model), new object[] { new object[] { new object[] { "dose", 7.5 } } });
        Close(model.LinearPredictor([7.5, 56.25]), shown[0].GetProperty("lp"));
        Close(model.Survival([7.5, 56.25]).At(6).Survival, shown[0].GetProperty("survival")[0].GetProperty("s"));
        Close(null, shown[0].GetProperty("lower"));
    }

    [Fact]
    public void A_nomogram_of_another_model_is_refused_by_name()
    {
        var (model, nomogram) = Fit();
        var b = model.Coefficients;
        var part = CoxNomogram.Build([NomogramVariable.Continuous("age", b[0], 40, 80)], 0, (-1, 1));
        Assert.Contains("'marker'", Assert.Throws<ArgumentException>(() => CalculatorPage.Fitted(part, model)).Message, StringComparison.Ordinal);
        var other = CoxNomogram.Build([NomogramVariable.Discrete("sex", 1, 0, 1)], 0, (-1, 1));
        Assert.Contains("'sex'", Assert.Throws<ArgumentException>(() => CalculatorPage.Fitted(other, model)).Message, StringComparison.Ordinal);
        var wrong = CoxNomogram.Build([NomogramVariable.Continuous("age", b[0], 40, 80), NomogramVariable.Discrete("marker", b[1] + 0.1, 0, 1), NomogramVariable.Categorical("stage", ("I", 0), ("II", b[2]), ("III", b[3]))], 0, (-1, 1));
        Assert.Contains("'marker'", Assert.Throws<ArgumentException>(() => CalculatorPage.Fitted(wrong, model)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CalculatorPage.Fitted(nomogram, model, new CalculatorOptions { Horizons = [0] }));
        Assert.Throws<ArgumentException>(() => CalculatorPage.Fitted(nomogram, model, new CalculatorOptions { Title = " " }));
    }

    private static double? OrNull(double value) => double.IsNaN(value) ? null : value;
}
