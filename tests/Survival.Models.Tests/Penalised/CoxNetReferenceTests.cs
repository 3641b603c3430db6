using Reference;
using Reference.Survival;

namespace Survival.Models.Tests.Penalised;

public sealed class CoxNetReferenceTests
{
    public static TheoryData<string> Paths => [.. SurvivalReference.CaseIds("coxnet")];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Paths_agree_with_the_optima(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = CoxNetSection.Row(id);
        Assert.True(row.Outside == 0, row.Note);
    }

    public static TheoryData<string> CrossValidations => [.. SurvivalReference.CaseIds("cv_coxnet")];

    [Theory]
    [MemberData(nameof(CrossValidations))]
    public void Cross_validation_agrees_with_R(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = CoxNetCvSection.Row(id);
        Assert.True(row.Outside == 0, row.Note);
    }

    public static TheoryData<string> Predictions => [.. SurvivalReference.CaseIds("coxnet_predict")];

    [Theory]
    [MemberData(nameof(Predictions))]
    public void Predictions_agree_with_R(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = CoxNetPredictSection.Row(id);
        Assert.True(row.Outside == 0, row.Note);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_study_s_LASSO_and_cut_agree_with_R(int index)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = new StudyLassoSection().Rows().ElementAt(index);
        Assert.True(row.Outside == 0, row.Note);
    }
}
