using Reference;
using Reference.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

public class DicomConformanceTests
{
    public static TheoryData<string> Cases => [.. DicomCase.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gives_every_voxel(string name)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var one = DicomCase.All.Single(c => c.Name == name);
        var row = DicomSection.Row(one);
        Assert.True(row.Outside == one.Explained, $"{row.Outside} of {row.Compared} outside, {row.Worst} {row.Measure}: {row.Note}");
        Assert.True(row.Compared > 0);
    }
}
