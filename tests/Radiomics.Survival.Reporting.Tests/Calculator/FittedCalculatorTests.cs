using System.Globalization;
using System.Text.Json;
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
                Close(at.Estimate, row.GetProperty("s"));
                Close(OrNull(at.Lower), row.GetProperty("lower"));
                Close(OrNull(at.Upper), row.GetProperty("upper"));
            }
            var median = curve.Median;
            Close(OrNull(median.Estimate), shown[k].GetProperty("median"));
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
        Close(survival.Estimate, shown[0].GetProperty("survival")[0].GetProperty("s"));
        Close(survival.Lower, shown[0].GetProperty("survival")[0].GetProperty("lower"));
        Close(survival.Upper, shown[0].GetProperty("survival")[0].GetProperty("upper"));
    }

    // Age in levels of stage; a curve by sex; a curve by itself; two numbers, which have no nomogram and so no points.
    [Theory]
    [InlineData("age * stage + marker", true)]
    [InlineData("rcs(age, 3) * marker + stage", true)]
    [InlineData("ns(age, 3) + factor(marker) * stage", true)]
    [InlineData("fp(age, 0, 2) * stage", true)]
    [InlineData("age * stage * sex", true)]
    [InlineData("age * dose + stage", false)]
    [InlineData("rcs(dose, 3) * fp(age, 1)", false)]
    public async Task Interactions_and_curves_are_the_models(string formula, bool pointed)
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        var random = new Xoshiro256(5);
        const int n = 200;
        var (age, dose, marker, stage, sex) = (new double[n], new double[n], new double[n], new string[n], new string[n]);
        var (time, died) = (new double[n], new bool[n]);
        for (var i = 0; i < n; i++)
        {
            // Both ends occur, so that the page's steps from 40 to 80 are 0.08 and meet the ages asked for.
            age[i] = i < 2 ? 40 + (40 * i) : Math.Round(40 + (40 * random.NextDouble()));
            dose[i] = i < 2 ? 10 * i : Math.Round(10 * random.NextDouble(), 1);
            marker[i] = random.NextDouble() < 0.4 ? 1 : 0;
            stage[i] = Stages[(int)(3 * random.NextDouble())];
            sex[i] = random.NextDouble() < 0.5 ? "f" : "m";
            var latent = -Math.Log(1 - random.NextDouble()) * 14 / Math.Exp((0.03 * (age[i] - 60)) + (0.4 * marker[i]));
            var censored = 6 + (30 * random.NextDouble());
            (time[i], died[i]) = (Math.Round(Math.Min(latent, censored) + 0.1, 1), latent <= censored);
        }
        var cohort = Cohort.Create(
            SurvivalData.Create(time, died),
            new SurvivalTableBuilder().Numbers("age", age).Numbers("dose", dose).Numbers("marker", marker).Texts("stage", stage)
                .Texts("sex", sex).Build());
        var model = PrognosticModel.From(CoxModel.Fit(cohort, formula), [6, 12]);
        Assert.Equal(pointed, model.Nomogram is not null);
        (double Age, double Dose, int Marker, int Stage, int Sex)[] cases =
            [(48, 2, 0, 0, 0), (64, 7, 1, 2, 1), (76, 5, 1, 1, 0), (40, 10, 0, 2, 1)];
        object[] Steps((double Age, double Dose, int Marker, int Stage, int Sex) v) =>
        [
            .. model.Predictors.Select(p => new object[]
            {
                p.Name,
                p.Name switch
                {
                    "age" => v.Age,
                    "dose" => v.Dose,
                    "marker" => new { choice = v.Marker },
                    "stage" => new { choice = v.Stage },
                    _ => new { choice = v.Sex },
                },
            }),
        ];
        var shown = await RunAsync(CalculatorPage.ToHtml(model), cases.Select(Steps));
        for (var k = 0; k < cases.Length; k++)
        {
            var v = cases[k];
            var expected = model.Predict(new Dictionary<string, double>(), new Dictionary<string, string>
            {
                ["age"] = v.Age.ToString("R", CultureInfo.InvariantCulture),
                ["dose"] = v.Dose.ToString("R", CultureInfo.InvariantCulture),
                ["marker"] = v.Marker.ToString(CultureInfo.InvariantCulture),
                ["stage"] = Stages[v.Stage],
                ["sex"] = v.Sex == 0 ? "f" : "m",
            }.Where(p => model.Predictors.Any(q => q.Name == p.Key)).ToDictionary(p => p.Key, p => p.Value), model.Baselines[0]);
            Assert.True(
                Math.Abs(expected.SurvivalAt(6).Estimate - shown[k].GetProperty("survival")[0].GetProperty("s").GetDouble()) < 1e-10,
                $"{formula}, case {k}: the page says {shown[k].GetProperty("survival")[0]}, the model {expected.SurvivalAt(6)}.");
            var parts = shown[k].GetProperty("parts").EnumerateArray().ToArray();
            Assert.Equal(expected.Predictors.Select(p => p.Name), parts.Select(p => p.GetProperty("name").GetString()));
            foreach (var (part, row) in expected.Predictors.Zip(parts))
            {
                Assert.Equal(part.HazardRatio, row.GetProperty("ratio").GetDouble(), 1e-9 * Math.Max(1, part.HazardRatio));
                if (double.IsNaN(part.Points))
                    Assert.Equal(JsonValueKind.Null, row.GetProperty("points").ValueKind);
                else
                    Assert.Equal(part.Points, row.GetProperty("points").GetDouble(), 1e-8);
            }
            if (pointed)
                Assert.Equal(expected.TotalPoints, shown[k].GetProperty("points").GetDouble(), 1e-8);
            Assert.True(shown[k].GetProperty("overflow").GetInt32() <= 0, "The page is wider than its window.");
        }
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
