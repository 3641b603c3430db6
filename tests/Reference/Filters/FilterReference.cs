using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Resampling;

namespace Reference.Filters;

/// <summary>The filtered and resampled images of shared/reference/filters, each made again by us and compared voxel by voxel.</summary>
public sealed partial class FilterReference : IConformanceSection
{
    public int Order => 30;

    public string Title => "Filters and resampling";

    public string Introduction =>
        "Every image of `reference/filters` (PyRadiomics, PyWavelets, SimpleITK, scikit-image, scipy), voxel by voxel, as a share of the "
            + "image's value range.";

    public bool IsAvailable => SharedData.Exists;

    /// <summary>The files of the index, but for the inputs; none without the shared folder.</summary>
    public static IReadOnlyList<string> Files { get; } = SharedData.Exists ? ReadIndex() : [];

    public IEnumerable<ConformanceRow> Rows() => Files.Select(Compare);

    /// <summary>Makes one file again and compares it.</summary>
    public static ConformanceRow Compare(string file)
    {
        var folder = file[..file.IndexOf('/', StringComparison.Ordinal)];
        var expected = Read(file);
        var input = Read($"{folder}/input.nrrd");
        var mask = Mask.FromLabel(Read($"{folder}/mask.nrrd"), 1);
        var name = Path.GetFileNameWithoutExtension(file)[..];
        var loose = name.StartsWith("log-", StringComparison.Ordinal) || name.StartsWith("resample", StringComparison.Ordinal);
        // The first degree of LBP 3D has a handful of values, which a fixed bin count cuts at its edges: to the last bit.
        var allowed = loose ? 1e-5 : name == "lbp-3D-m1" ? 0 : 1e-9;
        var actual = Make(name, input, mask);
        if (actual.Size != expected.Size)
            return new ConformanceRow(
                file,
                1,
                1,
                double.PositiveInfinity,
                allowed,
                "of range",
                $"{actual.Size} voxels for {expected.Size}"
            );
        if (Distance(actual.Geometry, expected.Geometry) is > 1e-6 and var distance)
            return new ConformanceRow(file, 1, 1, double.PositiveInfinity, allowed, "of range", $"the grid lies {distance} mm off");
        var (a, e) = (actual.Read(actual.Geometry.Region).Values.ToArray(), expected.Read(expected.Geometry.Region).Values.ToArray());
        if (name.StartsWith("lbp-3D", StringComparison.Ordinal))
            (a, e) = (Inside(a, mask), Inside(e, mask));
        var finite = e.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var range = finite.Max() - finite.Min() is > 0 and var width ? width : 1;
        var worst = 0d;
        var outside = 0;
        for (var i = 0; i < e.Length; i++)
        {
            var error = a[i].Equals(e[i]) ? 0 : Math.Abs(a[i] - e[i]) / range;
            if (!(error <= allowed))
                outside++;
            worst = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
        }
        return new ConformanceRow(file, e.Length, outside, worst, allowed, "of range");
    }

    private static Volume Make(string name, Volume input, Mask mask)
    {
        if (name.StartsWith("normalize_", StringComparison.Ordinal))
        {
            var numbers = name.Split('_');
            return Normaliser.Normalise(input, Number(numbers[1]), Number(numbers[2]));
        }
        if (ResampleName().Match(name) is { Success: true } r)
        {
            var spacing = r.Groups[2].Value.Split('x').Select(Number).ToArray();
            var (image, region) = Resampler.Resample(
                input, mask, new Vector3D(spacing[0], spacing[1], spacing[2]), Enum.Parse<Interpolator>(r.Groups[1].Value), padDistance: 4);
            return r.Groups[3].Success ? Labels(region) : image;
        }
        var (filter, derived) = Filter(name);
        var block = filter.Apply(input, mask, input.Geometry.Region).First(i => i.Name == derived).Block;
        return Volume.Create(input.Geometry, block.Values);
    }

    private static (IImageFilter Filter, string Name) Filter(string name)
    {
        if (WaveletName().Match(name) is { Success: true } w)
            return (new WaveletFilter(w.Groups[2].Value, int.Parse(w.Groups[3].Value, CultureInfo.InvariantCulture)), w.Groups[1].Value);
        if (LbpName().Match(name) is { Success: true } l)
        {
            var method = Enum.Parse<LocalBinaryPatternMethod>(
                l.Groups[3].Value.Replace("_", "", StringComparison.Ordinal),
                ignoreCase: true
            );
            return (new LocalBinaryPattern2DFilter(Number(l.Groups[1].Value), (int)Number(l.Groups[2].Value), method), "lbp-2D");
        }
        if (name.StartsWith("lbp-3D", StringComparison.Ordinal))
            return (new LocalBinaryPattern3DFilter(), name);
        if (name.StartsWith("log-", StringComparison.Ordinal))
            return (new LaplacianOfGaussianFilter([1, 2, 3]), name);
        return name switch
        {
            "square" => (PointwiseFilter.Square, name),
            "squareroot" => (PointwiseFilter.SquareRoot, name),
            "logarithm" => (PointwiseFilter.Logarithm, name),
            "exponential" => (PointwiseFilter.Exponential, name),
            "gradient" => (new GradientFilter(), name),
            "gradient_nospacing" => (new GradientFilter(UseSpacing: false), "gradient"),
            _ => throw new NotSupportedException($"No filter is known for {name}."),
        };
    }

    private static double[] Inside(double[] values, Mask mask)
    {
        var size = mask.Geometry.Size;
        return [.. values.Where((_, i) => mask[i % size.X, i / size.X % size.Y, i / size.X / size.Y])];
    }

    private static Volume Labels(Mask mask)
    {
        var size = mask.Geometry.Size;
        var labels = new byte[size.Count];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = mask[i % size.X, i / size.X % size.Y, i / size.X / size.Y] ? (byte)1 : (byte)0;
        return Volume.Create(mask.Geometry, labels);
    }

    private static double Distance(ImageGeometry a, ImageGeometry b) => (a.Origin - b.Origin).Length + (a.Spacing - b.Spacing).Length;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Volume Read(string file) => ImageFile.ReadVolume(SharedData.PathOf("reference", "filters", file));

    private static string[] ReadIndex()
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("reference", "filters", "index.json")));
        return
        [
            .. index.RootElement.GetProperty("images").EnumerateArray().Select(i => i.GetProperty("file").GetString()!)
                .Where(f => !f.EndsWith("/input.nrrd", StringComparison.Ordinal) && !f.EndsWith("/mask.nrrd", StringComparison.Ordinal)),
        ];
    }

    [GeneratedRegex("^(wavelet[0-9]*-[LH]+)_(.+)_level([0-9]+)$")]
    private static partial Regex WaveletName();

    [GeneratedRegex("^lbp-2D_r([0-9.]+)_p([0-9]+)_(.+)$")]
    private static partial Regex LbpName();

    [GeneratedRegex("^resample_sitk([A-Za-z]+)_([0-9.x]+?)(_mask)?$")]
    private static partial Regex ResampleName();
}
