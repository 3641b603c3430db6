using System.Reflection;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters.Ibsi;
using Radiomics.Imaging.Masks;
using static Radiomics.Features.Extraction.DiagnosticValue;

namespace Radiomics.Features.Extraction;

/// <summary>PyRadiomics' <c>diagnostics_*</c>, in its order and under its names.</summary>
internal static class Provenance
{
    private const string Prefix = "diagnostics_";

    /// <summary>The versions. PyRadiomics' columns are kept; what it takes from NumPy and the like is our own here.</summary>
    public static IEnumerable<KeyValuePair<string, DiagnosticValue>> Versions()
    {
        var own =
            typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "unknown";
        yield return Entry("Versions_PyRadiomics", Of($"Radiomics.Features {own}"));
        yield return Entry("Versions_Numpy", Of($"Radiomics.Features {own}"));
        yield return Entry("Versions_SimpleITK", Of($"Radiomics.Imaging {own}"));
        yield return Entry("Versions_PyWavelet", Of($"Radiomics.Imaging {own}"));
        yield return Entry("Versions_Python", Of($".NET {Environment.Version}"));
    }

    /// <summary>The settings: those PyRadiomics always lists, then those given, then any other that is not its default.</summary>
    public static IEnumerable<KeyValuePair<string, DiagnosticValue>> Configuration(ExtractionSettings settings)
    {
        var (defaults, imageDefaults) = (new ExtractionSettings(), new ImageSettings());
        var names = Settings.AlwaysListed.Concat(settings.Given)
            .Concat(Settings.Extraction.Where(s => Differs(s.Write(settings), s.Write(defaults))).Select(s => s.Name))
            .Concat(Settings.Image.Where(s => Differs(s.Write(settings.Image), s.Write(imageDefaults))).Select(s => s.Name))
            .Distinct();
        yield return Entry(
            "Configuration_Settings",
            Dictionary(names.Select(n => new KeyValuePair<string, DiagnosticValue>(n, ValueOf(n, settings))))
        );
        yield return Entry("Configuration_EnabledImageTypes", Dictionary(ImageTypes(settings)));
    }

    /// <summary>The image types by their names in parameter files, each with the settings that are its own.</summary>
    public static IEnumerable<KeyValuePair<string, DiagnosticValue>> ImageTypes(ExtractionSettings settings) =>
        settings.ImageTypes.Select(t => new KeyValuePair<string, DiagnosticValue>(
            t.Filter is ConvolutionalFilter filter ? FilterParameters.NameOf(filter)
                : t.Type == ImageType.Own ? t.FilterName!
                : Settings.ImageTypes.First(n => n.Value == t.Type).Name,
            Own(settings, t)
        ));

    /// <summary>An image as it was given: its hash, and what every stage lists.</summary>
    public static IEnumerable<KeyValuePair<string, DiagnosticValue>> OriginalImage(ImageSummary image) =>
    [
        Entry("Image-original_Hash", Lazy(() => Of(image.Hash))),
        Entry("Image-original_Dimensionality", Of("3D")),
        .. Image("original", image),
    ];

    /// <summary>An image at a stage.</summary>
    public static IEnumerable<KeyValuePair<string, DiagnosticValue>> Image(string stage, ImageSummary image) =>
    [
        Entry($"Image-{stage}_Spacing", Triple(image.Geometry.Spacing)),
        Entry($"Image-{stage}_Size", Triple(image.Geometry.Size)),
        Entry($"Image-{stage}_Mean", Lazy(() => Of(image.Mean))),
        Entry($"Image-{stage}_Minimum", Lazy(() => Of(image.Minimum))),
        Entry($"Image-{stage}_Maximum", Lazy(() => Of(image.Maximum))),
    ];

    /// <summary>A region as it was given: the hash of its label map, and what every stage lists.</summary>
    public static IEnumerable<KeyValuePair<string, DiagnosticValue>> OriginalMask(Mask mask, Func<string> hash) =>
        [Entry("Mask-original_Hash", Lazy(() => Of(hash()))), .. Mask("original", mask, null)];

    /// <summary>A region at a stage; with the intensities in it where an image is given.</summary>
    public static IEnumerable<KeyValuePair<string, DiagnosticValue>> Mask(string stage, Mask mask, Volume? image)
    {
        var box = mask.BoundingBox;
        yield return Entry($"Mask-{stage}_Spacing", Triple(mask.Geometry.Spacing));
        yield return Entry($"Mask-{stage}_Size", Triple(mask.Geometry.Size));
        yield return Entry(
            $"Mask-{stage}_BoundingBox",
            Tuple(Of(box.Start.X), Of(box.Start.Y), Of(box.Start.Z), Of(box.Size.X), Of(box.Size.Y), Of(box.Size.Z))
        );
        yield return Entry($"Mask-{stage}_VoxelNum", Of(mask.VoxelCount));
        yield return Entry($"Mask-{stage}_VolumeNum", Of(mask.ComponentCount()));
        yield return Entry($"Mask-{stage}_CenterOfMassIndex", Triple(mask.CentreOfMassIndex()));
        yield return Entry($"Mask-{stage}_CenterOfMass", Triple(mask.CentreOfMass()));
        if (image is null)
            yield break;
        var (mean, minimum, maximum) = ImageSummary.Of(image, mask);
        yield return Entry($"Mask-{stage}_Mean", Of(mean));
        yield return Entry($"Mask-{stage}_Minimum", Of(minimum));
        yield return Entry($"Mask-{stage}_Maximum", Of(maximum));
    }

    private static DiagnosticValue Own(ExtractionSettings settings, ImageTypeSettings type)
    {
        KeyValuePair<string, DiagnosticValue>[] filter = type.FilterName is { } f ? [new("filter", Of(f))] : [];
        if (type.Settings is not { } own)
            return Dictionary(filter);
        var names = type
            .Given.Concat(Settings.Image.Where(s => Differs(s.Write(own), s.Write(settings.Image))).Select(s => s.Name))
            .Distinct();
        return Dictionary(
            filter.Concat(names.Select(n => new KeyValuePair<string, DiagnosticValue>(n, ValueOf(n, settings with { Image = own }))))
        );
    }

    private static DiagnosticValue ValueOf(string name, ExtractionSettings settings) =>
        Settings.Extraction.FirstOrDefault(s => s.Name == name)?.Write(settings)
        ?? Settings.Image.FirstOrDefault(s => s.Name == name)?.Write(settings.Image)
        ?? Settings.Voxel.First(s => s.Name == name).Write(settings.Voxel);

    private static bool Differs(DiagnosticValue a, DiagnosticValue b) => a.ToString() != b.ToString();

    private static DiagnosticValue Triple(Vector3D v) => Tuple(Of(v.X), Of(v.Y), Of(v.Z));

    private static DiagnosticValue Triple(GridSize s) => Tuple(Of(s.X), Of(s.Y), Of(s.Z));

    private static KeyValuePair<string, DiagnosticValue> Entry(string name, DiagnosticValue value) => new(Prefix + name, value);
}
