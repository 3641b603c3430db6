using Reference;
using Reference.Formats;

namespace Radiomics.Imaging.Tests.Formats;

public sealed class FormatVariantTests
{
    private static readonly Lazy<IReadOnlyList<ConformanceRow>> Section = new(() => [.. new FormatVariantsSection().Rows()]);

    public static TheoryData<string> Files => SharedData.Exists
        ? [.. FormatVariant.All.Select(v => v.File), "two_segments.seg.nrrd", "overlapping.seg.nrrd"]
        : ["(none)"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_form_gives_the_same_voxels_in_the_same_place(string file)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = Section.Value.Single(r => r.Case == file);
        Assert.True(row.Outside == 0, $"{row.Case}: {row.Outside} of {row.Compared} outside, worst {row.Worst} {row.Measure}. {row.Note}");
    }
}
