using Radiomics.Features.Ibsi;
using Radiomics.Imaging;
using Radiomics.Imaging.Resampling;

namespace Radiomics.Features.Extraction;

/// <summary>
/// Everything that decides what an extraction gives: pre-processing, image types, feature classes. PyRadiomics' settings,
/// under PyRadiomics' names (in each summary) and with its defaults; <see cref="Load"/> reads its
/// parameter files. Immutable; change it by <c>with</c>.
/// </summary>
public sealed partial record ExtractionSettings
{
    /// <summary>PyRadiomics' own defaults: every class but 2D shape, on the original image.</summary>
    public static ExtractionSettings PyRadiomicsDefault { get; } = new();

    /// <summary>
    /// The 851 features of the study of hepatocellular carcinoma under stereotactic radiotherapy: the original image and
    /// the eight sub-bands of a coif1 wavelet, bin width 25, no resampling.
    /// </summary>
    public static ExtractionSettings HccSbrt { get; } = new()
    {
        ImageTypes = [new ImageTypeSettings(ImageType.Original), new ImageTypeSettings(ImageType.Wavelet)],
    };

    /// <summary>The settings that have a name: <c>default</c>, <c>hcc-sbrt</c>, and IBSI's configurations <c>ibsi-digital</c> and
    /// <c>ibsi-a</c> to <c>ibsi-e</c>.</summary>
    public static IReadOnlyList<(string Name, ExtractionSettings Settings)> Presets { get; } =
    [
        ("default", PyRadiomicsDefault),
        ("hcc-sbrt", HccSbrt),
        .. IbsiSettings.Presets.Select(p => (p.Name, new ExtractionSettings { Ibsi = p.Settings })),
    ];

    /// <summary>
    /// <c>ibsi</c>: the preparation and the features of IBSI 1 in place of PyRadiomics'; <see langword="null"/> for PyRadiomics'. With
    /// them, of everything
    /// else here, label, geometry tolerance and mask correction, normalisation, image types with their settings and
    /// <see cref="AdditionalInfo"/> hold.
    /// </summary>
    public IbsiSettings? Ibsi { get; init; }

    /// <summary>What holds for every image type that has no settings of its own. The default is a new
    /// <see cref="ImageSettings"/>.</summary>
    public ImageSettings Image { get; init; } = new();

    /// <summary>The images to extract from, in order; at least one. The default is the original image alone.</summary>
    public IReadOnlyList<ImageTypeSettings> ImageTypes { get; init; } = [new ImageTypeSettings(ImageType.Original)];

    /// <summary>The classes to compute, in order. Shape always comes first in the result, as in PyRadiomics. The default is every class but
    /// 2D shape.</summary>
    public IReadOnlyList<FeatureClassSelection> FeatureClasses { get; init; } =
        [.. Enum.GetValues<FeatureClass>().Where(c => c != FeatureClass.Shape2D).Select(c => new FeatureClassSelection(c))];

    /// <summary>The settings, or the default ones, if they can be computed with.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not allowed; the exception names the property.</exception>
    internal static ExtractionSettings Checked(ExtractionSettings? settings)
    {
        settings ??= PyRadiomicsDefault;
        if (settings.Ibsi is not null) // which has bins and distances of its own
            return settings;
        settings.Image.Validate();
        foreach (var type in settings.ImageTypes)
            type.Settings?.Validate();
        return settings;
    }

    /// <summary><c>label</c>: the value of the region in a label map; at least 1. The default is 1.</summary>
    public int Label { get; init; } = 1;

    /// <summary><c>label_channel</c>: the component of a label map that has several; not negative. The default is 0.</summary>
    public int LabelChannel { get; init; }

    /// <summary><c>geometryTolerance</c>: how far mask and image may differ in geometry (PyRadiomics hands it to ITK;
    /// <see langword="null"/> is its default, 1e-6).</summary>
    public double? GeometryTolerance { get; init; }

    /// <summary><c>correctMask</c>: whether a mask on another grid is resampled to the image's. The default is
    /// <see langword="false"/>.</summary>
    public bool CorrectMask { get; init; }

    /// <summary><c>minimumROIDimensions</c>: in how many dimensions the region must be larger than one voxel; 1, 2 or 3. The default is
    /// 2.</summary>
    public int MinimumRoiDimensions { get; init; } = 2;

    /// <summary><c>minimumROISize</c>: the region must hold more voxels than this; <see langword="null"/> for no check.</summary>
    public int? MinimumRoiSize { get; init; }

    /// <summary><c>normalize</c>: whether the image is centred at its mean and divided by its standard deviation first. The default is
    /// <see langword="false"/>.</summary>
    public bool Normalize { get; init; }

    /// <summary><c>normalizeScale</c>: the factor after normalisation; positive. The default is 1.</summary>
    public double NormalizeScale { get; init; } = 1;

    /// <summary><c>removeOutliers</c>: normalised values are clipped to this many standard deviations; <see langword="null"/> for no
    /// clipping.</summary>
    public double? RemoveOutliers { get; init; }

    /// <summary><c>resampledPixelSpacing</c>: the spacing to resample to, in mm; 0 along an axis keeps it; <see langword="null"/> for no
    /// resampling.</summary>
    public Vector3D? ResampledPixelSpacing { get; init; }

    /// <summary><c>interpolator</c>: how the image is interpolated; <see langword="null"/> for no resampling. The default is
    /// <see cref="Imaging.Resampling.Interpolator.BSpline"/>.</summary>
    public Interpolator? Interpolator { get; init; } = Imaging.Resampling.Interpolator.BSpline;

    /// <summary><c>padDistance</c>: the margin, in voxels, that is kept around the region when resampling or cropping first; not
    /// negative. The default is 5.</summary>
    public int PadDistance { get; init; } = 5;

    /// <summary><c>preCrop</c>: whether the image is cropped to the region and its margin before filters see it. The default is
    /// <see langword="false"/>.</summary>
    public bool PreCrop { get; init; }

    /// <summary><c>resegmentRange</c>: a lower, or a lower and an upper threshold that voxels must meet to stay in the region;
    /// <see langword="null"/> for none.</summary>
    public IReadOnlyList<double>? ResegmentRange { get; init; }

    /// <summary><c>resegmentMode</c>: what the thresholds mean. The default is <see cref="ResegmentMode.Absolute"/>.</summary>
    public ResegmentMode ResegmentMode { get; init; }

    /// <summary><c>resegmentShape</c>: whether shape too is computed on the resegmented region. The default is
    /// <see langword="false"/>.</summary>
    public bool ResegmentShape { get; init; }

    /// <summary><c>additionalInfo</c>: whether the result carries PyRadiomics' <c>diagnostics_*</c>. The default is
    /// <see langword="true"/>.</summary>
    public bool AdditionalInfo { get; init; } = true;

    /// <summary>The settings of feature maps. The default is a new <see cref="VoxelSettings"/>.</summary>
    public VoxelSettings Voxel { get; init; } = new();

    /// <summary>The names of the settings that a parameter file gave, in its order (for the provenance).</summary>
    internal IReadOnlyList<string> Given { get; init; } = [];
}
