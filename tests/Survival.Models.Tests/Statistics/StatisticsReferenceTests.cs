using Reference;
using Reference.Survival;

namespace Survival.Models.Tests.Statistics;

public sealed class StatisticsReferenceTests
{
    public static TheoryData<string> IccCases => [.. IccSection.CaseIds];

    public static TheoryData<string> BasicCases => [.. BasicStatisticsSection.CaseIds];

    [Theory]
    [MemberData(nameof(IccCases))]
    public void IccAgreesWithR(string id) => Check(() => IccSection.Row(id));

    [Theory]
    [MemberData(nameof(BasicCases))]
    public void BasicStatisticsAgreeWithR(string id) => Check(() => BasicStatisticsSection.Row(id));

    private static void Check(Func<ConformanceRow> row)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var result = row();
        Assert.True(result.Outside == 0, result.Note);
    }
}
