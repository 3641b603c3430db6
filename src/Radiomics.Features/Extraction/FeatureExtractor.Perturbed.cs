using System.Runtime.ExceptionServices;
using Radiomics.Imaging;
using Radiomics.Imaging.Perturbations;

namespace Radiomics.Features.Extraction;

public sealed partial class FeatureExtractor
{
    private const double Margin = 60;

    /// <summary>
    /// The features of an image and a region under each perturbation of a plan. Resampling that the settings ask for is done together with
    /// rotation and translation, on a grid that has the image's centre, with linear interpolation (trilinear images and regions cut at one
    /// half, as in the paper).
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region.</param>
    /// <param name="plan">The perturbations; <see langword="null"/> for <see cref="PerturbationPlan.Default"/>.</param>
    /// <param name="maxDegreeOfParallelism">How many perturbations may be worked on at a time; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A set for each perturbation, in the plan's order.</returns>
    /// <exception cref="EmptyRoiException">The region is empty, or a perturbation leaves too little of it.</exception>
    /// <exception cref="GeometryMismatchException">Image and mask do not lie on the same grid.</exception>
    /// <exception cref="ArgumentException">The plan holds a value that is not allowed.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IReadOnlyList<(Perturbation Perturbation, FeatureSet Features)> ExtractPerturbed(
        Volume image,
        Mask mask,
        PerturbationPlan? plan = null,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDegreeOfParallelism, 1);
        plan ??= PerturbationPlan.Default;
        var settings = Settings;
        var perturbations = plan.Perturbations();
        var input = new PerturbedCase(image, mask, plan.Seed)
        {
            Spacing = settings.Ibsi is { } ibsi ? ibsi.Spacing : settings.Interpolator is null ? null : settings.ResampledPixelSpacing,
            Margin = IsLocal(settings) ? Margin : null,
        };
        var extractor = new FeatureExtractor(settings with
        {
            ResampledPixelSpacing = null,
            Ibsi = settings.Ibsi is null ? null : settings.Ibsi with { Spacing = null },
            AdditionalInfo = false,
        });
        var results = new (Perturbation, FeatureSet)[perturbations.Count];
        void One(int i)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (perturbed, region) = input.Apply(perturbations[i], cancellationToken);
            results[i] = (perturbations[i], extractor.Extract(perturbed, region, 1, null, cancellationToken));
        }
        if (maxDegreeOfParallelism == 1)
        {
            for (var i = 0; i < results.Length; i++)
                One(i);
            return results;
        }
        try
        {
            Parallel.For(0, results.Length, new ParallelOptions
            { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken }, One);
        }
        catch (AggregateException several)
        {
            // As on one thread: the cause itself, with its own stack.
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }
        return results;
    }

    // Normalisation, and filters that look at the whole image, need it whole.
    private static bool IsLocal(ExtractionSettings settings) => !settings.Normalize && settings.ImageTypes.All(t => t.Type switch
    {
        ImageType.Own or ImageType.Square or ImageType.SquareRoot or ImageType.Logarithm or ImageType.Exponential => false,
        ImageType.Convolution => t.Filter is not (Imaging.Filters.Ibsi.NonSeparableWaveletFilter or Imaging.Filters.Ibsi.RieszFilter),
        ImageType.LoG => (t.Settings ?? settings.Image).Sigma.All(s => 6 * s <= Margin),
        _ => true,
    });
}
