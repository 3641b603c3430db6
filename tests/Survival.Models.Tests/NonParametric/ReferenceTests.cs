using Reference;
using Reference.Survival;

namespace Survival.Models.Tests.NonParametric;

public class ReferenceTests
{
    public static TheoryData<string> Curves => [.. SurvivalReference.CaseIds("km")];

    public static TheoryData<string> Tests => [.. SurvivalReference.CaseIds("logrank")];

    [Theory]
    [MemberData(nameof(Curves))]
    public void Survival_curves_as_R(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = KaplanMeierSection.Row(id);
        Assert.True(row.Outside == 0 && row.Compared > 0, row.Note);
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public void Log_rank_tests_as_R(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = LogRankSection.Row(id);
        Assert.True(row.Outside == 0 && row.Compared > 0, row.Note);
    }
}
