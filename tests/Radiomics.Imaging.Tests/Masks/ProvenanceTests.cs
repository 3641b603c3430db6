using Radiomics.Imaging.Formats;
using Reference;
using Reference.Formats;

namespace Radiomics.Imaging.Tests.Masks;

public sealed class ProvenanceTests
{
    public static TheoryData<string> Names => ProvenanceSection.Names.Count > 0 ? [.. ProvenanceSection.Names] : ["(none)"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Diagnostics_and_refusals_are_PyRadiomics(string name)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = ProvenanceSection.Row(name);
        Assert.True(row.Outside == 0, $"{row.Case}: {row.Outside} of {row.Compared} outside, worst {row.Worst} {row.Measure}. {row.Note}");
    }

    [Fact]
    public void Every_shared_image_is_read_and_described()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        string[] endings = [".nii", ".nii.gz", ".nrrd", ".nhdr", ".mha", ".mhd", ".hdr"];
        var files = Directory
            .GetFiles(SharedData.PathOf("data"), "*", SearchOption.AllDirectories)
            .Where(f =>
                endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)) && !FormatVariant.Refused.ContainsKey(Path.GetFileName(f))
            );
        var count = 0;
        foreach (var file in files)
        {
            var description = ImageFile.Describe(file);
            Assert.True(description.Geometry.Size.Count > 0);
            count++;
        }
        Assert.True(count > 80);
    }
}
