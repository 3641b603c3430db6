using System.Globalization;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// The Laplacian of a Gaussian: PyRadiomics' <c>LoG</c>, ITK's recursive Gaussians
/// (<see href="https://doi.org/10.1007/s10851-006-8464-z">Farneback and
/// Westin, 2006</see>), multiplied by sigma squared. Gives an image a width, named <c>log-sigma-2-0-mm-3D</c>, in single precision as
/// ITK's.
/// </summary>
/// <remarks>
/// A width is passed over, as PyRadiomics does, where an axis has fewer than ceil(sigma / spacing) + 1 voxels, and all of them where an
/// axis has fewer than 4. The halo that is read is 17 standard deviations: what lies further off has a weight below 1e-10, where single
/// precision leaves 6e-8 of a value.
/// </remarks>
public sealed record LaplacianOfGaussianFilter : IImageFilter
{
    private readonly string[] _labels;

    /// <summary>Creates the filter.</summary>
    /// <param name="sigma"><c>sigma</c>: the widths (standard deviations), in mm; each positive and finite.</param>
    /// <param name="labels">How the widths are written in the names, as many; <see langword="null"/> for <c>2.0</c>, <c>2.5</c> and so on,
    /// as Python prints a float.</param>
    /// <exception cref="ArgumentException">A width is not positive and finite, or the labels are not as many.</exception>
    public LaplacianOfGaussianFilter(IReadOnlyList<double> sigma, IReadOnlyList<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(sigma);
        foreach (var width in sigma)
            FilterArguments.Positive(width, nameof(sigma));
        if (labels is not null && labels.Count != sigma.Count)
            throw new ArgumentException($"There are {sigma.Count} widths and {labels.Count} labels.", nameof(labels));
        Sigma = [.. sigma];
        _labels = [.. labels ?? [.. Sigma.Select(Label)]];
    }

    /// <summary>The widths, in mm.</summary>
    public IReadOnlyList<double> Sigma { get; }

    /// <summary>The widths that the image is large enough for.</summary>
    /// <param name="geometry">The image's grid.</param>
    public IReadOnlyList<double> Applicable(ImageGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        return [.. Sigma.Where(s => Fits(geometry, s))];
    }

    /// <inheritdoc/>
    public bool Equals(LaplacianOfGaussianFilter? other) =>
        other is not null && Sigma.SequenceEqual(other.Sigma) && _labels.SequenceEqual(other._labels);

    /// <inheritdoc/>
    public override int GetHashCode() => Sigma.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerable<FilteredImage> Apply(
        Volume image,
        Mask mask,
        Region region,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default
    )
    {
        FilterArguments.Check(image, mask, region, maxDegreeOfParallelism);
        return Sigma
            .Select((sigma, i) => (Width: sigma, Label: _labels[i]))
            .Where(s => Fits(image.Geometry, s.Width))
            .Select(s => new FilteredImage(
                $"log-sigma-{s.Label.Replace('.', '-')}-mm-3D",
                LaplacianOfGaussian.Compute(image, s.Width, region, maxDegreeOfParallelism, cancellationToken)
            ));
    }

    private static bool Fits(ImageGeometry geometry, double sigma)
    {
        for (var axis = 0; axis < 3; axis++)
        {
            if (geometry.Size[axis] < 4 || geometry.Size[axis] < Math.Ceiling(sigma / geometry.Spacing[axis]) + 1)
                return false;
        }
        return true;
    }

    private static string Label(double sigma)
    {
        var text = sigma.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        return text.All(char.IsAsciiDigit) ? text + ".0" : text;
    }
}
