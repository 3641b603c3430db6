using Reference;
using Reference.Features;

namespace Radiomics.Features.Tests.Extraction;

/// <summary>Every case under every parameter file of the PyRadiomics reference.</summary>
public sealed class PyRadiomicsTests
{
    public static TheoryData<string> Cases => SharedData.Exists ? [.. PyRadiomicsCase.All()] : ["(none)"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var reference = PyRadiomicsCase.Load(id);
        var outside = PyRadiomicsComparison
            .Compare(reference)
            .Where(r => r.Outside != KnownDifferences.Of(r.Case).Outside)
            .Select(r => $"{r.Case}: {r.Outside} of {r.Compared}, worst {r.Worst:0.0e+0}, {r.Note}")
            .ToList();
        Assert.True(outside.Count == 0, string.Join('\n', outside));
    }
}
