using Survival.Models.Prognosis;

namespace Radiomics.Studies;

/// <summary>What is saved of the study to score another patient.</summary>
internal static class ModelStep
{
    /// <summary>The name of the score among the predictors.</summary>
    public const string ScoreName = "radscore";

    public static PrognosticModel Make(
        StudyWork work,
        StudySet training,
        Signature? signature,
        double[]? score,
        StudyCutPoint? cut,
        List<Factor> factors,
        StudyModels models
    )
    {
        var protocol = work.Protocol;
        var predictors = ModelsStep.Predictors(work, training, models.Final, score is null ? null : new Factor(ScoreName, score), factors);
        return PrognosticModel.From(
            models.Final.Model, predictors, models.Means, models.Range, models.Horizons,
            new ModelDescription
            {
                Name = models.Final.Name,
                Title = protocol.Title,
                Endpoint = new Endpoint
                {
                    Event = protocol.Outcome.Name,
                    EventFree = protocol.Outcome.EventFree,
                    Survival = protocol.Outcome.Survival,
                    TimeUnit = protocol.TimeUnit,
                },
                IsSimulated = work.Input.IsSimulated,
                Caveats = Caveats(work, training),
                Provenance = new Dictionary<string, string>
                {
                    ["made_by"] = $"Radiomics.Studies {typeof(ModelStep).Assembly.GetName().Version?.ToString(3)}",
                    ["fitted_to"] = Invariant($"{models.Final.Model.RowCount} patients with {models.Final.Model.EventCount} events"),
                },
            },
            predictors.Exists(p => p.Name == ScoreName)
                ? signature! with
                {
                    CutPoint = cut?.Search.CutPoint,
                    Rule = protocol.GroupRule,
                }
                : null
        );
    }

    // A Cox model counts a competing event as censored; its survival is then not the chance that a patient has.
    private static IReadOnlyList<string> Caveats(StudyWork work, StudySet training) =>
        work.Input.Competing is { } competing && training.Rows.Count(r => competing[r]) is > 0 and var count
            ?
            [
                Invariant($"{count} of the {training.Rows.Count} patients that it was fitted to had a competing event and count as ")
                    + $"censored: its chances are those of {work.Protocol.Outcome.Name} if nothing competed, and its risks are above "
                    + "the cumulative incidence.",
            ]
            : [];
}
