using Columns;
using Survival.Models.CompetingRisks;
using Survival.Models.Prognosis;

namespace Radiomics.Studies;

/// <summary>What is saved of the study to score another patient.</summary>
internal static class ModelStep
{
    /// <summary>The name of the score among the predictors.</summary>
    public const string ScoreName = "radscore";

    /// <summary>The final Cox model; where events compete the Fine-Gray model of its covariates, which predicts the incidence, and none
    /// where that has no estimate.</summary>
    public static PrognosticModel? Make(
        StudyWork work,
        StudySet training,
        Signature? signature,
        double[]? score,
        StudyCutPoint? cut,
        List<Factor> factors,
        StudyModels models,
        FineGrayModel? fineGray
    )
    {
        var predictors = ModelsStep.Predictors(work, training, models.Final, score is null ? null : new Factor(ScoreName, score), factors);
        var own = predictors.Exists(p => p.Name == ScoreName)
            ? signature! with
            {
                CutPoint = cut?.Search.CutPoint,
                Rule = work.Protocol.GroupRule,
            }
            : null;
        var cox = models.Final.Model;
        if (work.Input.Competing is null)
            return PrognosticModel.From(
                cox, predictors, models.Means, models.Range, models.Horizons,
                Words(work, models, Invariant($"{cox.RowCount} patients with {cox.EventCount} events")), own);
        if (fineGray is null)
            return null;
        double[] lp = [.. training.Take(CompetingStep.LinearPredictor(work, fineGray, models)).Where(v => !double.IsNaN(v))];
        var centre = 0.0;
        for (var j = 0; j < models.Means.Count; j++)
            centre += fineGray.Coefficients[j] * models.Means[j];
        return PrognosticModel.From(
            fineGray, predictors, models.Means, (lp.Min() - centre, lp.Max() - centre), models.Horizons,
            Words(work, models, Invariant($"{fineGray.RowCount} patients with {fineGray.EventCount} events and ")
                + Invariant($"{fineGray.CompetingCount} competing ones (Fine and Gray's model)")), own);
    }

    private static ModelDescription Words(StudyWork work, StudyModels models, string fittedTo) => new()
    {
        Name = models.Final.Name,
        Title = work.Protocol.Title,
        Endpoint = CompetingStep.Words(work.Input, work.Protocol),
        IsSimulated = work.Input.IsSimulated,
        Provenance = Provenance(work, fittedTo),
    };

    // With the settings of the features, so that features extracted otherwise are told when the model is used.
    private static Dictionary<string, string> Provenance(StudyWork work, string fittedTo)
    {
        var all = new Dictionary<string, string>
        {
            ["made_by"] = $"Radiomics.Studies {typeof(ModelStep).Assembly.GetName().Version?.ToString(3)}",
            ["fitted_to"] = fittedTo,
        };
        if (work.Input.Sources.FirstOrDefault(s => s.Role == "features")?.FeatureSettings is { Length: > 0 } settings)
            all[FeatureSettings.ModelKey] = settings;
        return all;
    }
}
