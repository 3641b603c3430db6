using BenchmarkDotNet.Attributes;
using Radiomics.Features.FirstOrder;
using Radiomics.Features.Shape;
using Radiomics.Features.Texture;

namespace Benchmarks.Bdn;

/// <summary>What does each texture family take, features included?</summary>
public class TextureFamilies : RegionOfSize
{
    private readonly double[] _values = new double[32];

    [Benchmark]
    public void Glcm() => GlcmFeatures.Extract(Roi, TextureSettings.Default, GlcmFeatures.All, _values, Workspace);

    [Benchmark]
    public void Glrlm() => GlrlmFeatures.Extract(Roi, TextureSettings.Default, GlrlmFeatures.All, _values, Workspace);

    [Benchmark]
    public void Glszm() => GlszmFeatures.Extract(Roi, TextureSettings.Default, GlszmFeatures.All, _values, Workspace);

    [Benchmark]
    public void Gldm() => GldmFeatures.Extract(Roi, TextureSettings.Default, GldmFeatures.All, _values, Workspace);

    [Benchmark]
    public void Ngtdm() => NgtdmFeatures.Extract(Roi, TextureSettings.Default, NgtdmFeatures.All, _values, Workspace);
}

/// <summary>What does it take to crop and discretise a region?</summary>
public class Discretisation : RegionOfSize
{
    [Benchmark]
    public object FixedBinCount() => Discretise();
}

/// <summary>What do the first-order statistics take?</summary>
public class FirstOrder : RegionOfSize
{
    private double[] _intensities = [];

    protected override void Prepare() =>
        _intensities = [.. Enumerable.Range(0, Mask.Inside.Length).Where(i => Mask.Inside.Span[i] != 0).Select(i => Block.Values.Span[i])];

    [Benchmark]
    public object Statistics() => new IntensityStatistics(_intensities, Roi.Histogram);
}

/// <summary>What do mesh, hull and axes take?</summary>
public class Shape : RegionOfSize
{
    [Benchmark]
    public object Measures() => new ShapeMeasures(Mask);
}
