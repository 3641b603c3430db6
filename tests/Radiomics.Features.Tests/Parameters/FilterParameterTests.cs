using Radiomics.Features.Extraction;
using Radiomics.Features.Parameters;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters.Ibsi;

namespace Radiomics.Features.Tests.Parameters;

public sealed class FilterParameterTests
{
    [Fact]
    public void Filters_stand_beside_PyRadiomics_image_types()
    {
        var settings = ExtractionSettings.Parse("""
            setting: {binWidth: 20}
            imageType:
              Original: {}
              Mean: {width: 5}
              LaplacianOfGaussian: {sigma: 1.5, cutoff: 3, dimensions: 2, boundary: zero}
              Laws:
                - {kernels: L5E5E5, rotationInvariant: true, pooling: max, energyDistance: 7, binWidth: 2}
                - {kernels: S5S5, boundary: constant, boundaryValue: -1000}
              Gabor: {sigma: 5, lambda: 2, gamma: 1.5, thetaStep: 22.5, orthogonalPlanes: true}
              SeparableWavelet: {wavelet: db3, subBand: LLH, level: 2, rotationInvariant: true, boundary: periodic}
              NonSeparableWavelet: {wavelet: simoncelli, level: 2, boundary: nearest}
              Riesz: {filter: simoncelli, order: [1, 0, 2], tensorSigma: 3}
            """);
        ConvolutionalFilter?[] expected =
        [
            null, new MeanFilter(5), new TruncatedLaplacianOfGaussianFilter(1.5, 3, 2) { Boundary = Boundary.Zero },
            new LawsFilter("L5E5E5") { RotationInvariant = true, Pooling = Pooling.Maximum, EnergyDistance = 7 },
            new LawsFilter("S5S5") { Boundary = Boundary.Constant(-1000) },
            new GaborFilter(5, 2, 1.5) { ThetaStep = 22.5, OrthogonalPlanes = true },
            new SeparableWaveletFilter("db3", "LLH", 2) { RotationInvariant = true, Boundary = Boundary.Periodic },
            new NonSeparableWaveletFilter(RadialWavelet.Simoncelli, 2) { Boundary = Boundary.Nearest },
            new RieszFilter(new NonSeparableWaveletFilter(RadialWavelet.Simoncelli), 1, 0, 2) { TensorSigma = 3 },
        ];
        Assert.Equal(expected, settings.ImageTypes.Select(t => t.Filter));
        Assert.Equal(2, settings.ImageTypes[3].Settings!.BinWidth);
        Assert.Null(settings.ImageTypes[1].Settings);
    }

    [Theory]
    [InlineData("Mean: {width: 4}", "odd")]
    [InlineData("Mean: {}", "'width' is missing")]
    [InlineData("Mean: {width: 3, siez: 2}", "siez")]
    [InlineData("Laws: {kernels: L5E6E5}", "L5E6E5")]
    [InlineData("Gabor: {sigma: 5, lambda: 2, thetaStep: 50}", "does not divide 360")]
    [InlineData("SeparableWavelet: {wavelet: db3, subBand: LXH}", "LXH")]
    [InlineData("SeparableWavelet: {wavelet: db99, subBand: LLH}", "db99")]
    [InlineData("Riesz: {sigma: 2, order: [0, 0, 0]}", "1 to 8")]
    [InlineData("Riesz: {filter: shannon, sigma: 2, order: [1, 0, 0]}", "sigma")]
    [InlineData("Laws: [{kernels: L5E5}, {kernels: L5E5}]", "two filters")]
    [InlineData("Mean: {width: 3, boundary: mirrored}", "Did you mean 'mirror'?")]
    public void What_cannot_be_meant_is_refused_with_its_line(string filter, string problem)
    {
        var refused = Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse($"imageType:\n  {filter}\n"));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The mean over 3 x 3 x 3 voxels of a ramp is the ramp itself inside: features of both images agree where the region lies inside.
    /// </summary>
    [Fact]
    public void Features_are_computed_on_a_filtered_image()
    {
        var geometry = new ImageGeometry(new GridSize(10, 10, 10), new Vector3D(1, 1, 1));
        var image = Volume.Create(geometry, Enumerable.Range(0, 1000).Select(i => (double)(3 * (i % 10) + i / 100)).ToArray());
        var inside = new byte[1000];
        for (var i = 0; i < 1000; i++)
            inside[i] = (byte)(i % 10 is > 0 and < 9 && i / 10 % 10 is > 0 and < 9 && i / 100 is > 0 and < 9 ? 1 : 0);
        var settings = ExtractionSettings.Parse("imageType: {Original: {}, Mean: {width: 3}}\nfeatureClass: {firstorder: [Mean, Maximum]}");
        var features = new FeatureExtractor(settings).Extract(image, Mask.Create(geometry, geometry.Region, inside));
        Assert.Equal(features["original_firstorder_Mean"], features["mean-3D-width-3_firstorder_Mean"], 1e-9);
        Assert.Equal(features["original_firstorder_Maximum"], features["mean-3D-width-3_firstorder_Maximum"], 1e-9);
    }
}
