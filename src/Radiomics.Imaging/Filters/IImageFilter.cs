namespace Radiomics.Imaging.Filters;

/// <summary>
/// Makes derived images of an image, computing them only where they are asked for: a filter reads the halo it needs
/// around the region and no more.
/// </summary>
public interface IImageFilter
{
    /// <summary>The derived images, one after the other, each over the region asked for.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region of interest, on the image's grid; some filters (LBP 3D) depend on it.</param>
    /// <param name="region">The box to compute; it lies in the image's grid.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The images in PyRadiomics' order; none where the image is too small for the filter.</returns>
    IEnumerable<FilteredImage> Apply(Volume image, Mask mask, Region region, CancellationToken cancellationToken = default);
}
