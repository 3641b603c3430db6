using System.Globalization;
using Radiomics.Features.Parameters;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters;
using Radiomics.Imaging.Resampling;
using static Radiomics.Features.Extraction.DiagnosticValue;

namespace Radiomics.Features.Extraction;

/// <summary>
/// Every setting of PyRadiomics' documentation, once: the parameter file's reader, the provenance and the nearest-name
/// suggestions all go by these lists. Ranges are those of PyRadiomics' own schema.
/// </summary>
internal static class Settings
{
    private static readonly ExtractionSettings Defaults = new();
    private static readonly ImageSettings ImageDefaults = new();
    private static readonly VoxelSettings VoxelDefaults = new();

    /// <summary>The settings of a whole extraction; the first fifteen in the order in which PyRadiomics lists its defaults.</summary>
    public static IReadOnlyList<Setting<ExtractionSettings>> Extraction { get; } =
    [
        new(
            "minimumROIDimensions",
            (s, n) => s with { MinimumRoiDimensions = n.IsNull ? Defaults.MinimumRoiDimensions : n.Integer(1, 3) },
            s => Of(s.MinimumRoiDimensions)
        ),
        new("minimumROISize", (s, n) => s with { MinimumRoiSize = n.IsNull ? null : n.Integer(1) }, s => Of(s.MinimumRoiSize)),
        new("normalize", (s, n) => s with { Normalize = !n.IsNull && n.Truth() }, s => Of(s.Normalize)),
        new(
            "normalizeScale",
            (s, n) => s with { NormalizeScale = n.IsNull ? 1 : n.Number(0, exclusive: true) },
            s => Number(s.NormalizeScale)
        ),
        new(
            "removeOutliers",
            (s, n) => s with { RemoveOutliers = n.IsNull ? null : n.Number(0, exclusive: true) },
            s => Number(s.RemoveOutliers)
        ),
        new(
            "resampledPixelSpacing",
            (s, n) => s with { ResampledPixelSpacing = Spacing(n) },
            s => s.ResampledPixelSpacing is { } p ? List([Number(p.X), Number(p.Y), Number(p.Z)]) : None
        ),
        new("interpolator", (s, n) => s with { Interpolator = Interpolator(n) }, s => s.Interpolator is { } i ? Of($"sitk{i}") : None),
        new("preCrop", (s, n) => s with { PreCrop = !n.IsNull && n.Truth() }, s => Of(s.PreCrop)),
        new(
            "padDistance",
            (s, n) => s with { PadDistance = n.IsNull ? Defaults.PadDistance : n.Integer(0, 10_000) },
            s => Of(s.PadDistance)
        ),
        new(
            "resegmentRange",
            (s, n) => s with { ResegmentRange = Range(n) },
            s => s.ResegmentRange is { } r ? List(r.Select(v => Number(v))) : None
        ),
        new("label", (s, n) => s with { Label = n.IsNull ? 1 : n.Integer(1) }, s => Of(s.Label)),
        new("additionalInfo", (s, n) => s with { AdditionalInfo = n.IsNull || n.Truth() }, s => Of(s.AdditionalInfo)),
        new("label_channel", (s, n) => s with { LabelChannel = n.IsNull ? 0 : n.Integer(0) }, s => Of(s.LabelChannel)),
        new(
            "geometryTolerance",
            (s, n) => s with { GeometryTolerance = n.IsNull ? null : n.Number(0, exclusive: true) },
            s => Number(s.GeometryTolerance)
        ),
        new("correctMask", (s, n) => s with { CorrectMask = !n.IsNull && n.Truth() }, s => Of(s.CorrectMask)),
        new(
            "resegmentMode",
            (s, n) => s with { ResegmentMode = n.IsNull ? default : n.OneOf(ResegmentModes) },
            s => Of(NameOf(ResegmentModes, s.ResegmentMode))
        ),
        new("resegmentShape", (s, n) => s with { ResegmentShape = !n.IsNull && n.Truth() }, s => Of(s.ResegmentShape)),
    ];

