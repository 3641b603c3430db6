using Radiomics.Features.Parameters;
using Radiomics.Imaging.Filters;
using Radiomics.Imaging.Filters.Ibsi;

namespace Radiomics.Features.Extraction;

/// <summary>
/// The filters of IBSI 2 in parameter files, beside PyRadiomics' image types: one entry a filter, with the names of its settings.
/// </summary>
internal static class FilterParameters
{
    /// <summary>The image types: their names and settings, in the order of the manual.</summary>
    public static IReadOnlyList<(string Name, string[] Settings, Func<FilterEntries, ConvolutionalFilter> Read)> All { get; } =
    [
        ("Mean", ["width", "dimensions", "boundary", "boundaryValue"], e => new MeanFilter(OddWidth(e), Dimensions(e))),
        ("LaplacianOfGaussian", ["sigma", "cutoff", "dimensions", "boundary", "boundaryValue"],
            e => new TruncatedLaplacianOfGaussianFilter(e.Need("sigma").Number(0, exclusive: true), Cutoff(e), Dimensions(e))),
        ("Laws", ["kernels", "rotationInvariant", "pooling", "energyDistance", "boundary", "boundaryValue"], e => new LawsFilter(Kernels(e))
        {
            RotationInvariant = e.Truth("rotationInvariant"),
            Pooling = PoolingOf(e, Pooling.Maximum),
            EnergyDistance = e.Find("energyDistance")?.Integer(0, 1000),
        }),
        ("Gabor", ["sigma", "lambda", "gamma", "theta", "thetaStep", "orthogonalPlanes", "pooling", "response", "boundary",
            "boundaryValue"], Gabor),
        ("SeparableWavelet", ["wavelet", "subBand", "level", "rotationInvariant", "pooling", "boundary", "boundaryValue"],
            e => new SeparableWaveletFilter(e.Need("wavelet").OneOf([.. Wavelet.Names.Select(w => (w, w))]), SubBand(e),
                e.Integer("level", 1, 1, 16))
            {
                RotationInvariant = e.Truth("rotationInvariant"),
                Pooling = PoolingOf(e, Pooling.Average),
            }),
        ("NonSeparableWavelet", ["wavelet", "level", "dimensions", "boundary", "boundaryValue"],
            e => new NonSeparableWaveletFilter(e.Need("wavelet").OneOf(Radial), e.Integer("level", 1, 1, 16), Dimensions(e))),
        ("Riesz", ["filter", "sigma", "cutoff", "level", "order", "tensorSigma", "boundary", "boundaryValue"], Riesz),
    ];

    private static (string, RadialWavelet?)[] RieszFilters =>
        [("LaplacianOfGaussian", null), ("simoncelli", RadialWavelet.Simoncelli), ("shannon", RadialWavelet.Shannon)];

    private static (string, RadialWavelet)[] Radial => [("simoncelli", RadialWavelet.Simoncelli), ("shannon", RadialWavelet.Shannon)];

    /// <summary>The name under which a filter stands in a parameter file.</summary>
    public static string NameOf(ConvolutionalFilter filter) => filter switch
    {
        MeanFilter => "Mean",
        TruncatedLaplacianOfGaussianFilter => "LaplacianOfGaussian",
        LawsFilter => "Laws",
        GaborFilter => "Gabor",
        SeparableWaveletFilter => "SeparableWavelet",
        NonSeparableWaveletFilter => "NonSeparableWavelet",
        _ => "Riesz",
    };

    /// <summary>Reads a filter with its boundary.</summary>
    public static ConvolutionalFilter Read(Func<FilterEntries, ConvolutionalFilter> read, FilterEntries entries)
    {
        var boundary = entries.OneOf(
            "boundary", Boundary.Mirror, ("zero", Boundary.Zero), ("constant", Boundary.Constant(0)), ("nearest", Boundary.Nearest),
            ("mirror", Boundary.Mirror), ("periodic", Boundary.Periodic));
        var value = entries.Find("boundaryValue")?.Number() ?? 0;
        return read(entries) with { Boundary = boundary == Boundary.Constant(0) ? Boundary.Constant(value) : boundary };
    }

