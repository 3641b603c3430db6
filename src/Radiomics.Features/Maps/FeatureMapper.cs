using Radiomics.Features.Discretisation;
using Radiomics.Features.Extraction;
using Radiomics.Imaging;
using Radiomics.Imaging.Masks;

namespace Radiomics.Features.Maps;

/// <summary>
/// Computes feature maps: every feature of every class but shape, of the neighbourhood of each voxel of a region (PyRadiomics' voxel-based
/// extraction,
/// <c>kernelRadius</c>, <c>maskedKernel</c>, <c>initValue</c>). Windows slide along rows of voxels: a step costs the voxels that enter and
/// leave. Immutable
/// and free of shared state.
/// </summary>
/// <param name="settings">What to compute and how; <see langword="null"/> for <see cref="ExtractionSettings.PyRadiomicsDefault"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">A bin width or count or a distance is not allowed.</exception>
public sealed class FeatureMapper(ExtractionSettings? settings = null)
{
    /// <summary>What is computed and how.</summary>
    public ExtractionSettings Settings { get; } = ExtractionSettings.Checked(settings);

    /// <summary>
    /// The maps of a region, of PyRadiomics' features or, under IBSI's settings, of its families but morphology and local intensity; one
    /// class of one image after the other: what has been handed out need not be kept. Values are those of the extraction on the
    /// voxel's window alone, with the grey levels of the whole region (or, without <c>maskedKernel</c>, of its box). A feature is NaN where
    /// no direction of the window has
    /// a pair; JointAverage where one of them has none, as in PyRadiomics.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work, each on rows of its own; the values do not depend on it.</param>
    /// <param name="progress">Told about each class whose maps are done.</param>
    /// <param name="note">Told what the user should know: what is left out and why, voxels outside the region that are no numbers and count
    /// as 0, and, when the last map has been handed out, how many voxels of maps are NaN.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The settings compute no map.</exception>
    /// <exception cref="GeometryMismatchException">Image and mask do not lie on the same grid.</exception>
    /// <exception cref="EmptyRoiException">The region is empty or smaller than the settings ask for.</exception>
    /// <exception cref="ImageFormatException">The region holds a voxel that is not a finite number.</exception>
    /// <exception cref="DiscretisationException">Intensities cannot become grey levels under IBSI's settings.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IEnumerable<FeatureMap> Extract(
        Volume image,
        Mask mask,
        int maxDegreeOfParallelism = 1,
        IProgress<ExtractionProgress>? progress = null,
        Action<string>? note = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDegreeOfParallelism, 1);
        foreach (var word in SettingsChecks.Notes(Settings with { FeatureClasses = Classes }).Concat(
            ImageVoxels.Checked(ref image, [mask], Settings)))
            note?.Invoke(word);
        return WithNotes(
            Settings.Ibsi is null
                ? Maps(image, mask, maxDegreeOfParallelism, progress, Note, cancellationToken)
                : IbsiMaps.Compute(
                    Settings,
                    image,
                    MaskChecks.Align(image.Geometry, mask, FeatureExtractor.MaskSettingsOf(Settings), out _),
                    maxDegreeOfParallelism,
                    progress,
                    Note,
                    cancellationToken
                ),
            Note);

        void Note(string word) => note?.Invoke(word);
    }

    private static IEnumerable<FeatureMap> WithNotes(IEnumerable<FeatureMap> maps, Action<string> note)
    {
        var gaps = new List<(string Map, int Voxels)>();
        var voxels = 0;
        foreach (var map in maps)
        {
            if (NotNumbers(map) is > 0 and var missing)
                gaps.Add((map.Name, missing));
            voxels = map.Values.Length;
            yield return map;
        }
        foreach (var word in SettingsChecks.Undefined(gaps, voxels))
            note(word);
    }

    private static int NotNumbers(FeatureMap map)
    {
        var count = 0;
        foreach (var value in map.Values)
            count += double.IsNaN(value) ? 1 : 0;
        return count;
    }

    // Shape has no maps.
    private FeatureClassSelection[] Classes =>
        [.. Settings.FeatureClasses.Where(c => c.Class is not (FeatureClass.Shape or FeatureClass.Shape2D))];

    private IEnumerable<FeatureMap> Maps(
        Volume image,
        Mask mask,
        int maxDegreeOfParallelism,
        IProgress<ExtractionProgress>? progress,
        Action<string> note,
        CancellationToken cancellationToken)
    {
        var classes = Classes;
        var only = Settings with { FeatureClasses = classes, AdditionalInfo = false };
        var region = new Preparation(only, image, maxDegreeOfParallelism, cancellationToken).Prepare(0, mask, () => "");
        var radius = Settings.Voxel.KernelRadius;
        var box = region.Mask.BoundingBox.Expand(radius, radius, radius).Intersect(region.Image.Geometry.Region);
        var counted = Settings.Voxel.MaskedKernel ? region.Mask : Whole(region.Image.Geometry, box);
        var done = 0;
        foreach (var type in Settings.ImageTypes)
        {
            var own = type.Settings ?? Settings.Image;
            foreach (var word in ImageFilters.LeftOut(type, own, region.Image.Geometry))
                note(word);
            foreach (var (filtered, _) in ImageFilters.Apply(type, own, [region], box, cancellationToken))
            {
                var single = ImageFilters.IsSinglePrecision(type.Type, region.Image);
                var pass = new MapPass(
                    region.Mask,
                    counted,
                    filtered,
                    own,
                    Settings.Voxel,
                    single,
                    box,
                    maxDegreeOfParallelism,
                    cancellationToken
                );
                foreach (var selection in classes)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    foreach (var map in pass.Compute(selection))
                    {
                        done++;
                        yield return map;
                    }
                    progress?.Report(new ExtractionProgress(0, filtered.Name, done));
                }
            }
        }
    }

    private static Mask Whole(ImageGeometry geometry, Region box)
    {
        var all = new byte[checked((int)box.Count)];
        Array.Fill(all, (byte)1);
        return Mask.Create(geometry, box, all);
    }
}
