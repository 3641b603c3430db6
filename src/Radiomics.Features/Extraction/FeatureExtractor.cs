using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Radiomics.Features.Texture;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters;
using Radiomics.Imaging.Masks;

namespace Radiomics.Features.Extraction;

/// <summary>
/// Computes the features of regions of an image, as PyRadiomics does: checks, normalises, resamples, resegments, crops,
/// filters where the regions need it, discretises and computes the classes. Immutable and free of shared state: one extractor may
/// serve many threads.
/// </summary>
/// <param name="settings">What to compute and how; <see langword="null"/> for <see cref="ExtractionSettings.PyRadiomicsDefault"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">A bin width or count or a distance is not allowed.</exception>
public sealed partial class FeatureExtractor(ExtractionSettings? settings = null)
{
    /// <summary>What is computed and how.</summary>
    public ExtractionSettings Settings { get; } = ExtractionSettings.Checked(settings);

    /// <summary>Computes the features of one region.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="progress">Told about each image whose features are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="Parameters.ParameterFileException">The settings compute nothing.</exception>
    /// <exception cref="GeometryMismatchException">Image and mask do not lie on the same grid.</exception>
    /// <exception cref="EmptyRoiException">The region is empty or smaller than the settings ask for.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public FeatureSet Extract(
        Volume image,
        Mask mask,
        int maxDegreeOfParallelism = 1,
        IProgress<ExtractionProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => Extract(image, [mask], maxDegreeOfParallelism, progress, cancellationToken)[0];

    /// <summary>Computes the features of the region that has the settings' label in a label map.</summary>
    /// <param name="image">The image.</param>
    /// <param name="labels">The label map; fractions are cut off, as PyRadiomics does.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="progress">Told about each image whose features are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The label map is the image.</exception>
    /// <exception cref="Parameters.ParameterFileException">The settings compute nothing.</exception>
    /// <exception cref="RoiNotFoundException">The label is not in the map; the message lists those that are.</exception>
    /// <exception cref="GeometryMismatchException">Image and label map do not lie on the same grid.</exception>
    /// <exception cref="EmptyRoiException">Nothing is marked, or the region is smaller than the settings ask for.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public FeatureSet Extract(
        Volume image,
        Volume labels,
        int maxDegreeOfParallelism = 1,
        IProgress<ExtractionProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => Extract(image, labels, [Settings.Label], maxDegreeOfParallelism, progress, cancellationToken)[0];

