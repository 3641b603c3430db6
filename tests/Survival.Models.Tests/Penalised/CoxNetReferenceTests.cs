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
}
