namespace Radiomics.Imaging.DicomWeb;

/// <summary>A study on a server. It holds nothing of the patient, and no date.</summary>
/// <param name="StudyInstanceUid">Its UID.</param>
/// <param name="Modalities">Its modalities, as far as the server says them.</param>
/// <param name="SeriesCount">The number of its series; <see langword="null"/> where the server does not say.</param>
/// <param name="InstanceCount">The number of its objects; <see langword="null"/> where the server does not say.</param>
public sealed record DicomWebStudy(
    string StudyInstanceUid,
    IReadOnlyList<string> Modalities,
    int? SeriesCount,
    int? InstanceCount
);
