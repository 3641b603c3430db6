using System.Globalization;
using Survival.Models;
using Survival.Models.Calibration;
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
        var (age, marker, stage, time, died, centre) = (
            new double[n],
            new double[n],
            new string[n],
            new double[n],
            new bool[n],
            new int[n]
        );
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
        return (
            model,
            // A nomogram by itself refuses 500, beyond the follow-up; a model that tells it is unknown there.
            PrognosticModel.From(
                model,
                [6, 12, 30, 500],
                new ModelDescription { Title = "Test <b>& {{model}}", Endpoint = Endpoint.Of("relapse", "weeks") }
            ).Nomogram!
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_number_is_the_models(bool strata)
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        var (model, nomogram) = Fit(strata);
        var html = CalculatorPage.ToHtml(nomogram);
        List<(double Age, int Marker, int Stage, int Stratum)> cases =
        [
            (40, 0, 0, 0),
            (80, 1, 2, 0),
            (61.5, 1, 1, 0),
            (95, 0, 2, 0),
            (430, 1, 2, 0),
        ]; // the last one survives nothing
        if (strata)
            cases = [.. cases.Select(c => c with { Stratum = 1 }), .. cases];
        var shown = await RunAsync(
            html,
            cases.Select(c =>
                new object[]
                {
                    new object[] { "age", c.Age },
                    new object[] { "marker", new { choice = c.Marker } },
                    new object[] { "stage", new { choice = c.Stage } },
                    new object[] { "baseline", c.Stratum },
                }
            )
        );
        for (var k = 0; k < cases.Count; k++)
        {
            var (age, marker, stage, stratum) = cases[k];
            double[] x = [age, marker, stage == 1 ? 1 : 0, stage == 2 ? 1 : 0];
            var prognostic = nomogram.Model!;
            var expected = prognostic.Predict(new Dictionary<string, double>(), new Dictionary<string, string>
            {
                ["age"] = age.ToString("R", CultureInfo.InvariantCulture),
                ["marker"] = marker.ToString(CultureInfo.InvariantCulture),
                ["stage"] = Stages[stage],
            }, prognostic.Baselines[stratum]);
            var lp = model.LinearPredictor(x, centred: false) - prognostic.Centre;
            Close(lp, shown[k].GetProperty("lp"));
            Close(expected.StandardError, shown[k].GetProperty("se"));
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
            Assert.Equal(expected.Warnings.Count, shown[k].GetProperty("warnings").GetArrayLength());
            Assert.True(shown[k].GetProperty("overflow").GetInt32() <= 0, "The page is wider than its window.");
        }
    }

    [Fact]
    public async Task A_curved_effect_is_shown_at_steps_of_its_range()
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        var random = new Xoshiro256(3);
        double[] x = [.. Enumerable.Range(0, 60).Select(_ => 10 * random.NextDouble())];
        double[] time = [.. x.Select(v => -Math.Log(1 - random.NextDouble()) * 10 / Math.Exp(0.02 * v * v))];
        double[] knots = [1, 4, 8];
        var basis = RestrictedCubicSpline.Basis(x, knots);
        var model = CoxModel.Fit(
            SurvivalData.Create(time, [.. x.Select(_ => true)]),
            DesignMatrix.FromColumns(("dose", basis[0]), ("dose'", basis[1]))
        );
        var prognostic = PrognosticModel.From(model, [6], predictors: [Predictor.Spline("dose", ["dose", "dose'"], knots, 0, 10)]);
        var shown = await RunAsync(CalculatorPage.ToHtml(prognostic), new object[] { new object[] { new object[] { "dose", 7.5 } } });
        var at = RestrictedCubicSpline.Basis([7.5], knots);
        double[] row = [at[0][0], at[1][0]];
        Close(model.LinearPredictor(row, centred: false) - prognostic.Centre, shown[0].GetProperty("lp"));
        var survival = model.Survival(row).At(6);
        Close(survival.Survival, shown[0].GetProperty("survival")[0].GetProperty("s"));
        Close(survival.Lower, shown[0].GetProperty("survival")[0].GetProperty("lower"));
        Close(survival.Upper, shown[0].GetProperty("survival")[0].GetProperty("upper"));
    }

    [Fact]
    public void The_words_are_the_models()
    {
        var (_, nomogram) = Fit();
        var html = CalculatorPage.ToHtml(nomogram);
        Assert.Contains("<title>Test &lt;b&gt;&amp; {{model}}</title>", html, StringComparison.Ordinal);
        Assert.Contains("Relapse-free survival", html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "month",
            html.Replace("const months", "", StringComparison.Ordinal).Replace("months(", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("SIMULATED", html, StringComparison.Ordinal);
        var simulated = nomogram.Model!.With(nomogram.Model.Description with { IsSimulated = true });
        Assert.Contains(
            "<p class=\"simulated\" role=\"note\"><strong>SIMULATED COHORT",
            CalculatorPage.ToHtml(simulated),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_nomogram_of_variables_alone_is_refused_with_what_to_do()
    {
        var bare = CoxNomogram.Build([NomogramVariable.Continuous("age", 0.1, 40, 80)], 0, (-1, 1));
        Assert.Contains(
            "CoxNomogram.From",
            Assert.Throws<ArgumentException>(() => CalculatorPage.ToHtml(bare)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_is_written_in_one_call()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.html");
        try
        {
            CalculatorPage.Write(Fit().Nomogram, path);
            Assert.Equal(CalculatorPage.ToHtml(Fit().Nomogram), File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static double? OrNull(double value) => double.IsNaN(value) ? null : value;
}
