using Reference;
using Reference.Filters;

namespace Radiomics.Imaging.Tests.Filters;

public sealed class Ibsi2FeatureTests
{
    public static TheoryData<string> Names => Ibsi2Features.Names.Count > 0 ? [.. Ibsi2Features.Names] : [""];

    [Theory]
    [MemberData(nameof(Names))]
    public void Statistics_equal_the_consensus(string name)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = Ibsi2Features.Compare(name);
        Assert.Equal(name == "8.B" ? 17 : 18, row.Compared);
        Assert.True(row.Outside == 0, $"{name}: {row.Note}");
    }
}