    /// <summary>The settings that an image type may have for itself.</summary>
    public static IReadOnlyList<Setting<ImageSettings>> Image { get; } =
    [
        new(
            "distances",
            (s, n) => s with { Distances = n.IsNull ? ImageDefaults.Distances : NotEmpty(n, n.Sequence(i => i.Integer(1, 100_000))) },
            s => List(s.Distances.Select(d => Of(d)))
        ),
        new("force2D", (s, n) => s with { Force2D = !n.IsNull && n.Truth() }, s => Of(s.Force2D)),
        new("force2Ddimension", (s, n) => s with { Force2DDimension = n.IsNull ? 0 : n.Integer(0, 2) }, s => Of(s.Force2DDimension)),
        new(
            "binWidth",
            (s, n) => s with { BinWidth = n.IsNull ? ImageDefaults.BinWidth : n.Number(0, exclusive: true) },
            s => Number(s.BinWidth)
        ),
        new("binCount", (s, n) => s with { BinCount = n.IsNull ? null : n.Integer(1) }, s => Of(s.BinCount)),
        new("voxelArrayShift", (s, n) => s with { VoxelArrayShift = n.IsNull ? 0 : n.Integer() }, s => Number(s.VoxelArrayShift)),
        new("symmetricalGLCM", (s, n) => s with { SymmetricalGlcm = n.IsNull || n.Truth() }, s => Of(s.SymmetricalGlcm)),
        new(
            "weightingNorm",
            (s, n) => s with { WeightingNorm = n.IsNull ? null : n.OneOf(Norms) },
            s => s.WeightingNorm is { } w ? Of(NameOf(Norms, w)) : None
        ),
        new("gldm_a", (s, n) => s with { GldmA = n.IsNull ? 0 : n.Integer(0) }, s => Number(s.GldmA)),
        new(
            "sigma",
            (s, n) =>
                n.IsNull
                    ? s with
                    {
                        Sigma = [],
                    }
                    : Sigmas(s, n),
            s => List(s.Sigma.Select((v, i) => s.SigmaLabels?[i].Contains('.') == false ? Number(v) : Of(v)))
        ),
        new(
            "wavelet",
            (s, n) => s with { Wavelet = n.IsNull ? ImageDefaults.Wavelet : n.OneOf([.. Wavelet.Names.Select(w => (w, w))]) },
            s => Of(s.Wavelet)
        ),
        new("level", (s, n) => s with { Level = n.IsNull ? 1 : n.Integer(1, 16) }, s => Of(s.Level)),
        new("start_level", (s, n) => s with { StartLevel = n.IsNull ? 0 : n.Integer(0, 16) }, s => Of(s.StartLevel)),
        new("gradientUseSpacing", (s, n) => s with { GradientUseSpacing = n.IsNull || n.Truth() }, s => Of(s.GradientUseSpacing)),
        new("lbp2DRadius", (s, n) => s with { Lbp2DRadius = n.IsNull ? 1 : n.Number(0, exclusive: true) }, s => Number(s.Lbp2DRadius)),
        new(
            "lbp2DSamples",
            (s, n) => s with { Lbp2DSamples = n.IsNull ? ImageDefaults.Lbp2DSamples : n.Integer(1) },
            s => Of(s.Lbp2DSamples)
        ),
        new(
            "lbp2DMethod",
            (s, n) => s with { Lbp2DMethod = n.IsNull ? LocalBinaryPatternMethod.Uniform : n.OneOf(Lbp2DMethods) },
            s => Of(NameOf(Lbp2DMethods, s.Lbp2DMethod))
        ),
        new(
            "lbp3DLevels",
            (s, n) => s with { Lbp3DLevels = n.IsNull ? ImageDefaults.Lbp3DLevels : n.Integer(1, 20) },
            s => Of(s.Lbp3DLevels)
        ),
        new(
            "lbp3DIcosphereRadius",
            (s, n) => s with { Lbp3DIcosphereRadius = n.IsNull ? 1 : n.Number(0, exclusive: true) },
            s => Number(s.Lbp3DIcosphereRadius)
        ),
        new(
            "lbp3DIcosphereSubdivision",
            (s, n) => s with { Lbp3DIcosphereSubdivision = n.IsNull ? 1 : n.Integer(0) },
            s => Of(s.Lbp3DIcosphereSubdivision)
        ),
    ];

    /// <summary>The settings of feature maps.</summary>
    public static IReadOnlyList<Setting<VoxelSettings>> Voxel { get; } =
    [
        new("kernelRadius", (s, n) => s with { KernelRadius = n.IsNull ? 1 : n.Integer(1, 100) }, s => Of(s.KernelRadius)),
        new("maskedKernel", (s, n) => s with { MaskedKernel = n.IsNull || n.Truth() }, s => Of(s.MaskedKernel)),
        new("initValue", (s, n) => s with { InitValue = n.IsNull ? VoxelDefaults.InitValue : n.AnyNumber() }, s => Number(s.InitValue)),
        new("voxelBatch", (s, n) => s with { VoxelBatch = n.IsNull ? null : n.Integer(1) }, s => Of(s.VoxelBatch)),
    ];

    /// <summary>The settings that are on or off.</summary>
    public static IReadOnlyList<string> Switches { get; } =
    [
        "normalize", "preCrop", "additionalInfo", "correctMask", "resegmentShape", "force2D", "symmetricalGLCM", "gradientUseSpacing",
        "maskedKernel",
    ];

