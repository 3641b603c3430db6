using System.Globalization;
using Radiomics.Reporting.Calculator;
using Radiomics.Samples;
using Radiomics.Studies;
using static Radiomics.Reporting.Tests.Calculator.CalculatorDriver;

namespace Radiomics.Reporting.Tests.Calculator;

public sealed class StudyCalculatorTests
{
    [Fact]
    public async Task Patients_of_a_study_get_the_numbers_of_its_model()
    {
        Assert.SkipUnless(Browser.Exists, Browser.Missing);
        var (input, model) = Run();
        List<(StudyPrediction Expected, object Step)> cases = [];
        for (var row = 0; row < 12; row++)
        {
            var features = model.Signature.ToDictionary(t => t.Feature, t => input.Features.Column(input.Features.IndexOf(t.Feature))[row], StringComparer.Ordinal);
            var clinical = new Dictionary<string, string>(StringComparer.Ordinal);
            var steps = new List<object>();
            foreach (var predictor in model.Predictors)
            {
                if (predictor.Name == StudyModel.RadScoreName)
                {
                    steps.Add(new object[] { predictor.Name, new { features = model.Signature.Select(t => features[t.Feature]) } });
                }
                else if (predictor.Levels.Count > 0 || predictor.Values.Count > 0)
                {
                    var count = Math.Max(predictor.Levels.Count, predictor.Values.Count);
                    clinical[predictor.Name] = predictor.Levels.Count > 0 ? predictor.Levels[row % count] : predictor.Values[row % count].ToString("R", CultureInfo.InvariantCulture);
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

        var shown = await RunAsync(CalculatorPage.Study(model), cases.Select(c => c.Step));
        for (var k = 0; k < cases.Count; k++)
        {
            var (expected, page) = (cases[k].Expected, shown[k]);
            Assert.False(page.GetProperty("refused").GetBoolean());
            Close(expected.RelativeHazard, page.GetProperty("hazard"));
            Close(expected.TotalPoints, page.GetProperty("points"));
            Assert.Equal(expected.HighRisk is true ? "high" : "low", page.GetProperty("group").GetString());
            foreach (var (part, row) in expected.Predictors.Zip(page.GetProperty("parts").EnumerateArray()))
                Close(part.Points, row.GetProperty("points"));
            foreach (var (survival, row) in expected.Survival.Zip(page.GetProperty("survival").EnumerateArray()))
            {
                Close(survival.Survival, row.GetProperty("s"));
                Close(survival.Lower, row.GetProperty("lower"));
                Close(survival.Upper, row.GetProperty("upper"));
            }
            Close(double.IsNaN(expected.Median.Time) ? null : expected.Median.Time, page.GetProperty("median"));
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
        Assert.Equal(CalculatorPage.Study(model), CalculatorPage.Study(StudyModel.Load(stream)));
    }

    private static (StudyInput Input, StudyModel Model) Run()
    {
        var folder = Directory.CreateTempSubdirectory("study-");
        try
        {
            SimulatedCohort.Create().Write(folder.FullName);
            var input = StudyInput.Read(Path.Combine(folder.FullName, "features.csv.gz"), Path.Combine(folder.FullName, "cohort.csv"), new StudyColumns { Split = "set", Folds = "foldid" }, Path.Combine(folder.FullName, "features_reader2.csv"));
            return (input, Study.Run(input, HccSbrtProtocol.Value with { Bootstraps = 2 }, cancellationToken: TestContext.Current.CancellationToken).Model!);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
