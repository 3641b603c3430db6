using System.Text.Json.Nodes;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

/// <summary>
/// Writes a study as <c>study.json</c>: every step with its options and values, under the names of the reference study (docs/study.md).
/// </summary>
internal static partial class StudyJson
{
    private const string About =
        "All statistical steps of a radiomics survival study. Every step has `options` (what produced it) and `values`; values are null "
            + "where the step could not be made (see `notes`).";

    private const string Conventions =
        "null = not available; \"Inf\"/\"-Inf\" are strings; matrices are {rows,cols,data(row-major)}; data frames are objects of "
            + "equally long columns; numbers round-trip to the IEEE double; "
        + "names ending in zero_based count from 0, folds and groups from 1; per-patient arrays follow the row order of the clinical "
            + "file, inside a set block that of the set's rows. "
        + "Fields without a rule in their name group as the reference study does (high: radscore > cut); those with rule_ge or _ge the "
            + "other way (high: radscore >= cut); groups_used says which of them figures and tables show.";

    public static JsonObject ToNode(StudyResult result) =>
        new()
        {
            ["topic"] = "study",
            ["about"] = About,
            ["conventions"] = Conventions,
            ["disclaimer"] = StudyFolder.Disclaimer,
            ["simulated"] = result.IsSimulated,
            ["versions"] = Versions(),
            ["input"] = Input(result),
            ["notes"] = new JsonArray([.. result.Notes.Select(n => new JsonObject { ["step"] = n.Step, ["message"] = n.Message })]),
            ["steps"] = Steps(result),
        };

    private static JsonObject Steps(StudyResult result)
    {
        var steps = new JsonObject
        {
            [StudyStep.Icc] = Icc(result),
            [StudyStep.Standardize] = Standardize(result),
            [StudyStep.Lasso] = Lasso(result),
            [StudyStep.Spearman] = Spearman(result),
            [StudyStep.RadScore] = RadScore(result),
            [StudyStep.CutPoint] = CutPoint(result),
            [StudyStep.Survival] = Survival(result),
            [StudyStep.Cox] = Cox(result),
            [StudyStep.Models] = Models(result),
            [StudyStep.Concordance] = Concordance(result),
            [StudyStep.Accuracy] = Accuracy(result),
            [StudyStep.Calibration] = Calibration(result),
            [StudyStep.Decisions] = Decisions(result),
            [StudyStep.Baseline] = Baseline(result),
        };
        if (result.Selection is { } selection)
        {
            steps["selection"] = new JsonObject
            {
                ["options"] = new JsonObject { ["selector"] = result.Protocol.Selector!.Name },
                ["values"] = new JsonObject
                {
                    ["description"] = selection.Description,
                    ["weights"] = Members(selection.Features.Zip(selection.Weights, (f, w) => (f, N(w)))),
                },
            };
        }
        if (result.Competing is { } competing)
            steps[StudyStep.Competing] = Competing(result, competing);
        if (result.Input.Competing is not null)
        {
            string[] causeSpecific = [StudyStep.Survival, StudyStep.Cox, StudyStep.Models, StudyStep.Concordance, StudyStep.Calibration];
            foreach (var step in causeSpecific)
                steps[step]!["options"]!["competing_events"] =
                    "taken for censorings: of the cause-specific hazard; a survival here is no chance of a patient's. Chances stand under "
                        + StudyStep.Competing;
            string[] leftOut = [StudyStep.Accuracy, StudyStep.Decisions];
            foreach (var step in leftOut)
                steps[step]!["options"]!["competing_events"] = "not made of follow-up with censoring alone; see " + StudyStep.Competing;
        }
        if (result.Pipeline is { } pipeline)
            steps[StudyStep.Pipeline] = Pipeline(result, pipeline);
        if (result.Protocol.Columns.Batch is not null)
            steps.Insert(1, StudyStep.Harmonise, Harmonise(result));
        if (result.Protocol.ExternalModel is { } model)
            steps[StudyStep.External] = External(result, model);
        return steps;
    }

    private static JsonObject Versions()
    {
        static string Version(Type type) => type.Assembly.GetName().Version?.ToString(3) ?? "";
        return new JsonObject
        {
            ["Radiomics.Studies"] = Version(typeof(Study)),
            ["Survival.Models"] = Version(typeof(SurvivalData)),
        };
    }

    private static JsonObject Input(StudyResult result)
    {
        var (training, validation) = (result.Sets.Training, result.Sets.Validation);
        var protocol = result.Protocol;
        return new JsonObject
        {
            ["n"] = result.Input.Ids.Count,
            ["train"] = training.Rows.Count,
            ["validation"] = validation?.Rows.Count ?? 0,
            ["features"] = result.Input.Features.ColumnCount,
            ["reader2_subjects"] = result.Input.SecondReader?.Rows.Count ?? 0,
            ["events"] = new JsonObject { ["train"] = training.FollowUp.EventCount, ["validation"] = validation?.FollowUp.EventCount ?? 0 },
            ["outcome"] = protocol.Outcome.Name,
            ["event_coding"] = result.Input.EventCoding,
            ["seed"] = protocol.Seed,
            ["time_unit"] = protocol.TimeUnit,
            ["horizons"] = Numbers(protocol.Horizons),
            ["calibration_horizon"] = N(protocol.CalibrationHorizon),
            ["split"] = protocol.TrainOnAll ? "all train" : result.Input.Training is null ? "drawn" : "given",
            ["folds"] = result.Input.Folds is null ? "drawn" : "given",
            ["files"] = new JsonArray([
                .. result.Input.Sources.Select(s => new JsonObject
                {
                    ["role"] = s.Role,
                    ["name"] = s.Name,
                    ["sha256"] = s.Sha256,
                }),
            ]),
        };
    }

    private static string[] Ids(StudyResult result, IEnumerable<int> rows) => [.. rows.Select(r => result.Input.Ids[r])];

    private static string SetName(StudyResult result, int row) =>
        result.Sets.Training.Rows.Contains(row) ? StudySet.TrainingName : StudySet.ValidationName;
}
