using System.Globalization;
using System.Text.RegularExpressions;
using Nomogram.HccSbrt;
using Survival.Models;
using Survival.Models.Prognosis;
using Survival.Models.Resampling;
using static Radiomics.Reporting.Tests.Calculator.CalculatorDriver;

namespace Radiomics.Reporting.Tests.Calculator;

public sealed partial class PublishedCalculatorTests
{
    private static readonly HccSbrtNomogram Nomogram = new();

    private static readonly BaselineHazard[] Baselines =
    [
        new BaselineReconstruction().ToBaseline(),
        BaselineHazard.Supplied("our clinic", [6, 12, 24], [0.8, 0.6, 0.4]),
        BaselineHazard.Recalibrate(
            "our cohort",
            SurvivalData.Create([3, 5, 8, 8, 13, 17], [true, true, true, false, true, false]),
            [0.1, -0.4, 0.9, 0, 0.3, -1]
        ),
        new BaselineReconstruction { WeibullShape = 1.3, MedianMonths = 9 }.ToBaseline(),
    ];

    private static string Page(Scaler? scaler, params BaselineHazard[] baselines) =>
        CalculatorPage.ToHtml(new HccSbrtNomogram(scaler, baselines).Model);

    private static string Page() => Page(null, Baselines[0], Baselines[1], Baselines[2]);

    [Fact]
    public async Task Every_number_is_that_of_Predict()
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        var random = new Xoshiro256(5);
        List<(HccSbrtPatient Patient, int Baseline, object Step)> cases = [];
        for (var k = 0; k < 30; k++)
        {
            var score = Math.Round(random.NextDouble() * 1.4 - 0.7, 3);
            var size = Math.Round(0.5 + random.NextDouble() * 22, 1);
            var isB = random.NextDouble() < 0.5;
            var (dose, fractions) = (Math.Round(20 + random.NextDouble() * 35, 1), 3 + (int)(random.NextDouble() * 9));
            var gray = Math.Round(30 + random.NextDouble() * 90, 1);
            var count = (int)(random.NextDouble() * 3);
            var baseline = (int)(random.NextDouble() * 3);
            var asCourse = random.NextDouble() < 0.5;
            var patient = new HccSbrtPatient(
                score,
                TumourSize.FromCentimetres(size),
                isB ? ChildPugh.B : ChildPugh.A,
                asCourse ? Bed.FromFractionation(dose, fractions) : Bed.FromGray(gray)
            )
            {
                TumourCount =
                    count == 0 ? null
                    : count == 1 ? 3
                    : 4,
            };
            cases.Add(
                (
                    patient,
                    baseline,
                    new object[]
                    {
                        new object[] { "RadScore", score },
                        new object[] { "TumourSize", size },
                        new object[] { "ChildPugh", new { choice = isB ? 1 : 0 } },
                        new object[] { "Bed", asCourse ? new { dose, fractions } : gray },
                        new object[] { "TumourCount", new { choice = count } },
                        new object[] { "baseline", baseline },
                    }
                )
            );
        }
        // The boundaries: 5 cm is small, 70 Gy is high, -0.03 is high risk.
        cases.Add(
            (
                new HccSbrtPatient(-0.03, TumourSize.FromCentimetres(5), ChildPugh.A, Bed.FromGray(70)),
                0,
                new object[]
                {
                    new object[] { "RadScore", -0.03 },
                    new object[] { "TumourSize", 5 },
                    new object[] { "ChildPugh", new { choice = 0 } },
                    new object[] { "Bed", 70 },
                    new object[] { "TumourCount", new { choice = 0 } },
                    new object[] { "baseline", 0 },
                }
            )
        );

