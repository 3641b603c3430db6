using Reference;
using Reference.Ibsi;

namespace Radiomics.Features.Tests.Ibsi;

public class Ibsi2ReferenceTests
{
    public static TheoryData<string> Names => Ibsi2Section.Names.Count > 0 ? [.. Ibsi2Section.Names] : [""];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_parameter_file_gives_the_consensus(string name)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = Ibsi2Section.Compare(name);
        Assert.Equal(name == "8.B" ? 17 : 18, row.Compared);
        Assert.True(row.Outside == 0, $"{name}: {row.Note}");
    }

    [Fact]
    public void One_row_of_the_file_has_no_consensus_value()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);

        // 9 filters, 2 configurations, 18 statistics; 8.B's quartile coefficient of dispersion is empty.
        Assert.Equal((324, 323), Ibsi2Section.Count);
    }
}
