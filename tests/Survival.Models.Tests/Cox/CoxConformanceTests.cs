using Reference;
using Reference.Survival;

namespace Survival.Models.Tests.Cox;

public class CoxConformanceTests
{
    public static TheoryData<string> Cases => new(SurvivalReference.CaseIds("cox"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithR(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = CoxSection.Compare(id);
        Assert.True(row.Outside == 0, $"{row.Outside} of {row.Compared} outside: {row.Note}");
    }
}
