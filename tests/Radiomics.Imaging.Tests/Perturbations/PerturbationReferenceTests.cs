using Reference;
using Reference.Perturbations;

namespace Radiomics.Imaging.Tests.Perturbations;

public sealed class PerturbationReferenceTests
{
    public static TheoryData<string> Names => [.. MirpPerturbations.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Perturbed_region_equals_MIRP(string name)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = MirpPerturbations.Compare(name);
        Assert.True(row.Outside == 0, $"{name}: {row.Note}");
    }
}
