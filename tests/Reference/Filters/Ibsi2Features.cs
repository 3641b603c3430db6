using System.Globalization;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters;
using Radiomics.Imaging.Filters.Ibsi;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Resampling;

namespace Reference.Filters;

/// <summary>
/// The values of IBSI 2's phase 2: 18 intensity statistics of the filtered CT phantom under nine filters, slice by slice (A) and in 3D (B).
/// </summary>
public sealed class Ibsi2Features : IConformanceSection
{
    private static readonly Lazy<(Volume Image, Mask Mask)> Flat = new(() => Resegment(Read()));
    private static readonly Lazy<(Volume Image, Mask Mask)> Deep = new(() => Resegment(Interpolate(Read())));
    private static readonly string[][] Values = SharedData.Exists
        ? [.. File.ReadLines(SharedData.PathOf("reference", "ibsi_2", "reference_feature_values", "reference_values.csv")).Skip(1).Select(
            l => l.Split(';'))]
        : [];

    public int Order => 33;

    public string Title => "IBSI 2, phase 2: features of filtered images";

    public string Introduction =>
        "Each value of `reference/ibsi_2` within its own tolerance (the consensus gives none for one of the 324, 8.B's "
        + "quartile coefficient of dispersion, which is "
        + "therefore only computed). The error is a share of that tolerance. Configuration A: slice by slice; B: 3D, cubic spline to 1 mm.";

    public bool IsAvailable => SharedData.Exists;

    /// <summary>The filters and configurations, such as <c>4.B</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Values.Select(v => v[0]).Distinct()];

    public IEnumerable<ConformanceRow> Rows() => Names.Select(Compare);

    /// <summary>Computes the statistics of one filter and compares them.</summary>
    public static ConformanceRow Compare(string name)
    {
        var (image, mask) = name.EndsWith('A') ? Flat.Value : Deep.Value;
        var block = FilterOf(name).Apply(image, mask, mask.BoundingBox, 2).Single().Block.Values.ToArray();
        var statistics = Statistics([.. block.Where((_, i) => mask.Inside.Span[i] != 0)]);
        var (worst, outside, compared, note) = (0d, 0, 0, "");
        foreach (var row in Values.Where(v => v[0] == name))
        {
            var actual = statistics[row[2]];
            if (row[3].Length == 0)
            {
                note = $"{row[2]} {actual.ToString("G4", CultureInfo.InvariantCulture)}: no consensus";
                continue;
            }
            double expected = double.Parse(row[3], CultureInfo.InvariantCulture),
                tolerance = double.Parse(row[4], CultureInfo.InvariantCulture);
            var error = Math.Abs(actual - expected) / tolerance;
            compared++;
            if (!(error <= 1 + 1e-9))
            {
                outside++;
                note += $"{row[2]} is {actual.ToString("G6", CultureInfo.InvariantCulture)}, not {row[3]} +- {row[4]}. ";
            }
            worst = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
        }
        return new ConformanceRow(name, compared, outside, worst, 1, "of tolerance", note);
    }

    private static IImageFilter FilterOf(string name)
    {
        var flat = name.EndsWith('A');
        var dimensions = flat ? 2 : 3;
        return name[0] switch
        {
            '1' => new OriginalFilter(),
            '2' => new MeanFilter(5, dimensions),
            '3' => new TruncatedLaplacianOfGaussianFilter(1.5, 4, dimensions),
            '4' => new LawsFilter(flat ? "L5E5" : "L5E5E5") { RotationInvariant = true, EnergyDistance = 7 },
            '5' => new GaborFilter(5, 2, 1.5) { ThetaStep = 22.5, OrthogonalPlanes = !flat },
            '6' => new SeparableWaveletFilter("db3", flat ? "LH" : "LLH") { RotationInvariant = true },
            '7' => new SeparableWaveletFilter("db3", flat ? "HH" : "HHH", 2) { RotationInvariant = true },
            '8' => new NonSeparableWaveletFilter(RadialWavelet.Simoncelli, 1, dimensions),
            _ => new NonSeparableWaveletFilter(RadialWavelet.Simoncelli, 2, dimensions),
        };
    }

    private static (Volume Image, Mask Mask) Read()
    {
        var folder = SharedData.PathOf("data", "ibsi_1_ct_radiomics_phantom", "nifti");
        return (ImageFile.ReadVolume(Path.Combine(folder, "image", "phantom.nii.gz")),
            ImageFile.ReadMask(Path.Combine(folder, "mask", "mask.nii.gz")));
    }

