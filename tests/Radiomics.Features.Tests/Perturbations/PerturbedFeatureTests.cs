using Radiomics.Features.Extraction;
using Radiomics.Imaging;
using Radiomics.Imaging.Perturbations;
using Reference;
using Reference.Perturbations;

namespace Radiomics.Features.Tests.Perturbations;

public sealed class PerturbedFeatureTests
{
    public static TheoryData<string> Names => [.. MirpPerturbations.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Features_equal_MIRP(string name)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = MirpPerturbations.Compare(name);
        Assert.Equal(name.EndsWith("percent", StringComparison.Ordinal) ? 1 : 98, row.Compared);
        Assert.True(row.Outside == 0, $"{name}: {row.Note}");
    }

    private static (Volume Image, Mask Mask) Ball()
    {
        const int n = 30;
        var geometry = new ImageGeometry(new GridSize(n, n, n), new Vector3D(1, 1, 1));
        double Radius(int i) => Math.Sqrt(Math.Pow(i % n - 14.5, 2) + Math.Pow(i / n % n - 14.5, 2) + Math.Pow(i / n / n - 14.5, 2));
        var flat = Volume.Create(geometry, Enumerable.Range(0, n * n * n).Select(i => Radius(i) < 9 ? 100.0 : 0).ToArray());
        return (ImageNoise.Add(flat, 5, 1),
            Mask.Create(geometry, geometry.Region, [.. Enumerable.Range(0, n * n * n).Select(i => (byte)(Radius(i) < 9 ? 1 : 0))]));
    }

    /// <summary>Equal seeds give equal features on any number of threads; another seed gives others.</summary>
    [Fact]
    public void Chains_are_reproducible()
    {
        var (image, mask) = Ball();
        var plan = PerturbationPlan.Default with { Rotations = [5], Repetitions = 2 };
        var settings = new ExtractionSettings { FeatureClasses = [new FeatureClassSelection(FeatureClass.FirstOrder)] };
        double[] Values(PerturbationPlan p, int threads) =>
            [.. new FeatureExtractor(settings).ExtractPerturbed(image, mask, p, threads)
                .SelectMany(r => r.Features.Names.Select(f => r.Features[f]))];
        var once = Values(plan, 1);
        Assert.Equal(once, Values(plan, 3));
        Assert.NotEqual(once, Values(plan with { Seed = 2 }, 1));
        Assert.Equal(4, new FeatureExtractor(settings).ExtractPerturbed(image, mask, plan).Count);
    }

    /// <summary>Without any perturbation the features are those of a plain extraction.</summary>
    [Fact]
    public void No_perturbation_changes_nothing()
    {
        var (image, mask) = Ball();
        var plain = new FeatureExtractor(ExtractionSettings.HccSbrt).Extract(image, mask);
        var same = new FeatureExtractor(ExtractionSettings.HccSbrt).ExtractPerturbed(image, mask, new PerturbationPlan())[0].Features;
        foreach (var name in plain.Names.Where(n => !n.StartsWith("diagnostics", StringComparison.Ordinal)))
            Assert.Equal(plain[name], same[name]);
    }

    [Fact]
    public void What_leaves_nothing_is_refused_by_name()
    {
        var (image, mask) = Ball();
        var refused = Assert.Throws<EmptyRoiException>(() =>
            new FeatureExtractor().ExtractPerturbed(image, mask, new PerturbationPlan { VolumeChanges = [-0.9999] }, 2));
        Assert.Contains("volume -0.9999", refused.Message, StringComparison.Ordinal);
    }
}