    /// <summary>Computes the features of several labels of one label map; the image is filtered once for regions that lie close
    /// together.</summary>
    /// <param name="image">The image.</param>
    /// <param name="labels">The label map; fractions are cut off, as PyRadiomics does.</param>
    /// <param name="wanted">The labels.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="progress">Told about each image whose features are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A set for each label, in their order.</returns>
    /// <exception cref="ArgumentException">The label map is the image.</exception>
    /// <exception cref="Parameters.ParameterFileException">The settings compute nothing.</exception>
    /// <exception cref="RoiNotFoundException">A label is not in the map; the message lists those that are.</exception>
    /// <exception cref="GeometryMismatchException">Image and label map do not lie on the same grid.</exception>
    /// <exception cref="EmptyRoiException">Nothing is marked, or a region is smaller than the settings ask for.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IReadOnlyList<FeatureSet> Extract(
        Volume image,
        Volume labels,
        IReadOnlyList<int> wanted,
        int maxDegreeOfParallelism = 1,
        IProgress<ExtractionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(wanted);
        if (ReferenceEquals(image, labels))
            throw new ArgumentException("The label map is the image itself; give a segmentation of it.", nameof(labels));
        var hash = new Lazy<string>(() => VoxelHash.OfLabels(labels));
        var masks = new List<Mask>(wanted.Count);
        foreach (var label in wanted)
        {
            var mask = Mask.FromLabel(labels, label);
            if (mask.VoxelCount == 0)
            {
                var there = Mask.LabelsOf(labels);
                throw there.Count == 0
                    ? new EmptyRoiException("The label map marks nothing: all its voxels are 0. Check that it is the right file.")
                    : new RoiNotFoundException("label map", Invariant($"{label}"), [.. there.Select(l => Invariant($"{l}"))]);
            }
            masks.Add(mask);
        }
        return Extract(image, masks, i => hash.Value, i => wanted[i], maxDegreeOfParallelism, progress, cancellationToken);
    }

    /// <summary>Computes the features of several regions of one image, which is filtered once for regions that lie close
    /// together.</summary>
    /// <param name="image">The image.</param>
    /// <param name="masks">The regions; they may overlap.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="progress">Told about each image whose features are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A set for each region, in their order.</returns>
    /// <exception cref="Parameters.ParameterFileException">The settings compute nothing.</exception>
    /// <exception cref="ArgumentException">A mask is <see langword="null"/>.</exception>
    /// <exception cref="GeometryMismatchException">Image and a mask do not lie on the same grid.</exception>
    /// <exception cref="EmptyRoiException">A region is empty or smaller than the settings ask for.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IReadOnlyList<FeatureSet> Extract(
        Volume image,
        IReadOnlyList<Mask> masks,
        int maxDegreeOfParallelism = 1,
        IProgress<ExtractionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return Extract(
            image,
            masks,
            i => VoxelHash.Of(masks[i], (uint)Settings.Label),
            i => masks[i].MapLabel is { } label and <= int.MaxValue ? (int)label : null,
            maxDegreeOfParallelism,
            progress,
            cancellationToken
        );
    }

    private FeatureSet[] Extract(
        Volume image,
        IReadOnlyList<Mask> masks,
        Func<int, string> hashes,
        Func<int, int?> labels,
        int maxDegreeOfParallelism,
        IProgress<ExtractionProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDegreeOfParallelism, 1);
        for (var i = 0; i < masks.Count; i++)
        {
            if (masks[i] is null)
                throw new ArgumentException(Invariant($"Mask {i} is null."), nameof(masks));
        }

        string[] notes = [.. SettingsChecks.Notes(Settings), .. ImageVoxels.Checked(ref image, masks, Settings)];
        if (Settings.Ibsi is not null)
            return [.. ExtractIbsi(image, masks, maxDegreeOfParallelism, progress, cancellationToken).Select(s => s.WithNotes(notes))];
        var regions = new RegionWork[masks.Count];
        var preparation = new Preparation(Settings, image, maxDegreeOfParallelism, cancellationToken);
        Run(
            Enumerable.Range(0, masks.Count),
            i => regions[i] = preparation.Prepare(i, masks[i], () => hashes(i), labels(i)),
            maxDegreeOfParallelism,
            cancellationToken
        );

        // Images and regions first; threads that these leave over work within one.
        var images = masks.Count * Settings.ImageTypes.Sum(ImagesOf);
        var inner = Math.Max(1, maxDegreeOfParallelism / Math.Max(1, images));
        var (done, part) = (0, 0);
        foreach (var (box, members) in RegionClusters.Of(regions))
        {
            var parts = new List<(RegionWork Region, FeatureList Features, ImageSettings Own)>();
            Run(
                Jobs(box, members, parts, cancellationToken),
                job =>
                {
                    var workspace = TextureWorkspace.Take(inner);
                    ImageFeatures.Add(
                        job.Features,
                        job.Region.Mask,
                        job.Image,
                        job.Own,
                        Settings,
                        ImageFilters.IsSinglePrecision(job.Type, job.Region.Image),
                        job.Type == ImageType.Original && job.Region.Image.PixelType is not (PixelType.Float32 or PixelType.Float64),
                        workspace,
                        cancellationToken
                    );
                    workspace.Return();
                    if (members.Count == 1)
                        job.Image.Block.Release(); // no other region waits for it
                    var completed = Interlocked.Add(ref done, job.Features.Features.Count);
                    var ended = Interlocked.Increment(ref part);
                    progress?.Report(new ExtractionProgress(job.Region.Index, job.Image.Name, completed)
                    {
                        Part = ended,
                        Parts = Math.Max(images, ended),
                    });
                },
                maxDegreeOfParallelism,
                cancellationToken
            );
            foreach (var (region, features, _) in parts)
                region.Features.AddRange(features);
            foreach (var own in parts.GroupBy(p => p.Region))
                own.Key.Warnings.AddRange(SettingsChecks.Levels([.. own.Select(p => (p.Features.GrayLevelCount, p.Own))], Settings));
        }
        return
        [
            .. regions.Select(r => new FeatureSet(
                r.Features.Features,
                r.Diagnostics,
                [.. notes, .. r.Warnings, .. SettingsChecks.Undefined(r.Features.Features)])),
        ];
    }

    // How many images a type gives at least.
    private int ImagesOf(ImageTypeSettings type) => type.Type switch
    {
        ImageType.Wavelet => 8,
        ImageType.LoG => Math.Max(1, (type.Settings ?? Settings.Image).Sigma.Count),
        _ => 1,
    };

    private FeatureSet[] ExtractIbsi(
        Volume image,
        IReadOnlyList<Mask> masks,
        int maxDegreeOfParallelism,
        IProgress<ExtractionProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        Settings.Ibsi!.Validate();
        var asked = MaskSettingsOf(Settings);
        var given = new ImageSummary(image);
        var summary = new Lazy<(double Mean, double Minimum, double Maximum)>(() => (given.Mean, given.Minimum, given.Maximum));
        var prepared = ImageVoxels.Normalised(image, Settings, maxDegreeOfParallelism, cancellationToken);
        var sets = new FeatureSet[masks.Count];
        var done = 0;
        Run(
            Enumerable.Range(0, masks.Count),
            i =>
            {
                var mask = MaskChecks.Align(image.Geometry, masks[i], asked, out _);
                var before = 0;
                var pieces = Settings.AdditionalInfo && mask.VoxelCount > 0 ? mask.ComponentCount() : 0;
                sets[i] = Extraction.IbsiExtraction.Extract(
                    prepared,
                    mask,
                    summary,
                    Settings,
                    (name, count) =>
                    {
                        progress?.Report(new ExtractionProgress(i, name, Interlocked.Add(ref done, count - before)));
                        before = count;
                    },
                    cancellationToken
                ).WithNotes([.. SettingsChecks.Pieces(pieces, mask.VoxelCount)]);
            },
            maxDegreeOfParallelism,
            cancellationToken);
        return sets;
    }

    internal static MaskSettings MaskSettingsOf(ExtractionSettings settings) => new()
    {
        GeometryTolerance = settings.GeometryTolerance,
        CorrectMask = settings.CorrectMask,
        MinimumRoiDimensions = settings.MinimumRoiDimensions,
        MinimumRoiSize = settings.MinimumRoiSize,
    };

    // One job for each image and region, in the order of the result; the images are made while the jobs are handed out, one at a time.
    private IEnumerable<Job> Jobs(
        Region box,
        List<RegionWork> members,
        List<(RegionWork Region, FeatureList Features, ImageSettings Own)> parts,
        CancellationToken cancellationToken
    )
    {
        if (Settings.FeatureClasses.All(c => c.Class is FeatureClass.Shape or FeatureClass.Shape2D))
            yield break;
        foreach (var type in Settings.ImageTypes)
        {
            var own = type.Settings ?? Settings.Image;
            foreach (var member in members)
                member.Warnings.AddRange(ImageFilters.LeftOut(type, own, member.Image.Geometry));
            foreach (var (image, region) in ImageFilters.Apply(type, own, members, box, cancellationToken))
            {
                foreach (var member in region is null ? members : [region])
                {
                    var features = new FeatureList();
                    parts.Add((member, features, own));
                    yield return new Job(member, type.Type, image, own, features);
                }
            }
        }
    }

    // Items are taken one at a time, in order, so the source needs no lock of its own; what a worker does touches its item alone.
    private static void Run<T>(IEnumerable<T> items, Action<T> work, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        if (maxDegreeOfParallelism == 1)
        {
            foreach (var item in items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                work(item);
            }
            return;
        }
        try
        {
            Parallel.ForEach(
                Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken },
                work);
        }
        catch (AggregateException several)
        {
            // As on one thread: the cause itself, with its own stack.
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }
    }

    private readonly record struct Job(RegionWork Region, ImageType Type, FilteredImage Image, ImageSettings Own, FeatureList Features);
}
