using Reference;
using Reference.Features;

namespace Radiomics.Features.Tests.Extraction;

public sealed class IbsiDigitalPhantomTests
{
    public static TheoryData<string> Cases() => [.. IbsiDigitalPhantomSection.CaseIds];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_the_consensus(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = IbsiDigitalPhantomSection.Row(id);
        Assert.True(row.Outside == 0, row.ToString());
    }
}
