using Radiomics.Features.Parameters;
using Radiomics.Imaging;
using Radiomics.Imaging.Resampling;
using Suggestions;

namespace Radiomics.Features.Ibsi;

/// <summary>
/// How a region is prepared and which features are computed under IBSI 1 (reference manual, doi:10.1148/radiol.2020191145). The names in
/// parameter
/// files stand first in each summary, the manual's name for the step after it. Immutable; change it by <c>with</c>.
/// </summary>
public sealed record IbsiSettings
{
    /// <summary>
    /// IBSI's configuration for the digital phantom: the image as it is, its intensities its grey levels, every aggregation.
    /// </summary>
    public static IbsiSettings DigitalPhantom { get; } = new() { Bins = IbsiBins.None, IvhBins = IbsiBins.None };

    /// <summary>IBSI's configuration A: slice by slice, no interpolation, intensities from -500 to 400, bins of 25.</summary>
    public static IbsiSettings ConfigurationA { get; } = new()
    {
        ResegmentationRange = (-500, 400),
        Bins = IbsiBins.FixedSize(25),
        Aggregations = BySlice,
    };

    /// <summary>
    /// IBSI's configuration B: slice by slice, bilinear interpolation to 2 mm in the plane, intensities from -500 to 400, 32 bins.
    /// </summary>
    public static IbsiSettings ConfigurationB { get; } = ConfigurationA with
    {
        Spacing = new Vector3D(2, 2, 0),
        RoundIntensities = true,
        Bins = IbsiBins.FixedNumber(32),
    };

    /// <summary>
    /// IBSI's configuration C: trilinear interpolation to 2 mm, intensities from -1000 to 400, bins of 25, and of 2.5 for the
    /// intensity-volume histogram.
    /// </summary>
    public static IbsiSettings ConfigurationC { get; } = new()
    {
        Spacing = new Vector3D(2, 2, 2),
        RoundIntensities = true,
        ResegmentationRange = (-1000, 400),
        Bins = IbsiBins.FixedSize(25),
        IvhBins = IbsiBins.FixedSize(2.5),
        Aggregations = InSpace,
    };

    /// <summary>IBSI's configuration D: trilinear interpolation to 2 mm, intensities within 3 standard deviations, 32 bins.</summary>
    public static IbsiSettings ConfigurationD { get; } = ConfigurationC with
    {
        ResegmentationRange = null,
        OutlierSigma = 3,
        Bins = IbsiBins.FixedNumber(32),
        IvhBins = IbsiBins.None,
    };

    /// <summary>
    /// IBSI's configuration E: tricubic spline interpolation to 2 mm, intensities from -1000 to 400 and within 3 standard deviations, 32
    /// bins, and 1000 for the intensity-volume histogram.
    /// </summary>
    public static IbsiSettings ConfigurationE { get; } = ConfigurationD with
    {
        Interpolator = Interpolator.BSpline,
        ResegmentationRange = (-1000, 400),
        IvhBins = IbsiBins.FixedNumber(1000),
    };

    /// <summary>The presets by their names: <c>ibsi-digital</c> and <c>ibsi-a</c> to <c>ibsi-e</c>.</summary>
    public static IReadOnlyList<(string Name, IbsiSettings Settings)> Presets { get; } =
    [
        ("ibsi-digital", DigitalPhantom), ("ibsi-a", ConfigurationA), ("ibsi-b", ConfigurationB),
        ("ibsi-c", ConfigurationC), ("ibsi-d", ConfigurationD), ("ibsi-e", ConfigurationE),
    ];

    private static IReadOnlyList<IbsiAggregation> BySlice =>
        [
            IbsiAggregation.Slice2DAveraged,
            IbsiAggregation.Slice2DMerged,
            IbsiAggregation.Slices25DAveraged,
            IbsiAggregation.Slices25DMerged,
        ];

    private static IReadOnlyList<IbsiAggregation> InSpace => [IbsiAggregation.Volume3DAveraged, IbsiAggregation.Volume3DMerged];

    /// <summary>
    /// <c>spacing</c> (interpolation, voxel dimensions): the new spacing in mm, 0 along an axis to keep the image's (along z: interpolation
    /// slice by slice); <see langword="null"/> for no interpolation.
    /// </summary>
    public Vector3D? Spacing { get; init; }

