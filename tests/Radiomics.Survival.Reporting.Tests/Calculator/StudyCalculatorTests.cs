using System.Globalization;
using Radiomics.Samples;
using Radiomics.Studies;
using Survival.Models.Prognosis;
using static Radiomics.Reporting.Tests.Calculator.CalculatorDriver;

namespace Radiomics.Reporting.Tests.Calculator;

public sealed class StudyCalculatorTests
{
    [Fact]
    public async Task Patients_of_a_study_get_the_numbers_of_its_model()
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        var (input, model) = Run();
        List<(Prediction Expected, object Step)> cases = [];
        for (var row = 0; row < 12; row++)
        {
            var features = model.Signature!.Terms.ToDictionary(
                t => t.Feature,
                t => input.Features.Column(input.Features.IndexOf(t.Feature))[row],
                StringComparer.Ordinal
            );
            var clinical = new Dictionary<string, string>(StringComparer.Ordinal);
            var steps = new List<object>();
            foreach (var predictor in model.Predictors)
            {
                if (predictor.Name == model.Signature.Name)
                {
                    steps.Add(new object[] { predictor.Name, new { features = model.Signature.Terms.Select(t => features[t.Feature]) } });
                }
                else if (predictor.Levels.Count > 0 || predictor.Values.Count > 0)
                {
                    var count = Math.Max(predictor.Levels.Count, predictor.Values.Count);
                    clinical[predictor.Name] =
                        predictor.Levels.Count > 0
                            ? predictor.Levels[row % count]
                            : predictor.Values[row % count].ToString("R", CultureInfo.InvariantCulture);
                    steps.Add(new object[] { predictor.Name, new { choice = row % count } });
                }
                else
                {
                    var value = Math.Round(predictor.Low + (predictor.High - predictor.Low) * row / 11, 2);
                    clinical[predictor.Name] = value.ToString("R", CultureInfo.InvariantCulture);
                    steps.Add(new object[] { predictor.Name, value });
                }
            }
            cases.Add((model.Predict(features, clinical), steps.ToArray()));
        }

        var shown = await RunAsync(CalculatorPage.ToHtml(model), cases.Select(c => c.Step));
        for (var k = 0; k < cases.Count; k++)
        {
            var (expected, page) = (cases[k].Expected, shown[k]);
            Assert.False(page.GetProperty("refused").GetBoolean());
            Close(expected.RelativeHazard.Estimate, page.GetProperty("hazard"));
            Close(expected.TotalPoints, page.GetProperty("points"));
            Assert.Equal(expected.IsHighScore is true ? "high" : "low", page.GetProperty("group").GetString());
            foreach (var (part, row) in expected.Predictors.Zip(page.GetProperty("parts").EnumerateArray()))
                Close(part.Points, row.GetProperty("points"));
            foreach (var ((_, survival), row) in expected.Survival.Zip(page.GetProperty("survival").EnumerateArray()))
            {
                Close(survival.Estimate, row.GetProperty("s"));
                Close(survival.Lower, row.GetProperty("lower"));
                Close(survival.Upper, row.GetProperty("upper"));
            }
            Close(double.IsNaN(expected.Median.Estimate) ? null : expected.Median.Estimate, page.GetProperty("median"));
            Close(double.IsNaN(expected.Median.Upper) ? null : expected.Median.Upper, page.GetProperty("medianUpper"));
        }
    }

    [Fact]
    public void A_saved_model_gives_the_same_page()
    {
        var (_, model) = Run();
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Assert.Equal(CalculatorPage.ToHtml(model), CalculatorPage.ToHtml(PrognosticModel.Load(stream)));
    }

    private static (StudyInput Input, PrognosticModel Model) Run()
    {
        var folder = Directory.CreateTempSubdirectory("study-");
        try
        {
            SimulatedCohort.Create().Write(folder.FullName);
            var input = StudyInput.Read(
                Path.Combine(folder.FullName, "features.csv.gz"),
                Path.Combine(folder.FullName, "cohort.csv"),
                new StudyColumns { Split = "set", Folds = "foldid" },
                Path.Combine(folder.FullName, "features_reader2.csv")
            );
            return (
                input,
                Study
                    .Run(input, HccSbrtProtocol.Value with { Bootstraps = 2 }, cancellationToken: TestContext.Current.CancellationToken)
                    .Model!
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
