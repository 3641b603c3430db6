using Radiomics.Imaging;
using Radiomics.Imaging.Filters.Ibsi;
using Radiomics.Imaging.Formats;

namespace Reference.Filters;

/// <summary>The 33 response maps of IBSI 2's phase 1, each made again by us from its phantom and compared voxel by voxel.</summary>
public sealed class Ibsi2ResponseMaps : IConformanceSection
{
    private static readonly Dictionary<string, (string Phantom, ConvolutionalFilter Filter)> Maps = Make();

    public int Order => 32;

    public string Title => "IBSI 2, phase 1: response maps";

    public string Introduction =>
        "Every valid response map of `reference/ibsi_2` (doi:10.1148/radiol.231319), every voxel, as a share of the map's value range.";

    public bool IsAvailable => SharedData.Exists;

    /// <summary>The names of the maps.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Maps.Keys];

    public IEnumerable<ConformanceRow> Rows() => Names.Select(Compare);

    /// <summary>The filter of a map.</summary>
    public static ConvolutionalFilter FilterOf(string name) => Maps[name].Filter;

    /// <summary>The image that a map was made from.</summary>
    public static Volume PhantomOf(string name) =>
        ImageFile.ReadVolume(SharedData.PathOf("data", "ibsi_2_digital_phantom", "nifti", Maps[name].Phantom, "image",
            $"{Maps[name].Phantom}.nii.gz"));

    /// <summary>Makes one map again and compares it.</summary>
    public static ConformanceRow Compare(string name)
    {
        var expected = ImageFile.ReadVolume(SharedData.PathOf("reference", "ibsi_2", "reference_response_maps", $"{name}-ValidCRM.nii.gz"));
        var image = PhantomOf(name);
        var all = image.Geometry.Region;
        var mask = Mask.Create(image.Geometry, all, new byte[all.Count]);
        var a = Maps[name].Filter.Apply(image, mask, all).Single().Block.Values.ToArray();
        var e = expected.Read(all).Values.ToArray();
        var range = e.Max() - e.Min();
        var errors = a.Zip(e).Select(p => Math.Abs(p.First - p.Second) / range).ToArray();
        return new ConformanceRow(name, e.Length, errors.Count(r => !(r <= 0.01)), errors.Max(), 0.01, "of range");
    }

    private static Dictionary<string, (string, ConvolutionalFilter)> Make()
    {
        var (zero, nearest, mirror, periodic) = (Boundary.Zero, Boundary.Nearest, Boundary.Mirror, Boundary.Periodic);
        var maps = new Dictionary<string, (string, ConvolutionalFilter)>();
        void Add(string name, string phantom, Boundary boundary, ConvolutionalFilter filter) =>
            maps.Add(name, (phantom, filter with { Boundary = boundary }));

        Add("1_a_1", "checkerboard", zero, new MeanFilter(15));
        Add("1_a_2", "checkerboard", nearest, new MeanFilter(15));
        Add("1_a_3", "checkerboard", periodic, new MeanFilter(15));
        Add("1_a_4", "checkerboard", mirror, new MeanFilter(15));
        Add("1_b_1", "impulse", zero, new MeanFilter(15, 2));
        Add("2_a", "impulse", zero, new TruncatedLaplacianOfGaussianFilter(3));
        Add("2_b", "checkerboard", mirror, new TruncatedLaplacianOfGaussianFilter(5));
        Add("2_c", "checkerboard", mirror, new TruncatedLaplacianOfGaussianFilter(5, dimensions: 2));
        foreach (var (set, phantom, boundary, kernels) in new[]
        {
            ("3_a", "impulse", zero, "E5L5S5"), ("3_b", "checkerboard", mirror, "E3W5R5"), ("3_c", "checkerboard", mirror, "L5S5"),
        })
        {
            Add($"{set}_1", phantom, boundary, new LawsFilter(kernels));
            Add($"{set}_2", phantom, boundary, new LawsFilter(kernels) { RotationInvariant = true });
            Add($"{set}_3", phantom, boundary, new LawsFilter(kernels) { RotationInvariant = true, EnergyDistance = 7 });
        }
        Add("4_a_1", "impulse", zero, new GaborFilter(10, 4, 0.5, 60));
        Add("4_a_2", "impulse", zero, new GaborFilter(10, 4, 0.5) { ThetaStep = 45, OrthogonalPlanes = true });
        Add("4_b_1", "sphere", mirror, new GaborFilter(20, 8, 2.5, 225));
        Add("4_b_2", "sphere", mirror, new GaborFilter(20, 8, 2.5) { ThetaStep = 22.5, OrthogonalPlanes = true });
        Add("5_a_1", "impulse", zero, new SeparableWaveletFilter("db2", "LHL"));
        Add("5_a_2", "impulse", zero, new SeparableWaveletFilter("db2", "LHL") { RotationInvariant = true });
        Add("6_a_1", "sphere", periodic, new SeparableWaveletFilter("coif1", "HHL"));
        Add("6_a_2", "sphere", periodic, new SeparableWaveletFilter("coif1", "HHL") { RotationInvariant = true });
        Add("7_a_1", "checkerboard", mirror, new SeparableWaveletFilter("haar", "LLL", 2) { RotationInvariant = true });
        Add("7_a_2", "checkerboard", mirror, new SeparableWaveletFilter("haar", "HHH", 2) { RotationInvariant = true });
        for (var level = 1; level <= 3; level++)
            Add($"8_a_{level}", "checkerboard", periodic, new NonSeparableWaveletFilter(RadialWavelet.Simoncelli, level));
        Add("9_a", "impulse", zero, new RieszFilter(new TruncatedLaplacianOfGaussianFilter(3), 1, 0, 0));
        Add("9_b_1", "sphere", zero, new RieszFilter(new TruncatedLaplacianOfGaussianFilter(3), 0, 2, 0));
        Add("10_b_1", "pattern_1", nearest, new RieszFilter(new NonSeparableWaveletFilter(RadialWavelet.Simoncelli), 0, 2, 0));
        return maps;
    }
}
