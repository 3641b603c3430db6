using Reference;
using Reference.Survival;

namespace Survival.Models.Tests.Discrimination;

public sealed class AccuracyReferenceTests
{
    public static TheoryData<string> TimeAucCases => [.. TimeAucSection.CaseIds];

    public static TheoryData<string> StudyCases => [.. StudyAccuracySection.CaseIds];

    public static TheoryData<string> DecisionCases => [.. SurvivalReference.CaseIds("dca")];

    [Theory]
    [MemberData(nameof(TimeAucCases))]
    public void TimeDependentRocAgreesWithR(string id) => Check(() => TimeAucSection.Row(id));

    [Theory]
    [MemberData(nameof(StudyCases))]
    public void StudyAgreesWithR(string id) => Check(() => StudyAccuracySection.Row(id));

    [Theory]
    [MemberData(nameof(DecisionCases))]
    public void DecisionCurvesAgreeWithR(string id) => Check(() => DecisionCurveSection.Row(id));

    private static void Check(Func<ConformanceRow> row)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var result = row();
        Assert.True(result.Outside == 0, result.Note);
    }
}