    private static double Cutoff(FilterEntries e) =>
        e.Find("cutoff")?.IsWord("none") == true ? double.PositiveInfinity : e.Positive("cutoff", 4);

    private static int Dimensions(FilterEntries e) => e.Integer("dimensions", 3, 2, 3);

    private static Pooling PoolingOf(FilterEntries e, Pooling otherwise) =>
        e.OneOf("pooling", otherwise, ("average", Pooling.Average), ("mean", Pooling.Average), ("max", Pooling.Maximum),
            ("maximum", Pooling.Maximum));

    private static int OddWidth(FilterEntries e)
    {
        var width = e.Need("width");
        return width.Integer(1, 10_001) is var value && value % 2 == 1 ? value
            : throw width.Refuse(Invariant($"{value} is even; a cube with a middle voxel has an odd width."));
    }

    private static string Kernels(FilterEntries e)
    {
        var node = e.Need("kernels");
        var kernels = node.Word();
        return kernels.Length is 4 or 6
            && Enumerable.Range(0, kernels.Length / 2).All(i => LawsFilter.Names.Contains(kernels.Substring(2 * i, 2)))
            ? kernels
            : throw node.Refuse($"'{kernels}' is not made of two (slice by slice) or three of "
                + $"{string.Join(", ", LawsFilter.Names)}, such as L5E5S5.");
    }

    private static string SubBand(FilterEntries e)
    {
        var node = e.Need("subBand");
        var band = node.Word();
        return band.Length is 2 or 3 && band.All(c => c is 'L' or 'H')
            ? band
            : throw node.Refuse($"'{band}' is not made of two (slice by slice) or three letters L or H, along x, y and z, such as LHL.");
    }

    private static GaborFilter Gabor(FilterEntries e)
    {
        var step = e.Find("thetaStep");
        var degrees = step?.Number(0, exclusive: true);
        if (degrees is { } d && (d > 360 || Math.Abs(Math.Round(360 / d) * d - 360) > 1e-6))
            throw step!.Refuse(Invariant($"{d} does not divide 360 degrees."));
        return new GaborFilter(e.Need("sigma").Number(0, exclusive: true), e.Need("lambda").Number(0, exclusive: true),
            e.Positive("gamma", 1), e.Find("theta")?.Number() ?? 0)
        {
            ThetaStep = degrees,
            OrthogonalPlanes = e.Truth("orthogonalPlanes"),
            Pooling = PoolingOf(e, Pooling.Average),
            Response = e.OneOf("response", ComplexResponse.Modulus, ("modulus", ComplexResponse.Modulus), ("real", ComplexResponse.Real),
                ("imaginary", ComplexResponse.Imaginary)),
        };
    }

    private static RieszFilter Riesz(FilterEntries e)
    {
        var node = e.Need("order");
        var order = node.Sequence(i => i.Integer(0, 8));
        if (order.Length is not (2 or 3) || order.Sum() is < 1 or > 8)
            throw node.Refuse($"[{string.Join(", ", order.Select(o => Invariant($"{o}")))}] is not two (slice by slice) or three orders, "
                + "along x, y and z, of 1 to 8 in all.");
        ConvolutionalFilter filter = e.OneOf("filter", null, RieszFilters) is { } wavelet
            ? new NonSeparableWaveletFilter(wavelet, e.Integer("level", 1, 1, 16), order.Length)
            : new TruncatedLaplacianOfGaussianFilter(e.Need("sigma").Number(0, exclusive: true), Cutoff(e), order.Length);
        return new RieszFilter(filter, order) { TensorSigma = e.Find("tensorSigma")?.Number(0, exclusive: true) };
    }
}
