namespace Radiomics.Imaging.Dicom;

/// <summary>The files of one series, and what their surroundings say of it.</summary>
/// <param name="Source">The folder, file or objects, for messages.</param>
/// <param name="Files">The images.</param>
/// <param name="Warnings">What was passed over beside them.</param>
/// <param name="Maps">What objects beside them say of their values.</param>
internal sealed record FoundSeries(
    string Source,
    List<IDicomObject> Files,
    IReadOnlyList<string> Warnings,
    RealWorldObjects Maps
)
{
    /// <summary>A series of an opened folder.</summary>
    /// <exception cref="ImageFormatException">A damaged file of the folder is one of the series.</exception>
    public static FoundSeries In(OpenedFolder folder, string source, List<IDicomObject> files) =>
        new(
            source,
            files,
            [.. folder.Warnings(DicomFolder.Uid(files[0].Text(Tags.SeriesInstanceUid)))],
            RealWorldObjects.Of(folder.Files)
        );
}
