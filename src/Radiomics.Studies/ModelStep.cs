namespace Radiomics.Studies;

/// <summary>What is saved of the study to score another patient.</summary>
internal static class ModelStep
{
    public static StudyModel Make(StudyWork work, StudySet training, SignatureTerm[] signature, double[]? score, StudyCutPoint? cut, List<Factor> factors, StudyModels models) => new()
    {
        Signature = signature,
        CutPoint = cut?.Search.CutPoint,
        GroupRule = work.Protocol.GroupRule,
        Name = models.Final.Name,
        Final = models.Final.Model,
        Predictors = ModelsStep.Predictors(training, models.Final, score is null ? null : new Factor(StudyModel.RadScoreName, score), factors),
        Means = models.Means,
        Center = models.Center,
        LinearPredictorRange = models.Range,
        Horizons = models.Horizons,
        TimeUnit = work.Protocol.TimeUnit,
    };
}
