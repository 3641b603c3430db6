using Radiomics.Imaging;

namespace Radiomics.Features.Extraction;

/// <summary>
/// Computes the features of regions of an image, as PyRadiomics does: checks, normalises, resamples, resegments, crops,
/// filters where the regions need it, discretises and computes the classes. Immutable and free of shared state: one extractor may
/// serve many threads.
/// </summary>
/// <param name="settings">What to compute and how; <see langword="null"/> for <see cref="ExtractionSettings.PyRadiomicsDefault"/>.</param>
public sealed class FeatureExtractor(ExtractionSettings? settings = null)
{
    /// <summary>What is computed and how.</summary>
    public ExtractionSettings Settings { get; } = settings ?? ExtractionSettings.PyRadiomicsDefault;

    /// <summary>Computes the features of one region.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region.</param>
    /// <param name="degreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="progress">Told about each image whose features are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="GeometryMismatchException">Image and mask do not lie on the same grid.</exception>
    /// <exception cref="EmptyRoiException">The region is empty or smaller than the settings ask for.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public FeatureSet Extract(
        Volume image, Mask mask, int degreeOfParallelism = 1, IProgress<ExtractionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Extract(image, [mask], degreeOfParallelism, progress, cancellationToken)[0];

    /// <summary>Computes the features of several regions of one image, which is filtered once for regions that lie close together.</summary>
    /// <param name="image">The image.</param>
    /// <param name="masks">The regions; they may overlap.</param>
    /// <param name="degreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="progress">Told about each image whose features are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A set for each region, in their order.</returns>
    /// <exception cref="GeometryMismatchException">Image and a mask do not lie on the same grid.</exception>
    /// <exception cref="EmptyRoiException">A region is empty or smaller than the settings ask for.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IReadOnlyList<FeatureSet> Extract(
        Volume image,
        IReadOnlyList<Mask> masks,
        int degreeOfParallelism = 1,
        IProgress<ExtractionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentOutOfRangeException.ThrowIfLessThan(degreeOfParallelism, 1);
        var regions = new RegionWork[masks.Count];
        for (var i = 0; i < regions.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            regions[i] = new RegionWork(i, image, masks[i] ?? throw new ArgumentException($"Mask {i} is null.", nameof(masks)));
            regions[i].AddShape(Settings, masks[i], masks[i].BoundingBox);
        }
        foreach (var region in regions)
        {
            ImageFeatures.Add(region, "original", image.Read(region.Mask.BoundingBox), Settings.Image, Settings, region.Image.PixelType == PixelType.Float32);
            progress?.Report(new ExtractionProgress(region.Index, "original", region.Features.Features.Count));
        }
        return [.. regions.Select(r => new FeatureSet(r.Features.Features, r.Diagnostics, r.Warnings))];
    }
}
