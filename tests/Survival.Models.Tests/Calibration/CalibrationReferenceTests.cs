using Reference;
using Reference.Survival;

namespace Survival.Models.Tests.Calibration;

public sealed class CalibrationReferenceTests
{
    public static TheoryData<string> Cases => [.. CalibrationSection.CaseIds];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithR(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = CalibrationSection.Row(id);
        Assert.True(row.Outside == 0, row.Note);
    }
}
