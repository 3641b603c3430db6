using Reference;
using Reference.Survival;

namespace Survival.Models.Tests.Nomograms;

public sealed class NomogramReferenceTests
{
    public static TheoryData<string> Cases => [.. NomogramSection.CaseIds];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithR(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = NomogramSection.Row(id);
        Assert.True(row.Outside == 0, row.Note);
    }
}
