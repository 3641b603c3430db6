using Reference;
using Reference.Textures;

namespace Radiomics.Features.Tests.Texture;

public class IbsiDigitalPhantomTests
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
