namespace Radiomics.Imaging.Tests;

public sealed class RoiNotFoundTests
{
    [Theory]
    [InlineData("gtv", "no region 'gtv'. Did you mean 'GTV-1'? As a pattern (RtStructureSet.FindAll, CaseOptions.Rois), 'gtv*' means "
        + "every one that begins so. It has: GTV-1, Liver.")]
    // Two letters that changed places are one edit; of "abc" nothing would be left.
    [InlineData("Lievr", "no region 'Lievr'. Did you mean 'Liver'? It has: GTV-1, Liver.")]
    [InlineData("abc", "no region 'abc'. It has: GTV-1, Liver.")]
    [InlineData("Livre", "no region 'Livre'. Did you mean 'Liver'? It has: GTV-1, Liver.")]
    [InlineData("gtv-1_reader", "no region 'gtv-1_reader'. Did you mean 'GTV-1'? It has: GTV-1, Liver.")]
    [InlineData("7", "no region '7'. It has: GTV-1, Liver.")]
    [InlineData("label 2", "no region 'label 2'. It has: GTV-1, Liver.")]
    public void What_was_probably_meant_is_said(string requested, string problem) =>
        Assert.Equal(problem, new RoiNotFoundException("file", requested, ["GTV-1", "Liver"]).Problem);
}
