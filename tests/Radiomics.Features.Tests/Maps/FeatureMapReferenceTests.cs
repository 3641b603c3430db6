using Reference;
using Reference.Maps;

namespace Radiomics.Features.Tests.Maps;

public class FeatureMapReferenceTests
{
    public static TheoryData<string> Cases() => [.. VoxelMapSection.CaseIds];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Maps_are_those_of_PyRadiomics(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var rows = VoxelMapSection.Rows(id).ToList();
        Assert.Equal(9, rows.Count);
        Assert.All(rows, row => Assert.True(row.Outside == 0 && row.Compared > 0, row.ToString()));
    }
}