    /// <summary>
    /// <c>interpolation</c> (image interpolation method): nearest neighbour, trilinear, tricubic spline or, named apart, Catmull-Rom. The
    /// default is <see cref="Interpolator.Linear"/>.
    /// </summary>
    public Interpolator Interpolator { get; init; } = Interpolator.Linear;

    /// <summary><c>maskInterpolation</c> (ROI interpolation method). The default is <see cref="Interpolator.Linear"/>.</summary>
    public Interpolator MaskInterpolator { get; init; } = Interpolator.Linear;

    /// <summary>
    /// <c>partialVolume</c> (ROI partial volume): the interpolated share from which a voxel belongs to the region; more than 0, at most 1.
    /// The default is 0.5.
    /// </summary>
    public double PartialVolumeThreshold { get; init; } = 0.5;

    /// <summary>
    /// <c>roundIntensities</c> (intensity rounding): whether interpolated intensities are rounded to the nearest whole number (halves to
    /// the even one), as CT asks for. The default is <see langword="false"/>.
    /// </summary>
    public bool RoundIntensities { get; init; }

    /// <summary>
    /// <c>range</c> (re-segmentation, range): the intensities, ends included and infinite where open, that stay in the mask;
    /// <see langword="null"/> for all.
    /// </summary>
    public (double Lower, double Upper)? ResegmentationRange { get; init; }

    /// <summary>
    /// <c>outlierSigma</c> (re-segmentation, outlier filtering): how many (population) standard deviations from the region's mean an
    /// intensity may lie; <see langword="null"/> for any. With a range, both hold, each found on the whole region.
    /// </summary>
    public double? OutlierSigma { get; init; }

    /// <summary><c>bins</c> (image discretisation). The default is a fixed number of 32.</summary>
    public IbsiBins Bins { get; init; } = IbsiBins.FixedNumber(32);

    /// <summary><c>ivhBins</c> (intensity-volume histogram, discretisation). The default is <see cref="IbsiBins.None"/>.</summary>
    public IbsiBins IvhBins { get; init; } = IbsiBins.None;

    /// <summary>
    /// <c>aggregations</c> (texture matrix aggregation): where matrices of runs and pairs are counted and merged; those of zones and
    /// neighbourhoods follow in 2D, 2.5D and 3D. The default is all six.
    /// </summary>
    public IReadOnlyList<IbsiAggregation> Aggregations { get; init; } = [.. Enum.GetValues<IbsiAggregation>()];

    /// <summary>
    /// <c>distance</c> (Chebyshev distance): how far, in voxels, pairs (GLCM) and neighbourhoods (NGTDM, NGLDM) reach; at least 1. Pairs
    /// lie at this distance, neighbourhoods hold everything up to it. The default is 1.
    /// </summary>
    public int Distance { get; init; } = 1;

    /// <summary>
    /// <c>coarseness</c> (NGLDM, coarseness parameter α): the difference of grey levels up to which a neighbour is dependent; not negative.
    /// The default is 0.
    /// </summary>
    public int Coarseness { get; init; }

    /// <summary>
    /// <c>families</c>: the families to compute, by the names of <see cref="FeatureFamily.All"/>, which are <c>morphology</c>,
    /// <c>local</c>, <c>statistics</c>, <c>histogram</c>, <c>ivh</c>, <c>glcm</c>, <c>glrlm</c>, <c>glszm</c>, <c>gldzm</c>,
    /// <c>ngtdm</c> and <c>ngldm</c>; none, the default, for all of them.
    /// </summary>
    public IReadOnlyList<string> Families { get; init; } = [];

    /// <summary>
    /// Families of one's own (<see cref="FeatureFamily.Of"/>), computed on every image behind those of <see cref="Families"/>; not in a
    /// parameter file. The fingerprint of the settings knows them by their names and tags alone. None by default.
    /// </summary>
    public IReadOnlyList<FeatureFamily> OwnFamilies { get; init; } = [];

