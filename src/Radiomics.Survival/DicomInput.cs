using Radiomics.Imaging;

namespace Radiomics.Survival;

/// <summary>Reads the DICOM half of a case.</summary>
internal static class DicomInput
{
    public static Volume ReadImage(string path, CaseOptions options, List<string> warnings) =>
        throw new ImageFormatException(path, "DICOM is not read yet.");

    public static IReadOnlyList<CaseRegion> ReadRegions(string path, string imagePath, Volume image, CaseOptions options, List<string> warnings) =>
        throw new ImageFormatException(path, "DICOM is not read yet.");
}
