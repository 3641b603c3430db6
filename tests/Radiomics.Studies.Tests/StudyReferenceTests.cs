using Radiomics.Tests.Cli;
using Reference;
using Reference.Studies;
using Survival.Models.Prognosis;

namespace Radiomics.Studies.Tests;

/// <summary>The study on the reference cohort: R's numbers at every step.</summary>
public sealed class StudyReferenceTests
{
    public static TheoryData<string> Steps => [.. StudySection.CaseIds];

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_gives_Rs_numbers(string step)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = StudySection.Row(step);
        Assert.True(row.Outside == 0, row.Note);
    }

    [Fact]
    public void Nearly_all_of_Rs_values_are_compared_and_the_rest_is_listed()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        Assert.Equal(
            StudyDifferences.NotWritten.Order(StringComparer.Ordinal),
            StudySection.CaseIds.SelectMany(StudySection.Missing).Order(StringComparer.Ordinal)
        );
        Assert.InRange(StudySection.CaseIds.Sum(step => StudySection.Row(step).Compared), 27_900, int.MaxValue);
    }

    [Fact]
    public async Task The_command_writes_what_the_library_gives_twice_to_the_byte()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        using var folder = new TemporaryFolder();
        var (code, output, _) = await Tool.RunAsync(
            "study",
            "--features",
            SharedData.PathOf("reference", "study", "features.csv.gz"),
            "--clinical",
            SharedData.PathOf("reference", "study", "cohort.csv"),
            "--second-reader",
            SharedData.PathOf("reference", "study", "features_reader2.csv"),
            "--id",
            "id",
            "--time",
            "time",
            "--event",
            "event",
            "--split",
            "set",
            "--folds",
            "foldid",
            "-o",
            folder.PathOf("a")
        );
        Assert.Equal(0, code);
        Assert.Contains("size_gt5, bed_ge70, ntum_gt3", output, StringComparison.Ordinal);
        var files = Study.Run(StudySection.ReadInput(), StudySection.Protocol).Save(folder.PathOf("b"));
        Assert.Equal(
            [
                "model.json",
                "protocol.yaml",
                "study.json",
                "tables/external_table1.csv",
                "tables/table1_baseline.csv",
                "tables/table2_cox.csv",
                "tables/table3_concordance.csv",
            ],
            files.Select(Name).Order(StringComparer.Ordinal)
        );
        string Name(string file) => Path.GetRelativePath(folder.PathOf("b"), file).Replace('\\', '/');
        foreach (var file in files)
            Assert.Equal(
                await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken),
                await File.ReadAllBytesAsync(folder.PathOf("a", Name(file)), TestContext.Current.CancellationToken)
            );
    }

    [Fact]
    public void A_saved_model_scores_the_cohort_as_the_study_did()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var study = Study.Run(StudySection.ReadInput(), HccSbrtProtocol.Value with { Bootstraps = 0 });
        using var stream = new MemoryStream();
        study.Model!.Save(stream);
        stream.Position = 0;
        var model = PrognosticModel.Load(stream);
        for (var i = 0; i < study.Input.Ids.Count; i++)
        {
            var features = model.Signature!.Terms.ToDictionary(
                t => t.Feature,
                t => study.Input.Features[i, study.Input.Features.IndexOf(t.Feature)],
                StringComparer.Ordinal
            );
            var clinical = study.Cox.Kept.ToDictionary(c => c, c => study.Input.Clinical.Texts(c)[i]!, StringComparer.Ordinal);
            var prediction = model.Predict(features, clinical);
            Assert.Equal(study.RadScore![i], prediction.Score);
            Assert.Equal(study.CutPoint!.High[i], prediction.IsHighScore);
            Assert.Equal(study.Models!.Final.LinearPredictor[i], prediction.LinearPredictor, 1e-12);
            Assert.Equal(study.Models.TotalPoints[i], prediction.TotalPoints, 1e-9);
            Assert.Equal(prediction.TotalPoints, prediction.Predictors.Sum(p => p.Points), 1e-9);
            for (var h = 0; h < study.Models.Horizons.Count; h++)
                Assert.Equal(study.Models.Final.Survival[h][i], prediction.Survival[h].Survival.Estimate, 1e-12);
        }
    }

    [Fact]
    public void Of_the_printed_p_values_all_but_two_come_out_of_the_printed_counts()
    {
        using var cohort = new SmallCohort();
        var published = cohort.Run().Baseline.External;
        Assert.Equal(12, published.Count);
        Assert.Equal(["sex", "N"], published.Where(p => !p.Reproduced).Select(p => p.Test.Name));
        Assert.All(published.Where(p => !p.Reproduced), p => Assert.NotEmpty(p.Printed.Remark));
    }
}
