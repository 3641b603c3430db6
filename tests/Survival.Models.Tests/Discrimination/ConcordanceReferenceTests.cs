using Reference;
using Reference.Survival;

namespace Survival.Models.Tests.Discrimination;

public sealed class ConcordanceReferenceTests
{
    public static TheoryData<string> Cases => [.. SurvivalReference.CaseIds("concordance")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithR(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = ConcordanceSection.Row(id);
        Assert.True(row.Outside == 0, row.Note);
    }
}
