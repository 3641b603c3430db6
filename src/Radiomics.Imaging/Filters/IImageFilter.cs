namespace Radiomics.Imaging.Filters;

/// <summary>
/// Makes derived images of an image, computing them only where they are asked for: a filter reads the halo it needs
/// around the region and no more. Filters are immutable and free of shared state: one may serve many threads.
/// </summary>
public interface IImageFilter
{
    /// <summary>The derived images, one after the other, each over the region asked for.</summary>
    /// <param name="image">The image. What lies outside it is what PyRadiomics takes it to be: filters see no more than this.</param>
    /// <param name="mask">The region of interest, on the image's grid; only LBP 3D depends on it.</param>
    /// <param name="region">The box to compute; it lies in the image's grid.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// The images in PyRadiomics' order, made as they are asked for; none where the image is too small for the filter.
    /// An empty region gives empty images. Not-a-number voxels spread to the voxels whose halo holds them.
    /// </returns>
    /// <exception cref="ArgumentException">The region reaches past the grid.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    IEnumerable<FilteredImage> Apply(
        Volume image,
        Mask mask,
        Region region,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default
    );
}