    /// <summary>The settings by the names of a parameter file, on one line; families of one's own last, by name.</summary>
    public override string ToString() => string.Join(
        ", ",
        [
            $"spacing {(Spacing is { } v ? ListOf([v.X, v.Y, v.Z]) : "None")}",
            $"interpolation {Interpolator}",
            $"maskInterpolation {MaskInterpolator}",
            $"partialVolume {PythonFormat.Number(PartialVolumeThreshold)}",
            $"roundIntensities {RoundIntensities}",
            $"range {(ResegmentationRange is { } r ? ListOf([r.Lower, r.Upper]) : "None")}",
            $"outlierSigma {(OutlierSigma is { } sigma ? PythonFormat.Number(sigma) : "None")}",
            $"bins {Bins}",
            $"ivhBins {IvhBins}",
            $"aggregations [{string.Join(", ", Aggregations.Select(a => $"'{Aggregates.NameOf(a)}'"))}]",
            Invariant($"distance {Distance}"),
            Invariant($"coarseness {Coarseness}"),
            $"families [{string.Join(", ", Families.Select(f => $"'{f}'"))}]",
            $"names {Naming}",
            .. OwnFamilies.Count > 0 ? (string[])[$"own families {string.Join(", ", OwnFamilies.Select(f => f.Name))}"] : [],
        ]);

    // An end that is open is none.
    private static string ListOf(double[] values) =>
        $"[{string.Join(", ", values.Select(v => double.IsFinite(v) ? PythonFormat.Number(v) : "None"))}]";

    internal IEnumerable<FeatureFamily> Chosen =>
        IbsiFamilies.All.Where(f => Families.Count == 0 || Families.Contains(f.Name)).Concat(OwnFamilies);

    /// <summary><c>names</c>: how features are named in the result. The default is <see cref="IbsiNaming.Tag"/>.</summary>
    public IbsiNaming Naming { get; init; }

    internal void Validate()
    {
        if (!(PartialVolumeThreshold is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(PartialVolumeThreshold),
                PartialVolumeThreshold,
                "The partial volume threshold is more than 0 and at most 1."
            );
        if (OutlierSigma is { } sigma && !(sigma > 0))
            throw new ArgumentOutOfRangeException(nameof(OutlierSigma), sigma, "The number of standard deviations is more than 0.");
        if (ResegmentationRange is { } range && !(range.Lower <= range.Upper))
            throw new ArgumentOutOfRangeException(
                nameof(ResegmentationRange),
                range,
                "The range's lower bound is at most its upper bound."
            );
        ArgumentOutOfRangeException.ThrowIfLessThan(Distance, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Coarseness);
        foreach (var own in OwnFamilies)
        {
            if (string.IsNullOrWhiteSpace(own.Name) || IbsiFamilies.All.Concat(OwnFamilies).Count(f => f.Name == own.Name) > 1)
            {
                throw new ArgumentException(
                    $"A family of one's own has a name that no other has; '{own.Name}' is empty or taken.",
                    nameof(OwnFamilies)
                );
            }
        }
        foreach (var name in Families)
        {
            if (!IbsiFamilies.All.Any(f => f.Name == name))
            {
                throw new ArgumentException(
                    $"There is no IBSI family '{name}'.{Nearest.Suggest(name, IbsiFamilies.All.Select(f => f.Name))} There are: "
                        + $"{string.Join(", ", IbsiFamilies.All.Select(f => f.Name))}.",
                    nameof(Families));
            }
        }
    }
}

/// <summary>Where texture matrices are counted, and what is averaged or merged (reference manual, section 3.6.1).</summary>
public enum IbsiAggregation
{
    /// <summary><c>2D_avg</c>: features of each slice and direction, averaged.</summary>
    Slice2DAveraged,

    /// <summary><c>2D_comb</c>: the directions of a slice merged, features averaged over slices.</summary>
    Slice2DMerged,

    /// <summary><c>2_5D_avg</c>: the slices merged for each direction, features averaged over directions.</summary>
    Slices25DAveraged,

    /// <summary><c>2_5D_comb</c>: all slices and directions merged.</summary>
    Slices25DMerged,

    /// <summary><c>3D_avg</c>: features of each of the thirteen directions in space, averaged.</summary>
    Volume3DAveraged,

    /// <summary><c>3D_comb</c>: the thirteen directions merged.</summary>
    Volume3DMerged,
}

/// <summary>How IBSI's features are named in a result.</summary>
public enum IbsiNaming
{
    /// <summary><c>tag</c>: as in IBSI's reference files, such as <c>cm_joint_max_3D_comb</c>.</summary>
    Tag,

    /// <summary><c>code</c>: by the manual's code, such as <c>GYBY_3D_comb</c>.</summary>
    Code,

    /// <summary>
    /// <c>pyradiomics</c>: as PyRadiomics, such as <c>original_glcm_MaximumProbability</c>, where it aggregates and defines a feature so;
    /// else by tag.
    /// </summary>
    PyRadiomics,
}
