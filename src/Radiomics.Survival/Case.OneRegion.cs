using Radiomics.Features.Extraction;
using Radiomics.Imaging;

namespace Radiomics;

public sealed partial class Case
{
    /// <summary>Reads an image and one region of it by name.</summary>
    /// <param name="imagePath">As for <see cref="Open(string, string, CaseOptions?)"/>.</param>
    /// <param name="maskPath">As for <see cref="Open(string, string, CaseOptions?)"/>.</param>
    /// <param name="roi">The region's name, or a pattern of it (<see cref="RoiPattern"/>).</param>
    /// <inheritdoc cref="Open(string, string, CaseOptions?)" path="/exception"/>
    public static Case Open(string imagePath, string maskPath, string roi)
    {
        ArgumentException.ThrowIfNullOrEmpty(roi);
        return Open(imagePath, maskPath, new CaseOptions { Rois = [roi] });
    }

    /// <summary>Computes the features of a case of one region by a parameter file of PyRadiomics or IBSI.</summary>
    /// <param name="parametersPath">The file.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work; the numbers do not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidOperationException">The case has several regions;
    /// <see cref="Extract(ExtractionSettings?, int, IProgress{ExtractionProgress}?, CancellationToken)"/> gives a set for
    /// each.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="GeometryMismatchException">Image and contours do not lie on the same grid.</exception>
    /// <exception cref="EmptyRoiException">The region is empty or smaller than the settings ask for.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public FeatureSet Extract(string parametersPath, int maxDegreeOfParallelism = 1, CancellationToken cancellationToken = default)
    {
        var settings = ExtractionSettings.Load(parametersPath);
        return Regions.Count == 1
            ? Extract(settings, maxDegreeOfParallelism, null, cancellationToken)[0]
            : throw new InvalidOperationException(
                $"The case has {Regions.Count} regions; name one when it is opened, or extract with settings for a set of features each.");
    }
}
