using Reference;
using Reference.Filters;

namespace Radiomics.Imaging.Tests.Filters;

public sealed class FilterReferenceTests
{
    public static TheoryData<string> Files => FilterReference.Files.Count > 0 ? [.. FilterReference.Files] : [""];

    [Theory]
    [MemberData(nameof(Files))]
    public void Image_equals_the_reference(string file)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = FilterReference.Compare(file);
        Assert.True(
            row.Outside == 0,
            $"{file}: {row.Outside} of {row.Compared} voxels lie outside {row.Allowed} of the range, the worst by {row.Worst}. {row.Note}"
        );
    }
}
