using Reference;
using Reference.Ibsi;

namespace Radiomics.Features.Tests.Ibsi;

public class MirpTests
{
    public static TheoryData<string> Cases() => [.. MirpSection.CaseIds];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_where_definitions_do(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = MirpSection.Row(id);
        Assert.True(row.Outside == 0, row.ToString());
    }
}