    // A grid of 1 mm aligned by its centre; cubic spline; whole Hounsfield units; mask where linear interpolation gives at least one half.
    private static (Volume Image, Mask Mask) Interpolate((Volume Image, Mask Mask) from)
    {
        var g = from.Image.Geometry;
        int Count(int axis) => (int)Math.Ceiling(g.Size[axis] * g.Spacing[axis] - 1e-6);
        var size = new GridSize(Count(0), Count(1), Count(2));
        double First(int axis) => ((g.Size[axis] - 1) * g.Spacing[axis] - (size[axis] - 1)) / 2 / g.Spacing[axis];
        var grid = new ImageGeometry(size, new Vector3D(1, 1, 1), g.ToPhysical(new Vector3D(First(0), First(1), First(2))), g.Direction);
        double[] Values(Volume v, Interpolator kind) => Resampler.Resample(v, grid, kind, 2).Read(grid.Region).Values.ToArray();
        var whole = Volume.Create(g, from.Image.Read(g.Region).Values.ToArray());
        var marks = new double[g.Size.Count];
        for (var z = 0; z < g.Size.Z; z++)
        {
            for (var y = 0; y < g.Size.Y; y++)
            {
                for (var x = 0; x < g.Size.X; x++)
                    marks[(z * g.Size.Y + y) * g.Size.X + x] = from.Mask[x, y, z] ? 1 : 0;
            }
        }
        var image = Values(whole, Interpolator.BSpline).Select(v => Math.Round(v)).ToArray();
        var inside = Values(Volume.Create(g, marks), Interpolator.Linear).Select(v => (byte)(v >= 0.5 - 1e-9 ? 1 : 0)).ToArray();
        return (Volume.Create(grid, image), Mask.Create(grid, grid.Region, inside));
    }

    private static (Volume Image, Mask Mask) Resegment((Volume Image, Mask Mask) from)
    {
        var box = from.Mask.BoundingBox;
        var values = from.Image.Read(box).Values.ToArray();
        var inside = values.Select((v, i) => (byte)(from.Mask.Inside.Span[i] != 0 && v is >= -1000 and <= 400 ? 1 : 0)).ToArray();
        return (from.Image, Mask.Create(from.Image.Geometry, box, inside));
    }

    // The 18 intensity-based statistics of the IBSI 1 manual, each by its definition.
    internal static Dictionary<string, double> Statistics(double[] x)
    {
        Array.Sort(x);
        double Percentile(double p)
        {
            var place = p * (x.Length - 1);
            var below = (int)place;
            return below + 1 < x.Length ? x[below] + (place - below) * (x[below + 1] - x[below]) : x[below];
        }
        var mean = x.Average();
        double Moment(int power) => x.Average(v => Math.Pow(v - mean, power));
        double variance = Moment(2), median = Percentile(0.5), low = Percentile(0.1), high = Percentile(0.9), q1 = Percentile(0.25),
            q3 = Percentile(0.75);
        var robust = x.Where(v => v >= low && v <= high).ToArray();
        var robustMean = robust.Average();
        var energy = x.Sum(v => v * v);
        return new Dictionary<string, double>
        {
            ["stat_mean"] = mean,
            ["stat_var"] = variance,
            ["stat_skew"] = Moment(3) / Math.Pow(variance, 1.5),
            ["stat_kurt"] = Moment(4) / (variance * variance) - 3,
            ["stat_median"] = median,
            ["stat_min"] = x[0],
            ["stat_p10"] = low,
            ["stat_p90"] = high,
            ["stat_max"] = x[^1],
            ["stat_iqr"] = q3 - q1,
            ["stat_range"] = x[^1] - x[0],
            ["stat_mad"] = x.Average(v => Math.Abs(v - mean)),
            ["stat_rmad"] = robust.Average(v => Math.Abs(v - robustMean)),
            ["stat_medad"] = x.Average(v => Math.Abs(v - median)),
            ["stat_cov"] = Math.Sqrt(variance) / mean,
            ["stat_qcod"] = (q3 - q1) / (q3 + q1),
            ["stat_energy"] = energy,
            ["stat_rms"] = Math.Sqrt(energy / x.Length),
        };
    }
}
