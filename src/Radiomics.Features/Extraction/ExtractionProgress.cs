namespace Radiomics.Features.Extraction;

/// <summary>How far an extraction has come.</summary>
/// <param name="Region">The region being worked on, from 0.</param>
/// <param name="ImageName">The image whose features are done, such as <c>wavelet-LLH</c>.</param>
/// <param name="Completed">How many features are done, over all regions and images.</param>
public readonly record struct ExtractionProgress(int Region, string ImageName, int Completed);