    /// <summary>The settings whose value is a list.</summary>
    public static IReadOnlyList<string> Lists { get; } = ["resampledPixelSpacing", "distances", "resegmentRange", "sigma"];

    /// <summary>The settings that PyRadiomics' provenance always lists, in its order.</summary>
    public static IReadOnlyList<string> AlwaysListed { get; } =
    [
        "minimumROIDimensions", "minimumROISize", "normalize", "normalizeScale", "removeOutliers", "resampledPixelSpacing", "interpolator",
        "preCrop", "padDistance", "distances", "force2D", "force2Ddimension", "resegmentRange", "label", "additionalInfo",
    ];

    /// <summary>The names of the image types in parameter files.</summary>
    public static IReadOnlyList<(string Name, ImageType Value)> ImageTypes { get; } =
    [
        ("Original", ImageType.Original), ("Wavelet", ImageType.Wavelet), ("LoG", ImageType.LoG), ("Square", ImageType.Square),
        ("SquareRoot", ImageType.SquareRoot), ("Logarithm", ImageType.Logarithm), ("Exponential", ImageType.Exponential),
        ("Gradient", ImageType.Gradient), ("LBP2D", ImageType.Lbp2D), ("LBP3D", ImageType.Lbp3D),
    ];

    private static (string, ResegmentMode)[] ResegmentModes =>
        [("absolute", ResegmentMode.Absolute), ("relative", ResegmentMode.Relative), ("sigma", ResegmentMode.Sigma)];

    private static (string, WeightingNorm)[] Norms =>
        [
            ("euclidean", WeightingNorm.Euclidean),
            ("manhattan", WeightingNorm.Manhattan),
            ("infinity", WeightingNorm.Infinity),
            ("no_weighting", WeightingNorm.NoWeighting),
        ];

    private static (string, LocalBinaryPatternMethod)[] Lbp2DMethods =>
        [
            ("default", LocalBinaryPatternMethod.Default),
            ("ror", LocalBinaryPatternMethod.Ror),
            ("uniform", LocalBinaryPatternMethod.Uniform),
            ("var", LocalBinaryPatternMethod.Var),
        ];

    /// <summary>The name of a value in a list of choices.</summary>
    public static string NameOf<T>(IEnumerable<(string Name, T Value)> choices, T value)
        where T : struct, Enum => choices.First(c => EqualityComparer<T>.Default.Equals(c.Value, value)).Name;

    // A whole number is written without a fraction, as it most often stood in the file.
    private static DiagnosticValue Number(double? value) =>
        value is { } v && v == Math.Floor(v) && Math.Abs(v) < int.MaxValue ? Of((int)v) : Of(value);

    // The same width twice is one image, as in PyRadiomics.
    private static ImageSettings Sigmas(ImageSettings settings, ParameterNode node)
    {
        (double Value, string Label)[] widths =
        [
            .. node.Sequence(i => (
                i.Number(0, exclusive: true),
                i.IsInteger ? Invariant($"{i.Integer()}") : PythonFormat.Number(i.Number())))
                .DistinctBy(w => w.Item2),
        ];
        return settings.WithSigma([.. widths.Select(w => w.Value)], [.. widths.Select(w => w.Label)]);
    }

    private static T[] NotEmpty<T>(ParameterNode node, T[] values) =>
        values.Length > 0 ? values : throw node.Refuse("the list is empty; give at least one value.");

    private static Vector3D? Spacing(ParameterNode node)
    {
        if (node.IsNull)
            return null;
        var values = node.Sequence(i => i.Number(0));
        return values.Length == 3
            ? new Vector3D(values[0], values[1], values[2])
            : throw node.Refuse($"expected three spacings in mm (x, y, z; 0 keeps the image's own), found {values.Length}.");
    }

    private static double[]? Range(ParameterNode node)
    {
        if (node.IsNull)
            return null;
        var values = node.Sequence(i => i.Limit());
        return values.Length is 1 or 2
            ? values
            : throw node.Refuse($"expected a lower, or a lower and an upper threshold, found {values.Length} values.");
    }

    private static Interpolator? Interpolator(ParameterNode node)
    {
        if (node.IsNull)
            return null;
        if (int.TryParse(node.Describe(), CultureInfo.InvariantCulture, out _))
            return (Interpolator)node.Integer(1, 10);
        return node.OneOf<Interpolator>([
            .. Enum.GetValues<Interpolator>().Where(i => i != Imaging.Resampling.Interpolator.CatmullRom).Select(i => ($"sitk{i}", i)),
        ]);
    }
}
