using System.Text.Json.Nodes;

namespace Radiomics.Studies.Tests;

/// <summary>The validation of the whole procedure in a study.</summary>
public sealed class PipelineTests
{
    private static readonly StudyProtocol Protocol =
        HccSbrtProtocol.Value with { Bootstraps = 0, PipelineBootstraps = 12, PipelineFolds = 3, PipelinePermutations = 9 };

    [Fact]
    public void The_procedure_is_repeated_beside_the_fit_alone()
    {
        using var cohort = new SmallCohort();
        var input = cohort.Read(second: true);
        var study = Study.Run(input, Protocol);
        var pipeline = study.Pipeline!;
        // On the training patients themselves the repeated procedure is the study's own.
        var own = study.Concordance!.Training.Models.Single(m => m.Model == study.Models!.Final.Name).Harrell.Index;
        Assert.Equal(own, pipeline.Whole!.Find("C")!.Apparent, 1e-12);
        Assert.Equal(own, pipeline.FitAlone!.Find("C")!.Apparent, 1e-12);
        Assert.Equal(study.Sets.Training.Take(study.CutPoint!.High), pipeline.Whole.Fit.HighRisk!);
        Assert.Equal(
            study.Lasso!.Model.SelectedNames.Concat(study.Cox.Kept).Order(StringComparer.Ordinal),
            pipeline.Whole.Fit.Selected.Order(StringComparer.Ordinal));
        Assert.Equal(12, pipeline.Whole.Resamples);
        Assert.True(pipeline.Whole.Find("C")!.Optimism > pipeline.FitAlone.Find("C")!.Optimism, pipeline.Whole.ToString());
        Assert.InRange(pipeline.Whole.Stability!.Index, -0.2, 1);
        Assert.Equal(3, pipeline.CrossValidation!.FoldCount);
        Assert.InRange(pipeline.Permutation!.PValue, 0.1, 1);
        Assert.Equal(9, pipeline.Permutation.Permuted.Count);
    }

    [Fact]
    public void Threads_do_not_matter_and_the_numbers_are_written()
    {
        using var cohort = new SmallCohort();
        var input = cohort.Read();
        var (one, two) = (Study.Run(input, Protocol), Study.Run(input, Protocol, maxDegreeOfParallelism: 2));
        var json = one.ToJson()["steps"]!["pipeline"]!;
        Assert.True(JsonNode.DeepEquals(json, two.ToJson()["steps"]!["pipeline"]!));
        Assert.Equal(
            one.Pipeline!.Whole!.Find("C")!.Point632Plus, json["values"]!["whole"]!["indices"]!["C"]!["point632plus"]!.GetValue<double>());
        Assert.Equal(12, json["options"]!["bootstraps"]!.GetValue<int>());
        Assert.NotNull(json["values"]!["fit_alone"]);
        Assert.NotNull(json["values"]!["permutation"]!["p"]);
    }

    [Fact]
    public void Without_the_setting_there_is_none()
    {
        using var cohort = new SmallCohort();
        var study = cohort.Run();
        Assert.Null(study.Pipeline);
        Assert.False(study.ToJson()["steps"]!.AsObject().ContainsKey("pipeline"));
    }
}
