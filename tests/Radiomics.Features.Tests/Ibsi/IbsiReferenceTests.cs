using Reference;
using Reference.Ibsi;

namespace Radiomics.Features.Tests.Ibsi;

public class IbsiReferenceTests
{
    public static TheoryData<string> Cases() => [.. IbsiCase.All.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_the_consensus(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var rows = IbsiSection.Rows(id);
        Assert.True(rows.All(r => r.Outside == 0), string.Join("\n", rows.Where(r => r.Outside > 0)));
    }

    [Fact]
    public void Every_row_of_every_file_is_compared()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);

        // 487 + 2 * 411 + 3 * 275
        Assert.Equal(2134, IbsiCase.All.Where(c => !c.Dicom).Sum(c => IbsiCase.Consensus(c.Reference).Count));
    }
}
