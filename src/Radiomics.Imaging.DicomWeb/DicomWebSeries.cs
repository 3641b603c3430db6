namespace Radiomics.Imaging.DicomWeb;

/// <summary>A series on a server. It holds nothing of the patient.</summary>
/// <param name="StudyInstanceUid">The study's UID.</param>
/// <param name="SeriesInstanceUid">Its UID.</param>
/// <param name="Modality">Its modality; empty where the server does not say.</param>
/// <param name="InstanceCount">The number of its objects; <see langword="null"/> where the server does not say.</param>
public sealed record DicomWebSeries(
    string StudyInstanceUid,
    string SeriesInstanceUid,
    string Modality = "",
    int? InstanceCount = null
);
