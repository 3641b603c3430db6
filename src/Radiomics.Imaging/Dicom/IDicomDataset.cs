namespace Radiomics.Imaging.Dicom;

/// <summary>
/// The elements of a DICOM data set or of a sequence item, as the series, structure set and segmentation builders see
/// them. Another DICOM library can feed these builders by implementing this interface and <see cref="IDicomObject"/>.
/// </summary>
public interface IDicomDataset
{
    /// <summary>Whether an element is there and has a value.</summary>
    /// <param name="tag">The element.</param>
    bool Contains(DicomTag tag);

    /// <summary>The text of an element in .NET's encoding, padding trimmed, several values separated by a backslash.</summary>
    /// <param name="tag">An element that holds text (also DS and IS).</param>
    /// <returns>The text; <see langword="null"/> where the element is absent or empty.</returns>
    string? Text(DicomTag tag);

    /// <summary>The numbers of an element, whatever its representation (DS, IS, US, SS, UL, SL, FL, FD, ...).</summary>
    /// <param name="tag">An element that holds numbers.</param>
    /// <returns>The numbers; empty where the element is absent or empty.</returns>
    /// <exception cref="ImageFormatException">The element holds something else.</exception>
    double[] Numbers(DicomTag tag);

    /// <summary>The items of a sequence.</summary>
    /// <param name="tag">An element that holds a sequence.</param>
    /// <returns>The items in order; empty where the element is absent or empty.</returns>
    /// <exception cref="ImageFormatException">The element holds something else.</exception>
    IReadOnlyList<IDicomDataset> Items(DicomTag tag);
}