        var shown = await RunAsync(Page(), cases.Select(c => c.Step));
        for (var k = 0; k < cases.Count; k++)
        {
            var expected = Nomogram.Predict(cases[k].Patient, Baselines[cases[k].Baseline]);
            var page = shown[k];
            Assert.False(page.GetProperty("refused").GetBoolean());
            Close(expected.TotalPoints, page.GetProperty("points"));
            Assert.Equal(
                expected.TotalPoints,
                double.Parse(page.GetProperty("pointsText").GetString()!, CultureInfo.InvariantCulture),
                0.0501
            );
            Close(expected.LinearPredictor, page.GetProperty("lp"));
            Close(expected.StandardError, page.GetProperty("se"));
            Close(expected.RelativeHazard.Estimate, page.GetProperty("hazard"));
            Close(expected.RelativeHazard.Lower, page.GetProperty("lower"));
            Close(expected.RelativeHazard.Upper, page.GetProperty("upper"));
            Assert.Equal(expected.IsHighScore is true ? "high" : "low", page.GetProperty("group").GetString());
            foreach (var part in expected.Predictors)
            {
                var row = page.GetProperty("parts").EnumerateArray().Single(p => p.GetProperty("name").GetString() == part.Name);
                Close(part.Points, row.GetProperty("points"));
                Close(part.HazardRatio, row.GetProperty("ratio"));
            }
            foreach (var row in page.GetProperty("survival").EnumerateArray())
            {
                var time = row.GetProperty("time").GetDouble();
                if (time > expected.Baseline!.LastTime)
                {
                    Assert.Contains("beyond the baseline", row.GetProperty("text").GetString(), StringComparison.Ordinal);
                    continue;
                }
                var survival = expected.SurvivalAt(time);
                Close(survival.Estimate, row.GetProperty("s"));
                Close(survival.Lower, row.GetProperty("lower"));
                Close(survival.Upper, row.GetProperty("upper"));
            }
            Close(OrNull(expected.Median.Estimate), page.GetProperty("median"));
            var (_, lower, upper) = expected.Median;
            Close(OrNull(lower), page.GetProperty("medianLower"));
            Close(OrNull(upper), page.GetProperty("medianUpper"));
            Assert.Equal(expected.Warnings.Count, page.GetProperty("warnings").GetArrayLength());
            Assert.All(
                expected.Baseline!.Assumptions,
                a => Assert.Contains(a, page.GetProperty("notes").GetString(), StringComparison.Ordinal)
            );
            Assert.Equal(0, page.GetProperty("unlabelled").GetInt32());
            Assert.True(page.GetProperty("overflow").GetInt32() <= 0, "The page is wider than its window.");
        }
    }

    [Fact]
    public async Task Without_a_baseline_survival_is_refused_with_the_reason_and_bad_values_are_named()
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        var shown = await RunAsync(
            Page(null),
            new object[]
            {
                Array.Empty<object>(),
                new object[] { new object[] { "TumourSize", 0 } },
                new object[] { new object[] { "TumourSize", "" } },
                new object[] { new object[] { "TumourSize", 6 }, new object[] { "Bed", new { dose = 140, fractions = 2 } } },
                new object[] { new object[] { "Bed", new { dose = 40, fractions = 5.5 } } },
                new object[] { new object[] { "Bed", 72 } },
            }
        );
        Assert.True(shown[0].GetProperty("survivalHidden").GetBoolean());
        Assert.Contains("does not publish its baseline", shown[0].GetProperty("noBaseline").GetString(), StringComparison.Ordinal);
        Assert.Empty(shown[0].GetProperty("survival").EnumerateArray());
        foreach (var k in (int[])[1, 2, 3, 4])
            Assert.True(shown[k].GetProperty("refused").GetBoolean(), $"Step {k} was not refused.");
        Assert.Contains("diameter", shown[1].GetProperty("refusal").GetString(), StringComparison.Ordinal);
        Assert.Contains("BED", shown[3].GetProperty("refusal").GetString(), StringComparison.Ordinal);
        Assert.False(shown[5].GetProperty("refused").GetBoolean());
    }

    [Fact]
    public async Task The_address_presets_and_features_make_the_score()
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        var scale = Scaler.Create("test", PublishedModel.Features.ToDictionary(f => f, _ => (2.0, 4.0), StringComparer.Ordinal));
        double[] features = [1, 2, 3.5, 4, 5, 6.25, -7];
        var shown = await RunAsync(
            Page(scale, Baselines[1]),
            new object[]
            {
                Array.Empty<object>(),
                new object[] { new object[] { "RadScore", new { features } } },
                new object[] { new object[] { "RadScore", 0.1 }, new object[] { "RadScore", new { slide = 0.25 } } },
            },
            "#RadScore=0.2&TumourSize=8&ChildPugh=B&Bed=40/5"
        );
        // 40 Gy in 5 is a BED of 72 Gy: every term of Table 2's nomogram counts.
        var expected = 0.2 * Math.Log(10.88) + Math.Log(1.63) + Math.Log(1.70) + Math.Log(0.46);
        Close(expected, shown[0].GetProperty("lp"));
        var names = PublishedModel.Features.Select((f, k) => KeyValuePair.Create(f, features[k])).ToDictionary();
        var score = (PublishedModel.Signature with { Scaler = scale }).Score(names);
        Close(expected + (score - 0.2) * Math.Log(10.88), shown[1].GetProperty("lp"));
        Close(expected + 0.05 * Math.Log(10.88), shown[2].GetProperty("lp"));
    }

    [Fact]
    public void The_page_is_one_file_with_every_caveat_and_no_request()
    {
        var html = Page();
        var text = System.Net.WebUtility.HtmlDecode(html);
        Assert.All(PublishedModel.Caveats, c => Assert.Contains(c, text, StringComparison.Ordinal));
        Assert.Contains("Research use only", text, StringComparison.Ordinal);
        Assert.Contains(PublishedModel.Citation, text, StringComparison.Ordinal);
        Assert.DoesNotMatch(Request(), html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Baselines_of_one_name_are_refused() => Assert.Throws<ArgumentException>(() => Page(null, Baselines[0], Baselines[3]));

    private static double? OrNull(double value) => double.IsNaN(value) ? null : value;

    [GeneratedRegex(@"https?://|\bsrc=|@import|url\(|fetch\(|XMLHttpRequest|WebSocket|localStorage|document\.cookie")]
    private static partial Regex Request();
}
