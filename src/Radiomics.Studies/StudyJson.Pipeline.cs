using System.Text.Json.Nodes;
using Survival.Models.Validation;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

internal static partial class StudyJson
{
    private static JsonObject Pipeline(StudyResult result, StudyPipeline pipeline) => new()
    {
        ["options"] = new JsonObject
        {
            ["bootstraps"] = result.Protocol.PipelineBootstraps,
            ["folds"] = result.Protocol.PipelineFolds,
            ["permutations"] = result.Protocol.PipelinePermutations,
            ["horizon"] = N(result.Protocol.CalibrationHorizon),
            ["seed"] = result.Protocol.Seed,
            ["repeats"] = "reproducibility filter, harmonisation, scaling, selection, cut-point, clinical factors, fit",
        },
        ["values"] = new JsonObject
        {
            ["whole"] = pipeline.Whole is { } whole ? Bootstrap(whole) : null,
            ["fit_alone"] = pipeline.FitAlone is { } alone ? Bootstrap(alone) : null,
            ["nested_cv"] = pipeline.CrossValidation is { } cv
                ? new JsonObject
                {
                    ["folds"] = cv.FoldCount,
                    ["failed"] = cv.Failed,
                    ["indices"] = Members(cv.Indices.Select(i => (
                        i.Name,
                        (JsonNode?)new JsonObject { ["mean"] = N(i.Mean), ["se"] = N(i.StandardError), ["folds"] = i.Folds }))),
                }
                : null,
            ["permutation"] = pipeline.Permutation is { } test
                ? new JsonObject { ["c"] = N(test.Observed), ["permuted"] = Numbers(test.Permuted), ["p"] = N(test.PValue) }
                : null,
        },
    };

    private static JsonObject Bootstrap(PipelineBootstrap b) => new()
    {
        ["resamples"] = b.Resamples,
        ["failed"] = b.Failed,
        ["indices"] = Members(b.Indices.Select(i => (
            i.Name,
            (JsonNode?)new JsonObject
            {
                ["apparent"] = N(i.Apparent),
                ["training"] = N(i.Training),
                ["test"] = N(i.Test),
                ["optimism"] = N(i.Optimism),
                ["corrected"] = N(i.Corrected),
                ["out_of_bag"] = N(i.OutOfBag),
                ["no_information"] = N(i.NoInformation),
                ["relative_overfitting"] = N(i.RelativeOverfitting),
                ["point632"] = N(i.Point632),
                ["point632plus"] = N(i.Point632Plus),
                ["n"] = i.Resamples,
            }))),
        ["stability"] = b.Stability is { } s
            ? new JsonObject
            {
                ["nogueira"] = N(s.Index),
                ["se"] = N(s.StandardError),
                ["lower"] = N(s.Lower),
                ["upper"] = N(s.Upper),
                ["mean_count"] = N(s.MeanCount),
            }
            : null,
        ["selections"] = Members(b.Selections.Select(s => (
            s.Name, (JsonNode?)new JsonObject { ["frequency"] = N(s.Frequency), ["in_model"] = s.InModel }))),
    };
}
