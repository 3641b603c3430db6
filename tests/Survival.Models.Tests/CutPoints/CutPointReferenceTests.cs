using Reference;
using Reference.Survival;

namespace Survival.Models.Tests.CutPoints;

public sealed class CutPointReferenceTests
{
    public static TheoryData<string> Cases => [.. SurvivalReference.CaseIds("cutpoint")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_R(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = CutPointSection.Row(id);
        Assert.True(row.Outside == 0, row.Note);
    }
}
