namespace Radiomics.Features.Extraction;

/// <summary>How far an extraction has come.</summary>
/// <param name="Region">The region being worked on, from 0.</param>
/// <param name="ImageName">The image whose features are done, such as <c>wavelet-LLH</c>.</param>
/// <param name="Completed">How many features are done, over all regions and images.</param>
public readonly record struct ExtractionProgress(int Region, string ImageName, int Completed)
{
    /// <summary>How many parts of the work are done, of <see cref="Parts"/>: an image of a region each.</summary>
    public int Part { get; init; }

    /// <summary>How many parts the work has; 0 where that is not known. A filter may give more images than its settings tell; the number
    /// then grows.</summary>
    public int Parts { get; init; }
}
